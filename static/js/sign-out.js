// Before somebody leaves this computer: what only it has is named on the sign-out page, and kept or deleted as they say.
// What the server has as well is deleted here in any case.
import { draftsOf, keep, remove } from "./drafts.js";
import { countWords } from "./words.js";

const question = document.querySelector("[data-left]");

async function left(person) {
  const drafts = await draftsOf(person).catch(() => []);
  await Promise.all(drafts.filter((draft) => draft.sent).map((draft) => remove(draft.key)));
  return drafts.filter((draft) => !draft.sent && draft.text.trim());
}

async function ask(drafts) {
  const words = drafts.reduce((sum, draft) => sum + countWords(draft.text), 0);
  const said = question.querySelector("[data-many]");
  said.textContent = (words === 1 ? said.dataset.one : said.dataset.many).replace("%d", words);
  question.hidden = false;
  const form = question.closest("form");
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    localStorage.removeItem("person");
    const forget = form.elements.left.value === "delete";
    const act = forget ? (draft) => remove(draft.key) : (draft) => keep({ ...draft, parted: true });
    await Promise.all(drafts.map(act));
    form.submit();
  });
}

const signedIn = document.querySelector("[data-sign-out]")?.dataset.signOut;
if (signedIn && signedIn !== localStorage.getItem("person")) localStorage.removeItem("person");

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.matches("[data-sign-out]")) return;
  event.preventDefault();
  localStorage.removeItem("person");
  if ((await left(form.dataset.signOut)).length) location.assign(form.action);
  else form.submit();
});

if (question) {
  const drafts = await left(question.dataset.left);
  if (drafts.length) ask(drafts);
}
