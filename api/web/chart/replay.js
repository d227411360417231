// The replay: a time that runs, and what begins, holds and moves it.

import { element } from "/static/dom.js";
import { dayOf } from "/static/chart/span.js";
import { get, on, set } from "/static/store.js";
import { clock, say } from "/static/words.js";

const SPEEDS_MIN = [1, 5, 15, 30]; // of the day in a second
const STEP_S = 60;
const SLIDER_MS = 150;
const MOST_STEP_MS = 200; // a page that was hidden does not jump

let parts = null;
let playing = 0; // the frame that is asked for; 0 while it stands
let last_ms = 0;
let shown_ms = 0; // when the slider was moved last

export function makeReplay() {
  const play = element("button", "", { type: "button", class: "play" });
  play.addEventListener("click", () => (playing ? pause() : start()));
  const slider = element("input", "", { type: "range", step: STEP_S, id: "replay" });
  slider.addEventListener("input", () => set("time_s", Number(slider.value)));
  const speed = element("select", "", { id: "replay-speed" });
  speed.append(...SPEEDS_MIN.map((one) => element("option", "", { value: one })));
  speed.value = 15;
  const time = element("output", "", { for: "replay" });
  const end = element("button", "×", { type: "button", class: "end" });
  end.addEventListener("click", () => {
    pause();
    set("time_s", null);
  });
  parts = { play, slider, time, speed, end };
  on("time_s", show);
  on("board", () => {
    pause();
    set("time_s", null);
    show();
  });
  return element("div", Object.values(parts), { class: "replay" });
}

export function labelReplay() {
  parts.slider.setAttribute("aria-label", say("chart_replay"));
  parts.speed.setAttribute("aria-label", say("chart_speed"));
  parts.end.setAttribute("aria-label", say("chart_end"));
  for (const option of parts.speed.options) option.textContent = say("chart_minutes_a_second", { count: option.value });
  show();
}

function show() {
  const board = get("board");
  const time_s = get("time_s");
  for (const one of ["play", "slider", "speed"]) parts[one].disabled = !board?.duties.length;
  const name = say(playing ? "chart_pause" : "chart_play");
  if (parts.play.getAttribute("aria-label") !== name) {
    parts.play.setAttribute("aria-label", name);
    parts.play.textContent = playing ? "❚❚" : "▶";
  }
  parts.end.hidden = time_s === null;
  if (!board?.duties.length) return;
  // A slider that moves is drawn anew; while the day runs a few times a second will do.
  if (playing && performance.now() - shown_ms < SLIDER_MS) return;
  shown_ms = performance.now();
  const day = dayOf(board);
  parts.slider.min = day.from;
  parts.slider.max = day.to;
  parts.slider.value = time_s ?? day.from;
  const text = time_s === null ? "––:––" : clock(time_s);
  if (parts.time.textContent !== text) {
    parts.time.textContent = text;
    parts.slider.setAttribute("aria-valuetext", text);
  }
}

function start() {
  const day = dayOf(get("board"));
  const time_s = get("time_s");
  if (time_s === null || time_s >= day.to) set("time_s", day.from);
  last_ms = performance.now();
  playing = requestAnimationFrame(step);
  show();
}

function pause() {
  cancelAnimationFrame(playing);
  playing = 0;
  show();
}

function step(now_ms) {
  const passed_ms = Math.min(MOST_STEP_MS, now_ms - last_ms);
  last_ms = now_ms;
  const { to } = dayOf(get("board"));
  const next = Math.min(to, get("time_s") + (passed_ms / 1000) * 60 * Number(parts.speed.value));
  playing = requestAnimationFrame(step);
  set("time_s", next);
  if (next >= to) pause();
}
