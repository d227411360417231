// What nobody does, by reason.

import { element, number, row } from "/static/dom.js";
import { get, on } from "/static/store.js";
import { say, word } from "/static/words.js";

export function mount(box) {
  const table = element("table", [element("thead"), element("tbody")], { id: "unserved" });
  box.append(element("div", table, { class: "wide" }));
  const show = () => {
    const listed = get("plan")?.result?.measures.unassigned;
    table.tHead.replaceChildren(...(listed ? [row(["work", "reason", "count", "km", "load_kg"].map((one) => say(one)), "th")] : []));
    table.tBodies[0].replaceChildren(...(listed ?? []).map(line));
  };
  on(["plan", "language"], show);
  show();
}

function line(r) {
  const work = `${word("work", r.work)} ${r.service_class}`.trim();
  const made = row([
    r.required ? work : say("optional", { work }),
    word("reason", r.reason),
    number(r.num_tasks),
    number(r.service_m / 1000, 1),
    number(r.demand_kg),
  ]);
  made.title = r.examples.join("\n");
  return made;
}
