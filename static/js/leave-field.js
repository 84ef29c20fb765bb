// Escape leaves a field of the grade for the rubric around it, and from anywhere else goes back to the list of answers.
import { inField, isShortcut } from "./single-keys.js";

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const { target } = event;
  if (inField(target) && target.closest("#grade") && !event.isComposing) target.closest("[tabindex]").focus();
  else if (isShortcut(event)) document.querySelector(".roster [aria-current]")?.focus();
});
