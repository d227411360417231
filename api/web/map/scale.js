// A scale bar on a drawing: the longest round length that fits.

import { element, number } from "/static/dom.js";
import { say } from "/static/words.js";

const METRES_PER_DEG = 111_320; // of latitude
const MOST_PX = 110;

// Makes a bar in a box; returns what shows it anew, given how many pixels a degree of latitude is.
export function createScale(box) {
  const bar = element("div", "", { class: "scale" });
  box.append(bar);
  return (pixelsPerDeg) => {
    const pixelsPerM = pixelsPerDeg / METRES_PER_DEG;
    const power = 10 ** Math.floor(Math.log10(MOST_PX / pixelsPerM));
    const metres = [5, 2, 1].map((n) => n * power).find((one) => one * pixelsPerM <= MOST_PX);
    bar.style.width = `${(metres * pixelsPerM).toFixed(1)}px`;
    bar.textContent = metres < 1000 ? say("metres", { metres: number(metres) }) : say("kilometres", { km: number(metres / 1000) });
  };
}
