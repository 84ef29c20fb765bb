// The bar says of the grade what the server stored last; as soon as something is changed, it says that this is not saved.
document.addEventListener("input", ({ target }) => {
  if (!(target.form ?? target).matches?.("#grade")) return;
  for (const place of document.querySelectorAll("[data-grade-state]")) {
    const shown = place.querySelector(".saved");
    shown.dataset.state = "unsaved";
    shown.classList.add("is-off");
    shown.querySelector("[data-save-text]").textContent = place.dataset.unsavedSays;
  }
});
