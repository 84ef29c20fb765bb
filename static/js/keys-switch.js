// The switch of the single keys without another page: it counts at once, and the server keeps it in its cookie.
document.addEventListener("change", ({ target }) => {
  const form = target.closest("[data-keys-switch]");
  if (!form) return;
  fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)), redirect: "manual" }).catch(() => {});
});
