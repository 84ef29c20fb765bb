// The copy on this device of the answer that is being written: kept before anything is sent, so that a reload, a crash
// or a signed-out session finds the words again. Each opened page keeps its own, under person, assignment, attempt and
// question, so that no page writes over the words of another or of the one before it.
import { draftsOf, keep, mark, tidy } from "./drafts.js";

const AT_LEAST = 1000; // milliseconds between two copies while somebody types without a pause

export class DeviceCopy {
  constructor(form) {
    const { person, draft, prompt } = form.dataset;
    Object.assign(this, { area: form.elements.text, base: form.elements.base, person, prompt, answer: `${person}/${draft}/` });
    const page = crypto.getRandomValues(new Uint32Array(2)).join("-");
    // `unheard` is what was sent and perhaps stored: a page that goes on from here asks for that first.
    this.facts = { key: this.answer + page, person, path: location.pathname, prompt, after: null, unheard: null };
    this.isSafe = () => false; // whether the server has the words on the screen: a page that saves knows
    this.at = null; // when the words on the screen were last kept here; null when they are not
  }

  // Whether the words of this moment are on the device now. Never rejects: some browsers keep nothing.
  async keep() {
    clearTimeout(this.soon);
    this.soon = null;
    if (this.at !== null && this.draft.text === this.area.value) return true;
    const draft = { ...this.facts, text: this.area.value, base: Number(this.base.value), at: Date.now(), sent: this.isSafe() };
    Object.assign(this, { draft, at: null }); // not kept until the store says so, whoever else asks meanwhile
    this.at = await keep(draft).then(
      () => draft.at,
      () => null,
    );
    this.onKept?.(this.at);
    return this.at !== null;
  }

  // What the server has, for a reload while it can't be reached. Not over words that this page has kept.
  async note() {
    const draft = { ...this.facts, text: this.area.value, base: Number(this.base.value), at: Date.now(), sent: true };
    this.draft ??= draft;
    if (this.draft === draft) await keep(draft).catch(() => {});
  }

  keepSoon() {
    this.soon ??= setTimeout(() => this.keep(), AT_LEAST);
  }

  // The words on the screen go on from that copy: once they are stored, it is done as well.
  adopt(draft) {
    this.from = draft;
    this.facts.after = draft.key;
    this.facts.prompt = draft.prompt ?? this.prompt; // they answered that wording, and stay with it until they are stored
    this.facts.unheard = draft.unheard ?? (draft.sent ? null : draft.text); // it may have been sent by a page that is gone
  }

  // The server has this text; what was typed since goes on from its revision.
  async stored(text, revision) {
    const { from, prompt } = this;
    this.from = null;
    this.facts.prompt = prompt;
    if (from) await this.done(from);
    if (!this.draft) return;
    this.draft = { ...this.draft, prompt, base: revision, unheard: null, sent: this.draft.text === text };
    await keep(this.draft).catch(() => {});
  }

  // What this device kept of this answer and never sent, newest first; null when it can't be read.
  async unsent() {
    await tidy().catch(() => {});
    const drafts = await draftsOf(this.person).catch(() => null);
    return drafts && drafts.filter((draft) => !draft.sent && draft.key.startsWith(this.answer));
  }

  // The server has that text too, or holds it in the history.
  done(draft) {
    return mark(draft, { sent: true }).catch(() => {});
  }
}
