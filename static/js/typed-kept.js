// What is typed into a form with data-kept outlives a reload, the back button and a sign-in that ran out: this tab keeps it until
// the server has it. It comes back with the revision it started from, so that saving it overwrites nobody unseen.
import { forgetOthers, forgetTyped, keepTyped, typed } from "./tab-store.js";
import { reopen } from "./select-comment.js";

const STARTED_FROM = ["base", "read"];
const whose = (form) => [form.dataset.kept, form.getAttribute("action")];
const fieldsOf = (form) => [...new FormData(form)].filter(([name]) => name !== "csrfmiddlewaretoken");
const said = (fields) => JSON.stringify(fields.filter(([name]) => !STARTED_FROM.includes(name)));

const keep = (form) => keepTyped(...whose(form), fieldsOf(form));

function bringBack(form, fields) {
  const values = new Map(fields);
  for (const field of form.elements) {
    if (!field.name || field.name === "csrfmiddlewaretoken" || field.type === "submit") continue;
    if (field.type === "radio") field.checked = values.get(field.name) === field.value;
    else if (values.has(field.name)) field.value = values.get(field.name);
  }
  for (const more of form.querySelectorAll("details")) more.open ||= [...more.querySelectorAll("input")].some((each) => each.value);
  form.querySelector("[data-typed-back]").hidden = false;
  if (form.matches("[data-comment-form]")) reopen();
  form.dispatchEvent(new Event("input", { bubbles: true }));
}

function look(form) {
  const fields = typed(...whose(form));
  if ("typed" in form.dataset) form.dispatchEvent(new Event("input", { bubbles: true })); // the server sent it back unsaved
  else if (fields && said(fields) === said(fieldsOf(form))) forgetTyped(...whose(form));
  else if (fields) bringBack(form, fields);
}

const looked = new WeakSet(); // a form that went on from its words has the same as are kept, and they are still unsaved

function lookAll() {
  for (const form of document.querySelectorAll("[data-kept]")) {
    if (!looked.has(form)) look(form);
    looked.add(form);
  }
}

document.addEventListener("input", ({ target }) => {
  const form = target.closest("[data-kept]");
  if (form) keep(form);
});
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  const sent = detail.requestConfig?.elt;
  if (!detail.isError && sent?.matches("[data-kept]")) forgetTyped(...whose(sent));
});
document.addEventListener("htmx:afterSettle", lookAll);
document.addEventListener("click", ({ target }) => {
  const discard = target.closest("[data-discard]");
  const form = discard?.closest("[data-kept]");
  if (!form) return;
  forgetTyped(...whose(form));
  form.dispatchEvent(new Event("reset", { bubbles: true })); // nothing is unsaved any more (unsaved.js)
  if (!discard.href) location.reload();
});

const [first] = document.querySelectorAll("[data-kept]");
if (first) forgetOthers(first.dataset.kept);
lookAll();
