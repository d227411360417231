// What has happened on the day and what was decided, by whomever; a second dispatcher's arrives here.

import { button, element } from "/static/dom.js";
import { goOn, readDay, taskName } from "/static/operations/day.js";
import { get, on, set } from "/static/store.js";
import { fail } from "/static/today/follow.js";
import { clock, say } from "/static/words.js";

const LOOK_EVERY_MS = 4000;

export function mount(box) {
  const list = element("ul", "", { class: "cards", "aria-live": "polite" });
  const decided = element("ul", "", { class: "cards", "aria-live": "polite" });
  box.append(list, decided);
  const show = () => {
    const events = get("events") ?? [];
    list.replaceChildren(...(events.length ? events.map(line) : [element("li", say("nothing_told"), { class: "empty" })]));
    decided.replaceChildren(...(get("edits") ?? []).map(decision));
  };
  on(["events", "edits", "language", "board"], show);
  on("plan", (plan, before) => {
    if (plan?.id === before?.id && plan?.status === before?.status) return;
    set("events", []);
    set("edits", []);
    set("messages", []);
    readDay().catch(fail);
  });
  setInterval(() => {
    if (get("session") && get("panel") === "operations" && !document.hidden) readDay().catch(fail);
  }, LOOK_EVERY_MS);
  show();
}

function line(event) {
  const what = [eventName(event.kind), event.vehicle_id, event.task && event.task.name, event.task_id && taskName(event.task_id), categoryTitle(event.category), event.names?.join(", "), event.reason]
    .filter((one) => typeof one === "string" && one);
  const until = event.until_s ? ` ${say("until_time", { time: clock(event.until_s) })}` : "";
  return element("li", [element("b", clock(event.at_s)), ` ${what.join(" · ")}${until}`]);
}

const categoryTitle = (name) => get("board")?.categories.find((one) => one.name === name)?.title ?? name;

export const eventName = (kind) => EVENTS[kind]?.() ?? kind;

const EVENTS = {
  vehicle_out: () => say("vehicle_out"),
  vehicle_back: () => say("vehicle_back"),
  delayed: () => say("delayed"),
  driver_late: () => say("driver_late"),
  done: () => say("task_done"),
  skipped: () => say("task_skipped"),
  task_cancelled: () => say("task_cancelled"),
  amount_changed: () => say("amount_changed"),
  street_closed: () => say("street_closed"),
  facility_shut: () => say("facility_shut"),
  weather: () => say("weather"),
  task_added: () => say("task_added"),
  urgent_case: () => say("urgent_case"),
};

const HANDS = {
  pin: () => say("pin"),
  forbid: () => say("forbid"),
  move: () => say("move"),
  lock: () => say("lock"),
  hours: () => say("pin_hours"),
  after: () => say("pin_after"),
  release: () => say("release"),
};

export const handName = (hand) => {
  const kind = HANDS[hand.kind]?.() ?? hand.kind;
  return [kind, hand.task_id && taskName(hand.task_id), hand.vehicle_id, hand.hand_id].filter(Boolean).join(" · ");
};

function decision(edit) {
  const take = button("go_on_from_it", () => goOn(edit.plan_id).catch(fail));
  return element("li", [element("b", edit.hand.id), ` ${handName(edit.hand)} `, take]);
}
