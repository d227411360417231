// Which streets are swept in one of the compared scenarios and not in another: a map and a list.

import { button, element, field, number, row, select } from "/static/dom.js";
import { listen } from "/static/map/dragging.js";
import { createScale } from "/static/map/scale.js";
import { ask } from "/static/session.js";
import { fail } from "/static/today/follow.js";
import { say } from "/static/words.js";

const SVG = "http://www.w3.org/2000/svg";
const PER_DEG = 100_000; // units of the drawing
const MOST = 40; // streets that are listed
const SIGNS = { gained: "streets_gained", lost: "streets_lost" };
const CHANGES = { gained: "is_gained", lost: "is_lost" };
const CHOICES = { base: "streets_base", other: "streets_other" };
const [NEARER, FARTHER] = [0.6, 1 / 0.6];
const ROOM = 0.03; // beside all streets, as a share of them
const LEAST_SPAN = 400; // units that are seen at least

let chosen = {}; // of which comparison, and the places of two of its scenarios
let drawn = null; // what was read for it

// Returns the section; nothing where fewer than two scenarios have plans.
export function changedStreets(compared) {
  if (compared.planned.length < 2) return [];
  if (chosen.id !== compared.id) [chosen, drawn] = [{ id: compared.id, base: compared.planned[0], other: compared.planned.at(-1) }, null];
  const body = element("div", "", { id: "changed-streets", "aria-live": "polite" });
  const choose = (part) => {
    const made = select(compared.planned.map((place) => [place, compared.names[place]]), { name: part });
    made.value = chosen[part];
    made.addEventListener("change", () => {
      chosen[part] = Number(made.value);
      drawn = null;
      show(body).catch(fail);
    });
    return field(CHOICES[part], made);
  };
  show(body, compared.plans_done).catch((error) => body.replaceChildren(element("p", error.message, { class: "notice" })));
  return [element("h3", say("changed_streets")), element("div", [choose("base"), choose("other")], { class: "row" }), body];
}

// What is there stays until there is better: a comparison grows plan by plan.
async function show(body, version = drawn?.version) {
  if (drawn) fill(body, drawn.features);
  else body.replaceChildren(element("p", say("streets_loading"), { class: "empty" }));
  if (drawn && drawn.version === version) return;
  const { id, base, other } = chosen;
  const { features } = await ask(`/comparisons/${id}/streets?base=${base}&other=${other}`);
  if (chosen.id !== id || chosen.base !== base || chosen.other !== other) return;
  drawn = { version, features };
  fill(body, features);
}

function fill(body, features) {
  const changed = features.filter((one) => one.properties.change !== "none");
  const box = element("div", "", { class: "ground" });
  const map = draw(box, features, told(changed));
  const tools = [["+", NEARER, "map_nearer"], ["−", FARTHER, "map_farther"]].map(([sign, factor, code]) => {
    const made = element("button", sign, { type: "button", class: "zoom", "aria-label": say(code) });
    made.addEventListener("click", () => map.zoom(factor));
    return made;
  });
  tools.push(button("whole_map", map.fitAll));
  const signs = Object.entries(SIGNS).map(([one, code]) => element("li", [element("i", "", { class: one }), say(code, lengthOf(changed, one))]));
  body.replaceChildren(
    element("ul", signs, { class: "signs" }),
    element("div", [box, element("div", tools, { class: "zooms" })], { class: "changed-map" }),
    ...list(changed, map),
  );
  map.fitAll();
}

const lengthOf = (changed, kind) => {
  const own = changed.filter((one) => one.properties.change === kind);
  return { km: number(own.reduce((sum, one) => sum + one.properties.length_m, 0) / 1000, 1) };
};

const told = (changed) => Object.entries(SIGNS).map(([one, code]) => say(code, lengthOf(changed, one))).join("; ");

// The streets by name, the longest first; a click goes there.
function list(changed, map) {
  if (!changed.length) return [element("p", say("streets_alike"), { class: "empty" })];
  const named = new Map();
  for (const one of changed) {
    const { name, change, length_m } = one.properties;
    const key = `${change} ${name}`;
    const own = named.get(key) ?? { name: name || say("no_name"), change, length_m: 0, lines: [] };
    own.length_m += length_m;
    own.lines.push(one.geometry.coordinates);
    named.set(key, own);
  }
  const sorted = [...named.values()].sort((a, b) => b.length_m - a.length_m);
  const rows = sorted.slice(0, MOST).map((one) => {
    const go = element("button", one.name, { type: "button", class: "plain name" });
    go.addEventListener("click", () => map.fit(one.lines));
    return row([element("td", go), say(CHANGES[one.change]), number(one.length_m / 1000, 2)]);
  });
  const table = element("table", [element("thead", row([say("street"), say("change"), say("km")], "th")), element("tbody", rows)]);
  const more = sorted.length > MOST ? [element("p", say("more", { count: number(sorted.length - MOST) }), { class: "soft" })] : [];
  return [element("div", table, { class: "wide" }), ...more];
}

function draw(box, features, name) {
  const svg = document.createElementNS(SVG, "svg");
  for (const [key, value] of Object.entries({ role: "img", "aria-label": name, preserveAspectRatio: "xMidYMid meet" })) svg.setAttribute(key, value);
  box.append(svg);
  const showScale = createScale(box);
  const lines = (feature) => (feature.geometry.type === "LineString" ? [feature.geometry.coordinates] : feature.geometry.coordinates);
  const all = features.flatMap(lines);
  const narrowing = Math.cos(((all[0]?.[0]?.[1] ?? 0) * Math.PI) / 180);
  const at = ([lon, lat]) => [lon * PER_DEG * narrowing, -lat * PER_DEG];
  const path = (line) => line.map((one, i) => `${i ? "L" : "M"}${at(one).map((n) => n.toFixed(1)).join(" ")}`).join("");
  for (const change of ["none", "lost", "gained"]) {
    const made = document.createElementNS(SVG, "path");
    const own = features.filter((one) => one.properties.change === change);
    made.setAttribute("d", own.flatMap(lines).map(path).join(""));
    made.setAttribute("class", change);
    made.setAttribute("vector-effect", "non-scaling-stroke");
    svg.append(made);
  }
  let view = null; // {x, y, w, h} in units
  const scale = () => Math.max(view.w / (box.clientWidth || 1), view.h / (box.clientHeight || 1));
  const setView = (next) => {
    view = next;
    svg.setAttribute("viewBox", [view.x, view.y, view.w, view.h].join(" "));
    showScale(PER_DEG / scale());
  };
  const zoom = (factor) => setView({ x: view.x + (view.w * (1 - factor)) / 2, y: view.y + (view.h * (1 - factor)) / 2, w: view.w * factor, h: view.h * factor });
  const fit = (wanted, room = 0.3) => {
    const points = wanted.flat().map(at);
    if (!points.length) return;
    const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)];
    const least = (values) => values.reduce((a, b) => Math.min(a, b));
    const most = (values) => values.reduce((a, b) => Math.max(a, b));
    const [w, h] = [Math.max(most(xs) - least(xs), LEAST_SPAN), Math.max(most(ys) - least(ys), LEAST_SPAN)];
    const [x, y] = [(most(xs) + least(xs)) / 2, (most(ys) + least(ys)) / 2];
    setView({ x: x - w * (0.5 + room), y: y - h * (0.5 + room), w: w * (1 + 2 * room), h: h * (1 + 2 * room) });
  };
  listen(box, svg, {
    zoom, isReady: () => view !== null, onClick: () => {}, isInPage: true,
    onDrag: (dx, dy) => setView({ ...view, x: view.x - dx * scale(), y: view.y - dy * scale() }),
  });
  return { zoom, fit, fitAll: () => fit(all, ROOM) };
}
