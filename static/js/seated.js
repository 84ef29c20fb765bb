// Who sits at this computer, for the page that is shown while nobody can be asked: the last to open a writing page here.
// In a session on a shared computer only this tab knows, and forgets it when it closes.
const PERSON = "person";

function using(store, act) {
  try {
    return act(store());
  } catch {
    return null; // some browsers keep nothing
  }
}

const ofTab = (act) => using(() => sessionStorage, act);
const ofBrowser = (act) => using(() => localStorage, act);

export const seated = () => ofTab((store) => store.getItem(PERSON)) ?? ofBrowser((store) => store.getItem(PERSON));

export function getUp() {
  for (const place of [ofTab, ofBrowser]) place((store) => store.removeItem(PERSON));
}

export function sitDown(person, shared) {
  getUp();
  (shared ? ofTab : ofBrowser)((store) => store.setItem(PERSON, person));
}
