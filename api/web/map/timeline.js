// Where a vehicle is at a time, and what it does there.

import { degrees, distances, driveLine, narrowingOf, placeAlong, taskLine } from "/static/map/lines.js";

const kept = new WeakMap(); // activities of a duty -> its stretches

// What an activity is called in the chart: work, drives and waits are parts of it.
const STANDING = { unload: "unload", refill: "refill", break: "break", delay: "delay", skipped: "skipped", broken_down: "delay" };

// Returns the parts of a duty in order: {kind, begin_s, end_s, task, facility, i}.
export function partsOf(duty) {
  const a = duty.activities;
  const parts = [];
  const add = (kind, begin_s, end_s, i) => {
    if (end_s > begin_s) parts.push({ kind, begin_s, end_s, i, task: a.task[i], facility: a.facility[i] });
  };
  a.kind.forEach((kind, i) => {
    const driven_s = a.arrival_s[i] - a.lane_change_s[i];
    add("drive", driven_s - a.drive_s[i], driven_s, i);
    add("change", driven_s, a.arrival_s[i], i);
    add("wait", a.arrival_s[i], a.begin_s[i], i);
    add(kind === "service" ? "work" : (STANDING[kind] ?? "wait"), a.begin_s[i], a.end_s[i], i);
  });
  return parts;
}

// Works out where a vehicle is when.
export function prepare(board, duty) {
  stretchesOf(board, duty);
}

function stretchesOf(board, duty) {
  if (kept.has(duty.activities)) return kept.get(duty.activities);
  const narrowing = narrowingOf(board);
  let here = null;
  const stretches = partsOf(duty).map((part) => {
    const { activities } = duty;
    let line = [];
    if (part.kind === "drive") line = driveLine(board, activities, part.i);
    else if (part.kind === "work") {
      line = taskLine(board, part.task);
      if (board.tasks.back[part.task]) line = line.toReversed();
    }
    const facility = activities.facility[part.i];
    if (!line.length && facility >= 0 && part.kind !== "drive") line = [degrees(board, board.facilities[facility].at)];
    if (!line.length && here) line = [here];
    here = line.at(-1) ?? here;
    return { ...part, line, along: distances(line, narrowing) };
  });
  kept.set(duty.activities, stretches);
  return stretches;
}

// Returns {at, kind} at a time; null before the duty begins and once it is over.
export function placeAt(board, duty, time_s) {
  if (time_s < duty.start_s || time_s > duty.end_s) return null;
  const stretches = stretchesOf(board, duty);
  let [low, high] = [0, stretches.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (stretches[middle].end_s < time_s) low = middle + 1;
    else high = middle;
  }
  const one = stretches[low];
  if (!one?.line.length) return null;
  const share = Math.min(1, Math.max(0, (time_s - one.begin_s) / (one.end_s - one.begin_s)));
  return { at: placeAlong(one.line, one.along, share * one.along.at(-1)), kind: one.kind, i: one.i };
}
