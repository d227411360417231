// A point or an area that is chosen on the map, by mouse, finger or keyboard.
//
// Whoever wants one sets "pointing" to {kind: "pin" | "area", take, hint}; `take` is given the corners as
// [longitude, latitude], of a pin the only one. It is not called where the choice is given up. The hint says
// what is to be done, where that is more than to point.

import { element } from "/static/dom.js";
import { get, on, set } from "/static/store.js";
import { say } from "/static/words.js";

const STEP_PX = 8; // of an arrow key; with Shift five times as far
const CLICK_PX = 4; // a pointer that moves less has clicked
const CLOSE_PX = 12; // so near to its first corner an area is closed
const LEAST_CORNERS = 3;
const ROUNDS = 12; // of finding a latitude: each about halves what is left

let parts = null;
let project = null; // of the map that is there
let aim = null; // where the keyboard aims, in pixels
let corners = [];
let before = null; // what had the focus

export const isPointing = () => get("pointing") !== null;

// Takes the map's panel, what lies under its tools, and who knows where a place lies on it.
export function mount(box, ground, projectNow) {
  project = projectNow;
  const hint = element("span", "", { role: "status" });
  const done = element("button", "", { type: "button", class: "main" });
  const back = element("button", "", { type: "button" });
  const end = element("button", "", { type: "button" });
  done.addEventListener("click", finish);
  back.addEventListener("click", () => drop());
  end.addEventListener("click", leave);
  const cross = element("div", "", { class: "aim", tabindex: "0", role: "application" });
  cross.addEventListener("keydown", steer);
  parts = { box, cross, bar: element("div", [hint, done, back, end], { class: "pointing", hidden: true }), hint, done, back, end };
  cross.hidden = true;
  box.append(cross, parts.bar);
  let from = null;
  ground.addEventListener("pointerdown", (event) => (from = isPointing() ? [event.clientX, event.clientY] : null), true);
  ground.addEventListener("click", (event) => {
    if (!from) return;
    // The map itself does not see it: it would choose a street.
    event.stopPropagation();
    const isClick = Math.hypot(event.clientX - from[0], event.clientY - from[1]) <= CLICK_PX;
    const { left, top } = ground.getBoundingClientRect();
    if (isClick) add([event.clientX - left, event.clientY - top]);
  }, true);
  on("pointing", (now) => (now ? begin() : end_()));
  on("board", () => set("pointing", null));
  on("language", label);
  label();
}

function begin() {
  corners = [];
  before = document.activeElement;
  parts.bar.hidden = parts.cross.hidden = false;
  parts.box.classList.add("is-pointing");
  aim = [parts.box.clientWidth / 2, parts.box.clientHeight / 2];
  label();
  place();
  parts.cross.focus({ preventScroll: false });
}

function end_() {
  corners = [];
  parts.bar.hidden = parts.cross.hidden = true;
  parts.box.classList.remove("is-pointing");
  set("corners", null);
  if (before?.isConnected) before.focus();
}

function label() {
  const isArea = get("pointing")?.kind === "area";
  parts.cross.setAttribute("aria-label", say(isArea ? "aim_area" : "aim_pin"));
  parts.hint.textContent = get("pointing")?.hint?.() ?? say("set_pin");
  parts.done.textContent = say("close_area");
  parts.back.textContent = say("last_corner_away");
  parts.end.textContent = say("give_up");
  parts.done.hidden = parts.back.hidden = !isArea;
  parts.done.disabled = corners.length < LEAST_CORNERS;
  parts.back.disabled = !corners.length;
}

const place = () => (parts.cross.style.transform = `translate(${aim[0]}px, ${aim[1]}px)`);

function steer(event) {
  const far = event.shiftKey ? 5 * STEP_PX : STEP_PX;
  const step = { ArrowLeft: [-far, 0], ArrowRight: [far, 0], ArrowUp: [0, -far], ArrowDown: [0, far] }[event.key];
  const act = { Enter: () => add(aim), " ": () => add(aim), Backspace: () => drop(), Escape: leave }[event.key];
  if (!step && !act) return;
  event.preventDefault();
  if (act) return act();
  const { clientWidth, clientHeight } = parts.box;
  aim = [Math.min(clientWidth, Math.max(0, aim[0] + step[0])), Math.min(clientHeight, Math.max(0, aim[1] + step[1]))];
  place();
}

function add(pixels) {
  const at = placeUnder(pixels);
  if (!at) return;
  if (get("pointing").kind === "pin") return give([at]);
  if (corners.length >= LEAST_CORNERS) {
    const [x, y] = project(corners[0]);
    if (Math.hypot(x - pixels[0], y - pixels[1]) < CLOSE_PX) return finish();
  }
  corners = [...corners, at];
  set("corners", corners);
  label();
}

function drop() {
  corners = corners.slice(0, -1);
  set("corners", corners);
  label();
}

function finish() {
  if (corners.length >= LEAST_CORNERS) give(corners);
}

function give(points) {
  const { take } = get("pointing");
  set("pointing", null);
  take(points);
}

const leave = () => set("pointing", null);

// Returns the place under a pixel. North is up, so that either coordinate can be sought by itself.
export function placeUnder([x, y]) {
  const board = get("board");
  if (!board) return null;
  const [west, south, east, north] = board.bounds.map((one) => one / board.per_deg);
  const [left] = project([west, south]);
  const [right] = project([east, south]);
  const lon = west + ((x - left) / (right - left)) * (east - west);
  // Degrees of latitude are not equally far apart: the chord is drawn anew until it meets.
  let [low, high] = [south, north];
  let lat = (low + high) / 2;
  for (let n = 0; n < ROUNDS; n += 1) {
    const [bottom, top] = [project([west, low])[1], project([west, high])[1]];
    lat = low + ((bottom - y) / (bottom - top)) * (high - low);
    const width = (high - low) / 8;
    [low, high] = [lat - width, lat + width];
  }
  const rounded = [lon, lat].map((one) => Number(one.toFixed(6)));
  return rounded.every(Number.isFinite) && Math.abs(rounded[0]) <= 180 && Math.abs(rounded[1]) <= 85 ? rounded : null;
}
