// Selecting words of the essay opens the comment form beside their paragraph, with the place filled in. Focus stays
// where it is: the form is the next stop after the selection. Without this script one chooses the paragraph and types.
import { offsetWithin, wordsWithin } from "./code-points.js";

const sheet = () => document.getElementById("sheet");
const form = () => document.querySelector("[data-comment-form]");
const paragraphOf = (node) => (node.nodeType === Node.TEXT_NODE ? node.parentElement : node)?.closest("[data-paragraph]");

// Where the selection begins and ends in the whole text, or null when it is not in the essay.
const selected = () => {
  const selection = document.getSelection();
  if (!selection || selection.isCollapsed || !selection.rangeCount) return null;
  const range = selection.getRangeAt(0);
  const first = paragraphOf(range.startContainer);
  const last = paragraphOf(range.endContainer) ?? first;
  if (!first || !sheet()?.contains(first)) return null;
  const start = Number(first.dataset.start) + offsetWithin(first, range.startContainer, range.startOffset);
  const end = paragraphOf(range.endContainer)
    ? Number(last.dataset.start) + offsetWithin(last, range.endContainer, range.endOffset)
    : Number(first.dataset.start) + offsetWithin(first, first, first.childNodes.length);
  return end > start ? { start, end, paragraph: first, quote: selection.toString().trim() } : null;
};

const open = (place) => {
  const box = form();
  box.elements.start.value = place.start;
  box.elements.end.value = place.end;
  const quote = box.querySelector("[data-quote]");
  quote.textContent = `‘${place.quote.length > 120 ? `${place.quote.slice(0, 119)}…` : place.quote}’`;
  quote.hidden = false;
  box.querySelector("[data-by-hand]").hidden = true;
  box.querySelector("[data-cancel]").hidden = false;
  box.classList.add("is-on");
  place.paragraph.closest("[data-row]").querySelector(".comments").append(box);
};

const close = () => {
  const box = form();
  if (!box || box.elements.start.value === "") return;
  box.elements.start.value = box.elements.end.value = "";
  box.querySelector("[data-quote]").hidden = true;
  box.querySelector("[data-by-hand]").hidden = false;
  box.querySelector("[data-cancel]").hidden = true;
  box.classList.remove("is-on");
  sheet().append(box);
};

// After a form came back with its place filled in: beside the paragraph again, as it stood.
export const reopen = () => {
  const { start, end } = form().elements;
  const paragraphs = [...sheet().querySelectorAll("[data-paragraph]")];
  const paragraph = paragraphs.findLast((each) => start.value !== "" && Number(each.dataset.start) <= Number(start.value));
  if (!paragraph) return;
  const from = Number(start.value) - Number(paragraph.dataset.start);
  const quote = wordsWithin(paragraph, from, from + Number(end.value) - Number(start.value));
  open({ start: start.value, end: end.value, paragraph, quote });
};

const follow = () => {
  if (!form() || form().contains(document.activeElement)) return;
  const place = selected();
  if (place) open(place);
};

document.addEventListener("pointerup", (event) => {
  if (!form()?.contains(event.target)) setTimeout(follow);
});
document.addEventListener("keyup", (event) => {
  if (event.shiftKey || event.key === "Shift") follow();
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.isComposing || !form()?.contains(document.activeElement)) return;
  close();
  sheet().closest("[tabindex]").focus();
});
document.addEventListener("shortcut", (event) => {
  if (event.detail === "c") follow();
});
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-cancel]")) close();
});
