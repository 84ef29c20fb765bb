// Sends the text of one answer and learns whether it is stored: one request at a time, each naming the revision it
// started from. Only a reply that echoes revision and hash of that very text counts as saved.
import { formToken, renewToken } from "./form-token.js";
import { Parked } from "./parked.js";
import { sha256 } from "./sha256.js";

const WAITS = [2, 5, 10, 20]; // seconds before the next try, and up to a quarter more, so that a class does not come back at once
const TIMEOUT = 15_000;
const LONGEST = 60; // seconds that a server may ask to wait
const STOPS = [403, 404, 409]; // said by Margin itself; a filter or a proxy on the way may say the same of its own
const KEPT_ALIVE = 20_000; // characters that fit a request which outlives its page

export class Saver {
  constructor(form, device, tell) {
    Object.assign(this, { form, device, tell, area: form.elements.text, base: form.elements.base });
    Object.assign(this, { failures: 0, notBefore: 0, parked: new Parked(device, (...sent) => this.#post(...sent)) });
    this.stored = "unsaved" in form.dataset ? null : this.area.defaultValue;
    this.stopped = false; // a conflict or a refusal: only the person can decide how to go on
    this.refused = null; // a text the server can't store; tried again once it has changed
    this.unheard = null; // a text that was sent and perhaps stored: the reply did not come
  }

  get unsaved() {
    return this.area.value !== this.stored || this.unheard !== null;
  }

  // Resolves when the text of this moment is stored or was refused, never rejects.
  async save({ now = false } = {}) {
    if (this.unsaved) this.device.keep(); // whatever becomes of the save
    while (this.running) await this.running;
    if (!this.unsaved || this.stopped || this.area.value === this.refused) return;
    if (!now && Date.now() < this.notBefore) return;
    clearTimeout(this.retry);
    this.running = this.#send(this.area.value);
    await this.running;
  }

  // Texts of this answer that shall stand in its history, once the one on the screen is stored.
  async park(drafts) {
    this.parked.drafts.push(...drafts);
    while (this.running) await this.running;
    if (this.unsaved) return; // that save takes them along
    this.running = this.parked.send(Number(this.base.value));
    await this.running;
    this.running = null;
  }

  async #send(text) {
    this.tell("saving");
    await this.device.keep();
    try {
      await this.#sendAll([this.unheard ?? text, text]);
    } catch {
      this.#failed();
    } finally {
      this.running = null;
    }
  }

  // What nobody answered goes first and tells its revision: else what was typed since would be in conflict with it.
  async #sendAll(texts) {
    for (const text of new Set(texts)) {
      this.unheard = this.device.facts.unheard = text;
      await this.#judge(text, await this.#post(text), text === texts.at(-1));
      const heard = [this.stored, this.refused].includes(text);
      if (heard || this.stopped) this.unheard = this.device.facts.unheard = null;
      if (!heard) return;
    }
  }

  async #post(text, base = Number(this.base.value), renewed = false) {
    const body = JSON.stringify({ text, base, ...this.#opened });
    const reply = await fetch(this.form.dataset.autosave, {
      method: "POST",
      body,
      headers: { "Content-Type": "application/json", Accept: "application/json", ...this.#whose },
      keepalive: body.length < KEPT_ALIVE,
      signal: AbortSignal.timeout(TIMEOUT),
    });
    const data = reply.headers.get("Content-Type")?.includes("json") ? await reply.json() : {};
    if (reply.status !== 403 || data.reason !== "csrf" || renewed) return { reply, data };
    await renewToken(this.form.dataset.csrf);
    return this.#post(text, base, true);
  }

  // Only of the last, which is on the screen, it is said that it is saved.
  async #judge(text, { reply, data }, last) {
    if (reply.ok && data.sha256 === (await sha256(text)) && data.revision >= Number(this.base.value)) {
      Object.assign(this, { stored: text, failures: 0, notBefore: 0, refused: null });
      this.base.value = data.revision;
      await this.device.stored(text, data.revision);
      if (last) this.tell("saved", data);
      await this.parked.send(data.revision);
    } else if (reply.status === 401) this.#failed("signed-out");
    else if (data.reason === "other_person") this.#failed("other-person");
    else if (data.reason === "csrf") this.#failed(); // the renewed token as well: the next try asks for another
    else if (STOPS.includes(reply.status) && reply.headers.has("X-Request-ID")) {
      this.stopped = true;
      this.tell("text" in data ? "conflict" : "refused", data);
    } else if (reply.status === 400 || reply.status === 413) {
      this.refused = text;
      this.tell("refused", data);
    } else this.#failed("unsaved", Number(reply.headers.get("Retry-After")));
  }

  #failed(state = "unsaved", wait = 0) {
    const asked = wait > 0 ? Math.min(wait, LONGEST) : 0; // a date or nothing counts as nothing
    const seconds = Math.max(asked, WAITS[Math.min(this.failures, WAITS.length - 1)]) * (1 + Math.random() / 4);
    this.failures += 1;
    this.notBefore = Date.now() + seconds * 1000;
    this.retry = setTimeout(() => this.save({ now: true }), seconds * 1000);
    this.tell(state, { at: this.area.value === this.device.draft?.text ? this.device.at : null });
  }

  // The wording and the attempt that this page shows: a save from a page out of date stores nothing.
  get #opened() {
    const { version, attempt } = this.form.elements;
    return { version: Number(version?.value) || undefined, attempt: Number(attempt?.value) || undefined };
  }

  get #whose() {
    return { "X-CSRFToken": formToken(), "X-Person": this.form.dataset.person };
  }
}
