// The planner's table: scenarios side by side with spread over seeds, curves over a varied value.

import { button, element, field, number, row } from "/static/dom.js";
import { during } from "/static/operations/day.js";
import { curvePicture } from "/static/planner/curve.js";
import { ask, send } from "/static/session.js";
import { get, on } from "/static/store.js";
import { fail } from "/static/today/follow.js";
import { language, say, stage, word } from "/static/words.js";

let scenarios = [];
let listed = [];
let shown = null; // as GET /comparisons/ID gives it
let stream = null;

export function mount(box) {
  const form = element("form", "", { id: "compare" });
  const list = element("ul", "", { class: "cards" });
  const result = element("section", "", { id: "comparison", "aria-live": "polite" });
  const side = element("div", [form, element("h2", "", { "data-say": "comparisons" }), list]);
  box.append(element("div", [side, result], { class: "columns" }));
  const show = () => {
    list.replaceChildren(...(listed.length ? listed.map((one) => entry(one, show)) : [element("li", say("no_comparisons"), { class: "empty" })]));
    result.replaceChildren(...table(shown));
  };
  const load = async () => {
    [scenarios, listed] = await Promise.all([ask("/scenarios"), ask("/comparisons")]);
    fill(form);
    side.querySelector("h2").textContent = say("comparisons");
    show();
    if (!shown && listed.length) await follow(listed[0].id, show);
    else if (shown) await follow(shown.id, show);
  };
  const open = () => get("view") === "planner" && get("session") && load().catch(fail);
  on(["view", "session"], open);
  on("language", () => {
    form.replaceChildren();
    open();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    during(form.querySelector("button"), async () => {
      const { body } = await send("/comparisons", asked(form));
      listed = await ask("/comparisons");
      await follow(body.id, show);
    });
  });
}

// Made once for each language, so that nothing typed is lost when the view is opened again.
function fill(form) {
  if (form.children.length) return;
  const boxes = scenarios.map((one, index) => element("label", [
    element("input", "", { type: "checkbox", name: "scenario", value: one.name, checked: index < 2 }),
    element("span", `${one.name}: ${language === "zh" && one.title_zh ? one.title_zh : one.title}`),
  ], { class: "check" }));
  const of = (name, attributes) => element("input", "", { name, ...attributes });
  form.replaceChildren(
    element("fieldset", [element("legend", say("scenarios")), ...boxes]),
    field("vary", of("vary", { type: "text", placeholder: "vehicles.washer=6..12", size: 24 })),
    field("seeds", of("seeds", { type: "number", min: 1, max: 100, value: 3 })),
    field("seconds", of("seconds", { type: "number", min: 1, max: 3600, value: 60 })),
    field("date", of("date", { type: "date" })),
    element("button", say("compare"), { type: "submit", class: "main" }),
  );
}

function asked(form) {
  const given = new FormData(form);
  const body = {
    scenarios: given.getAll("scenario").map((name) => ({ name })),
    seeds: Number(given.get("seeds")),
    seconds: Number(given.get("seconds")),
  };
  if (given.get("vary").trim()) body.vary = [given.get("vary").trim()];
  if (given.get("date")) body.date = given.get("date");
  return body;
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
  stream?.close();
  stream = null;
  const read = async () => {
    shown = await ask(`/comparisons/${id}`);
    listed = listed.map((one) => (one.id === id ? shown : one));
    if (!listed.some((one) => one.id === id)) listed = [shown, ...listed];
    show();
  };
  await read();
  if (!shown.links.cancel) return;
  const mine = new EventSource(`/comparisons/${id}/events?${new URLSearchParams({ lang: language })}`);
  stream = mine;
  for (const kind of ["progress", "better", "done"]) {
    mine.addEventListener(kind, () => {
      if (stream !== mine) return;
      if (kind === "done") mine.close();
      read().catch(fail);
    });
  }
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
  return parts;
}

function measures(compared) {
  const head = row([say("measure"), ...compared.names, say("difference")], "th");
  const rows = compared.rows.map((one) => row([
    one.measure,
    ...one.texts.map((text, i) => element("td", [text, one.spreads[i] ? element("span", one.spreads[i].join(" – "), { class: "soft" }) : ""])),
    element("td", one.difference, { class: one.counts ? "counts" : "" }),
  ]));
  return [
    element("div", element("table", [element("thead", head), element("tbody", rows)], { class: "compared" }), { class: "wide" }),
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
