// In the admin: what select2 puts in front of a choice that is searched for carries the name of the field's label.
django.jQuery(() => {
  for (const field of document.querySelectorAll("select.admin-autocomplete")) {
    const box = field.nextElementSibling.querySelector("[role=combobox]");
    const chosen = box.querySelector("[role=textbox]");
    const [label] = field.labels;
    label.id ||= `${field.id}-label`;
    chosen.setAttribute("aria-labelledby", label.id);
    box.setAttribute("aria-labelledby", `${label.id} ${chosen.id}`);
    django.jQuery(field).on("select2:open", () => {
      box.setAttribute("aria-controls", box.getAttribute("aria-owns"));
      document.querySelector(".select2-search__field").setAttribute("aria-labelledby", label.id);
    });
  }
});
