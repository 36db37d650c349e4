"use strict";
// Editing where one reads: the side panel for forms, lines that come and go, lists to tick, and nothing typed is lost.
(() => {
  const UNSAVED = "What you have typed is not saved yet. Leave it?";
  const panel = () => document.getElementById("editor");
  const state = (form) => [...new FormData(form)].filter(([name]) => !/csrf|ticket|seen/.test(name)).join("\n");
  const began = new WeakMap();
  let leaving = false;

  const watch = (root) => root.querySelectorAll("form[data-guard]").forEach((form) => {
    if (!began.has(form)) began.set(form, form.hasAttribute("data-changed") ? null : state(form));
  });
  const changed = (form) => began.has(form) && began.get(form) !== state(form);
  const unsaved = () => [...document.querySelectorAll("form[data-guard]")].some(changed);
  const forget = () => document.querySelectorAll("form[data-guard]").forEach((form) => began.delete(form));

  window.addEventListener("beforeunload", (event) => {
    if (!leaving && unsaved()) event.preventDefault();
  });
  document.addEventListener("submit", () => { leaving = true; setTimeout(() => { leaving = false; }, 3000); });

  // The panel
  let opener = null;
  const open = (link) => {
    opener = link;
    const dialog = panel();
    htmx.ajax("GET", link.href, { target: "#editor-body", select: "#edit-form", swap: "innerHTML" }).then(() => {
      const form = dialog.querySelector("#edit-form");
      if (!form) return window.location.assign(link.href);
      if (!dialog.open) dialog.showModal();
      dialog.querySelector("#editor-title").textContent = form.dataset.title;
      dialog.querySelector("#editor-title").focus();
    });
  };
  const close = () => {
    const dialog = panel();
    if (unsaved() && !window.confirm(UNSAVED)) return;
    forget();
    dialog.close();
    document.getElementById("editor-body").replaceChildren();
    (opener?.isConnected ? opener : document.getElementById("main")).focus();
  };
  document.addEventListener("click", (event) => {
    const plain = !(event.ctrlKey || event.metaKey || event.shiftKey || event.button);
    const link = event.target.closest?.("a[data-edit]");
    if (link && plain && panel()) { event.preventDefault(); open(link); }
    if (panel()?.open && event.target.closest?.("#editor [data-leave], #editor .panel-close")) {
      event.preventDefault();
      close();
    }
  });
  document.addEventListener("cancel", (event) => {
    if (event.target === panel()) { event.preventDefault(); close(); }
  }, true);

  // After a save the page below is drawn anew: the panel closes, and the focus goes back to where it came from.
  document.addEventListener("htmx:beforeOnLoad", (event) => {
    const xhr = event.detail.xhr;
    if (!xhr.getResponseHeader("HX-Location") && !xhr.getResponseHeader("HX-Redirect")) return;
    leaving = true;
    const href = opener?.getAttribute("href");
    if (href && panel()?.open && xhr.getResponseHeader("HX-Redirect")) sessionStorage.setItem("go-on", href);
    forget();
    if (panel()?.open) panel().close();
    document.getElementById("editor-body")?.replaceChildren();
    document.addEventListener("htmx:afterSettle", () => {
      leaving = false;
      const again = href && [...document.querySelectorAll("a[data-edit]")].find((link) => link.getAttribute("href") === href);
      (again ?? document.getElementById("main"))?.focus({ preventScroll: true });
    }, { once: true });
  });

  // A fresh page may have a fresh token (signed in again in another tab): send the one that holds now.
  document.addEventListener("htmx:configRequest", (event) => {
    const token = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1];
    if (!token) return;
    event.detail.headers["X-CSRFToken"] = token;
    if (event.detail.parameters.has?.("csrfmiddlewaretoken")) event.detail.parameters.set("csrfmiddlewaretoken", token);
  });

  // Lines
  const lines = (root) => root.querySelectorAll("fieldset[data-lines]").forEach((box) => {
    const button = box.querySelector("[data-add-line]");
    if (!button.hidden) return;
    button.hidden = false;
    const existing = box.querySelectorAll(".edit-line:not([data-spare])").length;
    if (existing) box.querySelectorAll(".edit-line[data-spare]").forEach((line) => { line.hidden = true; });
    button.addEventListener("click", () => add(box));
    box.querySelectorAll(".edit-line").forEach(removable);
  });
  const add = (box) => {
    let line = box.querySelector(".edit-line[data-spare][hidden]");
    if (line) { line.hidden = false; line.removeAttribute("data-spare"); } else {
      const total = box.querySelector("[name$=-TOTAL_FORMS]");
      const copy = box.querySelector("template").content.cloneNode(true);
      line = copy.querySelector(".edit-line");
      line.outerHTML = line.outerHTML.replaceAll("__prefix__", total.value);
      box.insertBefore(copy, box.querySelector("template"));
      line = box.querySelectorAll(".edit-line")[box.querySelectorAll(".edit-line").length - 1];
      line.removeAttribute("data-spare");
      total.value = Number(total.value) + 1;
      htmx.process(line);
      removable(line);
    }
    line.querySelector("input:not([type=hidden]), select")?.focus();
  };
  const removable = (line) => {
    const box = line.querySelector(".edit-remove input");
    box?.addEventListener("change", () => {
      const fresh = !line.querySelector("[name$=-row]")?.value;
      line.classList.toggle("going", box.checked);
      if (box.checked && fresh) {
        line.closest("fieldset").querySelector("[data-add-line]").focus();
        line.hidden = true;
      }
      document.body.dispatchEvent(new Event("lines-changed"));
    });
  };

  // A text for comparison, as ui/folding.py has it
  const LETTERS = { ł: "l", ø: "o", đ: "d", ð: "d", þ: "th", æ: "ae", œ: "oe", ı: "i", ß: "ss", ħ: "h", ŋ: "n", ŧ: "t" };
  const folded = (text) => text.toLowerCase().normalize("NFKD").replace(/[\p{M}\u00ad\u200b-\u200f\u2060\ufeff'’‘‛`´ʼʻʹ′]/gu, "")
    .replace(/[łøđðþæœıßħŋŧ]/g, (letter) => LETTERS[letter]).replace(/[\p{Pd}_−]/gu, " ");

  // Lists to tick
  const lists = (root) => root.querySelectorAll("[data-check-list]").forEach((list) => {
    const search = list.querySelector(".check-search");
    if (!search.hidden) return;
    search.hidden = false;
    const announce = (words) => { list.querySelector(".check-says").textContent = words; };
    search.addEventListener("input", () => {
      const words = folded(search.value.replaceAll(",", " ")).split(/\s+/).filter(Boolean);
      let shown = 0;
      list.querySelectorAll(".check-options label").forEach((label) => {
        const text = folded(label.textContent);
        label.hidden = !words.every((word) => text.includes(word));
        shown += label.hidden ? 0 : 1;
      });
      list.querySelectorAll(".check-group").forEach((head) => { head.hidden = words.length > 0; });
      list.querySelector(".check-none").hidden = shown > 0;
      announce(words.length ? `${shown} found${shown === 1 ? ": Enter ticks or unticks it." : "."}` : "");
    });
    search.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault();
      const found = [...list.querySelectorAll(".check-options label:not([hidden]) input")];
      if (found.length !== 1) return;
      found[0].click();
      search.select();
      announce(`${found[0].closest("label").textContent.trim()}: ${found[0].checked ? "ticked" : "no longer ticked"}.`);
    });
  });

  // Fields that only some choices ask for: data-only-with="basis=hourly|minute" on the control
  const dependents = (root) => root.querySelectorAll("form.edit [data-only-with]").forEach((control) => {
    const [name, values] = control.dataset.onlyWith.split("=");
    const choice = control.form.elements[name];
    const box = control.closest(".mb-3, .edit-cell") ?? control;
    const say = () => { box.hidden = !values.split("|").includes(choice.value) && !control.classList.contains("is-invalid"); };
    if (box.dataset.asked) return;
    box.dataset.asked = "yes";
    choice.addEventListener("change", say);
    say();
  });

  const ready = (root) => { watch(root); lines(root); lists(root); dependents(root); };
  ready(document);
  document.addEventListener("htmx:afterSettle", () => ready(document));

  const cut = document.getElementById("offline");
  const say = () => { if (cut) cut.hidden = navigator.onLine; };
  window.addEventListener("offline", say);
  window.addEventListener("online", say);
})();
