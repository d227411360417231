// A run, or one task of it, that is carried to another bar, by mouse or by keyboard: what it costs is said
// before it is dropped.

import { ROW_PX } from "/static/chart/draw.js";
import { element, number } from "/static/dom.js";
import { isStop } from "/static/map/lines.js";
import { decide, during, goOn, isSettled, priceOf, taskName } from "/static/operations/day.js";
import { get, on, set } from "/static/store.js";
import { fail } from "/static/today/follow.js";
import { clock, say } from "/static/words.js";

const REST_MS = 200; // so long over a bar before its price is asked for

let parts = null;
const MOST_OF_RUN = 41; // tasks; the service takes no more at once

let carried = null; // {task, run, from, to, answer}; of tasks by their numbers
let waiting = 0;
const priced = new Map(); // "tasks duty" -> what it comes to, of the plan and the time as they are

// Takes what holds the bars, and the chart, above which the price stands: there it hides no bar.
export function mount(bars, chart) {
  const mark = element("div", "", { class: "target", hidden: true });
  const text = element("div", "", { class: "carried", role: "status", hidden: true });
  parts = { mark, text };
  bars.append(mark);
  chart.append(text);
  on(["plan", "now", "version"], () => priced.clear());
  on("board", letGo);
}

export const isCarrying = () => carried !== null;
export const whereTo = () => carried?.to ?? null;

// Whether a task can be carried: one that somebody does, of a day that can go on.
export const canCarry = (task) => isSettled(get("plan")) && task !== null && task >= 0 && get("board").tasks.duty[task] >= 0;

// Takes up the run that a task is part of, or the task alone.
export function pickUp(task, isAlone = false) {
  const board = get("board");
  const from = board.tasks.duty[task];
  carried = { task, run: isAlone ? [task] : runOf(board, from, task), from, to: null, answer: null };
  over(carried.from);
}

// Returns what is done of the same work on the same side of a street, one piece right after the other.
function runOf(board, duty, task) {
  const { work, way, side, name } = board.tasks;
  // A street goes on behind a crossing under its name.
  const isThere = (one) => (board.names[name[task]] ? name[one] === name[task] : way[one] >> 1 === way[task] >> 1);
  const alike = (one) => one >= 0 && !isStop(board, one) && work[one] === work[task] && side[one] === side[task] && isThere(one);
  const done = board.duties[duty].activities.task;
  const at = done.indexOf(task);
  if (!alike(task)) return [task];
  let [first, last] = [at, at];
  while (first > 0 && at - first < MOST_OF_RUN / 2 - 1 && alike(done[first - 1])) first -= 1;
  while (last - first < MOST_OF_RUN - 1 && alike(done[last + 1] ?? -1)) last += 1;
  return done.slice(first, last + 1);
}

export function letGo() {
  clearTimeout(waiting);
  carried = null;
  parts.mark.hidden = parts.text.hidden = true;
}

// Goes over a bar; what it comes to there is asked for when it stays for a moment.
export function over(duty) {
  if (!carried || carried.to === duty || !get("board").duties[duty]) return;
  clearTimeout(waiting);
  const key = `${carried.run.join(",")} ${duty}`;
  carried = { ...carried, to: duty, answer: duty === carried.from ? null : (priced.get(key) ?? null) };
  show();
  if (duty !== carried.from && !carried.answer) waiting = setTimeout(() => ask(carried, key).catch(refuse), REST_MS);
}

async function ask(asked, key) {
  const answer = await priceOf(wishOf(asked));
  priced.set(key, answer);
  if (carried?.run !== asked.run || carried.to !== asked.to) return;
  carried = { ...carried, answer };
  show();
}

function refuse(error) {
  letGo();
  fail(error);
}

function wishOf({ run, to }) {
  const { tasks, duties } = get("board");
  const [task, ...rest] = run.map((one) => tasks.id[one]);
  const move = { task, vehicle: duties[to].vehicle_id, shift: duties[to].shift_id };
  return { move: rest.length ? { ...move, run: rest } : move };
}

// Drops it where it is. What has no price yet, or may not be there, stays where it was.
export async function drop() {
  const { answer, from, to } = carried;
  if (to === from) return letGo();
  if (!answer || answer.refused) return show();
  const wish = wishOf(carried);
  parts.text.textContent = say("carry_moving");
  const found = await during(parts.text, () => decide(wish));
  letGo();
  if (found?.plan) await goOn(found.plan).catch(fail);
  else if (found) set("problem", found.refused.why);
}

function show() {
  const { answer, from, to } = carried;
  const { duties, tasks } = get("board");
  parts.mark.hidden = parts.text.hidden = false;
  parts.mark.style.top = `${to * ROW_PX}px`;
  parts.mark.classList.toggle("refused", Boolean(answer?.refused));
  const name = taskName(tasks.id[carried.task]);
  const task = carried.run.length > 1 ? say("run_of", { name, count: carried.run.length }) : name;
  const head = to === from ? say("carry", { task }) : say("carry_to", { task, vehicle: `${duties[to].vehicle_id} ${duties[to].shift}` });
  parts.text.replaceChildren(element("b", head), ...(to === from ? [] : said(answer)));
}

function said(answer) {
  if (!answer) return [element("p", say("carry_pricing"))];
  if (answer.refused) {
    const other = answer.refused.alternative;
    return [
      element("p", answer.refused.why, { class: "error" }),
      other ? element("p", say("alternative", { vehicle: other.vehicle, time: clock(other.begin_s), yuan: number(other.price_yuan, 1) })) : "",
    ];
  }
  const lost = answer.falls_out.map(taskName).join(say("comma"));
  return [
    element("p", `${say("price", { yuan: number(answer.price_yuan, 1) })} · ${say("violations", { count: answer.violations })}`),
    lost ? element("p", say("falls_out", { tasks: lost })) : "",
    ...answer.not_kept.map((text) => element("p", text)),
  ];
}
