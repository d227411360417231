// What lies on the map and is no part of it: the chosen street, what people have drawn (closed areas and
// extra work of the next plan, the pin of a case). A map without a graphics card takes a fifth of a second
// for each picture; what is drawn here stands on the screen without a new one.

import { streetLine } from "/static/map/lines.js";
import { on, get } from "/static/store.js";

const SVG = "http://www.w3.org/2000/svg";
const PIN = "M0 0C-4 -9 -8 -12 -8 -18A8 8 0 1 1 8 -18C8 -12 4 -9 0 0Z"; // its point is where it stands
const STREET_M = 20; // so wide a chosen street is marked
const [THIN_PX, WIDE_PX] = [8, 26]; // but from afar and from near no thinner and no wider
const PER_DEG_M = 111_320; // of latitude

let paper = null;
let project = null;
let chosen = []; // streets, by their numbers

const make = (tag, attributes, parent) => {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  parent.append(made);
  return made;
};

export function mount(box, projectNow) {
  project = projectNow;
  paper = make("svg", { class: "drawn", "aria-hidden": "true" }, box);
  on(["different", "pin", "corners", "closing", "board"], draw);
}

// Marks streets, in place of those that were.
export function choose(streets) {
  if (!streets.length && !chosen.length) return;
  chosen = streets;
  draw();
}

// Draws them where they lie on the map as it is.
export function draw() {
  paper.replaceChildren();
  const board = get("board");
  if (!board) return;
  mark(board);
  const { closures = [], extra = [] } = get("different") ?? {};
  for (const one of closures) if (one.area) outline(one.area, "closed");
  for (const one of extra) pin(one.at, "extra");
  const corners = get("corners") ?? [];
  if (corners.length) outline(corners, "corners");
  if (get("closing")) outline(get("closing"), "closed");
  if (get("pin")) pin(get("pin"), "case");
}

function mark(board) {
  const lines = chosen.filter((street) => board.streets.line[street]).map((street) => streetLine(board, street));
  if (!lines.length) return;
  const [lon, lat] = lines[0][0];
  const [[, here], [, there]] = [project([lon, lat]), project([lon, lat + STREET_M / PER_DEG_M])];
  const width = Math.min(WIDE_PX, Math.max(THIN_PX, Math.abs(there - here)));
  const d = lines.map((line) => line.map((place, i) => `${i ? "L" : "M"}${project(place).map((n) => n.toFixed(1)).join(" ")}`).join("")).join("");
  make("path", { d, class: "chosen", "stroke-width": width.toFixed(1) }, paper);
}

function outline(area, name) {
  const points = area.map(project);
  make("polygon", { points: points.map((one) => one.map((n) => n.toFixed(1)).join(",")).join(" "), class: name }, paper);
  if (name === "corners") for (const [cx, cy] of points) make("circle", { cx, cy, r: 4 }, paper);
}

function pin(at, name) {
  const [x, y] = project(at);
  const sign = make("g", { transform: `translate(${x.toFixed(1)} ${y.toFixed(1)})`, class: name }, paper);
  make("path", { d: PIN }, sign);
  make("circle", { cy: -18, r: 3 }, sign);
}
