// What people have drawn on the map: closed areas and extra work of the next plan, the pin of a case.

import { on, get } from "/static/store.js";

const SVG = "http://www.w3.org/2000/svg";
const PIN = "M0 0C-4 -9 -8 -12 -8 -18A8 8 0 1 1 8 -18C8 -12 4 -9 0 0Z"; // its point is where it stands

let paper = null;
let project = null;

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

// Draws them where they lie on the map as it is.
export function draw() {
  paper.replaceChildren();
  if (!get("board")) return;
  const { closures = [], extra = [] } = get("different") ?? {};
  for (const one of closures) if (one.area) outline(one.area, "closed");
  for (const one of extra) pin(one.at, "extra");
  const corners = get("corners") ?? [];
  if (corners.length) outline(corners, "corners");
  if (get("closing")) outline(get("closing"), "closed");
  if (get("pin")) pin(get("pin"), "case");
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
