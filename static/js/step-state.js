// The step of the question being written says how far it is, as the server will after the next load.
import { countWords } from "./words.js";

const area = document.querySelector("textarea[data-low]");
const step = document.querySelector(".steps [aria-current]");
const words = document.querySelector(".steps")?.dataset;

function show() {
  const count = countWords(area.value);
  const ready = count >= Number(area.dataset.low) && count <= Number(area.dataset.high);
  const state = count === 0 ? "not-started" : ready ? "ready" : "draft";
  const said = { "not-started": words.notStarted, draft: words.draft, ready: words.ready }[state];
  const counted = `${count} ${count === 1 ? words.one : words.many}`;
  step.querySelector("small").textContent = count ? `${said}, ${counted}` : said;
  const use = step.querySelector("use");
  use.setAttribute("href", use.getAttribute("href").replace(/#.*/, `#${state}`));
}

if (area && step) area.addEventListener("input", show);
