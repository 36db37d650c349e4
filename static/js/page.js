"use strict";
// Small help on every page: say what changed, say what failed, close open menus, lead to the faults of a form.
(() => {
  const say = (words) => {
    document.getElementById("announce").textContent = words;
  };

  const complain = (words) => {
    const place = document.getElementById("messages");
    if (!place) return say(words);
    const list = document.createElement("ul");
    const item = document.createElement("li");
    list.className = "messages";
    item.className = "error";
    item.textContent = words;
    list.append(item);
    place.replaceChildren(list);
    place.scrollIntoView({ block: "nearest" });
  };

  document.addEventListener("htmx:sendError", () =>
    complain("The school’s server could not be reached, so nothing was kept. Check the connection and try again."));
  document.addEventListener("htmx:responseError", (event) => {
    const refused = event.detail.xhr.status === 403;
    complain(refused
      ? "That is not open to your role, so nothing was changed."
      : "That did not work, and nothing was kept. Load the page again and try once more.");
  });

  document.addEventListener("htmx:afterSettle", (event) => {
    const count = event.target.querySelector?.(".count");
    if (count) say(count.textContent.trim());
  });

  const menus = () => document.querySelectorAll("details.menu[open], details.more[open]");
  document.addEventListener("click", (event) => {
    menus().forEach((menu) => menu.contains(event.target) || menu.removeAttribute("open"));
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    menus().forEach((menu) => {
      menu.removeAttribute("open");
      menu.querySelector("summary").focus();
    });
  });

  document.getElementById("fault")?.focus();
})();
