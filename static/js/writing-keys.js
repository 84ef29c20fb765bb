// Ctrl+S saves, Ctrl+Enter goes on: the same buttons, by key.
const button = (value) => document.querySelector(`button[form="write"][name="go"][value="${value}"]:not([data-compare])`);

document.addEventListener("keydown", (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
  const go = { s: "save", Enter: "next" }[event.key];
  if (!go) return;
  event.preventDefault();
  button(go)?.click();
});
