// Shows the points that the chosen levels and the adjustment make together, while one marks. The server counts again.
const sum = (form) => {
  const chosen = [...form.querySelectorAll(".level input:checked")];
  const adjustment = form.elements.adjustment.value.trim().replace("−", "-");
  if (!/^([+-]?\d{1,4}(\.\d{1,2})?)?$/.test(adjustment)) return;
  if (!chosen.length && !Number(adjustment)) return;
  const hundredths = (text) => Math.round(Number(text) * 100);
  const points = chosen.map((input) => input.closest(".level").querySelector(".points").textContent);
  const total = points.reduce((sofar, text) => sofar + hundredths(text), hundredths(adjustment));
  form.querySelector("[data-score]").textContent = String(total / 100);
};

const sumAll = () => document.querySelectorAll("[data-sum]").forEach(sum);

document.addEventListener("input", ({ target }) => {
  const form = target.closest("[data-sum]");
  if (form) sum(form);
});
document.addEventListener("htmx:afterSettle", sumAll);
sumAll();
