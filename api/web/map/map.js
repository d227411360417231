// The map: MapLibre with our own GeoJSON and nothing from outside; an SVG where there is no WebGL2.

import { colourOf } from "/static/dom.js";
import { whyBarred } from "/static/map/barred.js";
import { say, word } from "/static/words.js";

let map = null;
let ready = null; // promises that the map takes data
let isReady = false;
let data = null;
let said = null; // the popup on the map

const isKind = (...kinds) => ["in", ["get", "kind"], ["literal", kinds]];

// Metres at these latitudes would need a table; pixels by zoom are what a reader can tell apart.
const width = (near, far) => ["interpolate", ["linear"], ["zoom"], 10, far, 14, (near + far) / 2, 17, near];
// MapLibre allows zoom only at the top of an expression, so each stop asks for the side.
const bySide = (pixels) => ["match", ["get", "side"], "right", pixels, "left", -pixels, 0];
const offset = ["interpolate", ["linear"], ["zoom"], 11, bySide(1), 14, bySide(3), 17, bySide(9)];

function bounds(features) {
  let [west, south, east, north] = [180, 90, -180, -90];
  for (const feature of features) {
    const line = feature.geometry.type === "Point" ? [feature.geometry.coordinates] : feature.geometry.coordinates;
    for (const [lon, lat] of line) {
      west = Math.min(west, lon);
      east = Math.max(east, lon);
      south = Math.min(south, lat);
      north = Math.max(north, lat);
    }
  }
  return [[west, south], [east, north]];
}

function layers() {
  const colour = ["get", "paint"];
  return [
    { id: "paper", type: "background", paint: { "background-color": "#f7f8fa" } },
    {
      id: "waters", type: "line", source: "plan", filter: isKind("water"),
      layout: { "line-cap": "round", "line-join": "round" },
      paint: { "line-color": "#bcdcf5", "line-width": width(6, 2.2) },
    },
    {
      id: "streets", type: "line", source: "plan", filter: isKind("street"),
      layout: { "line-cap": "round" },
      paint: { "line-color": "#c5cdd6", "line-width": width(6, 0.7) },
    },
    {
      id: "closed", type: "line", source: "plan", filter: ["all", isKind("barred"), ["get", "closed"]],
      paint: { "line-color": "#7d6b9e", "line-width": width(6, 1.6), "line-dasharray": [2, 1] },
    },
    {
      id: "cutoff", type: "line", source: "plan", filter: ["all", isKind("barred"), ["!", ["get", "closed"]]],
      paint: { "line-color": "#1d2733", "line-width": width(5, 1.6), "line-dasharray": [1, 1] },
    },
    {
      id: "unserved", type: "line", source: "plan", filter: isKind("unserved"),
      paint: { "line-color": "#b3261e", "line-width": width(3, 0.8), "line-offset": offset, "line-dasharray": [2, 1.5] },
    },
    {
      id: "deadhead", type: "line", source: "plan", filter: isKind("deadhead"),
      paint: { "line-color": colour, "line-width": width(1.5, 0.4), "line-opacity": 0.35, "line-offset": 1, "line-dasharray": [3, 2] },
    },
    {
      id: "service", type: "line", source: "plan", filter: isKind("service"),
      layout: { "line-cap": "round" },
      paint: { "line-color": colour, "line-width": width(5, 1.2), "line-offset": offset },
    },
    {
      id: "stops", type: "circle", source: "plan",
      filter: ["all", ["==", ["geometry-type"], "Point"], isKind("stop", "unserved")],
      paint: {
        "circle-radius": 4,
        "circle-color": ["match", ["get", "kind"], "stop", colour, "#ffffff"],
        "circle-stroke-width": 1.5,
        "circle-stroke-color": ["match", ["get", "kind"], "stop", "#ffffff", "#b3261e"],
      },
    },
    {
      id: "facilities", type: "circle", source: "plan", filter: isKind("facility"),
      paint: {
        "circle-radius": ["match", ["get", "facility_kind"], "water_point", 4, 7],
        "circle-color": ["match", ["get", "facility_kind"], "depot", "#1d2733", "water_point", "#2f7fd1", "charging_station", "#2e8b57", "#7a4b1e"],
        "circle-stroke-width": 2,
        "circle-stroke-color": "#ffffff",
      },
    },
  ];
}

function prepared(collection) {
  for (const feature of collection.features) {
    const p = feature.properties;
    if (p.colour !== undefined) p.paint = colourOf(p.colour);
  }
  return collection;
}

export function closePopup() {
  said?.remove();
}

// Goes to streets of one name and says why they are barred, in the middle of the longest.
export function showBarredStreet(features) {
  if (!map) return;
  map.fitBounds(bounds(features), { padding: 80, maxZoom: 16 });
  const [longest] = features.toSorted((a, b) => b.properties.length_m - a.properties.length_m);
  const line = longest.geometry.coordinates;
  const middle = line.length > 2 ? line[Math.floor(line.length / 2)] : [0, 1].map((n) => (line[0][n] + line[1][n]) / 2);
  popup({ features: [longest], lngLat: middle });
}

function popup(event) {
  const p = event.features[0].properties;
  const box = document.createElement("div");
  const lines = p.kind === "barred"
    ? [p.label, ...event.features.map((f) => whyBarred(f.properties))]
    : [p.name, p.vehicle_id && `${p.vehicle_id} ${p.shift}`, p.begin && `${p.begin}–${p.end}`, p.reason && say("colon", { head: word("reason", p.reason), text: p.detail })];
  for (const line of lines.filter(Boolean)) {
    const text = document.createElement("div");
    text.textContent = line;
    box.append(text);
  }
  closePopup();
  said = new maplibregl.Popup({ closeButton: false }).setLngLat(event.lngLat).setDOMContent(box).addTo(map);
}

export async function drawMap(container, collection, credit) {
  data = prepared(collection);
  container.dataset.features = data.features.length;
  if (map) {
    // Until its style is loaded a map has no source; by then there may be newer data.
    await ready;
    if (data) map.getSource("plan").setData(data);
    return;
  }
  try {
    const style = { version: 8, sources: { plan: { type: "geojson", data } }, layers: layers() };
    map = new maplibregl.Map({
      container, style, bounds: bounds(data.features.filter((f) => f.properties.kind === "street")),
      fitBoundsOptions: { padding: 16 }, attributionControl: { compact: false, customAttribution: credit },
    });
  } catch {
    map = null;
    drawSvg(container);
    return;
  }
  map.addControl(new maplibregl.NavigationControl({ showCompass: false }));
  map.addControl(new maplibregl.ScaleControl());
  for (const layer of ["service", "stops", "unserved", "facilities", "closed", "cutoff"]) {
    map.on("click", layer, popup);
    map.on("mouseenter", layer, () => (map.getCanvas().style.cursor = "pointer"));
    map.on("mouseleave", layer, () => (map.getCanvas().style.cursor = ""));
  }
  const asked = data;
  ready = new Promise((loaded) => map.once("idle", loaded));
  await ready;
  isReady = true;
  if (data !== asked) map.getSource("plan").setData(data ?? NOTHING);
  container.dataset.ready = "map";
}

const NOTHING = { type: "FeatureCollection", features: [] };

// Takes a plan off the map.
export function clearMap(container) {
  data = null;
  closePopup();
  container.dataset.features = 0;
  if (isReady) map.getSource("plan").setData(NOTHING);
  if (!map) container.querySelector("svg")?.remove();
}

export function focusRoute(index) {
  if (!data || (map && !isReady)) return;
  if (!map) {
    for (const path of document.querySelectorAll("#map svg [data-colour]"))
      path.style.opacity = index === null || Number(path.dataset.colour) === index ? 1 : 0.06;
    return;
  }
  const mine = index === null ? true : ["==", ["get", "colour"], index];
  for (const [layer, kind] of [["service", "service"], ["deadhead", "deadhead"]])
    map.setFilter(layer, ["all", isKind(kind), mine]);
  map.setFilter("stops", ["all", ["==", ["geometry-type"], "Point"], index === null ? isKind("stop", "unserved") : ["all", isKind("stop"), mine]]);
  map.setPaintProperty("deadhead", "line-opacity", index === null ? 0.35 : 1);
  map.setPaintProperty("deadhead", "line-width", index === null ? width(1.5, 0.4) : width(3, 1.2));
  for (const layer of ["unserved", "closed", "cutoff"])
    map.setPaintProperty(layer, "line-opacity", index === null ? 1 : 0.15);
  if (index !== null)
    map.fitBounds(bounds(data.features.filter((f) => f.properties.colour === index)), { padding: 40 });
}

function drawSvg(container) {
  const [[west, south], [east, north]] = bounds(data.features.filter((f) => f.properties.kind !== "barred"));
  const squeeze = Math.cos((((south + north) / 2) * Math.PI) / 180);
  const [w, h] = [1000 * squeeze, (1000 * (north - south)) / (east - west)];
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", `0 0 ${w} ${h}`);
  const style = { water: ["#bcdcf5", 2.5], street: ["#c5cdd6", 1], barred: ["#1d2733", 1.2], deadhead: [null, 0.5], service: [null, 2], unserved: ["#b3261e", 0.8] };
  for (const kind of Object.keys(style)) {
    for (const { geometry, properties } of data.features) {
      if (properties.kind !== kind || geometry.type === "Point") continue;
      const line = document.createElementNS("http://www.w3.org/2000/svg", "polyline");
      const points = geometry.coordinates.map(([lon, lat]) => `${(((lon - west) / (east - west)) * w).toFixed(1)},${(((north - lat) / (north - south)) * h).toFixed(1)}`);
      line.setAttribute("points", points.join(" "));
      line.setAttribute("fill", "none");
      line.setAttribute("stroke", style[kind][0] ?? properties.paint);
      line.setAttribute("stroke-width", style[kind][1]);
      if (kind === "barred") line.setAttribute("stroke-dasharray", "3 2");
      if (properties.closed) line.setAttribute("stroke", "#7d6b9e");
      if (properties.colour !== undefined) line.dataset.colour = properties.colour;
      svg.append(line);
    }
  }
  container.querySelector("svg")?.remove();
  container.append(svg);
  container.dataset.ready = "svg";
}
