"use strict";
// The search box: "/" goes to it, arrows move through what is found, Escape puts it away.
(() => {
  const box = document.getElementById("search");
  const found = document.getElementById("found");
  if (!box || !found) return;

  const writes = (element) => element.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(element.tagName);
  const links = () => [...found.querySelectorAll("a, button")];
  const away = () => found.replaceChildren();

  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || writes(event.target)) return;
    const target = box.offsetParent ? box : document.getElementById("search-words");
    if (!target) return;
    event.preventDefault();
    target.focus();
    target.select();
  });

  box.form.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      away();
      box.focus();
      return;
    }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const all = links();
    if (!step || !all.length) return;
    event.preventDefault();
    const next = all.indexOf(document.activeElement) + step;
    (next < 0 ? box : all[Math.min(next, all.length - 1)]).focus();
  });

  document.addEventListener("click", (event) => box.form.contains(event.target) || away());
  box.form.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !box.form.contains(event.relatedTarget)) away();
  });
})();
