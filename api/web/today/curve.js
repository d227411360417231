// The curves of a search: what the best plan costs as time goes on, and how many hours it pays for,
// above those that no plan for the same work undercuts.

import { element, number, percent } from "/static/dom.js";
import { boundHours, gapOf } from "/static/today/numbers.js";
import { say } from "/static/words.js";

const [WIDTH, HEIGHT, LEFT, FOOT] = [420, 84, 58, 16];
const SVG = "http://www.w3.org/2000/svg";

function part(tag, attributes, text = "") {
  const made = document.createElementNS(SVG, tag);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.textContent = text;
  return made;
}

// Returns steps through points of {s, value} as a picture that says in words what it shows. A floor is a
// line below them; nothing is drawn of fewer than two points.
function steps(points, said, { floor = null, digits = 0 } = {}) {
  if (points.length < 2) return "";
  const values = [...points.map((one) => one.value), ...(floor === null ? [] : [floor])];
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const [first, last] = [points[0].s, points.at(-1).s];
  const x = (s) => LEFT + ((WIDTH - LEFT - 4) * (s - first)) / (last - first || 1);
  const y = (value) => 6 + ((HEIGHT - FOOT - 10) * (high - value)) / (high - low || 1);
  const path = points.map((one, i) => (i ? `H${x(one.s).toFixed(1)}V${y(one.value).toFixed(1)}` : `M${x(one.s).toFixed(1)} ${y(one.value).toFixed(1)}`));
  const svg = part("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img", "aria-label": said, class: "curve" });
  svg.append(
    part("path", { d: `M${LEFT} 2V${HEIGHT - FOOT}H${WIDTH - 2}`, class: "axis" }),
    part("path", { d: path.join(""), class: "line" }),
    ...(floor === null ? [] : [part("path", { d: `M${LEFT} ${y(floor).toFixed(1)}H${WIDTH - 4}`, class: "floor" })]),
    part("text", { x: LEFT - 4, y: 12, "text-anchor": "end" }, number(high, digits)),
    part("text", { x: LEFT - 4, y: HEIGHT - FOOT, "text-anchor": "end" }, number(low, digits)),
    part("text", { x: LEFT, y: HEIGHT - 3 }, `${number(first)} s`),
    part("text", { x: WIDTH - 2, y: HEIGHT - 3, "text-anchor": "end" }, `${number(last)} s`),
  );
  return element("figure", [svg, element("figcaption", said)]);
}

// Returns the curves of what was seen of a search; `bound` is that of the plan it ended with, if there is one.
export function curves(trace, bound) {
  const costs = trace.filter((one) => one.cost !== undefined).map(({ s, cost }) => ({ s, value: cost }));
  const hours = trace.filter((one) => one.hours !== undefined).map(({ s, hours: value }) => ({ s, value }));
  const shown = [];
  if (costs.length > 1) shown.push(steps(costs, say("curve", { first: number(costs[0].value), last: number(costs.at(-1).value), seconds: number(costs.at(-1).s) })));
  const floor = boundHours(bound);
  if (hours.length > 1 || (hours.length && floor !== null)) {
    const now = number(hours.at(-1).value, 1);
    const said = floor === null ? say("curve_hours", { hours: now }) : say("curve_bound", { hours: now, least: number(floor, 1), gap: percent(gapOf(bound)) });
    // One plan is a line as long as the search.
    const points = hours.length > 1 ? hours : [{ s: costs[0]?.s ?? 0, value: hours[0].value }, hours[0]];
    shown.push(steps(points, said, { floor, digits: 1 }));
  }
  return shown;
}
