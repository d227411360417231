// The duties of the day: one row each, with its files; a click shows it on the map and in the chart.

import { colourOf, element, number, row } from "/static/dom.js";
import { get, on, onResult, set } from "/static/store.js";
import { fileLinks, FIRST_FORMS, moreFiles, REST_FORMS } from "/static/today/files.js";
import { clock, language, say } from "/static/words.js";

const COLUMNS = ["vehicle", "out_back", "worked_km", "driven_km", "hours", "load_kg"];

let table = null;

export function mount(box) {
  table = element("table", [element("thead"), element("tbody")], { id: "routes" });
  box.append(element("div", table, { class: "wide" }));
  onResult(show);
  on("language", show);
  on("vehicle", mark);
  show();
}

function show() {
  const plan = get("plan");
  if (!plan?.result) {
    table.tHead.replaceChildren();
    table.tBodies[0].replaceChildren();
    return;
  }
  table.tHead.replaceChildren(row(COLUMNS.map((one) => say(one)), "th"));
  table.tBodies[0].replaceChildren(...plan.result.measures.routes.map((r, index) => line(plan, r, index)));
  mark(get("vehicle"));
}

function line(plan, r, index) {
  const swatch = element("span", "", { class: "swatch" });
  swatch.style.background = colourOf(index);
  const choose = () => set("vehicle", get("vehicle") === index ? null : index);
  const name = element("button", [swatch, `${r.vehicle_id} ${plan.result.shifts?.[index] ?? r.shift_id}`], { type: "button", class: "plain", "aria-pressed": "false" });
  // Below the name: a column of their own would not fit beside the map.
  const asked = { vehicle: r.vehicle_id, lang: language };
  const files = element("div", [...fileLinks(plan, FIRST_FORMS, asked), moreFiles(plan, REST_FORMS, asked)], { class: "files" });
  const made = row([
    element("td", [name, files]),
    `${clock(r.start_s)}–${clock(r.end_s)}`,
    number(r.service_m / 1000, 1),
    number(r.deadhead_m / 1000, 1),
    number(r.duty_s / 3600, 1),
    number(r.load_kg),
  ]);
  made.addEventListener("click", (event) => {
    if (!event.target.closest("a, summary")) choose();
  });
  return made;
}

function mark(chosen) {
  for (const [index, one] of [...table.tBodies[0].rows].entries()) {
    one.classList.toggle("chosen", index === chosen);
    one.querySelector("button").setAttribute("aria-pressed", String(index === chosen));
  }
}
