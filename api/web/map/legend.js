// What the colours and lines of the map mean, by view; a phone shows it when it is asked for.

import { element } from "/static/dom.js";
import { STATES, stateOfKerb, stateOfTask } from "/static/map/coverage.js";
import { palette } from "/static/map/palette.js";
import { say } from "/static/words.js";

function entry(code, kind, colour) {
  const sign = element("i", "", { class: kind });
  if (colour) sign.style.setProperty("--sign", colour);
  return element("li", [sign, say(code)]);
}

// Only what is on the map is explained.
function statesOn(board) {
  const found = new Set();
  board.tasks.id.forEach((_, task) => found.add(stateOfTask(board, task)));
  board.kerbs.way.forEach((_, kerb) => found.add(stateOfKerb(board, kerb)));
  return Object.keys(STATES).filter((one) => found.has(one));
}

export function entries(board, view) {
  const c = palette();
  const places = [entry("depots", "dot", c.depot), entry("stations", "dot", c.plant), entry("water", "dot", c.water_point)];
  const barred = [["closed", "dash", c.closed, true], ["cut_off", "dots", c.cutoff, false]]
    .filter(([, , , closed]) => board.barred.some((one) => one.properties.closed === closed))
    .map(([code, kind, colour]) => entry(code, kind, colour));
  if (view === "coverage") return [...statesOn(board).map((one) => entry(STATES[one], "line", c[one])), ...places];
  const missed = board.tasks.duty.some((one) => one < 0) ? [entry("missed", "dash", c.uncovered)] : [];
  if (view === "load") {
    const steps = c.ramp.map((colour) => {
      const step = element("i", "", { class: "step" });
      step.style.setProperty("--sign", colour);
      return step;
    });
    return [element("li", [say("map_empty"), " ", ...steps, " ", say("map_full")]), ...missed, ...places];
  }
  return [entry("map_worked", "line", "currentColor"), entry("map_driven", "dash", "currentColor"), ...missed, ...barred, ...places];
}
