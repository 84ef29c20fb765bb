// Texts of an answer that shall stand in its history, beside the one that is written: what pages that are gone left on this device.
import { sha256 } from "./sha256.js";

export class Parked {
  drafts = [];

  constructor(device, post) {
    Object.assign(this, { device, post });
  }

  // An older base keeps a text beside the one that stands: 409 with that one says that it is in the history now.
  async send(revision) {
    for (const draft of this.drafts.splice(0)) {
      try {
        const { reply, data } = await this.post(draft.text, Math.min(draft.base, revision - 1));
        const same = reply.ok && data.sha256 === (await sha256(draft.text));
        if (same || (reply.status === 409 && "text" in data)) await this.device.done(draft);
      } catch {
        return; // they stay on the device, and the next page asks again
      }
    }
  }
}
