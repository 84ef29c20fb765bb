// Single keys press the visible controls that name them (data-shortcut): links and buttons are clicked, fields get the focus.
// They can be turned off, and never fire in a field, with another key held, under a dialog or while a character is composed.
const FIELDS = "textarea, select, input, [contenteditable]";

export const inField = (element) => element.matches(FIELDS) && !element.closest(".level");

const held = (event) => (event.ctrlKey || event.metaKey || event.altKey) && !event.getModifierState("AltGraph");

// Whether a key pressed there and so is meant as a shortcut.
export function isShortcut(event) {
  const on = document.querySelector("[data-single-keys]")?.checked;
  const busy = event.defaultPrevented || event.isComposing || held(event) || document.querySelector("dialog[open]");
  return Boolean(on && !busy && event.target instanceof Element && !inField(event.target));
}

const PANES = new Set([" ", "PageDown", "PageUp", "Home", "End"]);

document.addEventListener("keydown", (event) => {
  if (!isShortcut(event) || event.repeat) return;
  const named = [...document.querySelectorAll(`[data-shortcut="${CSS.escape(event.key)}"]`)];
  document.dispatchEvent(new CustomEvent("shortcut", { detail: event.key }));
  const control = named.find((each) => each.checkVisibility());
  if (control) {
    event.preventDefault();
    if (inField(control)) control.focus();
    else control.click();
  } else if (PANES.has(event.key) && event.target === document.body) {
    document.querySelector(".pane")?.focus(); // what scrolls a page scrolls the answer, which scrolls by itself here
  }
});
