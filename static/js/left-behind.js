// Where an answer can only be read: words of it that never left this device are shown to their owner, to copy or delete.
import { draftsOf, remove } from "./drafts.js";

const panel = document.querySelector("[data-left-behind]");

if (panel) {
  const [person, assignment, attempt, question] = panel.dataset.leftBehind.split("/");
  const handedIn = document.querySelector("[data-answer]")?.textContent;
  const of = (draft) => {
    const [, given, tried, asked] = draft.key.split("/");
    return given === assignment && tried === attempt && asked === question && !draft.sent && draft.text.trim() && draft.text !== handedIn;
  };
  let shown;
  const show = async () => {
    shown = (await draftsOf(person).catch(() => [])).find(of);
    panel.hidden = !shown;
    panel.querySelector("[data-text]").textContent = shown?.text ?? "";
  };
  panel.querySelector("[data-delete]").addEventListener("click", async () => {
    await remove(shown.key);
    await show();
    if (panel.hidden) document.querySelector("h1").focus();
  });
  panel.querySelector("[data-select]").addEventListener("click", () => {
    getSelection().selectAllChildren(panel.querySelector("[data-text]"));
    navigator.clipboard?.writeText(shown.text).catch(() => {});
  });
  show();
}
