// Keeps the length beside the text up to date: the same words and the same scale as the server's.
import { countWords } from "./words.js";

const SCALE = 208;
const area = document.querySelector("textarea[data-low]");
const place = document.querySelector("[data-length]");

function show() {
  const words = countWords(area.value);
  const low = Number(area.dataset.low);
  const high = Number(area.dataset.high);
  const { one, many, under, over, name } = place.dataset;
  const where = words < low ? under.replace("%d", low - words) : words > high ? over.replace("%d", words - high) : place.dataset.in;
  place.querySelector("[data-count]").textContent = words;
  place.querySelector("[data-word]").textContent = words === 1 ? one : many;
  place.querySelector("[data-where]").textContent = where;
  const meter = place.querySelector("[data-wordmeter]");
  meter.setAttribute("aria-label", name.replace("%d", words));
  meter.querySelector(".now").setAttribute("width", Math.min(SCALE, (words * SCALE) / (high * 1.25)).toFixed(1));
}

if (area && place) {
  let asked;
  area.addEventListener("input", () => {
    asked ??= requestAnimationFrame(() => {
      asked = undefined;
      show();
    });
  });
}
