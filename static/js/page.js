"use strict";
// Small help on every page: say what changed, say what failed, close open menus, lead to the faults of a form.
(() => {
  const say = (words) => {
    document.getElementById("announce").textContent = words;
  };

  const complain = (words) => {
    const panel = document.getElementById("editor");
    const place = document.getElementById(panel?.open ? "editor-messages" : "messages");
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
    complain("The school’s server could not be reached, so nothing was saved. What you typed is still here: try again when the connection is back."));
  document.addEventListener("htmx:responseError", (event) => {
    const words = {
      401: "You have been signed out. What you typed is still here: sign in again in another tab, then save.",
      403: "That is not open to your role, so nothing was changed.",
      404: "Somebody has taken this away meanwhile, so there is nothing left to save to. What you typed is still here to copy.",
      413: "That is more than can be sent at once, so nothing was saved. What you typed is still here.",
    };
    complain(words[event.detail.xhr.status]
      ?? "That did not work, and nothing was saved. What you typed is still here: try once more.");
  });

  document.addEventListener("htmx:afterSettle", (event) => {
    const told = event.target.querySelector?.("#messages .messages") ?? event.target.querySelector?.(".count");
    if (told) say(told.textContent.trim().replace(/\s+/g, " "));
    document.getElementById("editor-messages")?.replaceChildren();
    event.target.querySelector?.("#fault")?.focus();
  });

  // What had the focus and is drawn anew has it again; where it is gone, the heading of what came instead has it.
  let lost = null;
  const likeness = (one) => {
    const [tag, text, href] = [one.tagName, one.getAttribute("aria-label") ?? one.textContent.trim(), one.getAttribute("href")];
    return (one.name ? [[tag, one.name, one.value], [tag, one.name]] : [[tag, href, text], [tag, text]]).map((parts) => parts.join("|"));
  };
  document.addEventListener("htmx:beforeSwap", (event) => {
    const focused = document.activeElement;
    if (focused && focused !== document.body && event.detail.target?.contains(focused)) lost = likeness(focused);
  });
  document.addEventListener("htmx:afterSettle", () => {
    const wanted = document.activeElement === document.body ? lost : null;
    lost = null;
    if (!wanted) return;
    const dialog = document.querySelector("dialog[open]");
    const there = [...(dialog ?? document).querySelectorAll("a[href], button, input, select, textarea")].filter((one) => one.offsetParent);
    const again = wanted.map((mark, n) => there.find((one) => likeness(one)[n] === mark)).find(Boolean);
    (again ?? dialog?.querySelector("h2[tabindex]") ?? document.getElementById("main"))?.focus({ preventScroll: true });
  });

  // A page that is loaded whole after something was saved goes on where the reader was.
  const kept = sessionStorage.getItem("go-on");
  sessionStorage.removeItem("go-on");
  if (kept) [...document.querySelectorAll("a[data-edit]")].find((link) => link.getAttribute("href") === kept)?.focus({ preventScroll: true });

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

  // A day counts once its year is whole, so that what is printed is what is chosen.
  document.addEventListener("change", (event) => {
    const form = event.target.closest("form[data-at-once]");
    if (form && (event.target.value === "" || event.target.value >= "1900")) form.requestSubmit();
  });

  // A box above a list ticks all of its boxes; only with JavaScript is it there.
  const ticks = () => document.querySelectorAll("[data-tick-all][hidden]").forEach((all) => { all.hidden = false; });
  document.addEventListener("change", (event) => {
    const all = event.target.closest("[data-tick-all]");
    all?.closest("table").querySelectorAll(`[name="${all.dataset.tickAll}"]`).forEach((box) => { box.checked = all.checked; });
  });
  document.addEventListener("htmx:afterSettle", ticks);
  ticks();

  document.getElementById("fault")?.focus();
})();
