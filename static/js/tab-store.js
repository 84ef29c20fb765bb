// What this tab keeps of a person's typed and unsaved feedback, until it is saved, they sign out or the tab is closed.
// Each entry is named by person, so that nobody meets another's.
const PREFIX = "typed ";
const nameOf = (person, what) => `${PREFIX}${person} ${what}`;

function using(act) {
  try {
    return act(sessionStorage);
  } catch {
    return null; // some browsers keep nothing, or no more
  }
}

export const keepTyped = (person, what, fields) =>
  using((store) => store.setItem(nameOf(person, what), JSON.stringify(fields)));
export const typed = (person, what) => using((store) => JSON.parse(store.getItem(nameOf(person, what))));
export const forgetTyped = (person, what) => using((store) => store.removeItem(nameOf(person, what)));

// Whose is not kept goes; with nobody named, everybody's.
export function forgetOthers(person) {
  using((store) => {
    const own = person === undefined ? null : nameOf(person, "");
    for (const name of Object.keys(store)) if (name.startsWith(PREFIX) && !(own && name.startsWith(own))) store.removeItem(name);
  });
}
