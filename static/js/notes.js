// Saves one's own notes while they are written: after a pause, when the attention goes elsewhere, and before the page is left.
// The server alone keeps them; what it has not, this page holds fast.
import { Saver } from "./saver.js";

const QUIET = 1500; // milliseconds after the last key
const PATIENCE = 4000; // milliseconds that a link or a button waits for the save
const NOWHERE = { facts: {}, keep: async () => false, stored: async () => {} };

const form = document.querySelector("form[data-notes]");
const saver = form && new Saver(form, NOWHERE, tell);
let quiet;
let held = false;
let going = false;

function tell(state, data = {}) {
  if (state === "saving") return;
  const saved = state === "saved";
  const shown = form.querySelector("[data-state]");
  const words = form.dataset;
  shown.hidden = !saved;
  if (saved) {
    shown.dataset.state = "saved";
    shown.querySelector("[data-save-text]").textContent = words.saved.replace("%s", data.time);
  }
  const said = { "signed-out": words.signedOut, "other-person": words.otherPerson, conflict: words.conflict, refused: data.reason };
  const problem = form.querySelector("[data-problem]");
  const now = saved ? "" : (said[state] ?? words.unsavedWords);
  if (problem.textContent !== now) problem.textContent = now; // said once, not at every try
  form.querySelector("[data-save]").hidden = state === "conflict";
  form.querySelector("[data-compare]").hidden = state !== "conflict";
}

function save() {
  clearTimeout(quiet);
  return saver.save({ now: true });
}

// What would leave the page waits for the notes first, then happens as it would have.
function hold(event, goOn) {
  if (held || !saver.unsaved || saver.stopped) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  held = true;
  Promise.race([save(), new Promise((resolve) => setTimeout(resolve, PATIENCE))]).then(() => {
    goOn();
    held = false;
  });
}

if (form) {
  saver.area.addEventListener("input", () => {
    clearTimeout(quiet);
    quiet = setTimeout(save, QUIET);
  });
  saver.area.addEventListener("blur", save);
  document.addEventListener("visibilitychange", save);
  window.addEventListener("online", save);
  window.addEventListener("beforeunload", (event) => {
    if (saver.unsaved && !going) event.preventDefault();
  });
  form.addEventListener("submit", (event) => {
    going = saver.stopped; // the plain save shows why, with the notes kept
    if (!going) event.preventDefault();
    if (!going) save();
  });
  document.addEventListener("submit", (event) => {
    if (event.target !== form) hold(event, () => event.target.requestSubmit(event.submitter));
  }, true);
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    const elsewhere = event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0 || link?.target;
    if (link && !elsewhere && !link.getAttribute("href").startsWith("#")) hold(event, () => link.click());
  }, true);
  if (saver.unsaved) save();
}
