// Where the keyboard lies over the page instead of shrinking it (Safari on an iPhone), the foot bar comes up to stand on it.
const KEYBOARD = 120; // pixels: less than that is the browser's own bar
const seen = window.visualViewport;
const bar = document.querySelector(".savebar");

function stand() {
  const under = seen.scale > 1 ? 0 : innerHeight - seen.height - seen.offsetTop;
  const open = under > KEYBOARD;
  document.documentElement.classList.toggle("has-keyboard", open);
  bar.style.bottom = open ? `${under}px` : "";
}

if (seen && bar) for (const kind of ["resize", "scroll"]) seen.addEventListener(kind, stand);
