// Work of the next plan that no standard and no contract owes: what, where, how long.

import { element, field, select } from "/static/dom.js";
import { streetLine } from "/static/map/lines.js";
import { streetsNamed } from "/static/map/chosen.js";
import { get, on, set } from "/static/store.js";
import { say, word } from "/static/words.js";

const WORKS = ["sweep", "wash", "kitchen", "container"];
const [FIRST, LAST] = ["00:00", "48:00"]; // of a window of which one end is not stated
const POINT = /^(-?\d+(?:\.\d+)?)\s*[,，]\s*(-?\d+(?:\.\d+)?)$/;

// Returns it as a request has it.
export const extraAsked = () =>
  get("different").extra.map(({ id, name, work, at: [lon, lat], minutes, from, until }) => ({
    id, name, work, lon, lat, minutes, windows: from || until ? [`${from || FIRST}-${until || LAST}`] : [],
  }));

// Makes the part of the form, which stays as it is while something is typed.
export function mount(box, change) {
  let at = null; // the point that was chosen on the map
  const controls = {
    work: select([], { id: "extra-work" }),
    name: element("input", "", { id: "extra-name", type: "text", maxlength: 80, autocomplete: "off" }),
    place: element("input", "", { id: "extra-place", type: "text", list: "known-closures", autocomplete: "off" }),
    minutes: element("input", "", { id: "extra-minutes", type: "number", min: 1, max: 1440, value: 30 }),
    from: element("input", "", { id: "extra-from", type: "time" }),
    until: element("input", "", { id: "extra-until", type: "time" }),
  };
  const fields = Object.fromEntries(Object.entries(CODES).map(([name, code]) => [name, field(code, controls[name])]));
  const legend = element("legend");
  const onMap = element("button", "", { type: "button", id: "extra-on-map" });
  const add = element("button", "", { type: "button", id: "extra-add" });
  const problem = element("p", "", { class: "error", role: "alert", hidden: true });
  const list = element("ul", "", { class: "chips" });
  box.append(element("fieldset", [
    legend,
    element("div", [fields.work, fields.name], { class: "row" }),
    element("div", [fields.place, onMap], { class: "row" }),
    element("div", [fields.minutes, fields.from, fields.until, add], { class: "row" }),
    problem, list,
  ]));
  onMap.addEventListener("click", () => set("pointing", { kind: "pin", take: ([point]) => {
    at = point;
    controls.place.value = point.join(", ");
    problem.hidden = true;
  } }));
  controls.place.addEventListener("input", () => (at = null));
  add.addEventListener("click", () => {
    const where = at ?? placeOf(controls.place.value.trim());
    const minutes = Number(controls.minutes.value);
    problem.hidden = Boolean(where) && minutes >= 1;
    problem.textContent = say(where ? "extra_needs_minutes" : "extra_needs_place");
    if (!problem.hidden) return;
    const listed = get("different").extra;
    const id = nextId(listed);
    const name = controls.name.value.trim() || `${word("work", controls.work.value)} ${id}`;
    change({ extra: [...listed, { id, name, work: controls.work.value, at: where, minutes, from: controls.from.value, until: controls.until.value }] });
    controls.name.value = controls.place.value = "";
    at = null;
  });
  // Enter adds: it does not ask for the plan yet.
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.target.tagName !== "INPUT") return;
    event.preventDefault();
    add.click();
  });
  const show = () => {
    const chosen = controls.work.value || WORKS[0];
    legend.textContent = say("extra_tasks");
    controls.work.replaceChildren(...WORKS.map((one) => element("option", word("work", one), { value: one })));
    controls.work.value = chosen;
    for (const [name, code] of Object.entries(CODES)) fields[name].firstElementChild.textContent = say(code);
    onMap.textContent = say("on_the_map");
    onMap.disabled = !get("board");
    add.textContent = say("add");
    add.setAttribute("aria-label", `${say("add")}: ${say("extra_tasks")}`);
    list.replaceChildren(...get("different").extra.map((one) => chip(one, change)));
  };
  on(["different", "language", "board"], show);
  show();
}

const CODES = { work: "work", name: "name", place: "street_or_point", minutes: "minutes", from: "from", until: "until" };

function nextId(listed) {
  const there = new Set(listed.map((one) => one.id));
  let count = 1;
  while (there.has(String(count))) count += 1;
  return String(count);
}

function chip(one, change) {
  const hours = [one.from, one.until].some(Boolean) ? ` ${one.from || FIRST}–${one.until}` : "";
  const text = say("extra_task", { name: one.name, work: word("work", one.work), minutes: one.minutes }) + hours;
  const away = element("button", "×", { type: "button", "aria-label": say("take_off", { name: one.name }) });
  away.addEventListener("click", () => change({ extra: get("different").extra.filter((other) => other !== one) }));
  return element("li", [text, away]);
}

// Returns the point that is written, or the middle of the longest piece of the street that is named.
function placeOf(written) {
  const point = POINT.exec(written);
  if (point) return [Number(point[1]), Number(point[2])];
  const board = get("board");
  const named = board ? streetsNamed(board, written) : [];
  if (!named.length) return null;
  const { length_m } = board.streets;
  const line = streetLine(board, named.reduce((best, one) => (length_m[one] > length_m[best] ? one : best)));
  const half = (line.length - 1) / 2;
  const [a, b] = [line[Math.floor(half)], line[Math.ceil(half)]];
  // Of a straight line the middle, else a corner near it.
  return [0, 1].map((n) => Number(((a[n] + b[n]) / 2).toFixed(6)));
}
