// The token that what this page sends must carry. It is asked for anew when the session that it came from has ended.
const TIMEOUT = 15_000;
const meta = () => document.querySelector('meta[name="csrf-token"]');

export const formToken = () => meta().content;

// Rejects when it is not Margin that answers.
export async function renewToken(address) {
  const reply = await fetch(address, { headers: { Accept: "application/json" }, signal: AbortSignal.timeout(TIMEOUT) });
  const { token } = await reply.json();
  if (!token) throw new Error("not a token");
  meta().content = token;
  for (const field of document.getElementsByName("csrfmiddlewaretoken")) field.value = token;
}
