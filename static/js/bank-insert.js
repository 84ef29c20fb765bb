// What is chosen from the comment bank goes into the comment that is being written: the one beside words while its form is open
// there, else the one on the answer. While the bank has the focus, the letter before a suggestion chooses it, and in the field that
// searches, Enter the first.
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

const search = () => document.getElementById("bank-q");

function chosenBy(event) {
  if (event.target !== search()) return bank().querySelector(`[data-letter="${CSS.escape(event.key)}"]`);
  return event.key === "Enter" && !event.ctrlKey && !event.metaKey ? bank().querySelector("[data-letter]") : null;
}

document.addEventListener(
  "keydown",
  (event) => {
    if (!bank()?.contains(event.target) || !(isShortcut(event) || event.target === search()) || event.isComposing) return;
    const button = chosenBy(event);
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
  if (detail.target !== bank()) return;
  search()?.addEventListener("input", (event) => event.stopPropagation()); // what is looked for is no part of the grade
  bank().querySelector("button, [tabindex]")?.focus();
});
