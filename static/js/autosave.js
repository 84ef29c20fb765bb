// Saves while somebody writes: 800 ms after the last key, every 10 s while typing goes on, and when the page is left.
import { guardLeaving } from "./leave-guard.js";
import { showSaves } from "./save-state.js";
import { Saver } from "./saver.js";

const QUIET = 800;
const BUSY = 10_000;

const form = document.querySelector("form[data-autosave]");
if (form) {
  const saver = new Saver(form, showSaves(() => saver.save({ now: true })));
  let quiet;
  let busy;
  const save = (how) => {
    clearTimeout(quiet);
    clearTimeout(busy);
    busy = undefined;
    return saver.save(how);
  };

  saver.area.addEventListener("input", () => {
    clearTimeout(quiet);
    quiet = setTimeout(save, QUIET);
    busy ??= setTimeout(save, BUSY);
  });
  saver.area.addEventListener("blur", () => save());
  document.addEventListener("visibilitychange", () => save({ now: document.visibilityState === "visible" }));
  window.addEventListener("online", () => save({ now: true }));

  form.addEventListener("submit", async (event) => {
    if (saver.stopped) return; // the plain save shows why, with the text kept
    event.preventDefault();
    await save({ now: true });
    const next = event.submitter?.dataset.next;
    if (next && !saver.unsaved) location.assign(next);
  });
  guardLeaving(saver, save);
  if (saver.unsaved) save();
}
