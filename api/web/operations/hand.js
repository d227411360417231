// What a dispatcher decides by hand: who does a task, when, after which other; or a route that stays. Priced at once.

import { button, element, field, number, select } from "/static/dom.js";
import { decide, during, goOn, taskName } from "/static/operations/day.js";
import { get, on, set } from "/static/store.js";
import { clock, say } from "/static/words.js";

export function mount(box) {
  const chosen = element("p");
  const duty = select([], { id: "hand-duty" });
  const dutyField = field("vehicle", duty);
  const buttons = element("div", "", { class: "row" });
  const answer = element("div", "", { id: "hand-answer", "aria-live": "polite" });
  const when = { from: element("input", "", { type: "time", id: "hand-from" }), until: element("input", "", { type: "time", id: "hand-until" }) };
  const whenFields = Object.entries(when).map(([code, control]) => field(code, control));
  const other = select([], { id: "hand-other" });
  const otherField = field("task_before", other);
  const [hours, after] = ["hours", "after"].map((kind) => element("button", "", { type: "button", id: `hand-${kind}` }));
  box.append(
    chosen, element("div", dutyField, { class: "row" }), buttons,
    element("div", [...whenFields, hours], { class: "row" }), element("div", [otherField, after], { class: "row" }), answer,
  );
  const tell = (made, asked) => during(made, async () => showAnswer(answer, await decide(asked())));
  hours.addEventListener("click", () => tell(hours, () => ({ hours: { task: get("task"), begins: `${when.from.value || "00:00"}-${when.until.value || "48:00"}` } })));
  after.addEventListener("click", () => tell(after, () => ({ after: { task: get("task"), other: other.value } })));
  for (const control of [...Object.values(when), other]) control.addEventListener("input", () => able());
  const able = () => {
    hours.disabled = !get("task") || !(when.from.value || when.until.value);
    after.disabled = !get("task") || !other.value || other.value === get("task");
  };
  const wish = (kind) => {
    const [vehicle, shift] = JSON.parse(duty.value || "[]");
    const task = get("task");
    if (kind === "lock") return { lock: { vehicle, shift } };
    if (kind === "forbid") return { forbid: { task, vehicle } };
    return { [kind]: { task, vehicle, shift } };
  };
  const show = () => {
    const task = get("task");
    dutyField.firstElementChild.textContent = say("vehicle");
    chosen.textContent = task ? say("chosen_task", { task: taskName(task) }) : say("choose_task");
    buttons.replaceChildren(...["move", "pin", "forbid", "lock"].map((kind) => {
      const made = element("button", KINDS[kind](), { type: "button", id: `hand-${kind}`, disabled: !duty.value || (kind !== "lock" && !task) });
      made.addEventListener("click", () => tell(made, () => wish(kind)));
      return made;
    }));
    whenFields.forEach((one, n) => (one.firstElementChild.textContent = say(n ? "until" : "begins_from")));
    otherField.firstElementChild.textContent = say("task_before");
    hours.textContent = say("pin_hours");
    after.textContent = say("pin_after");
    able();
  };
  const fill = () => {
    duty.replaceChildren(...(get("board")?.duties ?? []).map((one, index) => element("option", `${one.vehicle_id} ${one.shift} ${clock(one.start_s)}–${clock(one.end_s)}`, { value: JSON.stringify([one.vehicle_id, one.shift_id]), "data-index": index })));
    if (get("vehicle") !== null) duty.selectedIndex = get("vehicle");
    fillOthers();
    show();
  };
  // What may be waited for: what the chosen duty does.
  const fillOthers = () => {
    const { duties = [], tasks } = get("board") ?? {};
    const done = (duties[duty.selectedIndex]?.activities.task ?? []).filter((task) => task >= 0);
    other.replaceChildren(...done.map((task) => element("option", `${clock(tasks.begin_s[task])} ${get("board").names[tasks.name[task]] || tasks.id[task]}`, { value: tasks.id[task] })));
  };
  duty.addEventListener("change", () => set("vehicle", duty.selectedIndex));
  on(["board", "language"], fill);
  on("vehicle", (index) => {
    if (index === null) return;
    duty.selectedIndex = index;
    fillOthers();
    able();
  });
  on("task", () => {
    answer.replaceChildren();
    show();
  });
  fill();
}

const KINDS = { move: () => say("move"), pin: () => say("pin"), forbid: () => say("forbid"), lock: () => say("lock") };

// The price and what it costs elsewhere, before the plan is gone on from; or the rule in the way.
function showAnswer(box, found) {
  if (found.refused) {
    const other = found.refused.alternative;
    box.replaceChildren(
      element("p", found.refused.why, { class: "error" }),
      other ? element("p", [say("alternative", { vehicle: other.vehicle, time: clock(other.begin_s), yuan: number(other.price_yuan, 1) })]) : "",
    );
    return;
  }
  const take = button("go_on_from_it", () => during(take, () => goOn(found.plan)), { class: "main" });
  box.replaceChildren(
    element("p", [element("b", say("price", { yuan: number(found.price_yuan, 1) })), " ", say("violations", { count: found.violations })]),
    ...(found.falls_out.length ? [element("p", say("falls_out", { tasks: found.falls_out.map(taskName).join(", ") }), { class: "notice" })] : []),
    ...found.not_kept.map((text) => element("p", text, { class: "notice" })),
    take,
  );
}
