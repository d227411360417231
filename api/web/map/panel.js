// The map's panel: draws the board, and the duty and the street that are chosen.

import { element } from "/static/dom.js";
import { barredFeatures } from "/static/map/features.js";
import { keyOfStreet, resolve, streetsNamed, tasksOf } from "/static/map/chosen.js";
import { entries } from "/static/map/legend.js";
import { boundsOf, dutyLines, isStop, streetLine, taskLine } from "/static/map/lines.js";
import * as drawn from "/static/map/drawn.js";
import { makeMarkers, moveMarkers } from "/static/map/markers.js";
import * as pointing from "/static/map/pointing.js";
import { describe } from "/static/map/street.js";
import { createSvgMap } from "/static/map/svg.js";
import { createVectorMap } from "/static/map/vector.js";
import { afterPaint, watchPictures } from "/static/pacing.js";
import { get, on, set } from "/static/store.js";
import { fail } from "/static/today/follow.js";
import { say } from "/static/words.js";

// What is shorter, as a share of the map's shorter side, is gone nearer to: a street, a whole duty.
const [SMALL_SHARE, LARGE_SHARE] = [1 / 12, 1 / 3];
const VIEWS = { vehicle: "map_by_vehicle", coverage: "map_coverage", load: "map_load" };

let box = null;
let map = null;
let parts = null;
let isPicked = false; // on the map itself, which then stays where it is
let found = null; // all streets of the name that was looked for
let barred = null; // features that are explained, where they are no tasks

export function mount(element_) {
  box = element_;
  parts = build();
  box.append(...Object.values(parts));
  box.dataset.features = 0;
  drawn.mount(box, project);
  pointing.mount(box, parts.ground, project);
  on("language", label);
  on("board", (board) => draw(board).catch(fail));
  on("plan", sayState);
  on(["mapView", "vehicle"], () => afterPaint("show", () => show().catch(fail)));
  on("mapView", label);
  on("vehicle", () => afterPaint("fit", fitVehicle));
  on("task", showTask);
  on("focus", (features) => features && showBarred(features));
  on("time_s", moveVehicles);
  on("theme", () => setTimeout(repaint));
  window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => setTimeout(repaint));
  new ResizeObserver(() => map?.resize()).observe(box);
  label();
}

function build() {
  const tools = element("div", "", { class: "tools", role: "toolbar" });
  for (const view of Object.keys(VIEWS)) {
    const button = element("button", "", { type: "button", "data-view": view });
    button.addEventListener("click", () => set("mapView", view));
    tools.append(button);
  }
  const search = element("input", "", { type: "search", id: "find-street", list: "street-names", autocomplete: "off" });
  search.addEventListener("change", () => findStreet(search.value.trim()));
  tools.append(search, element("datalist", "", { id: "street-names" }));
  const legend = element("details", [element("summary"), element("ul", "", { id: "legend" })], { class: "legend", open: window.innerWidth > 1400 });
  const close = element("button", "×", { type: "button", class: "close" });
  close.addEventListener("click", shut);
  const street = element("section", [close, element("div", "", { class: "body" })], { id: "street", hidden: true, tabindex: "-1", "aria-live": "polite" });
  street.addEventListener("keydown", (event) => event.key === "Escape" && shut());
  return {
    ground: element("div", "", { class: "ground" }),
    vehicles: element("div", "", { class: "vehicles", "aria-hidden": "true" }),
    tools, legend, street,
    empty: element("div", "", { id: "empty" }),
  };
}

function label() {
  const view = get("mapView");
  parts.tools.setAttribute("aria-label", say("map_tools"));
  for (const button of parts.tools.querySelectorAll("button")) {
    button.textContent = say(VIEWS[button.dataset.view]);
    button.setAttribute("aria-pressed", String(button.dataset.view === view));
  }
  const search = parts.tools.querySelector("input");
  search.placeholder = say("map_find");
  search.setAttribute("aria-label", say("map_find"));
  parts.legend.querySelector("summary").textContent = say("map_legend");
  parts.street.setAttribute("aria-label", say("map_street"));
  parts.street.querySelector(".close").setAttribute("aria-label", say("map_close"));
  const board = get("board");
  parts.legend.hidden = !board;
  if (board) parts.legend.querySelector("ul").replaceChildren(...entries(board, view));
  sayState();
}

// No panel is blank: it says what is awaited, or what is to be done.
function sayState() {
  const plan = get("plan");
  parts.empty.hidden = get("board") !== null;
  parts.empty.textContent = say(plan?.result ? "map_loading" : plan?.links?.cancel ? "map_searching" : plan ? "no_routes" : "empty");
}

async function draw(board) {
  label();
  makeMarkers(parts.vehicles, board);
  box.dataset.features = board?.tasks.id.length ?? 0;
  const features = board && barredFeatures(board);
  set("features", features);
  // The same streets of the new board, in the language that it has.
  if (board && barred) showBarred(barred.map((one) => features.features[one.properties.b]).filter(Boolean), false);
  if (!board) {
    shut();
    await map?.clear();
    return;
  }
  const names = [...new Set(board.streets.name)].map((one) => board.names[one]).filter(Boolean).sort((a, b) => a.localeCompare(b, "zh"));
  parts.tools.querySelector("datalist").replaceChildren(...names.map((value) => element("option", "", { value })));
  map ??= begin();
  const source = board.generated ? say("generated_streets") : "© OpenStreetMap contributors (ODbL)";
  // What is worked, not the roads that lead there from afar.
  const lines = board.streets.line.flatMap((_, street) => (board.streets.standard[street] >= 0 ? [streetLine(board, street)] : []));
  await show();
  await map.setBoard(board, `${source} · OneBroom`, boundsOf(lines));
  if (get("board") !== board) return;
  // How fast this machine draws is known before the first click.
  watchPictures();
  box.dataset.ready = map.kind;
  showTask();
  move();
}

// What the map shows by now stands at its panel.
async function show() {
  if (!map) return;
  const view = get("mapView");
  await map.show(view, get("vehicle"));
  box.dataset.shown = view;
}

function begin() {
  const calls = { onPick: pick, onMove: move };
  try {
    return createVectorMap(parts.ground, calls);
  } catch {
    parts.ground.replaceChildren();
    const svg = createSvgMap(parts.ground, calls);
    parts.ground.append(...[["+", 0.6, "map_nearer"], ["−", 1 / 0.6, "map_farther"]].map(([sign, factor, code]) => {
      const button = element("button", sign, { type: "button", class: "zoom", "aria-label": say(code) });
      button.addEventListener("click", () => svg.zoom(factor));
      return button;
    }));
    return svg;
  }
}

function repaint() {
  map?.setTheme().catch(fail);
  label();
}

const project = (place) => map?.project(place) ?? [0, 0];

function moveVehicles() {
  const board = get("board");
  if (board && map) moveMarkers(board, get("time_s"), map.project);
}

function move() {
  moveVehicles();
  if (map) drawn.draw();
}

function fitVehicle() {
  const [board, duty] = [get("board"), get("vehicle")];
  const bounds = board && map && duty !== null ? boundsOf(dutyLines(board, duty)) : null;
  // A map that is moved is drawn anew as a whole: not for what is seen well where it is.
  if (bounds && !isInSight(bounds, LARGE_SHARE)) map.fit(bounds);
  move();
}

function pick(hit) {
  const board = get("board");
  if (pointing.isPointing()) return;
  if (!hit || !board) return shut();
  if (hit.barred) {
    const features = barredFeatures(board).features;
    showBarred(hit.barred.map((b) => features[b]), false);
  } else if (hit.facility === undefined) {
    isPicked = true;
    set("task", hit.task !== null && hit.task !== undefined ? board.tasks.id[hit.task] : keyOfStreet(hit.street));
    isPicked = false;
  }
}

function shut() {
  barred = null;
  set("task", null);
  parts.street.hidden = true;
  drawn.choose([]);
}

// Shows the chosen street or task, and goes there where it was chosen elsewhere.
function showTask() {
  const board = get("board");
  const chosen = resolve(board, get("task"));
  if (!chosen) {
    if (!barred) parts.street.hidden = true;
    drawn.choose([]);
    return;
  }
  barred = null;
  parts.street.hidden = !describe(parts.street, board, get("task"));
  if (map) drawn.choose(found ?? [chosen.street]);
  found = null;
  const wasPicked = isPicked;
  afterPaint("go", () => goTo(board, chosen, wasPicked));
}

function goTo(board, chosen, isThere) {
  if (!map || get("board") !== board) return;
  const lines = chosen.task !== null && isStop(board, chosen.task) ? [taskLine(board, chosen.task)] : [streetLine(board, chosen.street)];
  const bounds = boundsOf(lines);
  if (!isThere && !isInSight(bounds)) map.fit(bounds, covered());
}

// How much of the map what is said of a street covers: of its right side, or on a phone of its lower.
function covered() {
  const { street, ground } = parts;
  if (street.hidden) return { right: 0, bottom: 0 };
  const isBeside = street.offsetWidth < ground.clientWidth / 2;
  return isBeside ? { right: street.offsetWidth, bottom: 0 } : { right: 0, bottom: street.offsetHeight };
}

function isInSight(bounds, share = SMALL_SHARE) {
  const { clientWidth, clientHeight } = parts.ground;
  const { right, bottom } = covered();
  const corners = bounds.map(map.project);
  const isInside = corners.every(([x, y]) => x >= 0 && y >= 0 && x <= clientWidth - right && y <= clientHeight - bottom);
  const span = Math.hypot(corners[0][0] - corners[1][0], corners[0][1] - corners[1][1]);
  return isInside && span > share * Math.min(clientWidth, clientHeight);
}

function showBarred(features, isToGo = true) {
  set("task", null);
  barred = features.length ? features : null;
  parts.street.hidden = !describe(parts.street, get("board"), null, features);
  if (isToGo) map?.fit(boundsOf(features.map((one) => one.geometry.coordinates)));
}

// Chooses the street of a name where most is due, and shows all of it.
function findStreet(name) {
  const board = get("board");
  if (!board) return;
  const named = streetsNamed(board, name);
  if (!named.length) return;
  const most = named.reduce((best, one) => (tasksOf(board, one).length > tasksOf(board, best).length ? one : best));
  found = named;
  map?.fit(boundsOf(named.map((street) => streetLine(board, street))));
  set("task", keyOfStreet(most));
}
