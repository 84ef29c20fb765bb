// Shows the points that the criteria and the adjustment make together, while one marks. The server counts again.
const POINTS = /^\d{1,4}(\.\d{1,2})?$/;
const hundredths = (text) => Math.round(Number(text) * 100);

function earned(criterion) {
  const typed = criterion.querySelector("[name^='points-']").value.trim();
  return typed || criterion.querySelector(".level:has(:checked) .points")?.textContent || null;
}

const sum = (form) => {
  const adjustment = form.elements.adjustment.value.trim().replace("−", "-");
  if (!/^([+-]?\d{1,4}(\.\d{1,2})?)?$/.test(adjustment)) return;
  const points = [...form.querySelectorAll(".criterion")].map(earned).filter((each) => each !== null);
  if (!points.every((each) => POINTS.test(each))) return;
  if (!points.length && !Number(adjustment)) return;
  const total = points.reduce((sofar, each) => sofar + hundredths(each), hundredths(adjustment));
  form.querySelector("[data-score]").textContent = String(total / 100);
};

const sumAll = () => document.querySelectorAll("[data-sum]").forEach(sum);

document.addEventListener("input", ({ target }) => {
  const form = target.closest("[data-sum]");
  if (form) sum(form);
});
document.addEventListener("htmx:afterSettle", sumAll);
sumAll();
