// What is different today: weather, who stays in, what is off, closed or done besides, wider hours.

import { element } from "/static/dom.js";
import { get, on, set } from "/static/store.js";
import { closuresAsked, closuresPart } from "/static/today/closures.js";
import * as extra from "/static/today/extra.js";
import { say, word } from "/static/words.js";

const WEATHER = ["rain", "snow", "frost", "wind"];
const NOTHING = { vehicles: [], stops: [], closures: [], extra: [], wider: [], shifts: [], weather: null, isClose: false, calendar: null };

set("different", NOTHING);

const change = (values) => set("different", { ...get("different"), ...values });

// Returns what of it goes into a request.
export function differences() {
  const { vehicles, stops, closures, wider, shifts, weather, isClose, calendar } = get("different");
  const asked = {};
  if (vehicles.length) asked.vehicles_off = vehicles;
  if (stops.length) asked.stops_off = stops;
  if (closures.length) asked.closures = closuresAsked();
  if (get("different").extra.length) asked.extra_tasks = extra.extraAsked();
  if (wider.length) asked.wider = wider.map(({ stop, earlier_minutes, later_minutes }) => ({ stop, earlier_minutes, later_minutes }));
  const [longer, more] = [shifts.filter((one) => one.minutes), shifts.filter((one) => !one.minutes)];
  if (longer.length) asked.overtime = longer.map(({ vehicle, shift, minutes }) => ({ vehicle, shift, later_minutes: minutes }));
  if (more.length) asked.more_shifts = more.map(({ vehicle, shift }) => ({ vehicle, shift }));
  if (weather) asked.weather = weather;
  if (isClose && get("plan")?.result) asked.reference = get("plan").id;
  if (calendar) asked.calendar = calendar;
  return asked;
}

const SHIFTS = ["longer_shift", "more_shift"];
const WINDOWS = ["earlier_window", "later_window"];
const stopOf = (task) => task.slice(task.indexOf("/") + 1);

// Takes what would serve a task into the next request.
export function takeRemedy(task, name, reason) {
  if (SHIFTS.includes(reason.kind)) return takeShift(reason);
  const stop = stopOf(task);
  const [earlier_minutes, later_minutes] = reason.kind === "earlier_window" ? [reason.minutes, 0] : [0, reason.minutes];
  const others = get("different").wider.filter((one) => one.stop !== stop);
  return change({ wider: [...others, { stop, name, earlier_minutes, later_minutes }] });
}

// A shift is made longer once, by as much as any task asks for that was taken; more of it may be wanted
// beside that.
function takeShift({ kind, vehicle, shift, minutes }) {
  const others = get("different").shifts.filter((one) => !(one.kind === kind && one.vehicle === vehicle && one.shift === shift));
  const duty = get("board").duties.find((one) => one.vehicle_id === vehicle && one.shift_id === shift);
  change({ shifts: [...others, { kind, vehicle, shift, minutes, name: duty?.shift ?? shift }] });
}

export const canTake = (reason) => [...SHIFTS, ...WINDOWS].includes(reason.kind);

// A longer shift that is taken is long enough for whoever asks for less of it.
export function isTaken(task, { kind, vehicle, shift, minutes }) {
  const { wider, shifts } = get("different");
  if (!SHIFTS.includes(kind)) return wider.some((one) => one.stop === stopOf(task));
  return shifts.some((one) => one.kind === kind && one.vehicle === vehicle && one.shift === shift && one.minutes >= minutes);
}

export function mount(box) {
  const head = element("summary");
  const body = element("div");
  const besides = element("div");
  const fold = element("details", [head, body, besides], { id: "different" });
  box.append(fold);
  const show = () => {
    head.textContent = [say("different"), count()].filter(Boolean).join(" ");
    body.replaceChildren(weather(), listPart("vehicles"), listPart("stops"), closuresPart({ chips, change }), wider(), otherShifts(), close(), byCalendar());
  };
  on(["different", "language", "board"], () => {
    // What is being typed stays.
    const typed = [...body.querySelectorAll("input[list]")].map((one) => one.value);
    const focus = document.activeElement?.id;
    show();
    body.querySelectorAll("input[list]").forEach((one, i) => (one.value = typed[i] ?? ""));
    if (focus && body.querySelector(`#${focus}`)) body.querySelector(`#${focus}`).focus();
  });
  show();
  extra.mount(besides, change);
}

function count() {
  const { vehicles, stops, closures, extra: work, wider: hours, shifts, weather: sky, isClose, calendar } = get("different");
  const sum = vehicles.length + stops.length + closures.length + work.length + hours.length + shifts.length + (sky ? 1 : 0) + (isClose ? 1 : 0) + (calendar ? 1 : 0);
  return sum ? `(${sum})` : "";
}

function weather() {
  const now = get("different").weather;
  const box = element("fieldset", element("legend", say("weather")));
  const boxes = WEATHER.map((one) => {
    const input = element("input", "", { type: "checkbox", id: `weather-${one}`, checked: Boolean(now?.includes(one)) });
    input.addEventListener("change", () => {
      const kept = (now ?? []).filter((other) => other !== one);
      change({ weather: input.checked ? [...kept, one] : kept.length ? kept : null });
    });
    return element("label", [input, element("span", word("weather", one))], { class: "check" });
  });
  box.append(element("div", boxes, { class: "row" }));
  return box;
}

const LISTS = {
  vehicles: () => [say("vehicles_off"), [...new Set((get("board")?.duties ?? []).map((one) => one.vehicle_id))].map((id) => [id, id])],
  stops: () => [say("stops_off"), stopsOf(get("board"))],
};

function stopsOf(board) {
  if (!board) return [];
  const { id, work, name } = board.tasks;
  return id.flatMap((one, i) => (["kitchen", "container"].includes(work[i]) ? [[one.slice(one.indexOf("/") + 1), board.names[name[i]] ?? one]] : []));
}

const listPart = (kind) => chips(kind, ...LISTS[kind](), get("different")[kind], (ids) => change({ [kind]: ids }));

// A list that grows by what is typed, known or not, and from which each can be taken off again.
function chips(kind, title, known, ids, onChange) {
  const names = new Map(known);
  const input = element("input", "", { type: "text", list: `known-${kind}`, id: `add-${kind}`, "aria-label": title, autocomplete: "off" });
  const add = element("button", say("add"), { type: "button", "aria-label": `${say("add")}: ${title}` });
  const take = () => {
    const given = input.value.trim();
    const id = names.has(given) ? given : (known.find(([, name]) => name === given)?.[0] ?? given);
    if (!id) return;
    input.value = "";
    if (!ids.includes(id)) onChange([...ids, id]);
  };
  add.addEventListener("click", take);
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    take();
  });
  const options = element("datalist", known.map(([id, name]) => element("option", name, { value: id })), { id: `known-${kind}` });
  return element("fieldset", [
    element("legend", title),
    element("div", [input, add, options], { class: "row" }),
    chipList(ids.map((id) => [id, names.get(id) ?? id]), (gone) => onChange(ids.filter((one) => one !== gone))),
  ]);
}

function chipList(items, drop) {
  return element("ul", items.map(([id, text]) => {
    const away = element("button", "×", { type: "button", "aria-label": say("take_off", { name: text }) });
    away.addEventListener("click", () => drop(id));
    return element("li", [text, away]);
  }), { class: "chips" });
}

function wider() {
  const listed = get("different").wider;
  if (!listed.length) return "";
  const items = listed.map((one) => [one.stop, say(one.earlier_minutes ? "opens_earlier" : "closes_later", { name: one.name, minutes: one.earlier_minutes || one.later_minutes })]);
  return element("fieldset", [element("legend", say("wider_hours")), chipList(items, (stop) => change({ wider: listed.filter((one) => one.stop !== stop) }))]);
}

function otherShifts() {
  const listed = get("different").shifts;
  if (!listed.length) return "";
  const items = listed.map((one) => [one, say(one.kind, { vehicle: one.vehicle, shift: one.name, minutes: one.minutes })]);
  return element("fieldset", [element("legend", say("other_shifts")), chipList(items, (gone) => change({ shifts: listed.filter((one) => one !== gone) }))]);
}

function close() {
  const input = element("input", "", { type: "checkbox", id: "stay-close", checked: get("different").isClose });
  input.addEventListener("change", () => change({ isClose: input.checked }));
  return element("label", [input, element("span", say("stay_close"))], { class: "check" });
}

function byCalendar() {
  const { calendar } = get("different");
  if (!calendar) return "";
  return element("fieldset", [element("legend", say("calendar")), chipList([["calendar", say("calendar_of", { date: calendar.calendar.monday })]], () => change({ calendar: null }))]);
}
