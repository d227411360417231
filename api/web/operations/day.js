// What the parts of the running day have in common.

import { request, send } from "/static/session.js";
import { get, set } from "/static/store.js";
import { fail, follow } from "/static/today/follow.js";

export const isSettled = (plan) => Boolean(plan?.result) && !plan.links.cancel;

// Goes on from another plan of the day.
export async function goOn(id) {
  set("vehicle", null);
  set("task", null);
  await follow(id);
}

// Reads what has happened and what was decided, wherever it came from.
export async function readDay() {
  const plan = get("plan");
  if (!isSettled(plan)) {
    set("events", []);
    set("edits", []);
    set("messages", []);
    return;
  }
  const [told, edits, messages] = await Promise.all(["day-events", "edits", "messages"].map((one) => request(`/plans/${plan.id}/${one}`)));
  if (get("plan")?.id !== plan.id) return;
  for (const [key, now] of [["events", told.body.events], ["edits", edits.body.edits], ["messages", messages.body]]) {
    if (JSON.stringify(now) !== JSON.stringify(get(key))) set(key, now);
  }
  set("version", edits.tag);
}

export async function tellEvents(events) {
  const { body } = await send(`/plans/${get("plan").id}/events?at=${get("now")}`, { events });
  set("events", body.events);
  await readDay();
}

// Decides something by hand; a version that another dispatcher has changed is read again, and said.
export async function decide(wish) {
  try {
    const headers = get("version") ? { "If-Match": get("version") } : {};
    const { body } = await send(`/plans/${get("plan").id}/edits`, { at: get("now"), ...wish }, headers);
    await readDay();
    return body;
  } catch (error) {
    if (error.status === 412) await readDay();
    throw error;
  }
}

// Says what a wish comes to; nothing is kept of it.
export const priceOf = async (wish) => (await send(`/plans/${get("plan").id}/edits?keep=false`, { at: get("now"), ...wish })).body;

// Names of the board: of its tasks, duties, streets.
export const taskName = (id) => {
  const board = get("board");
  const index = board ? board.tasks.id.indexOf(id) : -1;
  return (index >= 0 && board.names[board.tasks.name[index]]) || id;
};

export const vehiclesOf = (board) => [...new Set((board?.duties ?? []).map((one) => one.vehicle_id))];

export function streetsOf(board) {
  const names = new Set((board?.streets.name ?? []).map((index) => board.names[index]).filter(Boolean));
  return [...names].sort((a, b) => a.localeCompare(b));
}

// Does something for a click; the button waits meanwhile, and what fails is said.
export async function during(button, action) {
  button.disabled = true;
  button.setAttribute("aria-busy", "true");
  try {
    set("problem", "");
    return await action();
  } catch (error) {
    fail(error);
    return null;
  } finally {
    button.disabled = false;
    button.removeAttribute("aria-busy");
  }
}
