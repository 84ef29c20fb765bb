// When the page opens: what this device kept and never sent meets what the server has. Nothing is deleted unread.
// Ahead of the server, the device's words come back and are sent; where both moved on, sending them brings both texts up.
export async function reconcile(saver, device, tell) {
  const drafts = await device.unsent();
  if (!drafts) return;
  const gone = drafts.filter((draft) => draft.key !== device.facts.key);
  for (const draft of gone.filter(({ text }) => text === saver.stored)) device.done(draft);
  const [newest, ...others] = gone.filter(({ text }) => text !== saver.stored);
  if (!newest) {
    if (!saver.unsaved) device.note();
    return;
  }
  if (saver.unsaved) {
    saver.park([newest, ...others]); // somebody types already: the words on the screen stay there
    return;
  }
  device.adopt(newest);
  saver.unheard = device.facts.unheard;
  saver.area.value = newest.text;
  saver.base.value = Math.min(newest.base, Number(saver.base.value));
  saver.area.dispatchEvent(new Event("input", { bubbles: true }));
  saver.park(others);
  tell("restored", { at: newest.at });
  saver.save({ now: true });
}
