// Tells the server which answer is on the desk, while the desk is in front, and shows which colleague has it open too.
// A page that was only fetched says nothing, and one that is left lets go of its answer.
const EVERY = 30_000; // milliseconds; what was said holds for three times as long

const here = () => document.getElementById("open-by");
let told = null; // the element on whose page the server has heard from this one

function post(address, more = {}) {
  const headers = { Accept: "application/json", "X-CSRFToken": document.querySelector('meta[name="csrf-token"]').content };
  return fetch(address, { method: "POST", headers, ...more });
}

async function tell() {
  const place = here();
  if (!place || document.visibilityState !== "visible") return;
  told = place;
  const reply = await post(place.dataset.lease).catch(() => null);
  if (!reply?.ok) return; // nothing hangs on it, and the next one comes soon
  const { open_by: name } = await reply.json();
  const words = name ? place.dataset.words.replace("%s", name) : "";
  if (place.textContent !== words) place.textContent = words; // said once
}

function arrive() {
  const place = here();
  if (place === told) return;
  if ("held" in (place?.dataset ?? {})) told = place; // it came with the reply to a save
  else tell();
}

document.addEventListener("htmx:afterSettle", arrive);
document.addEventListener("visibilitychange", tell);
window.addEventListener("pageshow", ({ persisted }) => persisted && tell());
window.addEventListener("pagehide", () => {
  if (told && told === here()) post(told.dataset.leaseEnd, { keepalive: true }).catch(() => {});
});
setInterval(tell, EVERY);
arrive();
