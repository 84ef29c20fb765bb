// The switch of the single keys without another page: it counts at once, and the server keeps it in its cookie.
document.addEventListener("change", ({ target }) => {
  const form = target.closest("[data-keys-switch]");
  if (!form) return;
  const sent = { method: "POST", headers: { Accept: "application/json" }, body: new URLSearchParams(new FormData(form)) };
  fetch(form.action, sent).catch(() => {});
});
