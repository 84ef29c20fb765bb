// Saves while somebody writes: 800 ms after the last key, every 10 s while typing goes on, and when the page is left.
// Each second the words go to this device as well, whatever becomes of the connection.
import { DeviceCopy } from "./device-copy.js";
import { guardLeaving } from "./leave-guard.js";
import { reconcile } from "./reconcile.js";
import { seated, sitDown } from "./seated.js";
import { showSaves } from "./save-state.js";
import { Saver } from "./saver.js";

const QUIET = 800;
const BUSY = 10_000;

// The sign-in page in another tab takes everybody to have left. Who is known to the server here has not, in this tab.
const stayDown = (person) => seated() === person || sitDown(person, true);

const form = document.querySelector("form[data-autosave]");
if (form) {
  const show = showSaves(() => saver.save({ now: true }));
  const tell = (state, ...more) => {
    if (state === "saved") stayDown(form.dataset.person);
    show(state, ...more);
  };
  const device = new DeviceCopy(form);
  const saver = new Saver(form, device, tell);
  device.isSafe = () => !saver.unsaved;
  let quiet;
  let busy;
  const save = (how) => {
    clearTimeout(quiet);
    clearTimeout(busy);
    busy = undefined;
    return saver.save(how);
  };

  saver.area.addEventListener("input", () => {
    device.keepSoon();
    clearTimeout(quiet);
    quiet = setTimeout(save, QUIET);
    busy ??= setTimeout(save, BUSY);
  });
  saver.area.addEventListener("blur", () => save());
  document.addEventListener("visibilitychange", () => save({ now: document.visibilityState === "visible" }));
  window.addEventListener("pagehide", () => saver.unsaved && device.keep());
  window.addEventListener("offline", () => saver.stopped || tell("offline"));
  window.addEventListener("online", () => {
    if (!saver.stopped) tell("online");
    save({ now: true });
  });

  form.addEventListener("submit", async (event) => {
    if (saver.stopped) return; // the plain save shows why, with the text kept
    event.preventDefault();
    await save({ now: true });
    const next = event.submitter?.dataset.next;
    if (next && !saver.unsaved) location.assign(next);
  });
  guardLeaving(saver, save);
  sitDown(form.dataset.person, "shared" in form.dataset);
  navigator.serviceWorker?.register(form.dataset.worker).catch(() => {});
  if (saver.unsaved) save();
  reconcile(saver, device, tell);
}
