// What there is to say of a street or a stop: what it is owed, who comes and when, or why nobody.

import { colourOf, element, number } from "/static/dom.js";
import { whyBarred } from "/static/map/barred.js";
import { kerbsOf, resolve, tasksOf } from "/static/map/chosen.js";
import { STATES, stateOfKerb } from "/static/map/coverage.js";
import { isStop } from "/static/map/lines.js";
import { set } from "/static/store.js";
import { clock, language, say, word } from "/static/words.js";

const MOST_STOPS = 12; // of a street, listed one by one

const bands = (windows) => windows.map(([from, to]) => `${clock(from)}–${clock(to)}`).join(say("comma"));

// Fills a panel; says whether there is anything to show.
export function describe(panel, board, key, barred) {
  const body = panel.querySelector(".body");
  const chosen = resolve(board, key);
  if (chosen) body.replaceChildren(...aboutStreet(board, chosen));
  else if (barred?.length) body.replaceChildren(...aboutBarred(barred));
  else return false;
  return true;
}

function aboutBarred(features) {
  const [{ properties }] = features;
  const lines = new Set(features.map((one) => whyBarred(one.properties)));
  return [element("h3", properties.label), ...[...lines].map((line) => element("p", line))];
}

function aboutStreet(board, { street, task }) {
  const { name, highway, length_m, width_cm, one_way, standard } = board.streets;
  const highway_name = word("highway", board.highways[highway[street]]);
  const facts = [
    highway_name,
    `${number(length_m[street])} m`,
    `${say("map_wide")} ${number(width_cm[street] / 100, 1)} m`,
    one_way[street] ? say("map_one_way") : "",
  ];
  const own = task !== null && isStop(board, task) ? [task] : [];
  const due = tasksOf(board, street).filter((one) => !own.includes(one));
  const strips = due.filter((one) => !isStop(board, one));
  const stops = due.filter((one) => isStop(board, one));
  const shown = stops.slice(0, MOST_STOPS);
  const rest = stops.length - shown.length;
  const kerbs = kerbsOf(board, street);
  return [
    element("h3", board.names[name[street]] || highway_name),
    element("p", facts.filter(Boolean).join(" · "), { class: "soft" }),
    ...(standard[street] >= 0 ? standardOf(board.standards[standard[street]]) : [element("p", say("map_no_standard"), { class: "soft" })]),
    element("ul", [...own, ...strips, ...shown].map((one) => aboutTask(board, one, one === task)), { class: "passes" }),
    ...(rest > 0 ? [element("p", say("more", { count: rest }), { class: "soft" })] : []),
    ...(kerbs.length ? [element("ul", kerbs.map((kerb) => aboutKerb(board, kerb)), { class: "passes" })] : []),
    ...(due.length + own.length + kerbs.length ? [] : [element("p", say("map_nothing_due"))]),
  ];
}

function standardOf(one) {
  const sweeps = one.method === "manual"
    ? say("map_by_hand")
    : say("map_passes", { count: one.passes.length, days: one.days_per_week, windows: one.passes.map(bands).join(" · ") });
  const washes = one.washes_per_week ? say("map_washes", { count: one.washes_per_week, windows: bands(one.wash_windows) }) : "";
  return [
    element("p", say("map_standard", { id: one.id, text: sweeps })),
    ...(washes ? [element("p", washes)] : []),
    ...(one.keep_off.length ? [element("p", say("map_keep_off", { windows: bands(one.keep_off) }), { class: "soft" })] : []),
  ];
}

function sideOf(board, task) {
  const { side, lane, name } = board.tasks;
  if (isStop(board, task)) return board.names[name[task]];
  const kerb = word("side", side[task]);
  return lane[task] ? say("map_lane", { side: kerb, lane: lane[task] }) : kerb;
}

function aboutTask(board, task, isChosen) {
  const t = board.tasks;
  const head = say("colon", { head: word("work", t.work[task]), text: sideOf(board, task) });
  const item = element("li", "", { class: isChosen ? "chosen" : false });
  item.append(element("span", head));
  if (t.kg[task] && isStop(board, task)) item.append(` · ${number(t.kg[task])} kg`);
  const duty = t.duty[task];
  const windows = bands(board.windows[t.windows[task]]);
  if (isStop(board, task)) item.append(element("span", ` · ${say("map_open", { windows })}`, { class: "soft" }));
  else if (duty < 0) item.append(element("span", ` · ${say("map_begin", { windows })}`, { class: "soft" }));
  if (duty >= 0) {
    const swatch = element("span", "", { class: "swatch" });
    swatch.style.background = colourOf(duty);
    const times = `${clock(t.begin_s[task])}–${clock(t.end_s[task])}`;
    const button = element("button", [swatch, `${board.duties[duty].vehicle_id} ${board.duties[duty].shift} · ${times}`], { type: "button", class: "plain" });
    button.addEventListener("click", () => {
      set("vehicle", duty);
      set("time_s", t.begin_s[task]);
    });
    item.append(element("div", button));
    return item;
  }
  const why = board.reasons[t.why[task]];
  if (why) {
    const stated = say("colon", { head: word("reason", why.reason), text: why.detail });
    item.append(element("div", stated, { class: t.required[task] ? "error" : "notice" }));
    if (why.change) item.append(element("div", why.change));
  }
  return item;
}

function aboutKerb(board, kerb) {
  const state = say(STATES[stateOfKerb(board, kerb)]);
  const { side, reason } = board.kerbs;
  const text = language === "zh" ? `${state}（${word("reason", reason[kerb])}）` : `${state} (${word("reason", reason[kerb])})`;
  return element("li", say("colon", { head: word("side", side[kerb]), text }));
}
