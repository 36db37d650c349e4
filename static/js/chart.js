"use strict";
// The must / should / could chart, live: each cell is saved as it is set, what others set comes in, arrows walk the grid.
// What waits for the connection waits in this page alone; nothing is kept on the device.
(() => {
  const form = document.querySelector("form[data-chart]");
  if (!form) return;
  const POLL = 4000, RETRY = 5000, PAUSE = 1200;
  const table = form.querySelector("table.chart");
  const says = form.querySelector(".chart-says");
  const changed = form.querySelector(".chart-changed");
  const phone = window.matchMedia("(max-width: 640px)");
  const may = form.dataset.may === "yes";
  const lines = () => [...table.querySelectorAll("tr.line")];
  const line = (key) => table.querySelector(`tr.line[data-key="${key}"]`);
  const control = (row, what, provision) =>
    row?.querySelector(`[data-what="${what}"]${provision ? `[data-provision="${provision}"]` : ""}`);
  const spoken = (row) => row.querySelector(".name").textContent.trim();

  // ---- The value of a cell, and the value the server last sent for it
  const cellOf = (field) => {
    const { what, provision = "" } = field.dataset;
    const key = field.closest("tr").dataset.key;
    return { id: `${key} ${what} ${provision}`, key, what, provision, field };
  };
  const valueOf = (field) => {
    if (field.type === "checkbox") return field.checked ? "yes" : "no";
    return field.value ?? field.textContent;
  };
  const same = (one, other) => one.trim().replace(/\s+/g, " ") === other.trim().replace(/\s+/g, " ");
  const stored = new Map();
  const remember = (field) => stored.set(cellOf(field).id, valueOf(field));
  table.querySelectorAll("[data-what]").forEach((field) => {
    if (field.matches("input, select, textarea")) remember(field);
  });

  // ---- The queue: in order, one at a time, in this page's memory
  const queue = [];
  let sending = null, epoch = 0, trouble = "", timer = 0, refused = "", incoming = null;
  const isPending = (id) => sending?.id === id || queue.some((one) => one.id === id);

  const enqueue = (field) => {
    const cell = cellOf(field);
    const waiting = queue.find((one) => one.id === cell.id);
    cell.value = valueOf(field);
    field.closest("td").classList.remove("refused");
    refused = "";
    if (waiting) waiting.value = cell.value; else queue.push(cell);
    epoch += 1;
    showState();
    send();
  };

  const send = async () => {
    if (sending || !queue.length) return;
    clearTimeout(timer);
    sending = queue.shift();
    const { key, what, provision, value, field } = sending;
    const body = new URLSearchParams({ row: key, what, provision, value, was: stored.get(sending.id) ?? "" });
    let answer = null;
    try {
      answer = await fetch(form.dataset.cell, {
        method: "POST", body, redirect: "manual", keepalive: true, headers: { "X-CSRFToken": token() },
      });
    } catch { /* no connection */ }
    const done = sending;
    sending = null;
    epoch += 1;
    if (answer?.ok) {
      trouble = "";
      stored.set(done.id, value);
      applySaved(done);
      field.closest("td").classList.remove("waits");
    } else if (answer && [400, 403, 404, 409].includes(answer.status)) {
      trouble = "";
      await refuse(done, answer);
    } else {
      trouble = answer?.type === "opaqueredirect" || answer?.status === 401 ? "signed out" : answer ? "server" : "connection";
      if (!queue.some((one) => one.id === done.id)) queue.unshift(done);
      timer = setTimeout(send, RETRY);
      return showState();
    }
    showState();
    send();
    if (!queue.length) flush();
  };
  const applySaved = ({ key, what, provision, value }) => {
    const row = incoming?.rows[key];
    if (!row) return;
    if (what !== "tick") { row[what] = value; return; }
    row.ticked = row.ticked.filter((each) => String(each) !== provision);
    if (value === "yes") row.ticked.push(Number(provision));
  };
  const token = () => document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] ?? form.elements.csrfmiddlewaretoken.value;

  // ---- What cannot be saved: a message beside the cell; nothing typed is lost
  const refuse = async (cell, answer) => {
    const told = await answer.json().catch(() => ({}));
    if (told.now !== undefined) return choose(cell, told.now);
    refused = answer.status === 403
      ? "This chart is not open to you any more. What you typed is still on this page to copy."
      : told.sentence ?? "That could not be saved. What you typed is still on this page to copy.";
    cell.field.closest("td").classList.add("refused");
    if (cell.field.type === "checkbox") cell.field.checked = stored.get(cell.id) === "yes";
    if (answer.status !== 409) changed.hidden = false;
  };
  const choose = (cell, theirs) => {
    const box = document.createElement("div");
    box.className = "chart-both";
    box.append(Object.assign(document.createElement("p"), { textContent: `Somebody else wrote meanwhile: “${theirs || "nothing"}”` }));
    const button = (words, take) => {
      const made = Object.assign(document.createElement("button"), { type: "button", className: "btn btn-quiet btn-sm", textContent: words });
      made.addEventListener("click", () => { stored.set(cell.id, theirs); box.remove(); take(); cell.field.focus(); });
      box.append(made);
    };
    button("Keep theirs", () => { cell.field.value = theirs; showState(); });
    button("Save yours", () => enqueue(cell.field));
    cell.field.closest("td").querySelector(".chart-both")?.remove();
    cell.field.closest("td").append(box);
    refused = `Two people wrote about ${spoken(line(cell.key))} at once. Choose beside the note what is to stand.`;
  };
  const unsettled = (field) => field.tagName === "TEXTAREA" && field.closest("td").matches(".refused, :has(.chart-both)");

  // ---- The line that says whether everything is saved
  const showState = () => {
    const cut = !navigator.onLine;
    const all = [...queue, ...(sending ? [sending] : [])];
    table.querySelectorAll("td.waits").forEach((td) => td.classList.remove("waits"));
    if (trouble) all.forEach((one) => one.field.closest("td").classList.add("waits"));
    const noun = all.every((one) => one.what === "tick") ? "tick" : "entry";
    const many = `${all.length} ${all.length === 1 ? noun : noun === "tick" ? "ticks" : "entries"}`;
    const are = all.length === 1 ? "waits on this page and is" : "wait on this page and are";
    const words = {
      connection: `No connection: ${many} ${are} sent when it is back.`,
      server: `The school’s server does not answer: ${many} ${are} sent when it does.`,
      "signed out": `You are signed out: sign in in another tab. ${many} ${are} sent then.`,
    };
    let text = all.length ? "Saving …" : refused || "All saved";
    if (all.length && trouble) text = words[trouble];
    if (!all.length && cut) text = "No connection. What you tick now waits on this page, and is sent when it is back.";
    says.className = `chart-says${cut || (trouble && all.length) ? " trouble" : refused && !all.length ? " refusal" : ""}`;
    if (text === "Saving …" && says.textContent === "All saved") {
      clearTimeout(showState.later);
      showState.later = setTimeout(() => { if (sending && !trouble) says.textContent = text; }, 600);
    } else if (says.textContent !== text) says.textContent = text;
  };

  // ---- What others set
  let etag = "", polling = false, poller = 0;
  const poll = async () => {
    clearTimeout(poller);
    poller = setTimeout(poll, POLL);
    if (document.hidden || polling || sending || queue.length) return;
    polling = true;
    const began = epoch;
    try {
      const answer = await fetch(form.dataset.state, { cache: "no-store", redirect: "manual", headers: { "X-Unasked": "yes", ...(etag && { "If-None-Match": etag }) } });
      if (answer.status === 200 && began === epoch) {
        incoming = await answer.json();
        etag = answer.headers.get("ETag") ?? "";
        if (began === epoch) apply(); else etag = "";
      }
      if (answer.status === 404 || answer.status === 403) changed.hidden = false;
    } catch { /* the next poll will get it */ }
    polling = false;
  };
  const apply = () => {
    if (!incoming) return;
    const known = new Set(lines().map((row) => row.dataset.key));
    const list = Object.keys(incoming.rows);
    const other = list.length !== known.size || list.some((key) => !known.has(key)) || incoming.columns.join(",") !== form.dataset.offered;
    const moved = incoming.state !== form.dataset.now || incoming.may !== may;
    changed.querySelector("span").textContent = moved ? "How far this chart is has changed." : "The list of pupils has changed.";
    changed.hidden = !(other || moved);
    Object.entries(incoming.rows).forEach(([key, said]) => {
      const row = line(key);
      if (!row) return;
      const ticked = new Set(said.ticked.map(String));
      row.querySelectorAll("[data-what=tick]").forEach((field) => show(field, ticked.has(field.dataset.provision) ? "yes" : "no"));
      ["other", "why"].forEach((what) => show(control(row, what), said[what]));
      const band = control(row, "band");
      if (band) show(band, said.band);
      if (!band || band.value === said.band) move(row, said.band);
    });
  };
  const show = (field, value) => {
    if (!field.matches("input, select, textarea")) {
      if (field.dataset.what === "tick") field.querySelector("b").textContent = value === "yes" ? "✓" : "";
      else field.textContent = value;
      return;
    }
    if (field === document.activeElement || isPending(cellOf(field).id) || unsettled(field)) return;
    if (field.type === "checkbox") field.checked = value === "yes"; else if (field.value !== value) field.value = value;
    remember(field);
  };

  // ---- Bands: the row moves to its band at once
  const move = (row, band) => {
    const body = table.querySelector(`tbody[data-band="${band}"]`);
    if (!body || row.parentElement === body) return;
    const focused = row.contains(document.activeElement) ? document.activeElement : null;
    const place = Number(row.dataset.place);
    body.insertBefore(row, [...body.querySelectorAll("tr.line")].find((one) => Number(one.dataset.place) > place) ?? null);
    table.querySelectorAll("tbody").forEach((one) => { one.querySelector("tr.band th").rowSpan = one.querySelectorAll("tr.line").length + 1; });
    const option = one.querySelector(`option[value="${row.dataset.key}"]`);
    const group = one.querySelectorAll("optgroup")[[...table.tBodies].indexOf(body)];
    group?.insertBefore(option, [...group.children].find((each) => Number(line(each.value).dataset.place) > place) ?? null);
    one.querySelector("select").value = here?.dataset.key ?? "";
    focused?.focus({ preventScroll: true });
    focused?.scrollIntoView({ block: "nearest", inline: "nearest" });
  };

  // ---- Setting cells
  const typing = new Map();
  const flush = (field) => {
    [...typing].filter(([one]) => !field || one === field).forEach(([one, later]) => {
      clearTimeout(later);
      typing.delete(one);
      if (!same(valueOf(one), stored.get(cellOf(one).id) ?? "") || isPending(cellOf(one).id)) enqueue(one);
    });
  };
  form.addEventListener("input", (event) => {
    const field = event.target;
    if (field.tagName !== "TEXTAREA" || field.closest("td").querySelector(".chart-both")) return;
    clearTimeout(typing.get(field));
    typing.set(field, setTimeout(() => flush(field), PAUSE));
  });
  form.addEventListener("change", (event) => {
    const field = event.target;
    if (!field.dataset.what) return;
    if (field.tagName === "TEXTAREA") return flush(field);
    enqueue(field);
    if (field.dataset.what !== "band") return;
    const row = field.closest("tr");
    move(row, field.value);
    document.getElementById("announce").textContent = `${spoken(row)} now stands in ${field.selectedOptions[0].textContent}.`;
  });
  form.addEventListener("click", (event) => { // the second click of a double click takes nothing back
    if (event.detail > 1 && event.target.closest("td.tick")) event.preventDefault();
  });
  form.addEventListener("focusout", () => setTimeout(() => { if (!sending && !queue.length) apply(); }));
  form.addEventListener("submit", (event) => { event.preventDefault(); flush(); });

  // ---- Walking the grid: one stop for the Tab key, arrows as in a spreadsheet
  const fields = (row) => [...row.querySelectorAll("[data-what]")].filter((field) => field.matches("input, select, textarea"));
  let opened = null;
  const isOpen = (field) => (CSS.supports("selector(:open)") ? field.matches(":open") : opened === field);
  const atEdge = (field, key) => {
    if (field.tagName !== "TEXTAREA") return true;
    const { selectionStart: from, selectionEnd: to, value } = field;
    if (from === 0 && to === value.length) return true;
    if (from !== to) return false;
    return ["ArrowLeft", "ArrowUp"].includes(key) ? from === 0 : to === value.length;
  };
  const isText = (field) => field.tagName === "TEXTAREA";
  const stop = (field) => { // a tick or the band, and after it the row's own words
    const across = fields(field.closest("tr"));
    const before = isText(field) ? across.find((one) => !isText(one) && one.tabIndex === 0) ?? across[1] : field;
    table.querySelectorAll("[tabindex='0']").forEach((one) => { one.tabIndex = -1; });
    [before, ...across.filter(isText)].forEach((one) => { one.tabIndex = 0; });
  };
  const setTabStops = () => {
    if (!may) return;
    if (phone.matches) {
      table.removeAttribute("role");
      lines().forEach((row) => fields(row).forEach((field) => { field.tabIndex = 0; }));
      return;
    }
    table.setAttribute("role", "grid");
    table.setAttribute("aria-describedby", "chart-keys");
    lines().forEach((row) => fields(row).forEach((field) => { field.tabIndex = -1; }));
    const first = lines().find((row) => fields(row).length > 1);
    if (first) stop(table.contains(document.activeElement) && document.activeElement.dataset.what ? document.activeElement : fields(first)[1]);
  };
  const targetOf = (event, row, column, rows, across) => {
    const page = Math.max(1, Math.floor(form.querySelector(".chart-box").clientHeight / (rows[0].offsetHeight || 44)) - 4);
    const last = rows.length - 1, end = across - 1, whole = event.ctrlKey || event.metaKey;
    return {
      ArrowLeft: [row, column - 1], ArrowRight: [row, column + 1], ArrowUp: [row - 1, column], ArrowDown: [row + 1, column],
      Home: [whole ? 0 : row, 0], End: [whole ? last : row, end],
      PageUp: [Math.max(0, row - page), column], PageDown: [Math.min(last, row + page), column],
      Enter: [row + (event.shiftKey ? -1 : 1), column],
    }[event.key];
  };
  table.addEventListener("keydown", (event) => {
    const field = event.target;
    if (!field.dataset.what || event.altKey) { if (field.tagName === "SELECT") opened = field; return; }
    if (event.key === "Enter") event.preventDefault();
    if (field.tagName === "SELECT" && [" ", "F4"].includes(event.key)) opened = field;
    if (phone.matches || (field.tagName === "SELECT" && isOpen(field))) return;
    if (field.tagName === "TEXTAREA" && /^(Arrow|Home|End)/.test(event.key) && !(event.ctrlKey || event.metaKey) && (event.shiftKey || !atEdge(field, event.key))) return;
    const rows = lines(), row = rows.indexOf(field.closest("tr")), across = fields(rows[row]);
    const aim = targetOf(event, row, across.indexOf(field), rows, across.length);
    if (!aim) return;
    event.preventDefault();
    const to = rows[aim[0]] && fields(rows[aim[0]])[aim[1]];
    if (!to) return;
    to.focus();
    if (to.tagName === "TEXTAREA") to.select();
  });
  table.addEventListener("focusin", ({ target }) => {
    if (!target.dataset.what || phone.matches) return;
    stop(target);
    table.querySelectorAll("th.here").forEach((head) => head.classList.remove("here"));
    table.querySelector(`th[data-provision="${target.dataset.provision}"]`)?.classList.add("here");
  });
  table.addEventListener("pointerdown", (event) => { if (event.target.tagName === "SELECT") opened = event.target; });
  ["change", "focusout"].forEach((name) => table.addEventListener(name, () => { opened = null; }));
  table.addEventListener("keyup", (event) => { if (["Escape", "Enter", "Tab"].includes(event.key)) opened = null; });

  // ---- On a phone: one child at a time
  const one = form.querySelector(".chart-one");
  let here = null;
  const turn = (row) => {
    here = row ?? lines()[0];
    lines().forEach((each) => each.classList.toggle("here", each === here));
    one.querySelector("select").value = here.dataset.key;
    const place = lines().indexOf(here);
    one.querySelector("[data-step='-1']").disabled = place === 0;
    one.querySelector("[data-step='1']").disabled = place === lines().length - 1;
  };
  one.addEventListener("click", (event) => {
    const step = Number(event.target.closest("[data-step]")?.dataset.step ?? 0);
    if (!step) return;
    turn(lines()[lines().indexOf(here) + step] ?? here);
    document.getElementById("announce").textContent = spoken(here);
  });
  one.addEventListener("change", (event) => turn(line(event.target.value)));

  // ---- Begin
  form.classList.add("live");
  form.querySelectorAll(".buttons, noscript").forEach((part) => { part.hidden = true; });
  one.hidden = false;
  if (may) {
    says.hidden = false;
    form.querySelector(".chart-keys").hidden = false;
    showState();
  }
  turn();
  setTabStops();
  phone.addEventListener("change", setTabStops);
  document.getElementById("offline")?.remove(); // its words are of forms; the line above says it here
  const soon = () => { clearTimeout(timer); send(); poll(); };
  window.addEventListener("online", () => { showState(); soon(); });
  window.addEventListener("offline", showState);
  window.addEventListener("pageshow", (event) => { if (event.persisted) soon(); });
  document.addEventListener("visibilitychange", () => { if (!document.hidden) soon(); });
  window.addEventListener("beforeunload", (event) => {
    flush();
    if (sending || queue.length || table.querySelector(".chart-both")) event.preventDefault();
  });
  poller = setTimeout(poll, POLL);
})();
