// Turns in and says so only when Margin has answered with the receipt. The page's token makes a second try the same act.
import { renewToken } from "./form-token.js";

const TIMEOUT = 20_000;
const form = document.querySelector("form[data-turn-in]");

// What Margin itself answers, and nobody on the way: a portal says 200 to anything. Rejects when that was not heard.
async function answered(renewed = false) {
  const reply = await fetch(location.href, {
    method: "POST",
    body: new URLSearchParams(new FormData(form)),
    headers: { Accept: "application/json" },
    signal: AbortSignal.timeout(TIMEOUT),
  });
  if (!reply.headers.has("X-Request-ID") || reply.status >= 500) throw new Error("not heard");
  const isJson = reply.headers.get("Content-Type")?.includes("json");
  if (!isJson || (await reply.json()).reason !== "csrf") return reply;
  if (renewed) throw new Error("no token is taken");
  await renewToken(form.dataset.csrf);
  return answered(true);
}

function say(what) {
  for (const banner of form.querySelectorAll("[data-said]")) banner.hidden = banner.dataset.said !== what;
}

form?.addEventListener("submit", async (event) => {
  event.preventDefault();
  const button = form.querySelector("button");
  if (button.getAttribute("aria-disabled") === "true") return;
  button.setAttribute("aria-disabled", "true");
  say("");
  const reply = await answered().catch(() => null);
  if (reply?.ok && new URL(reply.url).pathname === form.dataset.turnIn) {
    location.assign(reply.url);
    return;
  }
  if (reply && !reply.ok && reply.status !== 401) form.submit(); // refused, and nothing changed: the same again, so that the page says why
  else say(reply?.status === 401 ? "signed-out" : "not-heard");
  button.removeAttribute("aria-disabled");
});
