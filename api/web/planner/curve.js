// A measure over the values that were tried: points in their order, with what they read.

import { element } from "/static/dom.js";

const [WIDTH, HEIGHT, LEFT, FOOT] = [420, 130, 12, 30];
const SVG = "http://www.w3.org/2000/svg";

function part(tag, attributes, text = "") {
  const made = document.createElementNS(SVG, tag);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.textContent = text;
  return made;
}

// Returns the picture of one measure; nothing where fewer than two points have a value.
export function curvePicture(name, points) {
  const known = points.filter(([, value]) => value !== null);
  if (known.length < 2) return "";
  const values = known.map(([, value]) => value);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const x = (i) => LEFT + 30 + ((WIDTH - 2 * LEFT - 60) * i) / (known.length - 1);
  const y = (value) => 24 + ((HEIGHT - FOOT - 34) * (high - value)) / (high - low || 1);
  const said = `${name}: ${known.map(([setting, , text]) => `${setting} ${text}`).join("; ")}`;
  const svg = part("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img", "aria-label": said, class: "curve" });
  svg.append(part("path", { d: known.map(([, value], i) => `${i ? "L" : "M"}${x(i).toFixed(1)} ${y(value).toFixed(1)}`).join(""), class: "line" }));
  known.forEach(([setting, value, text], i) => {
    svg.append(
      part("circle", { cx: x(i), cy: y(value), r: 3, class: "dot" }),
      part("text", { x: x(i), y: y(value) - 7, "text-anchor": "middle" }, text),
      part("text", { x: x(i), y: HEIGHT - 6, "text-anchor": "middle" }, setting.split("=").at(-1)),
    );
  });
  return element("figure", [element("figcaption", name), svg]);
}
