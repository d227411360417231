// The map where the browser has no WebGL2: lines in one SVG, moved and zoomed by its view box.

import { colourOf } from "/static/dom.js";
import { fillOf, stateOfKerb, stateOfTask } from "/static/map/coverage.js";
import { rankOf } from "/static/map/features.js";
import { listen } from "/static/map/dragging.js";
import { degrees, driveLine, isStop, narrowingOf, streetLine, taskLine, unpack, wayLine } from "/static/map/lines.js";
import { palette, rampColour } from "/static/map/palette.js";
import { createScale } from "/static/map/scale.js";

const SVG = "http://www.w3.org/2000/svg";
const PER_DEG = 100_000; // units of the drawing
const KERB_M = 4; // so far from its street a kerb is drawn
const MOST_NAMES = 60;
const REACH_PX = 10;

const make = (tag, attributes = {}, parent = null) => {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  parent?.append(made);
  return made;
};

export function createSvgMap(box, { onPick, onMove }) {
  const svg = make("svg", { role: "img", preserveAspectRatio: "xMidYMid meet" }, box);
  const showScale = createScale(box);
  let board = null;
  let view = null; // {x, y, w, h} in units
  let shown = { view: "vehicle", duty: null };
  const at = ([lon, lat]) => [lon * PER_DEG * narrowingOf(board), -lat * PER_DEG];
  const path = (points) => points.map((one, i) => `${i ? "L" : "M"}${at(one).map((n) => n.toFixed(1)).join(" ")}`).join("");
  const line = (d, colour, width, more = {}, parent = svg) => make("path", { d, fill: "none", stroke: colour, "stroke-width": width, "vector-effect": "non-scaling-stroke", ...more }, parent);

  // Units to a pixel, and where the drawing begins: it is centred in the box.
  function frame() {
    const scale = Math.max(view.w / box.clientWidth, view.h / box.clientHeight) || 1;
    return { scale, left: view.x - (box.clientWidth * scale - view.w) / 2, top: view.y - (box.clientHeight * scale - view.h) / 2 };
  }
  const toPixels = (place) => {
    const { scale, left, top } = frame();
    const [x, y] = at(place);
    return [(x - left) / scale, (y - top) / scale];
  };

  function setView(next) {
    view = next;
    svg.setAttribute("viewBox", [view.x, view.y, view.w, view.h].join(" "));
    // Behind another view it has no size; sizes of what is on it are set when it comes back.
    if (!box.clientWidth || !box.clientHeight) return;
    const { scale } = frame();
    for (const one of svg.querySelectorAll("text")) one.setAttribute("font-size", 12 * scale);
    for (const one of svg.querySelectorAll("circle")) one.setAttribute("r", Number(one.dataset.px) * scale);
    showScale(PER_DEG / scale);
    onMove();
  }
  function zoom(factor, [px, py] = [box.clientWidth / 2, box.clientHeight / 2]) {
    const { scale, left, top } = frame();
    const [x, y] = [left + px * scale, top + py * scale];
    setView({ x: x - (x - view.x) * factor, y: y - (y - view.y) * factor, w: view.w * factor, h: view.h * factor });
  }

  // Kerbs lie beside their street, lanes nearer to its middle.
  function beside(points, side, lane) {
    const sign = { right: 1, left: -1 }[side] ?? 0;
    const off = sign * (lane ? Math.max(0.5, KERB_M - 1.5 * lane) : KERB_M);
    if (!off) return path(points);
    const flat = points.map(at);
    return flat.map(([x, y], i) => {
      const [a, b] = [flat[Math.max(0, i - 1)], flat[Math.min(flat.length - 1, i + 1)]];
      const length = Math.hypot(b[0] - a[0], b[1] - a[1]) || 1;
      return `${i ? "L" : "M"}${(x - (off * (b[1] - a[1])) / length).toFixed(1)} ${(y + (off * (b[0] - a[0])) / length).toFixed(1)}`;
    }).join("");
  }

  // What is painted alike is one path: of a duty, of a state, of a share of what is full.
  function work() {
    const paths = new Map(); // colour and duty -> d
    const add = (colour, duty, state, d) => {
      const key = `${colour}|${duty}|${state}`;
      paths.set(key, (paths.get(key) ?? "") + d);
    };
    const colours = palette();
    const fills = {};
    for (const duty of board.duties) duty.activities.task.forEach((task, i) => task >= 0 && (fills[task] = fillOf(duty, i)));
    const { way, side, lane, duty } = board.tasks;
    for (let task = 0; task < way.length; task++) {
      if (isStop(board, task)) continue;
      const state = stateOfTask(board, task);
      const colour = { coverage: colours[state], load: task in fills ? rampColour(fills[task]) : colours.faint, vehicle: duty[task] < 0 ? colours.uncovered : colourOf(duty[task]) }[shown.view];
      add(colour, duty[task], state, beside(taskLine(board, task), side[task], lane[task]));
    }
    if (shown.view === "coverage") {
      board.kerbs.way.forEach((one, kerb) => add(colours[stateOfKerb(board, kerb)], -1, stateOfKerb(board, kerb), beside(wayLine(board, one), board.kerbs.side[kerb], 0)));
    }
    for (const [key, d] of paths) {
      const [colour, d_, state] = key.split("|");
      const own = Number(d_);
      const thin = own < 0 && shown.view !== "coverage";
      line(d, colour, thin ? 1 : 2.4, { "data-duty": own, "data-state": state, ...(thin ? { "stroke-dasharray": "3 2" } : {}), opacity: shown.duty === null || shown.duty === own ? 1 : 0.1 });
    }
  }

  function names(c) {
    const longest = new Map(); // name -> its longest street
    const { name, highway, length_m, beyond } = board.streets;
    name.forEach((one, street) => {
      if (beyond[street] || !board.names[one] || rankOf(board.highways[highway[street]]) > 1) return;
      if (!longest.has(one) || length_m[longest.get(one)] < length_m[street]) longest.set(one, street);
    });
    const chosen = [...longest].sort((a, b) => length_m[b[1]] - length_m[a[1]]).slice(0, MOST_NAMES);
    for (const [one, street] of chosen) {
      const points = streetLine(board, street);
      const [x, y] = at(points[points.length >> 1]);
      const text = make("text", { x, y, fill: c.label, stroke: c.halo, "stroke-width": 3, "vector-effect": "non-scaling-stroke", "paint-order": "stroke", "text-anchor": "middle" }, svg);
      text.textContent = board.names[one];
    }
  }

  function draw() {
    svg.replaceChildren();
    if (!board) return;
    const c = palette();
    line(board.water.map((one) => path(unpack(board, one))).join(""), c.water, 3);
    const ranks = ["", "", ""];
    board.streets.highway.forEach((one, street) => {
      if (!board.streets.beyond[street]) ranks[rankOf(board.highways[one])] += path(streetLine(board, street));
    });
    ranks.forEach((d, rank) => d && line(d, rank ? c.street : c.major, [2.6, 1.8, 1][rank]));
    for (const { line: steps, properties } of board.barred) {
      line(path(unpack(board, steps)), properties.closed ? c.closed : c.cutoff, 1.6, { "stroke-dasharray": "4 2", class: "barred" });
    }
    board.duties.forEach((duty, d) => {
      if (shown.view === "coverage" || (shown.duty !== null && shown.duty !== d)) return;
      const runs = duty.activities.ways.map((_, i) => path(driveLine(board, duty.activities, i))).join("");
      if (runs) line(runs, colourOf(d), shown.duty === d ? 1.6 : 0.6, { opacity: shown.duty === d ? 1 : 0.5, "stroke-dasharray": "3 2" });
    });
    work();
    names(c);
    points(c);
    if (view) setView(view);
  }

  function points(c) {
    for (const key of Object.keys(board.tasks.at)) {
      const task = Number(key);
      const duty = board.tasks.duty[task];
      const [x, y] = at(taskLine(board, task)[0]);
      const colour = shown.view === "coverage" ? c[stateOfTask(board, task)] : duty < 0 ? c.uncovered : colourOf(duty);
      make("circle", { cx: x, cy: y, "data-px": 3, fill: colour, opacity: shown.duty === null || shown.duty === duty ? 1 : 0.15 }, svg);
    }
    for (const one of board.facilities) {
      const [x, y] = at(degrees(board, one.at));
      make("circle", { cx: x, cy: y, "data-px": one.kind === "water_point" ? 4 : 6, fill: c[one.kind], stroke: c.ring, "stroke-width": 2, "vector-effect": "non-scaling-stroke" }, svg);
    }
  }

  // The street nearest to a click; a stop that lies nearer still.
  function find([px, py]) {
    let best = { away: REACH_PX, found: null };
    for (const key of Object.keys(board.tasks.at)) {
      const [x, y] = toPixels(taskLine(board, Number(key))[0]);
      const away = Math.hypot(x - px, y - py);
      if (away < Math.min(best.away, 6)) best = { away, found: { task: Number(key), street: board.tasks.way[key] >> 1 } };
    }
    if (best.found) return best.found;
    board.streets.line.forEach((_, street) => {
      if (board.streets.beyond[street]) return;
      const away = awayFrom(streetLine(board, street).map(toPixels), [px, py]);
      if (away < best.away) best = { away, found: { street, task: null } };
    });
    return best.found;
  }

  listen(box, svg, { zoom, isReady: () => board && view, onClick: (place) => onPick(find(place)), onDrag: (dx, dy) => {
    const { scale } = frame();
    setView({ ...view, x: view.x - dx * scale, y: view.y - dy * scale });
  } });

  const around = ([[west, south], [east, north]], room) => {
    const [[x, bottom], [right, y]] = [at([west, south]), at([east, north])];
    const [w, h] = [Math.max(right - x, 200), Math.max(bottom - y, 200)];
    return { x: x - w * room, y: y - h * room, w: w * (1 + 2 * room), h: h * (1 + 2 * room) };
  };
  return {
    kind: "svg",
    async setBoard(next, credit, bounds) {
      board = next;
      svg.setAttribute("aria-label", credit);
      view = around(bounds ?? [degrees(board, board.bounds.slice(0, 2)), degrees(board, board.bounds.slice(2))], 0.03);
      draw();
    },
    async clear() {
      board = view = null;
      draw();
    },
    async show(name, duty) {
      shown = { view: name, duty };
      draw();
    },
    async setTheme() {
      draw();
    },
    fit: (bounds) => board && bounds && setView(around(bounds, 0.3)),
    project: toPixels,
    zoom,
    resize: () => view && setView(view),
  };
}

function awayFrom(points, [px, py]) {
  let least = Infinity;
  for (let i = 1; i < points.length; i++) {
    const [[ax, ay], [bx, by]] = [points[i - 1], points[i]];
    const square = (bx - ax) ** 2 + (by - ay) ** 2 || 1;
    const share = Math.min(1, Math.max(0, ((px - ax) * (bx - ax) + (py - ay) * (by - ay)) / square));
    least = Math.min(least, Math.hypot(ax + share * (bx - ax) - px, ay + share * (by - ay) - py));
  }
  return least;
}
