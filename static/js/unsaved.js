// Leaving a page with something typed and not saved asks first. For forms marked data-unsaved; sending one counts as saving it.
const dirty = new Set();

document.addEventListener("input", (event) => {
  const form = event.target.form ?? event.target;
  if (form.matches?.("[data-unsaved]")) dirty.add(form);
});
for (const kind of ["submit", "reset"]) document.addEventListener(kind, (event) => dirty.delete(event.target));
document.addEventListener("htmx:afterRequest", (event) => {
  if (event.detail.successful) dirty.delete(event.detail.elt);
});

addEventListener("beforeunload", (event) => {
  for (const form of dirty) if (!form.isConnected) dirty.delete(form);
  if (dirty.size) event.preventDefault();
});
