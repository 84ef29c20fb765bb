// Under one criterion either a level counts or the points typed instead of it: what is done last takes the other's place.
document.addEventListener("input", ({ target }) => {
  const criterion = target.closest?.(".criterion");
  if (!criterion) return;
  const points = criterion.querySelector("[name^='points-']");
  if (target.matches(".level input")) points.value = "";
  if (target !== points || !points.value.trim()) return;
  for (const level of criterion.querySelectorAll(".level :checked")) level.checked = false;
});
