// The curve of a search: what the best plan costs as time goes on.

import { element, number } from "/static/dom.js";
import { say } from "/static/words.js";

const [WIDTH, HEIGHT, LEFT, FOOT] = [420, 84, 58, 16];
const SVG = "http://www.w3.org/2000/svg";

function part(tag, attributes, text = "") {
  const made = document.createElementNS(SVG, tag);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.textContent = text;
  return made;
}

// Returns the curve as a picture that says in words what it shows; nothing of fewer than two points.
export function costCurve(trace) {
  if (trace.length < 2) return "";
  const costs = trace.map((one) => one.cost);
  const [low, high] = [Math.min(...costs), Math.max(...costs)];
  const [first, last] = [trace[0].s, trace.at(-1).s];
  const x = (s) => LEFT + ((WIDTH - LEFT - 4) * (s - first)) / (last - first || 1);
  const y = (cost) => 6 + ((HEIGHT - FOOT - 10) * (high - cost)) / (high - low || 1);
  const steps = trace.map((one, i) => (i ? `H${x(one.s).toFixed(1)}V${y(one.cost).toFixed(1)}` : `M${x(one.s).toFixed(1)} ${y(one.cost).toFixed(1)}`));
  const said = say("curve", { first: number(costs[0]), last: number(costs.at(-1)), seconds: number(last) });
  const svg = part("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img", "aria-label": said, class: "curve" });
  svg.append(
    part("path", { d: `M${LEFT} 2V${HEIGHT - FOOT}H${WIDTH - 2}`, class: "axis" }),
    part("path", { d: steps.join(""), class: "line" }),
    part("text", { x: LEFT - 4, y: 12, "text-anchor": "end" }, number(high)),
    part("text", { x: LEFT - 4, y: HEIGHT - FOOT, "text-anchor": "end" }, number(low)),
    part("text", { x: LEFT, y: HEIGHT - 3 }, `${number(first)} s`),
    part("text", { x: WIDTH - 2, y: HEIGHT - 3, "text-anchor": "end" }, `${number(last)} s`),
  );
  return element("figure", [svg, element("figcaption", said)]);
}
