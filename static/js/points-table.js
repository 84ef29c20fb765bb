// Among cells of points Enter and the arrows up and down go along the column. A save that didn't arrive says so and keeps what was
// typed. Saving is the button's business: Enter would send the form before the next cell is written.
const column = (cell) => cell.closest("td").cellIndex;
const along = (form, from) => [...form.querySelectorAll("input[inputmode=decimal]")].filter((each) => column(each) === column(from));
const STEPS = { Enter: 1, ArrowDown: 1, ArrowUp: -1 };

document.addEventListener("keydown", (event) => {
  const step = STEPS[event.key];
  const form = event.target.closest("[data-points]");
  if (!step || !form || event.isComposing || event.ctrlKey || event.metaKey || event.altKey || !event.target.matches("input[inputmode=decimal]")) return;
  event.preventDefault();
  const all = along(form, event.target);
  const next = all[all.indexOf(event.target) + (event.shiftKey ? -step : step)];
  next?.focus();
  next?.select();
});

function failed({ detail }) {
  const form = detail.requestConfig?.elt;
  if (!form?.matches("[data-points]") || !form.isConnected) return;
  form.dispatchEvent(new Event("input", { bubbles: true })); // still unsaved
  form.querySelector("[data-not-saved]").hidden = [400, 409].includes(detail.xhr.status);
}
for (const kind of ["htmx:sendError", "htmx:timeout", "htmx:responseError"]) document.addEventListener(kind, failed);
