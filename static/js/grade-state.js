// The bar says of the grade what the server stored last; as soon as something is changed, it says that this is not saved.
const shown = () => document.querySelector("[data-grade-state] .saved");

document.addEventListener("input", ({ target }) => {
  if (!(target.form ?? target).matches?.("#grade") || !shown()) return;
  shown().dataset.state = "unsaved";
  shown().classList.add("is-off");
  shown().querySelector("[data-save-text]").textContent = shown().parentElement.dataset.unsavedSays;
});
