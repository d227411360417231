// The numbers behind the numbers: by class of road, by washing, by kind of vehicle.

import { element, number, percent, row } from "/static/dom.js";
import { say, word } from "/static/words.js";

const leastOf = (bound) => bound.rows.reduce((sum, one) => sum + one.service_s + one.balance_s + one.depot_s + one.trips_s + one.facility_s, 0);

// The paid hours that no plan for the same work undercuts; null where nothing is proved.
export const boundHours = (bound) => (bound?.rows.length ? leastOf(bound) / 3600 : null);

// How far the paid time lies above that, as a share of it.
export function gapOf(bound) {
  const least_s = bound?.rows.length ? leastOf(bound) : 0;
  return least_s ? (bound.rows.reduce((sum, one) => sum + one.plan_s, 0) - least_s) / least_s : null;
}

export const paidHours = (measures) => measures.routes.reduce((sum, one) => sum + one.paid_s, 0) / 3600;

const table = (head, rows) =>
  element("div", element("table", [element("thead", row(head, "th")), element("tbody", rows)]), { class: "wide" });

// Returns the tables of a plan's measures.
export function moreNumbers(measures) {
  const { coverage } = measures;
  const parts = [];
  if (coverage?.classes.length) {
    parts.push(table(
      [say("class"), say("rate"), say("by_machine"), say("manual"), say("uncovered"), say("passes")],
      coverage.classes.map((one) => row([
        one.label,
        one.maintained_m2 ? percent(one.mechanised_m2 / one.maintained_m2) : "–",
        number(one.mechanised_m2 / 1000, 1),
        number(one.manual_m2 / 1000, 1),
        number(one.uncovered_m2 / 1000, 1),
        `${number(one.passes_done)} / ${number(one.passes_due)}`,
      ])),
    ), element("p", say("areas_in"), { class: "soft" }));
  }
  if (coverage?.lanes.length) {
    parts.push(table(
      [say("lanes"), say("share"), say("done_due")],
      coverage.lanes.map((one) => row([
        `${word("work", one.work)} ${one.service_class}`,
        one.due_m2 ? percent(one.done_m2 / one.due_m2) : "–",
        `${number(one.done_m2 / 1000, 1)} / ${number(one.due_m2 / 1000, 1)}`,
      ])),
    ));
  }
  parts.push(table(
    [say("kind"), say("routes"), say("hours"), say("worked_km"), say("driven_km"), say("tonnes")],
    byKind(measures.routes).map(([kind, one]) => row([
      word("kind", kind), number(one.routes), number(one.duty_s / 3600, 1), number(one.service_m / 1000, 1),
      number(one.deadhead_m / 1000, 1), number(one.load_kg / 1000, 1),
    ])),
  ));
  return parts;
}

function byKind(routes) {
  const found = new Map();
  for (const route of routes) {
    const sums = found.get(route.kind) ?? { routes: 0, duty_s: 0, service_m: 0, deadhead_m: 0, load_kg: 0 };
    found.set(route.kind, sums);
    sums.routes += 1;
    for (const key of ["duty_s", "service_m", "deadhead_m", "load_kg"]) sums[key] += route[key];
  }
  return [...found];
}
