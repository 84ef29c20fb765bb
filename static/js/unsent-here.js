// The page shows what the server has: where this device has words that it has not, the page says so before anybody turns in.
import { draftsOf } from "./drafts.js";

for (const notice of document.querySelectorAll("[data-unsent]")) {
  const answer = `${notice.dataset.unsent}/`;
  const drafts = await draftsOf(answer.split("/")[0]).catch(() => []);
  notice.hidden = !drafts.some((draft) => !draft.sent && draft.key.startsWith(answer));
}
