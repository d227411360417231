// Follows the chosen plan while it is made, and keeps the list of plans.

import { at } from "/static/dom.js";
import { complete } from "/static/map/lines.js";
import { ask } from "/static/session.js";
import { get, set } from "/static/store.js";
import { paidHours } from "/static/today/numbers.js";
import { language } from "/static/words.js";

const AGAIN_MS = 3000; // after so long a stream that was refused is asked for again

let stream = null;
let drawn = ""; // of which plan the board is

export function fail(error) {
  at("offline").hidden = !error.isUnreachable;
  if (!error.isUnreachable) set("problem", error.message);
}

export async function listPlans() {
  const plans = await ask("/plans");
  set("plans", plans);
  return plans;
}

// Forgets the chosen plan: whoever waits for it lets go of it.
export function letGo() {
  stream?.close();
  stream = null;
  drawn = "";
  for (const key of ["followed", "plan", "board", "features", "vehicle", "task", "focus"]) set(key, null);
  set("trace", []);
}

// Shows a plan, and what becomes of it until it has ended.
export async function follow(id) {
  stream?.close();
  stream = null;
  if (get("plan")?.id !== id) {
    set("board", null);
    set("features", null);
    set("trace", []);
    drawn = "";
  }
  set("followed", id);
  if (!get("plans").some((one) => one.id === id)) await listPlans();
  const plan = await read(id);
  if (plan?.links.events) listenTo(plan);
}

async function read(id) {
  const plan = await ask(`/plans/${id}`);
  if (get("followed") !== id) return null;
  set("problem", "");
  set("plan", plan);
  note(plan.progress);
  noteHours(plan);
  readBoard(plan).catch(fail);
  return plan;
}

async function readBoard(plan) {
  const now = [plan.id, plan.result?.cost_yuan, plan.result?.unassigned, language].join(" ");
  if (!plan.result || !plan.links.board || now === drawn) return;
  drawn = now;
  const board = await ask(plan.links.board);
  if (drawn === now) set("board", complete(board));
}

// Keeps what the search has told of its cost, for the curve.
function note(progress) {
  const trace = get("trace");
  const last = trace.findLast((one) => one.cost !== undefined);
  if (progress.stage !== "search" || !progress.iterations || (last && progress.elapsed_s <= last.s)) return;
  set("trace", [...trace, { s: progress.elapsed_s, cost: progress.best_cost, unassigned: progress.unassigned }]);
}

// Keeps how many hours each better plan pays for. Of a plan that was ready when it was chosen nothing is known
// of its search.
function noteHours({ result, progress, links }) {
  const trace = get("trace");
  if (!result || (!links.cancel && !trace.length)) return;
  const hours = paidHours(result.measures);
  const last = trace.findLast((one) => one.hours !== undefined);
  if (last && last.hours === hours && last.s === progress.elapsed_s) return;
  set("trace", [...trace, { s: progress.elapsed_s, hours }]);
}

// A stream that breaks is begun again by the browser, from where it was.
function listenTo(plan) {
  const mine = new EventSource(`/plans/${plan.id}/events?${new URLSearchParams({ lang: language })}`);
  stream = mine;
  const isMine = () => stream === mine && get("followed") === plan.id;
  const readAgain = () => read(plan.id).catch(fail);
  mine.addEventListener("open", () => (at("offline").hidden = true));
  mine.addEventListener("progress", (event) => {
    if (!isMine()) return;
    const { status, progress } = JSON.parse(event.data);
    note(progress);
    set("plan", { ...get("plan"), status, progress });
  });
  mine.addEventListener("better", () => isMine() && readAgain());
  mine.addEventListener("done", () => {
    if (!isMine()) return;
    mine.close();
    readAgain().then(listPlans).catch(fail);
  });
  mine.addEventListener("deleted", () => {
    if (!isMine()) return;
    letGo();
    listPlans().catch(fail);
  });
  mine.addEventListener("error", () => {
    if (!isMine()) return;
    // A server that is away: the browser tries again. One that refuses: the plan is read, which says why.
    if (mine.readyState === EventSource.CONNECTING) at("offline").hidden = false;
    else setTimeout(() => isMine() && follow(plan.id).catch(fail), AGAIN_MS);
  });
}
