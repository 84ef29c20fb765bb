// Turns in and says so only when the server has answered. The page's token makes a second try the same act.
const TIMEOUT = 20_000;
const form = document.querySelector("form[data-turn-in]");

form?.addEventListener("submit", async (event) => {
  event.preventDefault();
  const button = form.querySelector("button");
  const notHeard = form.querySelector("[data-not-heard]");
  if (button.getAttribute("aria-disabled") === "true") return;
  button.setAttribute("aria-disabled", "true");
  notHeard.hidden = true;
  try {
    const reply = await fetch(location.href, {
      method: "POST",
      body: new URLSearchParams(new FormData(form)),
      signal: AbortSignal.timeout(TIMEOUT),
    });
    if (reply.status >= 500) throw new Error("not heard");
    if (reply.redirected) location.assign(reply.url);
    else form.submit(); // refused, and nothing changed: the same again, so that the page says why
  } catch {
    notHeard.hidden = false;
    button.removeAttribute("aria-disabled");
  }
});
