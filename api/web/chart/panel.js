// The time chart: one bar for each duty, tied to the map by what is chosen and by the time.

import * as carrying from "/static/chart/carrying.js";
import { colours, draw, KINDS, partAt, partsKept, ROW_PX } from "/static/chart/draw.js";
import { labelReplay, makeReplay } from "/static/chart/replay.js";
import { change, dayOf, move, ticksOf } from "/static/chart/span.js";
import { colourOf, element, number } from "/static/dom.js";
import { resolve } from "/static/map/chosen.js";
import { isStop } from "/static/map/lines.js";
import { get, on, set } from "/static/store.js";
import { clock, say, word } from "/static/words.js";

const HOUR_S = 3600;
const REACH_PX = 3;
const DRAG_PX = 4;
const END_PX = 26;

let box = null;
let parts = null;
let span = null; // {from, to} of what is shown
let width = 0; // of the bars, as they were drawn last
let asked = false; // whether a frame is asked for already

export function mount(element_) {
  box = element_;
  box.setAttribute("role", "region");
  parts = build();
  box.append(parts.tools, parts.frame, parts.empty);
  on("board", () => {
    const board = get("board");
    span = board?.duties.length ? dayOf(board) : null;
    fillRows();
    redraw();
  });
  on("language", label);
  on(["vehicle", "task"], () => {
    mark();
    redraw();
  });
  on("theme", () => setTimeout(repaint));
  window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => setTimeout(repaint));
  on("time_s", showTime);
  new ResizeObserver(redraw).observe(box);
  label();
}

function build() {
  const canvas = element("canvas", "", { "aria-hidden": "true" });
  const names = element("div", "", { class: "names", role: "listbox" });
  const cursor = element("div", "", { class: "cursor", hidden: true });
  const bars = element("div", [canvas, cursor], { class: "bars" });
  const axis = element("div", "", { class: "axis", "aria-hidden": "true" });
  const tip = element("div", "", { class: "tip", role: "status", hidden: true });
  const frame = element("div", [axis, element("div", [names, bars], { class: "rows" }), tip], { class: "frame" });
  const zoom = [["−", 1, "chart_farther"], ["+", -1, "chart_nearer"]].map(([sign, direction, code]) => {
    const button = element("button", sign, { type: "button", "data-code": code, class: "zoom" });
    button.addEventListener("click", () => zoomBy(direction));
    return button;
  });
  const spanText = element("span", "", { class: "span soft" });
  const key = element("ul", "", { class: "key" });
  const tools = element("div", [makeReplay(), zoom[0], spanText, zoom[1], key], { class: "tools" });
  bars.parentElement.addEventListener("scroll", redraw, { passive: true });
  carrying.mount(bars, box);
  listen(canvas, bars, names, tip);
  return { tools, frame, axis, names, bars, canvas, cursor, tip, zoom, spanText, key, empty: element("p", "", { class: "empty" }) };
}

function label() {
  box.setAttribute("aria-label", say("chart_name"));
  parts.names.setAttribute("aria-label", `${say("chart_duties")}. ${say("chart_hint")}`);
  for (const button of parts.zoom) button.setAttribute("aria-label", say(button.dataset.code));
  parts.empty.textContent = say("chart_empty");
  labelReplay();
  fillRows();
  repaint();
}

function repaint() {
  const c = colours();
  const entries = [...Object.entries(KINDS).slice(0, 6), ["load", "chart_load"], ["tank", "chart_tank"], ["window", "chart_window"]];
  parts.key.replaceChildren(...entries.map(([kind, code]) => {
    const sign = element("i", "", { class: kind });
    sign.style.background = c[kind];
    return element("li", [sign, say(code)]);
  }));
  redraw();
}

function fillRows() {
  const board = get("board");
  const has = Boolean(board?.duties.length);
  parts.frame.hidden = !has;
  parts.empty.hidden = has;
  parts.names.replaceChildren(...(board?.duties ?? []).map((duty, d) => {
    const swatch = element("span", "", { class: "swatch" });
    swatch.style.background = colourOf(d);
    const name = say("chart_duty", { vehicle: duty.vehicle_id, shift: duty.shift, kind: word("kind", duty.kind), start: clock(duty.start_s), end: clock(duty.end_s) });
    const row = element("button", [swatch, element("b", duty.vehicle_id), " ", element("span", duty.shift, { class: "soft" })], { type: "button", role: "option", "aria-label": name, tabindex: d === 0 ? "0" : "-1" });
    row.addEventListener("click", () => choose(get("vehicle") === d ? null : d));
    return row;
  }));
  mark();
}

const choose = (duty) => set("vehicle", duty);

function mark() {
  const chosen = get("vehicle");
  [...parts.names.children].forEach((row, d) => {
    row.setAttribute("aria-selected", String(d === chosen));
    row.tabIndex = d === (chosen ?? 0) ? 0 : -1;
    // Only the rows are scrolled, not the page around them.
    if (d === chosen) scrollTo(d);
  });
}

function scrollTo(d) {
  const rows = parts.names.parentElement;
  const top = d * ROW_PX;
  if (top < rows.scrollTop || top + ROW_PX > rows.scrollTop + rows.clientHeight) rows.scrollTop = top - rows.clientHeight / 2;
}

function redraw() {
  if (asked) return;
  asked = true;
  requestAnimationFrame(() => {
    asked = false;
    const board = get("board");
    width = parts.bars.clientWidth;
    if (!span || !board?.duties.length || !width) return;
    const ticks = ticksOf(span, width);
    const rows = parts.bars.parentElement;
    const height = board.duties.length * ROW_PX;
    parts.bars.style.height = `${height}px`;
    parts.canvas.style.height = `${Math.min(height, rows.clientHeight)}px`;
    draw(parts.canvas, board, { span, ticks, vehicle: get("vehicle"), task: resolve(board, get("task"))?.task ?? null }, rows.scrollTop);
    // A time at the very end would not be seen whole.
    const seen = ticks.filter((tick) => xOf(tick) < width - END_PX);
    parts.axis.replaceChildren(...seen.map((tick) => {
      const mark_ = element("span", clock(tick));
      mark_.style.left = `${xOf(tick)}px`;
      return mark_;
    }));
    const length = span.to - span.from;
    parts.spanText.textContent = length >= HOUR_S ? say("chart_span_hours", { count: number(length / HOUR_S) }) : say("chart_span_minutes", { count: length / 60 });
    box.dataset.ready = "chart";
    showTime();
  });
}

const xOf = (time_s) => ((time_s - span.from) / (span.to - span.from)) * width;
const timeAt = (x) => span.from + (x / width) * (span.to - span.from);

function showTime() {
  const time_s = get("time_s");
  const isShown = span !== null && time_s !== null && time_s >= span.from && time_s <= span.to;
  parts.cursor.hidden = !isShown;
  if (isShown) parts.cursor.style.transform = `translateX(${xOf(time_s).toFixed(1)}px)`;
}

function zoomBy(direction, around) {
  const board = get("board");
  if (!span || !board) return;
  const time_s = get("time_s");
  const middle = around ?? (time_s !== null && time_s >= span.from && time_s <= span.to ? time_s : undefined);
  span = change(dayOf(board), span, direction, middle);
  redraw();
}

function pan(seconds) {
  const board = get("board");
  if (!span || !board) return;
  span = move(dayOf(board), span, seconds);
  redraw();
}

// Goes to the next or the last task of the chosen duty.
function step(direction) {
  const board = get("board");
  const duty = board?.duties[get("vehicle")];
  if (!duty) return;
  const tasks = partsKept(duty).filter((one) => one.kind === "work");
  const now = tasks.findIndex((one) => board.tasks.id[one.task] === get("task"));
  const next = tasks[now < 0 ? (direction > 0 ? 0 : tasks.length - 1) : now + direction];
  if (next) chooseTask(board, next);
}

function chooseTask(board, part) {
  set("task", board.tasks.id[part.task]);
  set("time_s", part.begin_s);
  if (part.begin_s < span.from || part.end_s > span.to) pan(part.begin_s - (span.from + span.to) / 2);
}

function found(event) {
  const board = get("board");
  const { left, top } = parts.bars.getBoundingClientRect();
  const d = Math.floor((event.clientY - top) / ROW_PX);
  const duty = board?.duties[d];
  if (!duty || !span) return null;
  const per = (span.to - span.from) / width;
  const time_s = timeAt(event.clientX - left);
  return { d, duty, time_s, part: partAt(duty, time_s, REACH_PX * per) };
}

function describe(board, { duty, part }) {
  const a = duty.activities;
  const name = part.kind === "work"
    ? say("colon", { head: word("work", board.tasks.work[part.task]), text: board.names[board.tasks.name[part.task]] })
    : say(KINDS[part.kind] ?? "chart_wait");
  const where = part.kind !== "work" && part.kind !== "drive" && part.facility >= 0 ? board.facilities[part.facility].name : "";
  const aboard = [
    duty.hopper_kg && `${say("chart_load")} ${number(a.load_kg[part.i])} kg`,
    duty.tank_l && `${say("chart_tank")} ${number(a.tank_l[part.i])} L`,
  ];
  const window_ = part.kind === "work" && isStop(board, part.task)
    ? say("map_open", { windows: board.windows[board.tasks.windows[part.task]].map((one) => one.map(clock).join("–")).join(say("comma")) })
    : "";
  return [duty.vehicle_id, `${clock(part.begin_s)}–${clock(part.end_s)}`, name, where, window_, ...aboard].filter(Boolean).join(" · ");
}

function listen(canvas, bars, names, tip) {
  let from = null;
  canvas.addEventListener("pointerdown", (event) => {
    from = { x: event.clientX, y: event.clientY, moved: 0, one: found(event) };
    canvas.setPointerCapture(event.pointerId);
  });
  canvas.addEventListener("pointermove", (event) => {
    if (carrying.isCarrying() && from) return carrying.over(rowAt(event));
    if (from) {
      const dx = event.clientX - from.x;
      // What is dragged out of its row is carried, along it the chart is moved.
      if (from.moved <= DRAG_PX && Math.abs(event.clientY - from.y) > ROW_PX / 2 && from.one?.part?.kind === "work" && carrying.canCarry(from.one.part.task)) {
        choose(from.one.d);
        chooseTask(get("board"), from.one.part);
        tip.hidden = true;
        return carrying.pickUp(from.one.part.task, event.shiftKey);
      }
      from = { ...from, x: event.clientX, moved: from.moved + Math.abs(dx) };
      if (from.moved > DRAG_PX) pan((-dx / width) * (span.to - span.from));
      return;
    }
    const one = found(event);
    tip.hidden = !one?.part;
    if (tip.hidden) return;
    tip.textContent = describe(get("board"), one);
    const frame = parts.frame.getBoundingClientRect();
    const room = Math.max(0, frame.width - tip.offsetWidth - 4);
    tip.style.left = `${Math.min(room, Math.max(4, event.clientX - frame.left + 10))}px`;
    const below = event.clientY - frame.top + 18;
    tip.style.top = `${below + tip.offsetHeight > frame.height ? below - 26 - tip.offsetHeight : below}px`;
  });
  canvas.addEventListener("pointerleave", () => (tip.hidden = true));
  canvas.addEventListener("pointerup", (event) => {
    const isClick = from && from.moved <= DRAG_PX;
    from = null;
    if (carrying.isCarrying()) return carrying.drop();
    const one = isClick && found(event);
    if (!one) return;
    choose(one.d);
    if (one.part?.kind === "work") chooseTask(get("board"), one.part);
    else set("time_s", Math.round(one.time_s));
  });
  canvas.addEventListener("pointercancel", () => {
    from = null;
    carrying.letGo();
  });
  bars.addEventListener("wheel", (event) => {
    if (!event.ctrlKey && !event.shiftKey) return;
    event.preventDefault();
    if (event.shiftKey) pan(((event.deltaY || event.deltaX) / 600) * (span.to - span.from));
    else zoomBy(event.deltaY < 0 ? -1 : 1, timeAt(event.clientX - bars.getBoundingClientRect().left));
  }, { passive: false });
  names.addEventListener("keydown", (event) => {
    const rows = [...names.children];
    if (carrying.isCarrying()) return carry(event);
    const now = rows.indexOf(document.activeElement);
    const acts = {
      ArrowDown: () => goTo(rows, now + 1), ArrowUp: () => goTo(rows, now - 1), Home: () => goTo(rows, 0), End: () => goTo(rows, rows.length - 1),
      ArrowRight: () => step(1), ArrowLeft: () => step(-1), "+": () => zoomBy(-1), "=": () => zoomBy(-1), "-": () => zoomBy(1),
      PageDown: () => pan((span.to - span.from) / 2), PageUp: () => pan((span.from - span.to) / 2), m: () => pickUp(false), M: () => pickUp(true), Escape: () => choose(null),
    };
    if (!acts[event.key]) return;
    event.preventDefault();
    acts[event.key]();
  });
}

const rowAt = (event) => Math.floor((event.clientY - parts.bars.getBoundingClientRect().top) / ROW_PX);

// The run of the chosen task (with Shift the task alone) is carried with the arrow keys, dropped with Enter, left where it is with Escape.
function pickUp(isAlone) {
  const task = resolve(get("board"), get("task"))?.task ?? null;
  if (carrying.canCarry(task)) carrying.pickUp(task, isAlone);
}

function carry(event) {
  const acts = {
    ArrowDown: () => carryTo(carrying.whereTo() + 1), ArrowUp: () => carryTo(carrying.whereTo() - 1), Enter: carrying.drop, " ": carrying.drop, Escape: carrying.letGo,
  };
  if (!acts[event.key]) return;
  event.preventDefault();
  acts[event.key]();
}

function carryTo(d) {
  carrying.over(d);
  if (get("board").duties[d]) scrollTo(d);
}

function goTo(rows, d) {
  if (!rows[d]) return;
  choose(d);
  rows[d].focus({ preventScroll: true });
}
