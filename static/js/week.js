"use strict";
// The form of a group: its sessions as a week to drag in, how long it runs, and whose names come first.
// The lines below the week are what is saved; the week only writes into them.
(() => {
  const DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"];
  const [STEP, NEW_STEP, SCALE, USUAL, EDGE] = [5, 15, 1.1, 30, 5];
  const drawn = new WeakMap();

  const minute = (text) => { const [h, m] = (text || "").split(":").map(Number); return h * 60 + m; };
  const two = (n) => String(n).padStart(2, "0");
  const clock = (m) => `${two(Math.floor(m / 60))}:${two(m % 60)}`;
  const clockWords = (m) => `${Math.floor(m / 60) % 12 || 12}.${two(m % 60)} ${m < 720 ? "am" : "pm"}`;
  const make = (tag, name, text = "") => {
    const made = document.createElement(tag);
    made.className = name;
    made.textContent = text;
    return made;
  };

  // A line of the form as a session, and back
  const field = (line, name) => line.querySelector(`[name$="-${name}"]`);
  const box = (grid) => grid.closest("form").querySelector('fieldset[data-lines="sessions"]');
  const read = (line) => ({
    line, day: field(line, "day").value, start: minute(field(line, "start").value),
    minutes: Number(field(line, "minutes").value), week: field(line, "week")?.value ?? "",
    room: field(line, "room").value, out: field(line, "left_out").value,
  });
  const blank = (line) => ["day", "start", "minutes"].every((name) => !field(line, name).value);
  const lines = (grid) => [...box(grid).querySelectorAll(".edit-line")].filter((line) => !line.hidden && !line.classList.contains("going"));
  const sessions = (grid) => lines(grid).map(read).filter((one) => one.day !== "" && one.start >= 0 && one.minutes > 0);
  const write = (grid, line, values) => {
    const texts = { day: values.day, start: clock(values.start), minutes: values.minutes };
    for (const [name, value] of Object.entries(texts)) {
      const control = field(line, name);
      if (control.value === String(value)) continue;
      control.value = value;
      control.dispatchEvent(new Event("input", { bubbles: true }));
    }
    draw(grid);
    document.body.dispatchEvent(new Event("lines-changed"));
  };
  const words = (one) => `${DAYS[one.day]} ${clockWords(one.start)}, ${one.minutes} minutes${one.week ? `, week ${one.week}` : ""}${one.room ? `, ${one.room}` : ""}`;
  const say = (grid, text) => { grid.querySelector("[data-week-says]").textContent = text; };

  // Drawing
  const span = (grid) => {
    const bands = [...grid.querySelectorAll("[data-band]")];
    const planned = sessions(grid);
    const from = Math.min(...bands.map((band) => minute(band.dataset.starts)), ...planned.map((one) => one.start), bands.length ? 1440 : 510);
    const to = Math.max(...bands.map((band) => minute(band.dataset.ends)), ...planned.map((one) => one.start + one.minutes), bands.length ? 0 : 930);
    return [Math.floor(from / 30) * 30, Math.min(1440, Math.ceil(to / 30) * 30)];
  };
  const position = (element, from, start, length) => {
    element.style.top = `${(start - from) * SCALE}px`;
    element.style.height = `${length * SCALE}px`;
  };
  const lanes = (planned) => {
    const placed = [];
    planned.sort((a, b) => a.start - b.start || a.week.localeCompare(b.week));
    for (const one of planned) {
      const beside = placed.filter((other) => other.start < one.start + one.minutes && one.start < other.start + other.minutes);
      one.lane = 0;
      while (beside.some((other) => other.lane === one.lane)) one.lane += 1;
      placed.push(one);
    }
    for (const one of placed) {
      const beside = placed.filter((other) => other.start < one.start + one.minutes && one.start < other.start + other.minutes);
      one.lanes = Math.max(...beside.map((other) => other.lane)) + 1;
    }
    return placed;
  };
  const draw = (grid) => {
    const columns = grid.querySelector("[data-week-columns]");
    const focused = document.activeElement?.closest?.(".week-block");
    const line = focused && grid.contains(focused) ? drawn.get(focused).line : null;
    const [from, to] = span(grid);
    grid.dataset.from = from;
    columns.replaceChildren(make("div", "head"), ...DAYS.map((name) => make("div", "head", name)));
    const hours = make("div", "hours");
    hours.style.height = `${(to - from) * SCALE}px`;
    for (let at = Math.ceil(from / 60) * 60; at < to; at += 60) {
      const mark = make("span", "hour", clockWords(at).replace(".00", ""));
      mark.style.top = `${(at - from) * SCALE}px`;
      hours.append(mark);
    }
    columns.append(hours, ...DAYS.map((_, day) => column(grid, day, from, to)));
    if (line) [...columns.querySelectorAll(".week-block")].find((block) => drawn.get(block).line === line)?.focus({ preventScroll: true });
  };
  const column = (grid, day, from, to) => {
    const made = make("div", "day");
    made.dataset.day = day;
    for (const band of grid.querySelectorAll("[data-band]")) {
      if (band.dataset.teaching) continue;
      const [starts, ends] = [minute(band.dataset.starts), minute(band.dataset.ends)];
      const shade = make("span", "band", day === 0 ? band.textContent : "");
      position(shade, from, starts, ends - starts);
      made.append(shade);
    }
    for (let at = Math.ceil(from / 60) * 60; at < to; at += 60) {
      const rule = make("span", "rule");
      rule.style.top = `${(at - from) * SCALE}px`;
      made.append(rule);
    }
    for (const one of lanes(sessions(grid).filter((each) => Number(each.day) === day))) made.append(block(one, from));
    return made;
  };
  const block = (one, from) => {
    const made = make("button", `week-block${one.out ? " not" : ""}`);
    made.type = "button";
    made.append(make("b", "", `${clockWords(one.start)}${one.week ? ` ${one.week}` : ""}`), make("span", "", `${one.minutes} min`), make("span", "edge"));
    made.setAttribute("aria-label", words(one));
    made.setAttribute("aria-describedby", "week-help");
    position(made, from, one.start, one.minutes);
    made.style.left = `calc(${(100 * one.lane) / one.lanes}% + 2px)`;
    made.style.width = `calc(${100 / one.lanes}% - 4px)`;
    drawn.set(made, one);
    return made;
  };

  // Moving: whatever moves a session says where it is now
  const within = (one) => ({ ...one, start: Math.max(0, Math.min(1440 - one.minutes, one.start)), minutes: Math.max(EDGE, Math.min(600, one.minutes)) });
  const move = (grid, one, changes) => {
    const moved = within({ ...one, ...changes });
    write(grid, one.line, moved);
    say(grid, words({ ...moved, day: Number(moved.day) }));
  };
  const KEYS = {
    ArrowUp: (one, shift) => (shift ? { minutes: one.minutes - STEP } : { start: one.start - STEP }),
    ArrowDown: (one, shift) => (shift ? { minutes: one.minutes + STEP } : { start: one.start + STEP }),
    ArrowLeft: (one) => ({ day: Math.max(0, Number(one.day) - 1) }),
    ArrowRight: (one) => ({ day: Math.min(4, Number(one.day) + 1) }),
  };
  document.addEventListener("keydown", (event) => {
    const tile = event.target.closest?.(".week-block");
    if (!tile || event.ctrlKey || event.metaKey || event.altKey) return;
    const [grid, one] = [tile.closest("[data-week-grid]"), drawn.get(tile)];
    if (KEYS[event.key]) {
      event.preventDefault();
      move(grid, one, KEYS[event.key](one, event.shiftKey));
    } else if (event.key === "Delete") {
      event.preventDefault();
      const remove = one.line.querySelector(".edit-remove input");
      remove.checked = true;
      remove.dispatchEvent(new Event("change", { bubbles: true }));
      draw(grid);
      say(grid, `${words(one)}: removed when you save.`);
      (grid.querySelector(".week-block") ?? box(grid).querySelector("[data-add-line]")).focus();
    }
  });

  // Dragging
  let drag = null;
  document.addEventListener("pointerdown", (event) => {
    const tile = event.target.closest?.(".week-block");
    if (!tile || event.button) return;
    const one = drawn.get(tile);
    drag = { tile, one, x: event.clientX, y: event.clientY, edge: event.target.classList.contains("edge"), moved: false, to: one };
    tile.setPointerCapture(event.pointerId);
  });
  document.addEventListener("pointermove", (event) => {
    if (!drag) return;
    const { tile, one } = drag;
    const grid = tile.closest("[data-week-grid]");
    if (Math.hypot(event.clientX - drag.x, event.clientY - drag.y) > 4) drag.moved = true;
    if (!drag.moved) return;
    const by = Math.round((event.clientY - drag.y) / SCALE / STEP) * STEP;
    const over = [...grid.querySelectorAll(".day")].find((day) => { const at = day.getBoundingClientRect(); return event.clientX >= at.left && event.clientX < at.right; });
    const to = drag.edge ? { minutes: one.minutes + by } : { start: Math.round((one.start + by) / STEP) * STEP, day: over ? over.dataset.day : drag.to.day };
    drag.to = within({ ...one, ...to });
    tile.classList.add("moving");
    if (over && !drag.edge && tile.parentElement !== over) over.append(tile);
    position(tile, Number(grid.dataset.from), drag.to.start, drag.to.minutes);
    tile.firstChild.textContent = clockWords(drag.to.start);
    tile.children[1].textContent = `${drag.to.minutes} min`;
  });
  document.addEventListener("pointerup", () => {
    if (!drag) return;
    const { tile, one, to, moved } = drag;
    drag = null;
    if (moved) { const grid = tile.closest("[data-week-grid]"); tile.focus(); move(grid, one, to); tile.dataset.dragged = "yes"; }
  });
  document.addEventListener("pointercancel", () => {
    const grid = drag?.tile.closest("[data-week-grid]");
    drag = null;
    if (grid) draw(grid);
  });

  // A click on an empty spot makes a session, and so does the button, on the next free day; one on a session goes to its line
  const usual = (grid) => {
    const last = sessions(grid).at(-1);
    return last ? last.minutes : Number(grid.closest("form").querySelector('[name="staffing-0-minutes"]')?.value) || USUAL;
  };
  const add = (grid, day, start) => {
    let line = lines(grid).find(blank);
    if (!line) { box(grid).querySelector("[data-add-line]").click(); line = lines(grid).find(blank); }
    const made = within({ day, start, minutes: usual(grid) });
    const roles = [...new Set([...grid.closest("form").querySelectorAll('[name^="staffing-"][name$="-role"]')].map((each) => each.value).filter(Boolean))];
    if (roles.length > 1) field(line, "role").value = roles[0];
    write(grid, line, made);
    [...grid.querySelectorAll(".week-block")].find((each) => drawn.get(each).line === line)?.focus();
    say(grid, `${words({ ...made, week: "", room: "" })}: added.`);
  };
  const free = (grid) => {
    const planned = sessions(grid);
    const lessons = [...grid.querySelectorAll('[data-band][data-teaching="yes"]')].map((band) => minute(band.dataset.starts));
    const start = planned.at(-1)?.start ?? (lessons.length ? Math.min(...lessons) : 540);
    const day = DAYS.findIndex((_, each) => !planned.some((one) => Number(one.day) === each));
    return [Math.max(0, day), start];
  };
  document.addEventListener("click", (event) => {
    const tile = event.target.closest?.(".week-block");
    const day = event.target.closest?.("[data-week-grid] .day");
    if (tile?.dataset.dragged) { delete tile.dataset.dragged; return; }
    if (tile) {
      const { line } = drawn.get(tile);
      box(tile.closest("[data-week-grid]")).querySelectorAll(".marked").forEach((each) => each.classList.remove("marked"));
      line.classList.add("marked");
      field(line, "start").focus();
    } else if (event.target.closest?.("[data-week-add]")) {
      const grid = event.target.closest("[data-week-grid]");
      add(grid, ...free(grid));
    } else if (day) {
      const grid = day.closest("[data-week-grid]");
      const at = Number(grid.dataset.from) + (event.clientY - day.getBoundingClientRect().top) / SCALE;
      add(grid, Number(day.dataset.day), Math.floor(at / NEW_STEP) * NEW_STEP);
    }
  });

  // Typing in a line moves the session in the week
  const redraw = (event) => {
    const grid = event.target.closest?.('fieldset[data-lines="sessions"]')?.closest("form").querySelector("[data-week-grid]");
    if (grid) draw(grid);
  };
  document.addEventListener("input", redraw);
  document.addEventListener("change", (event) => { if (event.target.type === "checkbox") redraw(event); });

  // How long it runs fills in weeks and dates; a date of one's own takes the choice back
  document.addEventListener("input", (event) => {
    const form = event.target.closest?.("form.edit");
    const run = form?.querySelector("[name=run]");
    if (!run) return;
    const parts = ["starts", "ends", "weeks"].map((name) => form.querySelector(`[name=${name}]`));
    if (event.target === run && run.value) run.value.split("|").forEach((value, n) => { parts[n].value = value; });
    else if (parts.includes(event.target)) run.value = "";
  });

  // The pupils of the chosen class and year groups come first
  const nearest = (form) => {
    const list = form.querySelector("#id_pupils .check-options");
    if (!list) return;
    const room = form.querySelector("[name=school_class]");
    const name = room.value ? room.selectedOptions[0].textContent : "";
    const years = [...form.querySelectorAll("[name=year_groups]:checked")].map((tick) => tick.closest("label").textContent.trim());
    const groups = [];
    for (const each of list.children) each.matches(".check-group") ? groups.push([each]) : groups.at(-1)?.push(each);
    const distance = ([head]) => (name && head.textContent.startsWith(`${name},`) ? 0 : years.some((year) => head.textContent.endsWith(year)) ? 1 : 2);
    groups.sort((a, b) => distance(a) - distance(b)).forEach((group) => list.append(...group));
  };
  document.addEventListener("change", (event) => {
    if (event.target.matches?.("form.edit [name=school_class], form.edit [name=year_groups]")) nearest(event.target.form);
  });

  const ready = () => document.querySelectorAll("[data-week-grid][hidden]").forEach((grid) => { grid.hidden = false; draw(grid); });
  ready();
  document.addEventListener("htmx:afterSettle", ready);
})();
