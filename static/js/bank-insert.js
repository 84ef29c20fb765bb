// What is chosen from the comment bank goes into the comment that is being written: the one beside words while its form is open
// there, else the one on the answer. While the bank has the focus, the letter before a suggestion chooses it.
import { isShortcut } from "./single-keys.js";

const bank = () => document.getElementById("bank");
const area = () => document.querySelector("[data-comment-form].is-on textarea") ?? document.getElementById("comment");

function insert(button) {
  const field = area();
  const before = field.value.trimEnd();
  field.value = `${before}${before && " "}${button.querySelector("[data-says]").textContent}`;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  bank().replaceChildren();
  field.focus();
}

document.addEventListener("click", ({ target }) => {
  const button = target.closest("[data-letter]");
  if (button) insert(button);
});

document.addEventListener(
  "keydown",
  (event) => {
    if (!bank()?.contains(event.target) || !isShortcut(event)) return;
    const button = bank().querySelector(`[data-letter="${CSS.escape(event.key)}"]`);
    if (!button && event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation(); // here j is no next answer, and Escape only closes
    if (button) insert(button);
    else {
      bank().replaceChildren();
      area().focus();
    }
  },
  true,
);

document.addEventListener("htmx:afterSettle", ({ detail }) => {
  if (detail.target === bank()) bank().querySelector("button, [tabindex]")?.focus();
});
