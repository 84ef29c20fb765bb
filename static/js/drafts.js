// The texts that this device keeps, each with the revision it started from and whether the server has it.
// A copy that the server acknowledged goes after seven days or at sign-out; any other stays until it is sent or deleted.
const DATABASE = "margin";
const DRAFTS = "drafts";
const WEEK = 7 * 24 * 3600 * 1000; // milliseconds
const PATIENCE = 2000; // milliseconds: a store that does not answer must hold up neither typing nor saving

function opened() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(DATABASE, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(DRAFTS, { keyPath: "key" });
    request.onsuccess = () => resolve(request.result);
    request.onerror = request.onblocked = () => reject(request.error);
  });
}

async function changed(mode, act) {
  const database = await opened();
  try {
    return await new Promise((resolve, reject) => {
      const change = database.transaction(DRAFTS, mode, { durability: "strict" });
      const request = act(change.objectStore(DRAFTS));
      change.oncomplete = () => resolve(request.result);
      change.onabort = change.onerror = () => reject(change.error);
    });
  } finally {
    database.close();
  }
}

// Resolves once the change is on the disk, with what `act` asked for.
function within(mode, act) {
  const late = new Promise((_resolve, reject) => setTimeout(() => reject(new Error("The store does not answer.")), PATIENCE));
  return Promise.race([changed(mode, act), late]);
}

export const keep = (draft) => within("readwrite", (store) => store.put(draft));
export const remove = (key) => within("readwrite", (store) => store.delete(key));

// Says something more of a copy, unless its tab has gone on writing meanwhile.
export const mark = (draft, facts) =>
  within("readwrite", (store) => {
    const asked = store.get(draft.key);
    asked.onsuccess = () => {
      const now = asked.result;
      if (now && now.text === draft.text && now.at === draft.at) store.put({ ...now, ...facts });
    };
    return asked;
  });

const all = () => within("readonly", (store) => store.getAll());

// One person's, newest first; another person's are nobody's business.
export async function draftsOf(person) {
  const own = (await all()).filter((draft) => draft.person === person);
  return own.sort((a, b) => b.at - a.at);
}

export async function tidy() {
  const old = (await all()).filter((draft) => draft.sent && draft.at < Date.now() - WEEK);
  await Promise.all(old.map((draft) => remove(draft.key)));
}
