// The layers of the vector map, and how each view paints them.

import { STATES } from "/static/map/coverage.js";
import { palette } from "/static/map/palette.js";

// Pixels by zoom: metres at these latitudes would need a table.
const width = (near, far) => ["interpolate", ["linear"], ["zoom"], 10, far, 14, (near + far) / 2, 17, near];
const offset = ["interpolate", ["linear"], ["zoom"], 11, ["*", ["get", "o"], 1.1], 14, ["*", ["get", "o"], 3.2], 17, ["*", ["get", "o"], 10]];
const isPoint = (kind) => ["==", ["get", "kind"], kind];
const byDuty = (duty) => ["==", ["get", "d"], duty ?? -2];
const states = (colours) => ["match", ["get", "k"], ...Object.keys(STATES).flatMap((one) => [one, colours[one]]), colours.faint];

// A name is a picture that is drawn when it is first wanted, in letters of the machine: the map's own
// would have to be fetched.
const written = (name) => ["concat", NAME, name];

export const NAME = "name:"; // what the id of a written name begins with

export function colourOfView(view) {
  const colours = palette();
  if (view === "coverage") return states(colours);
  if (view === "load") {
    const steps = colours.ramp.flatMap((colour, n) => (n ? [n / colours.ramp.length, colour] : [colour]));
    return ["case", ["<", ["get", "f"], 0], colours.faint, ["step", ["get", "f"], ...steps]];
  }
  return ["case", ["<", ["get", "d"], 0], colours.uncovered, ["get", "c"]];
}

// What matters more lies above.
const ORDER = ["match", ["get", "k"], "missed", 0, ["washed", "hand", "later"], 1, "uncovered", 3, 2];

// By vehicle and by load one sees who drives where; what nobody does is thin and dashed.
const done = [">=", ["get", "d"], 0];
const missed = ["all", ["<", ["get", "d"], 0], [">=", ["get", "t"], 0]];

// Each mix of what is the same for all features and what is not is a program that is made when it is
// first drawn; without a graphics card that takes a tenth of a second. So layers of a kind have the
// same mix: colours that are all the same are written as if they were not.
const each = (colour) => ["case", ["has", "o"], colour, colour];

const RADIUS = (more) => ["interpolate", ["linear"], ["zoom"], 11, ["case", ["has", "facility"], PLACE, 2 + more], 14, ["case", ["has", "facility"], PLACE, ["+", 3 + more, ["/", ["sqrt", ["get", "kg"]], 14]]], 17, ["case", ["has", "facility"], PLACE, ["+", 5 + more, ["/", ["sqrt", ["get", "kg"]], 6]]]];
const PLACE = ["match", ["get", "kind"], "water_point", 4.5, 7];

// From here on streets are features of their own, with a name, to be clicked. Farther away a street
// of a hundred metres is three pixels long.
export const NEAR_ZOOM = 11;

// Of a street by its rank.
const STREETS = [[1, 4, 9, "street"], [1.3, 4, 13, "street"], [1.6, 5, 16, "major"]];

function streetLayers([far, middle, near, colour], rank) {
  const shared = {
    type: "line", filter: ["==", ["get", "r"], 2 - rank], layout: { "line-cap": "round", "line-join": "round" },
    paint: { "line-color": palette()[colour], "line-width": ["interpolate", ["linear"], ["zoom"], 10, far / 2, 14, middle / (rank ? 1 : 1.7), 17, near] },
  };
  return [
    { id: `overview-${rank}`, source: "overview", maxzoom: NEAR_ZOOM, ...shared },
    { id: `streets-${rank}`, source: "streets", minzoom: NEAR_ZOOM, ...shared },
  ];
}

export function layers() {
  const c = palette();
  const round = { "line-cap": "round", "line-join": "round" };
  return [
    { id: "paper", type: "background", paint: { "background-color": c.paper } },
    { id: "water", type: "line", source: "water", layout: round, paint: { "line-color": c.water, "line-width": width(7, 2.4) } },
    ...STREETS.flatMap(streetLayers),
    { id: "closed", type: "line", source: "barred", filter: ["get", "closed"], paint: { "line-color": each(c.closed), "line-width": width(6, 1.6), "line-offset": offset, "line-dasharray": [2, 1] } },
    { id: "cutoff", type: "line", source: "barred", filter: ["!", ["get", "closed"]], paint: { "line-color": each(c.cutoff), "line-width": width(5, 1.6), "line-offset": offset, "line-dasharray": [1, 1] } },
    { id: "missed", type: "line", source: "work", filter: missed, paint: { "line-color": each(c.uncovered), "line-width": width(3, 0.6), "line-offset": offset, "line-dasharray": [2, 1.5] } },
    { id: "drives", type: "line", source: "drives", paint: { "line-color": ["get", "c"], "line-width": width(1.6, 0.5), "line-opacity": 0.4, "line-offset": offset, "line-dasharray": [3, 2] } },
    { id: "work", type: "line", source: "work", filter: done, layout: { ...round, "line-sort-key": ORDER }, paint: { "line-color": colourOfView("vehicle"), "line-width": width(5, 1.3), "line-offset": offset } },
    { id: "own-drives", type: "line", source: "drives", filter: byDuty(null), paint: { "line-color": ["get", "c"], "line-width": width(3, 1.3), "line-offset": offset, "line-dasharray": [3, 2] } },
    { id: "own-work", type: "line", source: "work", filter: byDuty(null), layout: round, paint: { "line-color": colourOfView("vehicle"), "line-width": width(6, 2.2), "line-offset": offset } },
    {
      id: "arrows", type: "symbol", source: "work", filter: done, minzoom: 15,
      layout: { "symbol-placement": "line", "symbol-spacing": 90, "icon-image": "arrow", "icon-rotation-alignment": "map", "icon-allow-overlap": true, "icon-offset": [0, 0] },
      paint: { "icon-opacity": 0.9 },
    },
    {
      id: "own-arrows", type: "symbol", source: "drives", filter: byDuty(null), minzoom: 12,
      layout: { "symbol-placement": "line", "symbol-spacing": 120, "icon-image": "arrow", "icon-rotation-alignment": "map", "icon-allow-overlap": true },
      paint: { "icon-opacity": 0.8 },
    },
    {
      id: "stops", type: "circle", source: "points", filter: isPoint("stop"), minzoom: 11,
      paint: {
        "circle-radius": RADIUS(0),
        "circle-color": colourOfView("vehicle"), "circle-stroke-width": 1.2, "circle-stroke-color": c.ring,
      },
    },
    { id: "own-stops", type: "circle", source: "points", filter: byDuty(null), paint: { "circle-radius": RADIUS(2), "circle-color": colourOfView("vehicle"), "circle-stroke-width": 2, "circle-stroke-color": c.picked } },
    {
      id: "names", type: "symbol", source: "streets", minzoom: NEAR_ZOOM, filter: ["all", ["!=", ["get", "n"], ""], ["<=", ["get", "r"], ["step", ["zoom"], 0, 12, 1, 14, 2]]],
      layout: { "symbol-placement": "line", "icon-image": written(["get", "n"]), "symbol-spacing": 320, "icon-padding": 6, "icon-keep-upright": true },
      paint: {},
    },
    {
      id: "facilities", type: "circle", source: "points", filter: ["has", "facility"],
      paint: {
        "circle-radius": RADIUS(0), "circle-stroke-width": 2, "circle-stroke-color": c.ring,
        "circle-color": ["match", ["get", "kind"], "depot", c.depot, "water_point", c.water_point, "charging_station", c.charging_station, c.plant],
      },
    },
    {
      id: "places", type: "symbol", source: "points", filter: ["has", "facility"], minzoom: 12,
      layout: { "icon-image": written(["get", "n"]), "icon-anchor": "top", "icon-offset": [0, 8] },
      paint: {},
    },
  ];
}

// Changes of the layers for a view and a chosen duty: [layer, "paint" | "filter", name, value].
export function changesFor(view, duty) {
  const colour = colourOfView(view);
  const isChosen = duty !== null;
  const all = view === "coverage";
  return [
    ["work", "paint", "line-color", colour],
    ["own-work", "paint", "line-color", colour],
    ["stops", "paint", "circle-color", colour],
    ["own-stops", "paint", "circle-color", colour],
    ["work", "filter", "", all ? ["has", "k"] : done],
    ["own-work", "filter", "", byDuty(duty)],
    ["own-drives", "filter", "", byDuty(duty)],
    ["own-arrows", "filter", "", byDuty(duty)],
    ["own-stops", "filter", "", byDuty(duty)],
    ["arrows", "filter", "", isChosen ? byDuty(duty) : done],
    ["work", "paint", "line-opacity", isChosen ? 0.14 : 1],
    ["stops", "paint", "circle-opacity", isChosen ? 0.2 : 1],
    ["stops", "paint", "circle-stroke-opacity", isChosen ? 0.2 : 1],
    ["missed", "paint", "line-opacity", all ? 0 : isChosen ? 0.12 : 1],
    ["drives", "paint", "line-opacity", isChosen ? 0.08 : all ? 0 : 0.4],
    ["closed", "paint", "line-opacity", isChosen || all ? 0.2 : 1],
    ["cutoff", "paint", "line-opacity", isChosen || all ? 0.2 : 1],
  ];
}
