"use strict";
// The side panel of the map: the focus moves in when it opens, and back to the chip when it closes.
(() => {
  const panel = () => document.getElementById("panel");
  const marked = () => document.querySelectorAll("[data-panel][aria-current]");
  let opener = null;

  const mark = (chip) => {
    marked().forEach((other) => other.removeAttribute("aria-current"));
    chip?.setAttribute("aria-current", "true");
  };

  const close = () => {
    const link = panel()?.querySelector(".panel-close");
    if (!link) return false;
    const back = opener?.isConnected ? opener : marked()[0];
    history.replaceState(history.state, "", link.href);
    panel().replaceChildren();
    mark(null);
    back?.focus();
    return true;
  };

  document.addEventListener("htmx:beforeRequest", (event) => {
    opener = event.target.closest?.("[data-panel]") ?? opener;
  });

  document.addEventListener("htmx:afterSettle", () => {
    const heading = panel()?.querySelector("h2[tabindex]");
    if (!heading || !opener || opener.hasAttribute("aria-current")) return;
    mark(opener);
    heading.focus();
  });

  document.addEventListener("click", (event) => {
    const plain = !(event.ctrlKey || event.metaKey || event.shiftKey);
    if (plain && event.target.closest?.(".panel-close") && close()) event.preventDefault();
  });

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && panel()?.contains(document.activeElement)) close();
  });
})();
