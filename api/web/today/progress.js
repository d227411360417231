// How far a plan is, and what it has to say: its notices, its fault.

import { button, element, number } from "/static/dom.js";
import { ask } from "/static/session.js";
import { get, on } from "/static/store.js";
import { fail } from "/static/today/follow.js";
import { say, stage, word } from "/static/words.js";

export function mount(box) {
  const show = () => box.replaceChildren(...parts(get("plan")));
  on(["plan", "language"], show);
  show();
}

function parts(plan) {
  if (!plan) return [];
  const shown = (plan.result?.notices ?? []).map((text) => element("p", text, { class: "notice" }));
  if (plan.status === "failed") shown.push(element("p", plan.error, { class: "error" }));
  if (plan.links.cancel) shown.push(working(plan));
  else if (!plan.result && plan.status !== "failed") {
    shown.push(element("p", `${word("status", plan.status)} · ${say("no_routes")}`, { class: "notice" }));
  }
  return shown;
}

function working(plan) {
  const p = plan.progress;
  const said = [word("status", plan.status)];
  if (p.stage) said.push(stage(p.stage));
  if (p.iterations) said.push(say("searched", { iterations: number(p.iterations), cost: number(p.best_cost) }));
  const text = said.join(" · ");
  const bar = element("progress", "", { max: 1, value: p.stage === "search" ? p.share : false, "aria-label": text });
  const stop = button("cancel", () => ask(plan.links.cancel, { method: "POST" }).catch(fail), { id: "cancel" });
  return element("div", [bar, element("p", text), stop], { class: "working" });
}
