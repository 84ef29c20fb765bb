// The Text menu without another page: what is ticked shows at once, and the server keeps it in its cookie.
const menu = document.querySelector("[data-text-menu]");
let asking;

menu?.addEventListener("submit", (event) => event.preventDefault()); // Enter on a tick leaves no page
menu?.addEventListener("change", () => {
  const chosen = new FormData(menu);
  document.documentElement.dataset.text = chosen.getAll("looks").join(" ");
  asking?.abort(); // an older choice must not come last
  asking = new AbortController();
  const headers = { Accept: "application/json" };
  const sent = { method: "POST", headers, body: new URLSearchParams(chosen), signal: asking.signal };
  fetch(menu.action, sent).catch(() => {}); // it shows until the page is left
});
