// The day as it runs: what has happened, which vehicle for a case, how it goes on, what is decided by hand.

import { element, field } from "/static/dom.js";
import * as choices from "/static/operations/choices.js";
import * as hand from "/static/operations/hand.js";
import * as history from "/static/operations/history.js";
import * as messages from "/static/operations/messages.js";
import * as tell from "/static/operations/tell.js";
import * as told from "/static/operations/told.js";
import { isSettled } from "/static/operations/day.js";
import { get, on, set } from "/static/store.js";
import { say } from "/static/words.js";

const PARTS = { history, told, tell, choices, hand, messages };

export function mount(box) {
  const empty = element("p", "", { class: "empty" });
  const time = element("input", "", { type: "time", id: "now", value: "09:30" });
  const clockField = field("now", time);
  const body = element("div", [clockField]);
  const headings = [];
  for (const [code, part] of Object.entries(PARTS)) {
    const title = element("h3");
    const own = element("section", title, { id: `operations-${code}` });
    headings.push([title, code]);
    body.append(own);
    part.mount(own);
  }
  box.append(empty, body);
  time.addEventListener("input", () => set("now", time.value));
  set("now", time.value);
  const label = () => {
    clockField.firstElementChild.textContent = say("now");
    for (const [title, code] of headings) title.textContent = TITLES[code]();
  };
  const show = () => {
    const plan = get("plan");
    body.hidden = !isSettled(plan);
    empty.hidden = !body.hidden;
    empty.textContent = say(plan ? "not_settled" : "empty");
  };
  on("plan", (plan, before) => {
    show();
    if (plan?.id !== before?.id && plan?.result) proposeNow(plan, time);
  });
  on("language", () => {
    label();
    show();
  });
  label();
  show();
}

const TITLES = {
  history: () => say("plan_in_force"),
  told: () => say("told"),
  tell: () => say("tell"),
  choices: () => say("rest_of_day"),
  hand: () => say("by_hand"),
  messages: () => say("messages"),
};

// On the day of the plan it is as late as it is; of another day it is what somebody typed.
function proposeNow(plan, time) {
  const today = new Date();
  const local = new Date(today.getTime() - 60_000 * today.getTimezoneOffset()).toISOString();
  if (plan.result.date !== local.slice(0, 10)) return;
  time.value = local.slice(11, 16);
  set("now", time.value);
}
