// Focus goes to the summary of what is wrong, on a new page and in a swapped-in fragment alike.
const focusSummary = (root) => root.querySelector("[data-error-summary]")?.focus();

focusSummary(document);
document.addEventListener("htmx:afterSettle", (event) => focusSummary(event.detail.elt));
