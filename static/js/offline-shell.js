// Writing while Margin can't be reached: the newest words that this device keeps of the answer in the address bar, of the
// person who was last signed in here. Once Margin answers again, the page itself comes back and sends them.
import { DeviceCopy } from "./device-copy.js";
import { draftsOf } from "./drafts.js";
import { seated } from "./seated.js";
import { countWords } from "./words.js";

const SOMETIMES = 15_000; // milliseconds between two looks whether Margin is back

const form = document.getElementById("write");
const bar = document.querySelector(".savebar");

function begin(draft) {
  form.hidden = bar.hidden = false;
  document.querySelector("[data-nothing]").hidden = true;
  form.querySelector("[data-prompt]").textContent = draft.prompt;
  Object.assign(form.dataset, { person: draft.person, draft: draft.key.split("/").slice(1, 4).join("/"), prompt: draft.prompt });
  form.elements.text.value = draft.text;
  form.elements.base.value = draft.base;
  tell(draft.at);
  const device = new DeviceCopy(form);
  device.adopt(draft);
  Object.assign(device, { draft, at: draft.at, onKept: tell });
  form.addEventListener("input", () => {
    bar.querySelector("[data-count]").textContent = countWords(form.elements.text.value);
    device.keepSoon();
  });
  form.elements.text.dispatchEvent(new Event("input", { bubbles: true }));
  return device;
}

function tell(at) {
  const { kept, failed } = bar.dataset;
  bar.querySelector("[data-save-text]").textContent = at ? kept.replace("%s", new Date(at).toLocaleTimeString("en-GB")) : failed;
}

async function back(device) {
  const reply = await fetch(location.href, { method: "HEAD", redirect: "manual" }).catch(() => null);
  if (!reply || reply.status >= 500) return;
  if (device) {
    device.area.readOnly = true; // between the last copy and the page that comes, nothing typed may be lost
    if (!(await device.keep())) {
      device.area.readOnly = false;
      return;
    }
  }
  location.reload();
}

const drafts = await draftsOf(seated()).catch(() => []);
const newest = drafts.find((draft) => draft.path === location.pathname && !draft.parted && !draft.ended);
const device = newest && begin(newest);
addEventListener("pagehide", () => device?.keep());
addEventListener("beforeunload", (event) => {
  if (device && device.at === null) event.preventDefault();
});
addEventListener("online", () => back(device));
setInterval(() => back(device), SOMETIMES);
