// Which sections were read, in this browser alone: a section counts once its end has stayed on the screen for a moment.
// One that only went by, on the way to the questions say, does not count.
const STAYED = 1000; // milliseconds
const toc = document.querySelector("[data-sections-read]");
const key = `sections-read:${toc?.dataset.sectionsRead}`;
const said = toc?.querySelector("[data-read-count]");
const counted = said?.dataset.counted.split(" ").filter(Boolean) ?? [];
const links = [...(toc?.querySelectorAll("ol.only-wide a") ?? [])];
const read = new Set(JSON.parse(localStorage.getItem(key) ?? "[]"));

function icon(link, name) {
  const use = link.querySelector("use");
  use.setAttribute("href", use.getAttribute("href").replace(/#.*/, `#${name}`));
}

function markRead(link) {
  const id = link.hash.slice(1);
  if (!read.has(id) || link.classList.contains("is-read")) return;
  document.getElementById(id)?.classList.add("is-read");
  link.classList.add("is-read");
  icon(link, "check");
  const word = document.createElement("span");
  word.className = "visually-hidden";
  word.textContent = ` ${toc.dataset.read}`;
  link.append(word);
}

function show() {
  links.forEach(markRead);
  const done = counted.filter((id) => read.has(id)).length;
  const bar = toc.querySelector("progress");
  said.textContent = said.dataset.readCount.replace("%r", done).replace("%a", counted.length);
  bar.value = done;
  said.hidden = bar.hidden = false;
}

function note(id) {
  read.add(id);
  localStorage.setItem(key, JSON.stringify([...read]));
  show();
}

function watch(link) {
  const section = document.getElementById(link.hash.slice(1));
  const end = section?.lastElementChild;
  if (!end) return;
  let seen;
  new IntersectionObserver(([entry]) => {
    clearTimeout(seen);
    if (entry.isIntersecting && !read.has(section.id)) seen = setTimeout(() => note(section.id), STAYED);
  }).observe(end);
  new IntersectionObserver(([entry]) => here(link, entry.isIntersecting), { rootMargin: "-20% 0px -75% 0px" }).observe(section);
}

function here(link, isHere) {
  if (isHere) link.setAttribute("aria-current", "true");
  else link.removeAttribute("aria-current");
  icon(link, isHere ? "chevron-right" : link.classList.contains("is-read") ? "check" : "not-started");
}

if (toc) {
  show();
  links.forEach(watch);
}
