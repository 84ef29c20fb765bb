// Before somebody leaves this computer: what only it has is named on the sign-out page, and kept or deleted as they say.
// What the server has as well is deleted here in any case.
import { draftsOf, mark, remove } from "./drafts.js";
import { getUp, seated } from "./seated.js";
import { forgetOthers } from "./tab-store.js";
import { countWords } from "./words.js";

const question = document.querySelector("[data-left]");
const menu = document.querySelector("[data-sign-out]");

// What the server has not. Never rejects, for nobody may be kept from signing out.
async function left(person) {
  try {
    const drafts = await draftsOf(person);
    await Promise.all(drafts.filter((draft) => draft.sent).map((draft) => remove(draft.key)));
    return drafts.filter((draft) => !draft.sent && draft.text.trim());
  } catch {
    return [];
  }
}

function ask(drafts) {
  const words = drafts.reduce((sum, draft) => sum + countWords(draft.text), 0);
  const said = question.querySelector("[data-many]");
  said.textContent = (words === 1 ? said.dataset.one : said.dataset.many).replace("%d", words);
  question.hidden = false;
}

async function settle(drafts, wish) {
  const act = wish === "delete" ? (draft) => remove(draft.key) : (draft) => mark(draft, { parted: true });
  await Promise.all(drafts.map(act)).catch(() => {});
}

if (document.querySelector("[data-signed-out]") || (menu && menu.dataset.signOut !== seated())) getUp();

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (form !== menu) return;
  event.preventDefault();
  getUp();
  forgetOthers();
  if ((await left(menu.dataset.signOut)).length) location.assign(form.action);
  else form.submit();
});

if (question) {
  const form = question.closest("form");
  const drafts = await left(question.dataset.left);
  if (drafts.length) ask(drafts);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    getUp();
    forgetOthers();
    await settle(drafts, form.elements.left.value);
    form.submit();
  });
}
