// The bars of the duties on a canvas: what is done above, load and tank below.

import { isStop } from "/static/map/lines.js";
import { partsOf } from "/static/map/timeline.js";

export const ROW_PX = 34;
const BAR_PX = 15;
const TOP_PX = 4;
const CURVE_PX = 10; // of load and tank, below the bar
const LEAST_PX = 0.6;

const LIGHT = {
  work: "#0b7a53", drive: "#8c98a5", change: "#c9a227", unload: "#7a4b1e", refill: "#1667b8", break: "#b48ad6", wait: "#dfe5ea", delay: "#c0241b", skipped: "#c0241b",
  line: "#e3e8ed", picked: "#dcf0e8", load: "#a86400", tank: "#1667b8", task: "#d1006c", window: "#6a4fb3", ink: "#1d2733",
};
const DARK = {
  work: "#3fbf8c", drive: "#76838f", change: "#d9b64a", unload: "#d59a63", refill: "#5aa9f0", break: "#8f6db3", wait: "#2d3843", delay: "#ff7d73", skipped: "#ff7d73",
  line: "#2b353f", picked: "#1c3d33", load: "#e5a23d", tank: "#5aa9f0", task: "#ff6ab3", window: "#b39df0", ink: "#e6ebf0",
};

export const KINDS = {
  work: "chart_work", drive: "chart_drive", unload: "chart_unload", refill: "chart_refill", break: "chart_break",
  wait: "chart_wait", change: "chart_change", delay: "chart_delay", skipped: "chart_skipped",
};

export const colours = () => (document.documentElement.dataset.theme === "dark" ? DARK : LIGHT);

const kept = new WeakMap(); // duty -> its parts

export function partsKept(duty) {
  if (!kept.has(duty)) kept.set(duty, partsOf(duty));
  return kept.get(duty);
}

// Draws the rows that are seen: `shown` is {span, ticks, vehicle, task}, `top` how far they are scrolled.
export function draw(canvas, board, shown, top) {
  const scale = window.devicePixelRatio || 1;
  const [width, seen] = [canvas.clientWidth, canvas.clientHeight];
  const height = board.duties.length * ROW_PX;
  const [first, last] = [Math.floor(top / ROW_PX), Math.ceil((top + seen) / ROW_PX)];
  // A canvas that gets a new size is made anew; one that keeps it is only wiped.
  const size = [Math.round(width * scale), Math.round(seen * scale)];
  if (canvas.width !== size[0] || canvas.height !== size[1]) [canvas.width, canvas.height] = size;
  // Drawn by the processor: without a graphics card its stand-in takes a tenth of a second for the chart.
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  pen.setTransform(1, 0, 0, 1, 0, 0);
  pen.clearRect(0, 0, ...size);
  pen.setTransform(scale, 0, 0, scale, 0, -top * scale);
  const c = colours();
  const x = (time_s) => ((time_s - shown.span.from) / (shown.span.to - shown.span.from)) * width;
  if (shown.vehicle !== null) {
    pen.fillStyle = c.picked;
    pen.fillRect(0, shown.vehicle * ROW_PX, width, ROW_PX);
  }
  pen.strokeStyle = c.line;
  pen.lineWidth = 1;
  pen.beginPath();
  for (const tick of shown.ticks) line(pen, Math.round(x(tick)) + 0.5, 0, Math.round(x(tick)) + 0.5, height);
  const rows = board.duties.slice(first, last);
  rows.forEach((_, n) => line(pen, 0, (first + n + 1) * ROW_PX - 0.5, width, (first + n + 1) * ROW_PX - 0.5));
  pen.stroke();
  rows.forEach((duty, n) => drawDuty(pen, board, duty, { ...shown, d: first + n, x, c, width }));
}

function line(pen, ax, ay, bx, by) {
  pen.moveTo(ax, ay);
  pen.lineTo(bx, by);
}

function drawDuty(pen, board, duty, { d, x, c, width, span, task, vehicle }) {
  const top = d * ROW_PX + TOP_PX;
  const isSeen = (from, to) => to >= span.from && from <= span.to;
  for (const part of partsKept(duty)) {
    if (!isSeen(part.begin_s, part.end_s)) continue;
    const left = x(part.begin_s);
    const wide = Math.max(LEAST_PX, x(part.end_s) - left);
    const isThin = part.kind === "drive" || part.kind === "wait" || part.kind === "change";
    pen.fillStyle = c[part.kind] ?? c.wait;
    pen.fillRect(left, isThin ? top + 4 : top, wide, isThin ? BAR_PX - 8 : BAR_PX);
    if (wide > 4 && part.kind === "work") {
      pen.fillStyle = c.line;
      pen.fillRect(left + wide - 0.7, top, 0.7, BAR_PX);
    }
    if (part.kind === "work" && part.task === task) {
      pen.strokeStyle = c.task;
      pen.lineWidth = 2.5;
      pen.strokeRect(left - 1, top - 1, Math.max(4, wide + 2), BAR_PX + 2);
    }
    // Of a duty that is chosen, or from near, one sees when each stop may be begun.
    const isNear = vehicle === d || span.to - span.from <= 7200;
    if (part.kind === "work" && isStop(board, part.task) && isNear) drawWindows(pen, board, part, { x, c, top, width });
  }
  drawCurve(pen, duty, "load_kg", duty.hopper_kg, { top: top + BAR_PX + 2, x, colour: c.load });
  drawCurve(pen, duty, "tank_l", duty.tank_l, { top: top + BAR_PX + 2, x, colour: c.tank });
}

function drawWindows(pen, board, part, { x, c, top, width }) {
  pen.fillStyle = c.window;
  for (const [from, to] of board.windows[board.tasks.windows[part.task]]) {
    const [left, right] = [Math.max(0, x(from)), Math.min(width, x(to))];
    if (right <= left) continue;
    pen.globalAlpha = 0.55;
    pen.fillRect(left, top - 3, right - left, 1.5);
    pen.globalAlpha = 1;
    for (const end of [x(from), x(to)]) if (end >= 0 && end <= width) pen.fillRect(end - 0.75, top - 3, 1.5, 5);
  }
}

// What is aboard, as steps from activity to activity.
function drawCurve(pen, duty, column, most, { top, x, colour }) {
  if (!most) return;
  const { end_s } = duty.activities;
  const y = (value) => top + CURVE_PX * (1 - Math.min(1, value / most));
  pen.strokeStyle = colour;
  pen.lineWidth = 1.4;
  pen.beginPath();
  duty.activities[column].forEach((value, i) => {
    if (i === 0) pen.moveTo(x(end_s[0]), y(value));
    else pen.lineTo(x(end_s[i]), y(value));
  });
  pen.stroke();
}

// Returns what lies at a time in a row: the shortest part there, for work is short from afar.
export function partAt(duty, time_s, reach_s) {
  const near = partsKept(duty).filter((one) => one.begin_s - reach_s <= time_s && time_s <= one.end_s + reach_s);
  const inside = near.filter((one) => one.begin_s <= time_s && time_s <= one.end_s);
  const best = inside.length ? inside : near;
  return best.find((one) => one.kind === "work") ?? best[0] ?? null;
}
