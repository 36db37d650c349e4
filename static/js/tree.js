"use strict";
// What is folded prints open, and is closed again as it was after printing.
(() => {
  let shut = [];
  window.addEventListener("beforeprint", () => {
    shut = [...document.querySelectorAll("[data-tree] details:not([open]), details[data-tree]:not([open])")];
    shut.forEach((part) => part.setAttribute("open", ""));
  });
  window.addEventListener("afterprint", () => shut.forEach((part) => part.removeAttribute("open")));
})();
