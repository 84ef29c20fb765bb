// Nobody leaves unsaved words behind unasked: a link waits for the save, and closing the page asks first.
const PATIENCE = 4000; // milliseconds a link waits before the browser asks

export function guardLeaving(saver, save) {
  let going = false;

  window.addEventListener("beforeunload", (event) => {
    if (saver.unsaved && !going) event.preventDefault();
  });
  saver.form.addEventListener("submit", () => {
    going = saver.stopped; // the form itself carries the text
  });
  document.addEventListener("click", async (event) => {
    const link = event.target.closest("a[href]");
    const elsewhere = event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0 || link?.target;
    if (!link || elsewhere || link.getAttribute("href").startsWith("#") || !saver.unsaved || saver.stopped) return;
    event.preventDefault();
    await Promise.race([save({ now: true }), new Promise((resolve) => setTimeout(resolve, PATIENCE))]);
    location.assign(link.href);
  });
}
