// Beside each paragraph of the lesson, its number becomes a button that puts a reference such as (¶4) where the cursor stands.
const pane = document.getElementById("lesson");
const area = document.getElementById("text");
const template = pane?.querySelector("[data-reference]");
let asked = false; // whether somebody has put the cursor anywhere yet

function refer(number) {
  if (!area.offsetParent) document.querySelector("[data-panes] [href='#write']").click();
  area.focus();
  const at = asked ? area.selectionEnd : area.value.length; // after chosen words, never over them
  area.setSelectionRange(at, at);
  const before = area.value.slice(0, area.selectionStart);
  const words = `${/[^\s(]$/.test(before) ? " " : ""}(${number})`;
  if (document.execCommand("insertText", false, words)) return; // the one way that can be undone
  area.setRangeText(words, area.selectionStart, area.selectionEnd, "end");
  area.dispatchEvent(new Event("input", { bubbles: true }));
}

if (area && template) {
  area.addEventListener("blur", () => { asked = true; });
  for (const link of pane.querySelectorAll("a.para")) {
    const number = link.textContent;
    const button = template.content.firstElementChild.cloneNode();
    button.textContent = number;
    button.setAttribute("aria-label", button.getAttribute("aria-label").replace("%s", number));
    button.addEventListener("click", () => refer(number));
    link.replaceWith(button);
  }
}
