// The lesson beside the text stays where it was read, for each question of its own, as long as this tab lives.
const pane = document.getElementById("lesson");
const key = `lesson-place:${location.pathname}`;

if (pane) {
  pane.scrollTop = Number(sessionStorage.getItem(key) ?? 0);
  pane.addEventListener("scrollend", () => sessionStorage.setItem(key, pane.scrollTop));
  window.addEventListener("pagehide", () => sessionStorage.setItem(key, pane.scrollTop));
}
