// A board as GeoJSON for the map: one collection for each source.

import { colourOf } from "/static/dom.js";
import { fillOf, stateOfKerb, stateOfTask } from "/static/map/coverage.js";
import { degrees, driveLine, isStop, streetLine, taskLine, unpack, wayLine } from "/static/map/lines.js";

const collection = (features) => ({ type: "FeatureCollection", features });

const feature = (points, properties) => ({
  type: "Feature",
  geometry: points.length > 1 ? { type: "LineString", coordinates: points } : { type: "Point", coordinates: points[0] },
  properties,
});

const RANKS = { motorway: 0, trunk: 0, primary: 0, secondary: 1, tertiary: 1 };

export const rankOf = (highway) => RANKS[highway.replace("_link", "")] ?? 2;

export function streetFeatures(board) {
  const { name, highway, beyond, one_way } = board.streets;
  const features = [];
  name.forEach((one, street) => {
    if (beyond[street]) return;
    const rank = rankOf(board.highways[highway[street]]);
    features.push(feature(streetLine(board, street), { n: board.names[one], s: street, r: rank, w: one_way[street] }));
  });
  return collection(features);
}

// The same from afar: all streets of a rank are one feature, which costs hardly more than its points.
export function overviewFeatures(board) {
  const { highway, beyond } = board.streets;
  const lines = [[], [], []];
  highway.forEach((one, street) => {
    if (!beyond[street]) lines[rankOf(board.highways[one])].push(streetLine(board, street));
  });
  return collection(lines.map((coordinates, r) => ({ type: "Feature", geometry: { type: "MultiLineString", coordinates }, properties: { r } })));
}

export const waterFeatures = (board) => collection(board.water.map((line) => feature(unpack(board, line), {})));

// Kerbs lie outside of lanes; who comes to a kerb a second time is drawn outside of the first.
function offsetOf(side, lane, nth) {
  const sign = { right: 1, left: -1 }[side] ?? 0;
  if (!sign) return nth * 0.4;
  return sign * (lane ? Math.max(0.15, 0.8 - 0.3 * (lane - 1)) : 1 + 0.4 * nth);
}

// What is due, done or not, and kerbs at which no machine is due.
export function workFeatures(board) {
  const { way, side, lane, duty, part } = board.tasks;
  const fills = fillsOf(board);
  const seen = new Map(); // how often a strip has been drawn
  const features = [];
  for (let task = 0; task < way.length; task++) {
    if (isStop(board, task)) continue;
    const strip = `${way[task]} ${side[task]} ${lane[task]} ${part[task] ?? ""}`;
    const nth = seen.get(strip) ?? 0;
    seen.set(strip, nth + 1);
    features.push(
      feature(taskLine(board, task), {
        t: task,
        s: way[task] >> 1,
        d: duty[task],
        c: duty[task] < 0 ? "" : colourOf(duty[task]),
        k: stateOfTask(board, task),
        f: fills[task] ?? -1,
        o: offsetOf(side[task], lane[task], nth),
      }),
    );
  }
  board.kerbs.way.forEach((one, kerb) => {
    const properties = { t: -1, s: one >> 1, d: -1, c: "", k: stateOfKerb(board, kerb), f: -1, o: offsetOf(board.kerbs.side[kerb], 0, 0) };
    features.push(feature(wayLine(board, one), properties));
  });
  return collection(features);
}

// How full whoever does a task is after it.
function fillsOf(board) {
  const fills = {};
  for (const duty of board.duties) {
    duty.activities.task.forEach((task, i) => {
      if (task >= 0) fills[task] = fillOf(duty, i);
    });
  }
  return fills;
}

// The empty runs of a duty in one feature.
export function driveFeatures(board) {
  return collection(
    board.duties.map((duty, d) => {
      const lines = duty.activities.ways.map((_, i) => driveLine(board, duty.activities, i)).filter((line) => line.length > 1);
      return { type: "Feature", geometry: { type: "MultiLineString", coordinates: lines }, properties: { d, c: colourOf(d), o: 0.3 } };
    }),
  );
}

export function pointFeatures(board) {
  const { duty, name, way, kg, begin_s } = board.tasks;
  const fills = fillsOf(board);
  const features = board.facilities.map((one, f) => feature([degrees(board, one.at)], { facility: f, kind: one.kind, n: one.name }));
  for (const key of Object.keys(board.tasks.at)) {
    const task = Number(key);
    features.push(
      feature(taskLine(board, task), {
        kind: "stop",
        t: task,
        s: way[task] >> 1,
        d: duty[task],
        c: duty[task] < 0 ? "" : colourOf(duty[task]),
        k: stateOfTask(board, task),
        f: fills[task] ?? -1,
        n: board.names[name[task]],
        kg: kg[task],
        at: begin_s[task],
      }),
    );
  }
  return collection(features);
}

// In the form that the list of barred streets has.
export function barredFeatures(board) {
  return collection(
    board.barred.map(({ line, properties }, b) => feature(unpack(board, line), { ...properties, b, o: 0 })),
  );
}
