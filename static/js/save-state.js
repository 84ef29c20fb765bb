// Shows in words whether the text is safe. Writing is silent: the status speaks only when that changes.
const LONG = 400; // milliseconds after which a save in progress is shown

export function showSaves(onTryAgain) {
  const shown = document.getElementById("savestate");
  const spoken = document.getElementById("savefact");
  const again = document.querySelector("[data-try-again]");
  const words = spoken.dataset;
  let savedAt = words.time;
  let off = false;
  let slow;
  again.addEventListener("click", onTryAgain);

  const show = (state, text) => {
    shown.dataset.state = state;
    shown.classList.toggle("is-off", state === "unsaved" || state === "device");
    shown.querySelector("[data-save-text]").textContent = text;
  };
  const speak = (text) => {
    if (spoken.textContent !== text) spoken.textContent = text;
  };
  const banner = (name, reason = "") => {
    for (const each of document.querySelectorAll("[data-banner]")) each.hidden = each.dataset.banner !== name;
    const place = document.querySelector(`[data-banner="${name}"] [data-reason]`);
    if (place) place.textContent = reason;
  };

  // 12:03:10, by the clock of this device: it says when the words were kept here.
  const clock = (at) => new Date(at).toLocaleTimeString("en-GB");

  // What this device kept of the answer; `asked` is how the question was worded then, where it is another wording now.
  const notice = (place, { at, asked }) => {
    place.querySelector("[data-at]").textContent = clock(at);
    if (asked) place.querySelector("[data-asked]").textContent = asked;
    if (asked) place.querySelector("[data-reworded]").hidden = false;
    place.hidden = false;
  };

  return (state, data = {}) => {
    clearTimeout(slow);
    if (state === "restored" || state === "beside") {
      notice(document.querySelector(`[data-notice="${state}"]`), data);
      return;
    }
    if (state === "offline" || state === "online") {
      banner(state);
      return;
    }
    if (state === "saving") {
      slow = setTimeout(() => show("saving", words.saving), LONG);
      return;
    }
    if (state === "saved") {
      savedAt = data.time;
      show("saved", words.saved.replace("%s", savedAt));
      if (off) speak(words.saved.replace("%s", savedAt));
      banner("");
    } else {
      const notSaved = savedAt ? words.unsaved.replace("%s", savedAt) : words.never;
      const away = state === "unsaved" && !navigator.onLine;
      const kept = data.at && (away || state !== "unsaved");
      show(kept ? "device" : "unsaved", kept ? words.device.replace("%s", clock(data.at)) : notSaved);
      if (state === "unsaved") speak(kept ? words.offline : notSaved);
      banner(away ? "offline" : state, data.reason);
    }
    off = state !== "saved";
    again.hidden = state !== "unsaved" || !navigator.onLine;
  };
}
