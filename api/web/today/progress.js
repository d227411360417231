// How far a plan is, and what it has to say: its notices, its fault.

import { button, element, number } from "/static/dom.js";
import { ask } from "/static/session.js";
import { get, on } from "/static/store.js";
import { curves } from "/static/today/curve.js";
import { fail } from "/static/today/follow.js";
import { say, stage, word } from "/static/words.js";

let isOpen = false; // whether the notices are shown
let isCurveOpen = true; // whether the curves of a search that is over are

export function mount(box) {
  const show = () => box.replaceChildren(...parts(get("plan")));
  on(["plan", "trace", "language"], show);
  show();
}

function parts(plan) {
  if (!plan) return [];
  const shown = [];
  if (plan.status === "failed") shown.push(element("p", plan.error, { class: "error" }));
  if (plan.links.cancel) shown.push(working(plan));
  else if (!plan.result && plan.status !== "failed") {
    shown.push(element("p", `${word("status", plan.status)} · ${say("no_routes")}`, { class: "notice" }));
  }
  const drawn = plan.links.cancel ? [] : curves(get("trace"), plan.result?.measures.bound);
  if (drawn.length) {
    shown.push(element("details", [element("summary", say("search_over")), ...drawn], { id: "curves", open: isCurveOpen }));
    shown.at(-1).addEventListener("toggle", (event) => (isCurveOpen = event.target.open));
  }
  const notices = plan.result?.notices ?? [];
  if (notices.length) {
    const list = element("ul", notices.map((text) => element("li", text)));
    const head = element("summary", say("notices", { count: notices.length }));
    shown.push(element("details", [head, list], { class: "notice", open: isOpen }));
    shown.at(-1).addEventListener("toggle", (event) => (isOpen = event.target.open));
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
  return element("div", [bar, element("p", text), ...curves(get("trace"), null), stop], { class: "working" });
}
