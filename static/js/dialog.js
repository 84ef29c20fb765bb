// A link that leads to a page with a question opens the same question in a <dialog> of this page instead.
document.addEventListener("click", (event) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
  const link = event.target.closest("a[data-opens]");
  const dialog = link && document.getElementById(link.dataset.opens);
  if (!dialog) return;
  event.preventDefault();
  dialog.showModal();
});
