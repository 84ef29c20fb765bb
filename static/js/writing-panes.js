// On a narrow screen one of the panes shows at a time. Without script they stand below each other.
const tabs = document.querySelector("[data-panes]");

tabs?.addEventListener("click", (event) => {
  const link = event.target.closest("a");
  const chosen = link && document.querySelector(link.hash);
  if (!chosen) return;
  event.preventDefault();
  for (const pane of document.querySelectorAll(".desk > .pane")) pane.classList.toggle("is-active", pane === chosen);
  for (const fold of chosen.querySelectorAll("[data-unfolds]")) fold.open = true;
  for (const tab of tabs.children) tab.toggleAttribute("aria-current", false);
  link.setAttribute("aria-current", "true");
  window.scrollTo(0, 0);
});
