// Finds words in the lesson pane: marks them all and says how many, and Enter goes from one to the next.
const search = document.querySelector("[data-find]");
const prose = search && document.querySelector(`#${search.dataset.find} .prose`);
let found = [];
let at = -1;

function find(words) {
  found = [];
  at = -1;
  const walker = document.createTreeWalker(prose, NodeFilter.SHOW_TEXT);
  while (words && walker.nextNode()) {
    const text = walker.currentNode.data.toLocaleLowerCase();
    for (let from = text.indexOf(words); from >= 0; from = text.indexOf(words, from + words.length)) {
      if (from + words.length > walker.currentNode.length) break;
      const range = new Range();
      range.setStart(walker.currentNode, from);
      range.setEnd(walker.currentNode, from + words.length);
      found.push(range);
    }
  }
  CSS.highlights.set("found", new Highlight(...found));
  CSS.highlights.delete("found-here");
  say(found.length ? "all" : words ? "none" : "");
}

function say(what) {
  const said = search.querySelector("[data-found]");
  said.textContent = (said.dataset[what] ?? "").replace("%i", at + 1).replace("%n", found.length);
}

function go() {
  if (!found.length) return;
  at = (at + 1) % found.length;
  say("at");
  CSS.highlights.set("found-here", new Highlight(found[at]));
  found[at].startContainer.parentElement.scrollIntoView({ block: "center" });
}

if (search && globalThis.CSS?.highlights) {
  search.hidden = false;
  search.addEventListener("input", () => find(search.elements.find.value.trim().toLocaleLowerCase()));
  search.addEventListener("submit", (event) => {
    event.preventDefault();
    go();
  });
}
