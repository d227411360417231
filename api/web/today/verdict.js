// The numbers that matter of a plan, and its files.

import { element, number, percent } from "/static/dom.js";
import { get, on, onResult } from "/static/store.js";
import { DAY_FORMS, moreFiles } from "/static/today/files.js";
import { gapOf, moreNumbers } from "/static/today/numbers.js";
import { language, say } from "/static/words.js";

let isOpen = false; // whether the tables are shown

export function mount(box) {
  const show = () => box.replaceChildren(...parts(get("plan")));
  onResult(show);
  on("language", show);
  show();
}

// What the compactors took from containers, and what of it and of the stations' stock is treated.
function domestic(balance) {
  const out = (step) => balance.ledger.reduce((sum, r) => sum + (r.step === step ? r.out_kg : 0), 0);
  const tonnes = (step) => number(out(step) / 1000, 1);
  return [`${tonnes("containers")} / ${tonnes("plant")} ${say("tonnes")}`, say("domestic")];
}

function parts(plan) {
  if (!plan) return [element("p", say("empty"), { class: "empty" })];
  if (!plan.result) return [element("h2", [plan.request.scenario, plan.request.date].filter(Boolean).join(" · "))];
  const result = plan.result;
  const m = result.measures;
  // Of routes that work at stops, all km are driven between stops: none of them is empty.
  const along = (key) => m.routes.reduce((sum, r) => sum + (r.service_m ? r[key] : 0), 0) / 1000;
  const between = m.routes.reduce((sum, r) => sum + (r.service_m ? 0 : r.deadhead_m), 0) / 1000;
  const gap = gapOf(m.bound);
  const figures = [
    [percent(result.mechanised_rate), say("rate")],
    [`${number(m.kitchen_collected_kg / 1000, 1)} / ${number(m.kitchen_due_kg / 1000, 1)} ${say("tonnes")}`, say("kitchen_of", { served: number(m.contracts_served), due: number(m.contracts_due) })],
    ...(m.balance ? [domestic(m.balance)] : []),
    [`${number(along("service_m"))} + ${number(along("deadhead_m"))} ${say("km")}`, say("worked_empty")],
    ...(between > 0 ? [[`${number(between)} ${say("km")}`, say("between")]] : []),
    [number(m.routes.reduce((sum, r) => sum + r.duty_s, 0) / 3600, 1), say("hours_on_duty")],
    [number(result.cost_yuan), say("cost")],
    [number(result.unassigned), say("missed")],
    ...(gap === null ? [] : [[percent(gap), say("gap")]]),
  ];
  const tables = element("details", [element("summary", say("more_numbers")), ...moreNumbers(m)], { open: isOpen });
  tables.addEventListener("toggle", () => (isOpen = tables.open));
  const title = language === "zh" && result.title_zh ? result.title_zh : result.title;
  const folder = element("a", say("folder"), { class: "folder", href: `${plan.links.folder}?${new URLSearchParams({ lang: language })}` });
  const rest = moreFiles(plan, DAY_FORMS, { lang: language });
  rest.append(" ", element("a", "JSON", { href: plan.links.plan }));
  return [
    element("h2", `${title} · ${result.date}`),
    element("div", figures.map(([value, label]) => element("div", [element("b", value), element("span", label)])), { class: "figures" }),
    tables,
    element("p", [folder, rest], { class: "sheets" }),
  ];
}
