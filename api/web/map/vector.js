// The map by MapLibre, which needs WebGL2: all vectors are ours, nothing comes from outside.

import { listen } from "/static/map/clicking.js";
import { barredFeatures, driveFeatures, overviewFeatures, pointFeatures, streetFeatures, waterFeatures, workFeatures } from "/static/map/features.js";
import { changesFor, layers, NAME, NEAR_ZOOM } from "/static/map/layers.js";
import { palette } from "/static/map/palette.js";
import { expectSlowPictures } from "/static/pacing.js";

const EMPTY = { type: "FeatureCollection", features: [] };
const SOURCES = { water: waterFeatures, overview: overviewFeatures, streets: streetFeatures, barred: barredFeatures, work: workFeatures, drives: driveFeatures, points: pointFeatures };
const FINEST_ZOOM = 15; // lines are cut into tiles down to it; nearer, those are stretched
const REACH_PX = 7; // so far from a finger or a mouse lies what it means
// What is meant first where several lie under one point.
const MEANT = ["own-stops", "stops", "facilities", "own-work", "work", "missed", "closed", "cutoff", "streets-2", "streets-1", "streets-0"];

// Throws where the browser has no WebGL2.
export function createVectorMap(box, { onPick, onMove }) {
  const sources = Object.fromEntries(Object.keys(SOURCES).map((id) => [id, { type: "geojson", data: EMPTY, maxzoom: FINEST_ZOOM, tolerance: 0.5 }]));
  const map = new maplibregl.Map({
    container: box, style: { version: 8, sources, layers: layers() }, center: [0, 0], zoom: 1, maxZoom: 19,
    attributionControl: false, fadeDuration: 0, dragRotate: false, pitchWithRotate: false, touchPitch: false,
  });
  map.touchZoomRotate.disableRotation();
  map.addControl(new maplibregl.NavigationControl({ showCompass: false }), "top-right");
  map.addControl(new maplibregl.ScaleControl(), "bottom-right");
  const loaded = new Promise((done) => map.once("load", done));
  map.on("styleimagemissing", ({ id }) => addPicture(map, id));
  let credit = null;
  let awaited = null; // the board whose single streets nobody has come near enough to see
  const fillNear = () => {
    if (!awaited || map.getZoom() < NEAR_ZOOM) return;
    map.getSource("streets").setData(streetFeatures(awaited));
    awaited = null;
  };
  map.on("zoom", fillNear);
  map.on("move", onMove);
  listen(map.getCanvas(), (point) => onPick(find(map, { point })));
  let pointer = null; // where the mouse was last, until the picture in which the map is asked
  map.on("mousemove", (event) => {
    if (event.originalEvent.buttons) return;
    if (!pointer) requestAnimationFrame(() => {
      map.getCanvas().style.cursor = find(map, pointer, MEANT.slice(0, -3)) ? "pointer" : "";
      pointer = null;
    });
    pointer = event;
  });
  const isSlowly = drawnBySoftware(map);
  if (isSlowly) expectSlowPictures();
  const duration = isSlowly ? 0 : 400;
  const shown = { view: "vehicle", duty: null };
  const apply = () => {
    for (const change of changesFor(shown.view, shown.duty)) changeOne(map, change);
  };
  return {
    kind: "map",
    async setBoard(board, text, bounds) {
      if (credit) map.removeControl(credit);
      credit = new maplibregl.AttributionControl({ compact: false, customAttribution: text });
      map.addControl(credit, "bottom-right");
      if (bounds) map.fitBounds(bounds, { padding: 24, animate: false });
      await loaded;
      for (const [id, made] of Object.entries(SOURCES)) {
        if (id !== "streets") map.getSource(id).setData(made(board));
      }
      awaited = board;
      fillNear();
      apply();
      await new Promise((done) => map.once("idle", done));
    },
    async clear() {
      await loaded;
      awaited = null;
      for (const id of Object.keys(SOURCES)) map.getSource(id).setData(EMPTY);
    },
    async show(view, duty) {
      Object.assign(shown, { view, duty });
      await loaded;
      apply();
    },
    async setTheme() {
      await loaded;
      for (const layer of layers()) {
        for (const [name, value] of Object.entries(layer.paint)) changeOne(map, [layer.id, "paint", name, value]);
      }
      for (const id of map.listImages()) map.removeImage(id);
      // Names that have been written are wanted again, in the other colours.
      for (const id of ["streets", "points"]) map.style.sourceCaches[id]?.reload();
      apply();
    },
    // Beside what is covered of the map; a margin that leaves no room would leave the map where it is.
    fit: (bounds, { right, bottom } = { right: 0, bottom: 0 }) => {
      const free = Math.min(box.clientWidth - right, box.clientHeight - bottom);
      const margin = Math.max(4, Math.min(60, free / 4));
      if (bounds) map.fitBounds(bounds, { padding: { top: margin, left: margin, right: right + margin, bottom: bottom + margin }, maxZoom: 16.5, duration });
    },
    project: (place) => {
      const { x, y } = map.project(place);
      return [x, y];
    },
    resize: () => map.resize(),
  };
}

// Without a graphics card every picture of a flight takes long, and clicks wait for it.
function drawnBySoftware(map) {
  const gl = map.getCanvas().getContext("webgl2");
  const info = gl?.getExtension("WEBGL_debug_renderer_info");
  return !info || /swiftshader|llvmpipe|software/i.test(gl.getParameter(info.UNMASKED_RENDERER_WEBGL));
}

function changeOne(map, [layer, what, name, value]) {
  if (what === "filter") map.setFilter(layer, value);
  else map.setPaintProperty(layer, name, value);
}

// Returns what a click means: {street}, {task} or {barred}; null for nothing.
function find(map, { point }, layers_ = MEANT) {
  const box = [[point.x - REACH_PX, point.y - REACH_PX], [point.x + REACH_PX, point.y + REACH_PX]];
  const known = layers_.filter((layer) => map.getLayer(layer));
  const found = map.queryRenderedFeatures(box, { layers: known });
  if (!found.length) return null;
  const rank = (one) => MEANT.indexOf(one.layer.id);
  const [first] = found.toSorted((a, b) => rank(a) - rank(b));
  const { s, t, b, facility, kind } = first.properties;
  if (facility !== undefined) return { facility };
  if (b !== undefined) return { barred: found.filter((one) => one.properties.b !== undefined).map((one) => one.properties.b) };
  return { street: s, task: kind === "stop" ? t : null };
}

const FONT = '12px "Noto Sans CJK SC", "Noto Sans SC", "PingFang SC", "Microsoft YaHei", system-ui, sans-serif';
const ARROW_PX = 14;
const NAME_PX = 18; // high

function addPicture(map, id) {
  if (map.hasImage(id)) return;
  const scale = Math.max(1, Math.min(2, window.devicePixelRatio || 1));
  if (id === "arrow") map.addImage(id, arrow(scale), { pixelRatio: scale });
  else if (id.startsWith(NAME)) map.addImage(id, written(id.slice(NAME.length), scale), { pixelRatio: scale });
}

function paper(width, height, scale) {
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.ceil(width * scale));
  canvas.height = Math.ceil(height * scale);
  // What is read back is better drawn by the processor: a graphics card would be waited for.
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  pen.scale(scale, scale);
  pen.lineJoin = pen.lineCap = "round";
  return { pen, take: () => pen.getImageData(0, 0, canvas.width, canvas.height) };
}

// An arrow along a line.
function arrow(scale) {
  const { pen, take } = paper(ARROW_PX, ARROW_PX, scale);
  const { label, halo } = palette();
  for (const [colour, width] of [[halo, 4.5], [label, 2]]) {
    pen.strokeStyle = colour;
    pen.lineWidth = width;
    pen.beginPath();
    pen.moveTo(5, 3);
    pen.lineTo(10, 7);
    pen.lineTo(5, 11);
    pen.stroke();
  }
  return take();
}

function written(name, scale) {
  const ruler = document.createElement("canvas").getContext("2d");
  ruler.font = FONT;
  const { pen, take } = paper(ruler.measureText(name).width + 6, NAME_PX, scale);
  const { label, halo } = palette();
  pen.font = FONT;
  pen.textBaseline = "middle";
  pen.strokeStyle = halo;
  pen.lineWidth = 3.5;
  pen.strokeText(name, 3, NAME_PX / 2);
  pen.fillStyle = label;
  pen.fillText(name, 3, NAME_PX / 2);
  return take();
}
