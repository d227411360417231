// The week: which plans each day has, and a calendar of contracts that days are planned by.

import { button, element, number, percent, row } from "/static/dom.js";
import { goOn } from "/static/operations/day.js";
import { ask } from "/static/session.js";
import { get, on, set } from "/static/store.js";
import { fail } from "/static/today/follow.js";
import { datesFrom, movedRows, recordRows, rosterRows } from "/static/week/kept.js";
import { mountWeeks } from "/static/week/making.js";
import { clock, say, word } from "/static/words.js";

const DAY_MS = 86_400_000;
const MOST = 60; // contracts that are listed at once

let monday = null; // of the week that is shown, as a date in UTC
let calendar = null; // a calendar.json, of the service or opened as a file
let kept = null; // {result, roster, record, links} of a week that the service has made
let fault = "";
let sought = "";

export function mount(box) {
  const days = element("section");
  const file = element("input", "", { type: "file", accept: "application/json,.json", id: "calendar-file" });
  const fileName = element("span");
  const heading = element("h2");
  const search = element("input", "", { type: "search" });
  const contracts = element("div", "", { "aria-live": "polite" });
  const others = element("div", "", { "aria-live": "polite" });
  const made = element("div");
  box.append(days, heading, made, element("div", [element("label", [fileName, file]), search], { class: "row" }), contracts, others);
  const weeks = mountWeeks(made, async ({ links }) => {
    // Lists have a week in brief.
    const [week, read, roster, record] = await Promise.all(["self", "calendar", "roster", "record"].map((one) => ask(links[one])));
    [calendar, kept, fault] = [read, { result: week.result, roster, record, links }, ""];
    monday = Date.parse(read.calendar.monday);
    show();
  });
  const readWeeks = () => get("view") === "week" && get("session") && weeks.read().catch(fail);
  const show = () => {
    monday ??= mondayOf(get("plan")?.result?.date);
    days.replaceChildren(...week(show));
    heading.textContent = say("calendar");
    fileName.textContent = say("open_calendar");
    search.setAttribute("aria-label", say("seek_contract"));
    search.placeholder = say("seek_contract");
    search.hidden = !calendar;
    contracts.replaceChildren(...matrix());
    others.replaceChildren(...(kept ? [...movedRows(kept.result), ...rosterRows(kept.roster), ...recordRows(kept.record)] : []));
  };
  file.addEventListener("change", async () => {
    [calendar, kept, fault] = [null, null, ""];
    try {
      const read = JSON.parse(await file.files[0].text());
      if (!read.calendar?.visits || !read.problem) throw new Error();
      calendar = read;
      monday = Date.parse(read.calendar.monday);
    } catch {
      fault = say("no_calendar");
    }
    show();
  });
  search.addEventListener("input", () => {
    sought = search.value.trim().toLowerCase();
    contracts.replaceChildren(...matrix());
  });
  on(["plans", "language", "view", "different"], show);
  on("plan", (plan, before) => {
    if (plan?.result?.date === before?.result?.date) return;
    if (!calendar) monday = null;
    show();
  });
  on(["view", "session", "language"], readWeeks);
  // Reasons are told in a language.
  on("language", async () => {
    if (!kept) return;
    const now = kept;
    const record = await ask(now.links.record).catch(fail);
    if (!record || kept !== now) return;
    kept = { ...now, record };
    show();
  });
  show();
}

function mondayOf(date) {
  const day = date ? Date.parse(date) : Date.now() - (Date.now() % DAY_MS);
  return day - ((new Date(day).getUTCDay() + 6) % 7) * DAY_MS;
}

const dates = () => datesFrom(monday);

function week(show) {
  const step = (code, by) => button(code, () => {
    monday += by * DAY_MS;
    show();
  });
  const shown = get("plan")?.result?.date;
  const head = element("tr", dates().map((date, i) => element("th", `${word("weekday", String(i))} ${date.slice(5)}`, { scope: "col", class: date === shown ? "today" : "" })));
  const cells = element("tr", dates().map((date) => element("td", plansOf(date), { class: date === shown ? "today" : "" })));
  return [
    element("h2", say("week_of", { date: dates()[0] })),
    element("div", [step("week_before", -7), step("week_after", 7)], { class: "row" }),
    element("div", element("table", [element("thead", head), element("tbody", cells)], { class: "week" }), { class: "wide" }),
  ];
}

function plansOf(date) {
  const found = get("plans").filter((one) => one.result?.date === date).slice(0, 5);
  const items = found.map((one) => {
    const name = element("button", one.request.scenario, { type: "button", class: "plain name" });
    name.addEventListener("click", () => {
      set("view", "today");
      goOn(one.id).catch(fail);
    });
    const rate = one.result.mechanised_rate === undefined ? "" : `${percent(one.result.mechanised_rate)} · ${say("left_out", { count: number(one.result.unassigned) })}`;
    return element("p", [name, " ", element("span", [word("status", one.status), rate].filter(Boolean).join(" · "), { class: "soft" })]);
  });
  return items.length ? items : [element("span", say("no_plan_of_day"), { class: "soft" })];
}

function matrix() {
  if (fault) return [element("p", fault, { class: "error" })];
  if (!calendar) return [element("p", say("calendar_help"), { class: "empty" })];
  const names = new Map(calendar.problem.contracts?.map((one) => [one.id, one.name ?? one.id]) ?? []);
  const visits = new Map();
  for (const one of calendar.calendar.visits) {
    if (!visits.has(one.contract_id)) visits.set(one.contract_id, {});
    visits.get(one.contract_id)[one.date] = one;
  }
  const rows = [...visits].filter(([id]) => !sought || `${id} ${names.get(id) ?? ""}`.toLowerCase().includes(sought));
  const head = row([say("contract"), ...dates().map((_, i) => word("weekday", String(i)))], "th");
  const body = rows.slice(0, MOST).map(([id, days]) => row([
    names.get(id) ?? id,
    ...dates().map((date) => (days[date] ? element("td", [days[date].vehicle_id, " ", clock(days[date].from_s)]) : "–")),
  ]));
  const missing = calendar.calendar.missing.map((one) => element("li", `${names.get(one.contract_id) ?? one.contract_id} ${one.dates.join(", ")} ${word("lack", one.lack)}`));
  const taken = get("different")?.calendar === calendar;
  const take = button(taken ? "calendar_taken" : "take_calendar", () => set("different", { ...get("different"), calendar: taken ? null : calendar }), { "aria-pressed": String(taken) });
  return [
    element("p", [say("visits", { visits: number(calendar.calendar.visits.length), contracts: number(visits.size) }), " ", take]),
    element("div", element("table", [element("thead", head), element("tbody", body)], { class: "week" }), { class: "wide" }),
    ...(rows.length > MOST ? [element("p", say("more", { count: number(rows.length - MOST) }), { class: "soft" })] : []),
    ...(missing.length ? [element("h3", say("no_place")), element("ul", missing)] : []),
  ];
}
