// What a week comes to beside its calendar: what moved, the roster, and how contracts are served.

import { element, number, percent, row } from "/static/dom.js";
import { clock, say, word } from "/static/words.js";

const MOST = 40; // rows that are listed at once
const DAY_MS = 86_400_000;

// The days of a week, from its Monday in UTC.
export const datesFrom = (monday) => Array.from({ length: 7 }, (_, i) => new Date(monday + i * DAY_MS).toISOString().slice(0, 10));

const days = (habit) => habit.weekdays.map((one) => word("weekday", String(one))).join(" ");
const habit = (one) => (one ? `${days(one)} · ${one.vehicle_id} · ${clock(one.from_s)}` : say("no_day"));

const wide = (head, rows) => element("div", element("table", [element("thead", row(head, "th")), element("tbody", rows)], { class: "week" }), { class: "wide" });

const rest = (rows) => (rows.length > MOST ? [element("p", say("more", { count: number(rows.length - MOST) }), { class: "soft" })] : []);

// Contracts whose days, truck or hour are others than in the week that was kept to.
export function movedRows(result) {
  if (!result.moved) return [];
  const heading = element("h3", say("moved_contracts", { count: number(result.moved.length) }), { id: "moved" });
  if (!result.moved.length) return [heading, element("p", say("nothing_moved"), { class: "soft" })];
  const rows = result.moved.slice(0, MOST).map((one) => row([one.name, habit(one.before), habit(one.after)]));
  return [heading, wide([say("contract"), say("before"), say("afterwards")], rows), ...rest(result.moved)];
}

// Who drives what, a driver a row; duties without a driver come first.
export function rosterRows(file) {
  if (!file) return [];
  const dates = datesFrom(Date.parse(file.problem.monday));
  const names = new Map(file.problem.drivers.map((one) => [one.id, one.name]));
  const of = new Map(); // driver -> date -> duties
  const left = new Map();
  for (const duty of file.problem.duties) {
    const driver = file.roster.driver_of[`${duty.date} ${duty.vehicle_id} ${duty.shift_id}`];
    const own = driver === undefined ? left : of.get(driver) ?? of.set(driver, new Map()).get(driver);
    own.set(duty.date, [...(own.get(duty.date) ?? []), duty]);
  }
  const cells = (own) => dates.map((date) => {
    const duties = own.get(date) ?? [];
    return duties.length ? element("td", duties.map((one) => element("div", `${one.vehicle_id} ${clock(one.start_s)}–${clock(one.end_s)}`))) : "–";
  });
  const rows = [...of].map(([driver, own]) => [names.get(driver) ?? driver, own]).sort(([a], [b]) => a.localeCompare(b, "zh"));
  const head = [say("driver"), ...dates.map((_, i) => word("weekday", String(i)))];
  return [
    element("h3", say("roster"), { id: "roster" }),
    element("p", [say("roster_told", { duties: number(file.problem.duties.length), drivers: number(of.size), uncovered: number(file.roster.uncovered.length) }), file.assumed ? ` ${say("drivers_assumed")}` : ""], { class: "soft" }),
    wide(head, [
      ...(left.size ? [row([element("td", say("nobody_drives"), { class: "bad" }), ...cells(left)])] : []),
      ...rows.slice(0, MOST).map(([name, own]) => row([name, ...cells(own)])),
    ]),
    ...rest(rows),
  ];
}

// How contracts are served, the worst first.
export function recordRows(record) {
  if (!record) return [];
  const sum = (name) => record.rows.reduce((total, one) => total + one[name], 0);
  const [promised, planned] = [sum("promised"), sum("planned")];
  const short = record.rows.filter((one) => one.planned < one.promised);
  const rows = short.slice(0, MOST).map((one) => row([
    one.name,
    `${number(one.planned)} / ${number(one.promised)}`,
    element("td", one.missed.map((lost) => element("div", [lost.date, lost.detail].filter(Boolean).join(": ")))),
  ]));
  const counted = Object.keys(record.planned_days).length;
  return [
    element("h3", say("service_record"), { id: "record" }),
    element("p", say("record_told", { planned: number(planned), promised: number(promised), share: percent(promised ? planned / promised : 1), days: number(counted) })),
    ...(short.length ? [wide([say("contract"), say("served_of_promised"), say("reason")], rows), ...rest(short)] : [element("p", say("all_promised"), { class: "soft" })]),
  ];
}
