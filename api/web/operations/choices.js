// Plans for the rest of the day, from least to best changed: what each costs, what it changes for whom.

import { button, element, field, number, percent, row } from "/static/dom.js";
import { during, goOn } from "/static/operations/day.js";
import { sender } from "/static/operations/messages.js";
import { ask, send } from "/static/session.js";
import { get, on } from "/static/store.js";
import { clock, say, stage } from "/static/words.js";

const LOOK_EVERY_MS = 1000;

let replan = null; // as GET .../replans/ID gives it
let seconds = 20;

export function mount(box) {
  const limit = element("input", "", { type: "number", id: "replan-seconds", min: 1, max: 3600, value: seconds });
  const limitField = field("seconds", limit);
  const start = button("replan", () => during(start, () => plan(show)), { id: "replan", class: "main" });
  const found = element("div", "", { id: "proposals", "aria-live": "polite" });
  const changes = element("div", "", { id: "changes", "aria-live": "polite" });
  box.append(element("div", [limitField, start], { class: "row" }), found, changes);
  const show = () => {
    limitField.firstElementChild.textContent = say("seconds");
    start.textContent = say("replan");
    found.replaceChildren(...parts(changes));
  };
  limit.addEventListener("input", () => (seconds = Number(limit.value)));
  on("language", () => {
    changes.replaceChildren();
    show();
  });
  on("plan", (now, before) => {
    if (now?.id === before?.id) return;
    replan = null;
    changes.replaceChildren();
    show();
  });
  show();
}

async function plan(show) {
  const id = get("plan").id;
  replan = (await send(`/plans/${id}/replans`, { at: get("now"), seconds })).body;
  for (;;) {
    show();
    if (!replan?.links.cancel) return;
    await new Promise((wake) => setTimeout(wake, LOOK_EVERY_MS));
    if (get("plan")?.id !== id || !replan) return;
    const next = await ask(replan.links.self);
    if (get("plan")?.id === id) replan = next;
  }
}

function parts(changes) {
  if (!replan) return [];
  const shown = [];
  if (replan.links.cancel) {
    const bar = element("progress", "", { max: 1, value: replan.progress.stage === "search" ? replan.progress.share : false, "aria-label": say("replan") });
    const stop = button("cancel", () => during(stop, () => ask(replan.links.cancel, { method: "POST" })));
    shown.push(bar, element("p", [stage(replan.progress.stage ?? "streets"), " ", stop]));
  }
  if (replan.error) shown.push(element("p", replan.error, { class: "error" }));
  if (replan.proposals.length) shown.push(table(changes));
  return shown;
}

const CHOICES = { least: () => say("choice_least"), some: () => say("choice_some"), best: () => say("choice_best") };

function table(changes) {
  const head = row(["proposal", "more_yuan", "rate_short", "lost", "moved", "calls", ""].map((one) => (one ? COLUMNS[one]() : "")), "th");
  const rows = replan.proposals.map((one) => line(one, changes));
  return element("div", element("table", [element("thead", head), element("tbody", rows)], { class: "proposals" }), { class: "wide" });
}

const COLUMNS = {
  proposal: () => say("proposal"),
  more_yuan: () => say("more_yuan"),
  rate_short: () => say("rate_short"),
  lost: () => say("lost"),
  moved: () => say("moved"),
  calls: () => say("calls"),
};

function line(one, changes) {
  const w = one.weighed;
  const what = button("what_changes", () => during(what, () => showChanges(one, changes)));
  const isOver = !replan.links.cancel;
  const take = button("take_it", () => during(take, () => goOn(one.plan)), { class: "main", disabled: !isOver });
  return row([
    CHOICES[w.choice]?.() ?? w.choice,
    (w.more_yuan > 0 ? "+" : "") + number(w.more_yuan),
    percent(w.rate),
    number(w.lost),
    number(w.moved),
    number(w.calls),
    element("td", element("div", [what, take], { class: "row" })),
  ]);
}

async function showChanges(one, box) {
  const found = await ask(one.links.changes);
  const told = found.duties.filter((duty) => duty.message || duty.differences.length);
  const list = told.map((duty) => {
    const who = duty.is_to_call ? say("to_call") : "";
    return element("li", [
      element("div", [element("b", `${duty.vehicle_id} ${duty.shift}`), element("span", [duty.from_s === null ? "" : say("from_time", { time: clock(duty.from_s) }), who].filter(Boolean).join(" · "), { class: "soft" })], { class: "head" }),
      element("p", duty.message || duty.differences.map((one) => one.text).join("\n"), { class: "message" }),
      duty.message ? sender(duty.vehicle_id, duty.shift_id, duty.message) : "",
    ]);
  });
  const title = say("changes_of", { choice: CHOICES[one.weighed.choice]?.() ?? one.weighed.choice, count: told.length });
  box.replaceChildren(element("h4", title), element("ul", list.length ? list : [element("li", say("no_changes"))], { class: "cards" }));
}
