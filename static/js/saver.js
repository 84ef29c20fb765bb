// Sends the text of one answer and learns whether it is stored: one request at a time, each naming the revision it
// started from. Only a reply that echoes revision and hash of that very text counts as saved.
import { sha256 } from "./sha256.js";

const WAITS = [2, 5, 15, 30]; // seconds before the next try
const TIMEOUT = 15_000;
const KEPT_ALIVE = 20_000; // characters that fit a request which outlives its page

export class Saver {
  constructor(form, tell) {
    Object.assign(this, { form, tell, area: form.elements.text, base: form.elements.base, failures: 0, notBefore: 0 });
    this.stored = "unsaved" in form.dataset ? null : this.area.defaultValue;
    this.stopped = false; // a conflict or a refusal: only the person can decide how to go on
    this.refused = null; // a text the server can't store; tried again once it has changed
  }

  get unsaved() {
    return this.area.value !== this.stored;
  }

  // Resolves when the text of this moment is stored or was refused, never rejects.
  async save({ now = false } = {}) {
    while (this.running) await this.running;
    if (!this.unsaved || this.stopped || this.area.value === this.refused) return;
    if (!now && Date.now() < this.notBefore) return;
    clearTimeout(this.retry);
    this.running = this.#send(this.area.value);
    await this.running;
  }

  async #send(text) {
    this.tell("saving");
    try {
      await this.#judge(text, await this.#post(text));
    } catch {
      this.#failed();
    } finally {
      this.running = null;
    }
  }

  async #post(text, renewed = false) {
    const body = JSON.stringify({ text, base: Number(this.base.value) });
    const reply = await fetch(this.form.dataset.autosave, {
      method: "POST",
      body,
      headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": this.#token },
      keepalive: body.length < KEPT_ALIVE,
      signal: AbortSignal.timeout(TIMEOUT),
    });
    const data = reply.headers.get("Content-Type")?.includes("json") ? await reply.json() : {};
    if (reply.status !== 403 || data.reason !== "csrf" || renewed) return { reply, data };
    await this.#renew();
    return this.#post(text, true);
  }

  async #judge(text, { reply, data }) {
    if (reply.ok && data.sha256 === (await sha256(text)) && data.revision >= Number(this.base.value)) {
      Object.assign(this, { stored: text, failures: 0, notBefore: 0, refused: null });
      this.base.value = data.revision;
      this.tell("saved", data);
    } else if (reply.status === 401) this.#failed("signed-out");
    else if (reply.status === 409 || reply.status === 404 || reply.status === 403) {
      this.stopped = true;
      this.tell("text" in data ? "conflict" : "refused", data);
    } else if (reply.status === 400 || reply.status === 413) {
      this.refused = text;
      this.tell("refused", data);
    } else this.#failed("unsaved", Number(reply.headers.get("Retry-After")));
  }

  #failed(state = "unsaved", wait = 0) {
    const seconds = Math.max(wait, WAITS[Math.min(this.failures, WAITS.length - 1)]);
    this.failures += 1;
    this.notBefore = Date.now() + seconds * 1000;
    this.retry = setTimeout(() => this.save({ now: true }), seconds * 1000);
    this.tell(state);
  }

  get #token() {
    return document.querySelector('meta[name="csrf-token"]').content;
  }

  async #renew() {
    const reply = await fetch(this.form.dataset.csrf, { headers: { Accept: "application/json" } });
    const { token } = await reply.json();
    document.querySelector('meta[name="csrf-token"]').content = token;
    for (const field of document.getElementsByName("csrfmiddlewaretoken")) field.value = token;
  }
}
