// The planner's table: scenarios side by side with spread over seeds, curves over a varied value.

import { button, element, number, row } from "/static/dom.js";
import { during } from "/static/operations/day.js";
import { curvePicture } from "/static/planner/curve.js";
import { reportLinks } from "/static/planner/report.js";
import { asked, fillRequest } from "/static/planner/request.js";
import { changedStreets } from "/static/planner/streets.js";
import { ask, send } from "/static/session.js";
import { get, on } from "/static/store.js";
import { openStream } from "/static/stream.js";
import { fail } from "/static/today/follow.js";
import { say, stage, word } from "/static/words.js";

const MAY_COMPARE = ["planner", "admin"];
const ALWAYS = 8; // measures that are shown at once; of the others, those that differ by more than chance

let listed = [];
let shown = null; // as GET /comparisons/ID gives it
let endStream = () => {};

export function mount(box) {
  const form = element("form", "", { id: "compare" });
  const list = element("ul", "", { class: "cards" });
  const result = element("section", "", { id: "comparison", "aria-live": "polite" });
  const side = element("div", [form, element("h2", "", { "data-say": "comparisons" }), list]);
  const refusal = element("p", "", { class: "empty", hidden: true });
  box.append(refusal, element("div", [side, result], { class: "columns" }));
  const show = () => {
    list.replaceChildren(...(listed.length ? listed.map((one) => entry(one, show)) : [element("li", say("no_comparisons"), { class: "empty" })]));
    result.replaceChildren(...table(shown));
  };
  const load = async () => {
    // Whoever may not compare is told so, not refused.
    const isRefused = !MAY_COMPARE.includes(get("session").role);
    refusal.hidden = !isRefused;
    side.hidden = isRefused;
    refusal.textContent = say("planners_only", { role: word("role", get("session").role) });
    if (isRefused) return result.replaceChildren();
    [, listed] = await Promise.all([fillRequest(form), ask("/comparisons")]);
    side.querySelector("h2").textContent = say("comparisons");
    show();
    if (!shown && listed.length) await follow(listed[0].id, show);
    else if (shown) await follow(shown.id, show);
  };
  const open = () => get("view") === "planner" && get("session") && load().catch(fail);
  on(["view", "session"], open);
  on("language", open);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    during(form.querySelector("button"), async () => {
      const { body } = await send("/comparisons", asked(form));
      listed = await ask("/comparisons");
      await follow(body.id, show);
    });
  });
}

const title = (one) => [one.request.scenarios.map((s) => s.scenario).join(" / "), ...(one.request.vary ?? [])].join(" · ");

function entry(one, show) {
  const open = element("button", title(one), { type: "button", class: "plain name" });
  open.addEventListener("click", () => follow(one.id, show).catch(fail));
  const state = `${word("status", one.status)} · ${say("plans_done", { done: number(one.plans_done), asked: number(one.plans_asked) })}`;
  const made = element("li", [element("div", open, { class: "head" }), element("p", state, { class: "soft" })]);
  made.classList.toggle("chosen", one.id === shown?.id);
  return made;
}

async function follow(id, show) {
  endStream();
  endStream = () => {};
  const read = async () => {
    shown = await ask(`/comparisons/${id}`);
    listed = listed.map((one) => (one.id === id ? shown : one));
    if (!listed.some((one) => one.id === id)) listed = [shown, ...listed];
    show();
  };
  await read();
  if (!shown.links.cancel) return;
  const readAgain = () => read().catch(fail);
  endStream = openStream(shown.links.events, {
    progress: readAgain,
    better: readAgain,
    done: () => {
      endStream();
      readAgain();
    },
  });
}

function table(found) {
  if (!found) return [element("p", say("choose_comparison"), { class: "empty" })];
  const parts = [element("h2", title(found))];
  if (found.error) parts.push(element("p", found.error, { class: "error" }));
  if (found.links.cancel) {
    const stop = button("cancel", () => during(stop, () => ask(found.links.cancel, { method: "POST" })));
    const text = say("plans_done", { done: number(found.plans_done), asked: number(found.plans_asked) });
    const doing = found.progress.stage ? ` · ${stage(found.progress.stage)}` : "";
    parts.push(element("progress", "", { max: found.plans_asked, value: found.plans_done, "aria-label": text }), element("p", [text + doing, " ", stop]));
  }
  if (found.comparison) parts.push(...measures(found.comparison));
  else if (!found.curves) parts.push(element("p", say("no_table_yet"), { class: "empty" }));
  if (found.curves) parts.push(...curves(found.curves));
  parts.push(...reportLinks(found), ...changedStreets(found));
  return parts;
}

function measures(compared) {
  const head = () => element("thead", row([say("measure"), ...compared.names, say("difference")], "th"));
  const line = (one) => row([
    one.measure,
    ...one.texts.map((text, i) => element("td", [text, one.spreads[i] ? element("span", one.spreads[i].join(" – "), { class: "soft" }) : ""])),
    element("td", one.difference, { class: one.counts ? "counts" : "" }),
  ]);
  const table = (rows) => element("div", element("table", [head(), element("tbody", rows.map(line))], { class: "compared" }), { class: "wide" });
  const first = compared.rows.filter((one, i) => i < ALWAYS || one.counts);
  const rest = compared.rows.filter((one) => !first.includes(one));
  return [
    table(first),
    ...(rest.length ? [element("details", [element("summary", say("more_numbers")), table(rest)])] : []),
    element("p", say("spread_means"), { class: "soft" }),
    element("a", say("download_table"), { download: "comparison.csv", href: csv([["", ...compared.names, say("difference")], ...compared.rows.map((one) => [one.measure, ...one.texts, one.difference])]) }),
  ];
}

// Begins with a mark, without which spreadsheets take it for another encoding than UTF-8.
const csv = (rows) => `data:text/csv;charset=utf-8,${encodeURIComponent(`\ufeff${rows.map((one) => one.map((cell) => `"${String(cell).replaceAll('"', '""')}"`).join(",")).join("\r\n")}`)}`;

function curves(found) {
  const head = row([say("setting"), ...found.measures], "th");
  const rows = found.points.map((point) => row([
    element("td", [point.settings.join(" "), point.is_efficient ? element("span", say("efficient"), { class: "soft" }) : ""]),
    ...point.texts.map((text, i) => element("td", [text, point.spread_texts[i] ? element("span", point.spread_texts[i].join(" – "), { class: "soft" }) : ""])),
  ]));
  return [
    ...found.measures.map((name, i) => curvePicture(name, found.points.map((point) => [point.settings.join(" "), point.values[i], point.texts[i]]))),
    element("div", element("table", [element("thead", head), element("tbody", rows)], { class: "compared" }), { class: "wide" }),
  ];
}
