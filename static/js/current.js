"use strict";
// A sheet of current provision is filled in by keyboard: Enter walks on, and what the catalogue has not is said at once.
(() => {
  const box = document.querySelector("fieldset[data-lines=current]");
  const catalogue = document.getElementById("catalogue");
  if (!box || !catalogue) return;
  document.querySelectorAll("[data-with-script]").forEach((words) => { words.hidden = false; });
  const known = new Set([...catalogue.options].map((option) => option.value.toLowerCase()));
  const fields = () => [...box.querySelectorAll(".edit-line:not([hidden]) .edit-cell input")];

  box.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing || !event.target.matches(".edit-cell input")) return;
    event.preventDefault();
    const next = fields()[fields().indexOf(event.target) + 1];
    if (next) next.focus();
    else box.querySelector("[data-add-line]").click();
  });

  box.addEventListener("change", (event) => {
    if (!event.target.matches(".cell-provision input")) return;
    const cell = event.target.closest(".edit-cell");
    let said = cell.querySelector(".form-text");
    if (!said) {
      said = document.createElement("span");
      said.className = "form-text";
      said.setAttribute("role", "status");
      cell.append(said);
    }
    const typed = event.target.value.trim().toLowerCase();
    said.textContent = typed && !known.has(typed) ? "Not in the catalogue yet: it is kept in your words." : "";
  });
})();
