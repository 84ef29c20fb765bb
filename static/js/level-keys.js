// ↓ and ↑ go to the next and the previous criterion. 0 to 4 choose a level of the one in focus; outside the rubric, of the first
// that has none yet. In the answer and the list the arrows scroll as ever, and among the levels themselves they choose.
import { isShortcut } from "./single-keys.js";

const STEP = { ArrowDown: 1, ArrowUp: -1 };
const criteria = () => [...document.querySelectorAll("#grade .levels")];

function go(step) {
  const all = criteria();
  const here = all.indexOf(document.activeElement.closest(".levels"));
  const next = here < 0 && step < 0 ? all.at(-1) : all[here + step];
  next?.focus();
  return Boolean(next);
}

function choose(key) {
  const all = criteria();
  const undecided = all.find((each) => !each.querySelector(":checked") && !each.parentElement.querySelector("[name^='points-']").value);
  const criterion = document.activeElement.closest(".levels") ?? undecided ?? all[0];
  const level = criterion?.querySelector(`[data-key="${CSS.escape(key)}"]`);
  if (!level) return false;
  level.checked = true;
  level.dispatchEvent(new Event("input", { bubbles: true }));
  (document.activeElement.matches(".level input") ? level : criterion).focus();
  const says = document.querySelector("[data-level-says]");
  says.textContent = `${criterion.querySelector("legend").innerText.trim()}: ${level.getAttribute("aria-label")}`;
  return true;
}

document.addEventListener("keydown", (event) => {
  if (!isShortcut(event) || event.shiftKey) return;
  const { target, key } = event;
  const scrolls = target.matches(".level input") || target.closest(".pane, .roster");
  const done = key in STEP ? !scrolls && go(STEP[key]) : /^\d$/.test(key) && choose(key);
  if (done) event.preventDefault();
});
