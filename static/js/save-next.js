// Saving a grade brings the next answer in the same answer of the server. Ctrl+Enter does it from anywhere; in the form of a
// comment it adds that comment. A comment that was begun is added or cancelled first. While a save is under way the form waits; one that failed says so and keeps all of it.
const grade = () => document.getElementById("grade");
let stood = null; // where the focus was when the save began, by id
let at = location.pathname;
let pressed = null; // the button that sends the form, wherever on the page it stands

document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
  if (event.repeat || event.isComposing || document.querySelector("dialog[open]")) return;
  event.preventDefault();
  const comment = document.activeElement.closest("[data-comment-form]");
  if (comment) comment.requestSubmit();
  else if (grade() && !grade().inert) grade().requestSubmit(document.getElementById("save-next"));
});

document.addEventListener("submit", (event) => {
  if (event.target === grade()) pressed = event.submitter;
}, true);
document.addEventListener("htmx:configRequest", ({ detail }) => {
  if (detail.elt !== grade()) return;
  delete detail.parameters.done;
  if (pressed?.name) detail.parameters[pressed.name] = pressed.value;
});

document.addEventListener("htmx:beforeRequest", (event) => {
  const { detail } = event;
  if (detail.elt !== grade()) return;
  const comment = document.getElementById("new-body");
  if (comment?.value.trim()) {
    event.preventDefault();
    document.querySelector("[data-add-first]").hidden = false;
    comment.focus();
    return;
  }
  stood = document.activeElement.id;
  at = location.pathname;
  grade().inert = true;
});

function failed({ detail }) {
  const form = grade();
  if (!form || detail.requestConfig?.elt !== form) return;
  form.inert = false;
  form.dispatchEvent(new Event("input", { bubbles: true })); // still unsaved
  form.querySelector("[data-not-saved]").hidden = [400, 409].includes(detail.xhr.status);
  document.getElementById(stood)?.focus();
}
for (const kind of ["htmx:sendError", "htmx:timeout", "htmx:responseError"]) document.addEventListener(kind, failed);

document.addEventListener("htmx:afterSettle", ({ detail }) => {
  if (detail.target !== document.body || document.activeElement.matches("[data-error-summary]")) return;
  const here = at === location.pathname && document.getElementById(stood);
  if (!here) scrollTo(0, 0);
  (here || document.querySelector(".pane") || document.getElementById("main")).focus({ preventScroll: true });
});
