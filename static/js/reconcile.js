// When the page opens: what this device kept and never sent meets what the server has. Nothing is deleted unread.
// Ahead of the server, the device's words come back and are sent; where both moved on, sending them brings both texts up.
// Over words that somebody typed while the device was asked they don't come: they go to the history of the answer.
export async function reconcile(saver, device, tell) {
  const { area, base } = saver;
  const opened = base.value;
  const drafts = await device.unsent();
  if (!drafts) return;
  const gone = drafts.filter((draft) => draft.key !== device.facts.key);
  // Also where both texts were kept, one after the other, and the page went on before the device had noted it.
  const has = ({ text, base }) => text === saver.stored || (base < opened && saver.stored?.endsWith(`\n\n${text}`));
  for (const draft of gone.filter(has)) device.done(draft);
  const [newest, ...others] = gone.filter((draft) => !has(draft));
  if (!newest) {
    if (!saver.unsaved) device.note();
    return;
  }
  if (saver.unsaved || area.value !== area.defaultValue || base.value !== opened) {
    tell("beside", { at: newest.at });
    saver.park([newest, ...others]);
    return;
  }
  device.adopt(newest);
  saver.unheard = device.facts.unheard;
  area.value = newest.text;
  base.value = Math.min(newest.base, Number(opened));
  area.dispatchEvent(new Event("input", { bubbles: true }));
  saver.park(others);
  tell("restored", { at: newest.at, asked: device.facts.prompt === device.prompt ? "" : device.facts.prompt });
  saver.save({ now: true });
}
