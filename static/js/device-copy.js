// The copy on this device of the answer that is being written: kept before anything is sent, so that a reload, a crash
// or a signed-out session finds the words again. Each tab keeps its own, under person, assignment, attempt and question.
import { draftsOf, keep, tidy } from "./drafts.js";

const AT_LEAST = 1000; // milliseconds between two copies while somebody types without a pause

function tabName() {
  const name = sessionStorage.getItem("tab") ?? crypto.getRandomValues(new Uint32Array(2)).join("-");
  sessionStorage.setItem("tab", name);
  return name;
}

export class DeviceCopy {
  constructor(form) {
    const { person, draft, prompt } = form.dataset;
    Object.assign(this, { area: form.elements.text, base: form.elements.base, person, answer: `${person}/${draft}/` });
    this.facts = { key: this.answer + tabName(), person, path: location.pathname, prompt };
    this.at = null; // when the words on the screen were last kept here; null when they are not
  }

  // Whether the words of this moment are on the device now. Never rejects: some browsers keep nothing.
  async keep() {
    clearTimeout(this.soon);
    this.soon = null;
    if (this.at !== null && this.draft.text === this.area.value) return true;
    const draft = { ...this.facts, text: this.area.value, base: Number(this.base.value), at: Date.now(), sent: false };
    this.draft = draft;
    try {
      await keep(draft);
      this.at = draft.at;
    } catch {
      this.at = null;
    }
    this.onKept?.(this.at);
    return this.at !== null;
  }

  // What the server has, for a reload while it can't be reached. Not over words that this tab has kept.
  async note() {
    const draft = { ...this.facts, text: this.area.value, base: Number(this.base.value), at: Date.now(), sent: true };
    this.draft ??= draft;
    if (this.draft === draft) await keep(draft).catch(() => {});
  }

  keepSoon() {
    this.soon ??= setTimeout(() => this.keep(), AT_LEAST);
  }

  // The server has this text; what was typed since goes on from its revision.
  async stored(text, revision) {
    if (!this.draft) return;
    this.draft = { ...this.draft, base: revision, sent: this.draft.text === text };
    await keep(this.draft).catch(() => {});
  }

  // What this device kept of this answer and never sent, newest first.
  async unsent() {
    try {
      await tidy();
      return (await draftsOf(this.person)).filter((draft) => !draft.sent && draft.key.startsWith(this.answer));
    } catch {
      return [];
    }
  }

  // The server has that text too, or holds it in the history.
  async done(draft) {
    if (draft.key === this.draft?.key) return; // this tab has gone on from it, and says so itself
    await keep({ ...draft, sent: true }).catch(() => {});
  }
}
