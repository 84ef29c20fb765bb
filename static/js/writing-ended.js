// Where an attempt, or one answer of it, is not written any more: what the server has of it leaves this device, and no copy is
// offered for writing while Margin can't be reached. What the server has not stays, for its owner to copy or delete.
import { draftsOf, mark, remove } from "./drafts.js";

const place = document.querySelector("[data-ended]");

async function end([person, ...of]) {
  const ended = (draft) => of.every((part, at) => draft.key.split("/")[at + 1] === part);
  const drafts = (await draftsOf(person)).filter(ended);
  await Promise.all(drafts.map((draft) => (draft.sent ? remove(draft.key) : mark(draft, { ended: true }))));
}

if (place) end(place.dataset.ended.split("/")).catch(() => {});
