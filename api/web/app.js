// The page: asks the service for plans and shows one on a map of our own streets.
import { ask, enter, isSignedIn, leave, onLeft, resume } from "/static/session.js";
import { clock, language, say, speak, stage, word } from "/static/words.js";
import { barredStreets, clearMap, closePopup, colourOf, drawMap, focusRoute, showBarredStreet } from "/static/map.js";

const at = (id) => document.getElementById(id);
let followed = null; // the plan that is followed: whoever waited for another lets go of it
let shown = null; // the plan on the screen, as /plans/{id} gave it
let scenarios = []; // as /scenarios gave them
let drawn = ""; // what the map shows: id, best cost and language
let collection = null; // the features on the map
let chosen = null; // the route picked in the list, as its colour number

const NOTICED_SHARE = 0.05; // a greater difference of areas is marked
const MOST_BARRED = 20; // streets listed by name; the rest are counted, and all are on the map

const number = (value, digits = 0) =>
  value.toLocaleString("en", { minimumFractionDigits: digits, maximumFractionDigits: digits });

function element(tag, text, attributes = {}) {
  const made = document.createElement(tag);
  made.textContent = text;
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

function row(cells, tag = "td") {
  const made = document.createElement("tr");
  for (const cell of cells) made.append(cell instanceof Node ? cell : element(tag, cell));
  return made;
}

function translate() {
  closePopup();
  for (const node of document.querySelectorAll("[data-say]")) node.textContent = say(node.dataset.say);
  at("language").textContent = say("other_language");
}

const percent = (share) => {
  const text = Math.abs(100 * share).toFixed(1);
  return `${text === "0.0" ? "" : share > 0 ? "+" : "−"}${text} %`;
};

function showState(plan) {
  const state = at("state");
  state.replaceChildren();
  for (const notice of plan.result?.notices ?? []) {
    state.append(element("p", notice, { class: "notice" }));
  }
  if (plan.status === "failed") state.append(element("p", plan.error, { class: "error" }));
  if (plan.status === "queued" || plan.status === "running") {
    const line = element("p", "");
    const bar = element("progress", "", { max: 1 });
    if (plan.progress.stage === "search") bar.value = plan.progress.share;
    const p = plan.progress;
    const parts = [word("status", plan.status)];
    if (p.stage) parts.push(stage(p.stage));
    if (p.iterations) parts.push(say("searched", { iterations: number(p.iterations), cost: number(p.best_cost) }));
    line.append(bar, parts.join(" · "));
    state.append(line);
  } else if (!plan.result && plan.status !== "failed") {
    state.append(element("p", `${word("status", plan.status)} · ${say("no_routes")}`, { class: "notice" }));
  }
  at("cancel").hidden = !plan.links.cancel;
}

// What the compactors took from containers, and what of it and of the stations' stock is treated.
function domestic(balance) {
  const out = (step) => balance.ledger.reduce((sum, r) => sum + (r.step === step ? r.out_kg : 0), 0);
  const tonnes = (step) => number(out(step) / 1000, 1);
  return [`${tonnes("containers")} / ${tonnes("plant")} ${say("tonnes")}`, say("domestic")];
}

function showVerdict(plan) {
  const result = plan.result;
  const m = result.measures;
  // Of routes that work at stops, all km are driven between stops: none of them is empty.
  const along = (key) => m.routes.reduce((sum, r) => sum + (r.service_m ? r[key] : 0), 0) / 1000;
  const between = m.routes.reduce((sum, r) => sum + (r.service_m ? 0 : r.deadhead_m), 0) / 1000;
  const figures = [
    [`${(100 * result.mechanised_rate).toFixed(1)} %`, say("rate")],
    [`${number(m.kitchen_collected_kg / 1000, 1)} / ${number(m.kitchen_due_kg / 1000, 1)} ${say("tonnes")}`, say("kitchen")],
    ...(m.balance ? [domestic(m.balance)] : []),
    [`${number(along("service_m"))} + ${number(along("deadhead_m"))} ${say("km")}`, say("worked_empty")],
    ...(between > 0 ? [[`${number(between)} ${say("km")}`, say("between")]] : []),
    [number(result.cost_yuan), say("cost")],
  ];
  const box = element("div", "", { class: "figures" });
  for (const [value, label] of figures) {
    const cell = element("div", "");
    cell.append(element("b", value), element("span", label));
    box.append(cell);
  }
  const title = language === "zh" && result.title_zh ? result.title_zh : result.title;
  const folder = element("a", say("folder"), { class: "folder", href: `${plan.links.folder}?${new URLSearchParams({ lang: language })}` });
  const rest = moreFiles(plan, DAY_FORMS, { lang: language });
  rest.append(" ", element("a", "JSON", { href: plan.links.plan }));
  at("verdict").replaceChildren(element("h2", `${title} · ${result.date}`), box, folder, rest);
}

const DAY_FORMS = { pdf: "PDF", html: "HTML", gpx: "GPX", kml: "KML", geojson: "GeoJSON", xlsx: "XLSX", csv: "CSV", ics: "ICS", txt: "TXT", svg: "SVG" };
const { pdf, html, gpx, ...REST_FORMS } = DAY_FORMS;
const FIRST_FORMS = { pdf, html, gpx };

function fileLinks(plan, forms, asked) {
  const query = new URLSearchParams(asked);
  return Object.entries(forms).map(([form, name]) => element("a", name, { href: `${plan.links.exports}/${form}?${query}` }));
}

// Seldom wanted, so behind a click.
function moreFiles(plan, forms, asked) {
  const more = element("details", "", { class: "files" });
  more.append(element("summary", say("more_files")));
  for (const link of fileLinks(plan, forms, asked)) more.append(" ", link);
  return more;
}

function showRoutes(plan) {
  const m = plan.result.measures;
  at("routes").tHead.replaceChildren(
    row(["vehicle", "out_back", "worked_km", "driven_km", "hours", "load_kg"].map((one) => say(one)), "th"),
  );
  const body = at("routes").tBodies[0];
  body.replaceChildren();
  m.routes.forEach((r, index) => {
    const name = element("td", "");
    const swatch = element("span", "", { class: "swatch" });
    swatch.style.background = colourOf(index);
    name.append(swatch, `${r.vehicle_id} ${plan.result.shifts?.[index] ?? r.shift_id}`);
    // Below the name: a column of their own would not fit beside the map.
    const files = element("div", "", { class: "files" });
    const asked = { vehicle: r.vehicle_id, lang: language };
    files.append(...fileLinks(plan, FIRST_FORMS, asked), moreFiles(plan, REST_FORMS, asked));
    name.append(files);
    const line = row([
      name,
      `${clock(r.start_s)}–${clock(r.end_s)}`,
      number(r.service_m / 1000, 1),
      number(r.deadhead_m / 1000, 1),
      number(r.duty_s / 3600, 1),
      number(r.load_kg),
    ]);
    line.classList.toggle("chosen", chosen === index);
    line.addEventListener("click", (event) => {
      if (event.target.closest("a, summary")) return;
      chosen = chosen === index ? null : index;
      for (const [n, other] of [...body.rows].entries()) other.classList.toggle("chosen", n === chosen);
      focusRoute(chosen);
    });
    body.append(line);
  });
}

function showUnserved(result) {
  at("unserved").tHead.replaceChildren(row(["work", "reason", "count", "km", "load_kg"].map((one) => say(one)), "th"));
  const body = at("unserved").tBodies[0];
  body.replaceChildren();
  for (const r of result.measures.unassigned) {
    const work = `${word("work", r.work)} ${r.service_class}`.trim();
    const line = row([
      r.required ? work : say("optional", { work }),
      word("reason", r.reason),
      number(r.num_tasks),
      number(r.service_m / 1000, 1),
      number(r.demand_kg),
    ]);
    line.title = r.examples.join("\n");
    body.append(line);
  }
}

// A section is there when its table has rows.
function fill(id, columns, rows) {
  at(id).closest("section").hidden = rows.length === 0;
  at(id).tHead.replaceChildren(row(columns.map((one) => say(one)), "th"));
  at(id).tBodies[0].replaceChildren(...rows);
}

function showAreas(areas) {
  const thousand = (m2, sign = "") => (m2 === null ? "–" : (m2 > 0 ? sign : "") + number(m2 / 1000, 1));
  const stated = areas.some((a) => a.stated_m2 !== null) ? areas : [];
  const rows = stated.map((a) => {
    const share = a.difference_share === null ? "–" : percent(a.difference_share);
    const far = Math.abs(a.difference_share ?? 0) > NOTICED_SHARE ? "far" : "";
    return row([
      a.level === "total" ? say("total") : a.label,
      thousand(a.stated_m2),
      thousand(a.measured_m2),
      thousand(a.difference_m2, "+"),
      element("td", share, { class: far }),
    ]);
  });
  fill("areas", ["class", "stated", "measured", "difference", "percent"], rows);
}

function showBarred() {
  const streets = barredStreets(collection);
  const rows = streets.slice(0, MOST_BARRED).map((s) => {
    const line = row([s.name, s.reason, s.who, number(s.length_m / 1000, 2)]);
    line.addEventListener("click", () => showBarredStreet(s.features));
    return line;
  });
  const rest = streets.slice(MOST_BARRED);
  const rest_m = rest.reduce((sum, s) => sum + s.length_m, 0);
  if (rest.length) rows.push(row([say("more", { count: rest.length }), "", "", number(rest_m / 1000, 2)]));
  fill("barred", ["street", "reason", "who", "km"], rows);
}

// Takes away what is shown of another plan: its figures are not this one's.
function clear(plan) {
  drawn = "";
  collection = null;
  const head = [plan.request.scenario, plan.request.date].filter(Boolean).join(" · ");
  at("verdict").replaceChildren(element("h2", head));
  for (const id of ["routes", "unserved"]) {
    at(id).tHead.replaceChildren();
    at(id).tBodies[0].replaceChildren();
  }
  for (const id of ["areas", "barred"]) at(id).closest("section").hidden = true;
  clearMap(at("map"));
}

async function show(plan) {
  if (!plan.result || shown?.id !== plan.id) clear(plan);
  shown = plan;
  showState(plan);
  if (!plan.result) return;
  showVerdict(plan);
  showRoutes(plan);
  showUnserved(plan.result);
  showAreas(plan.result.measures.areas ?? []);
  if (collection) showBarred();
  const now = `${plan.id} ${plan.result.cost_yuan} ${plan.result.unassigned} ${language}`;
  if (now === drawn) return;
  const features = await ask(plan.links.map);
  if (shown.id !== plan.id) return;
  drawn = now;
  collection = features;
  showBarred();
  at("empty")?.remove();
  const source = plan.result.network.generated ? say("generated_streets") : "© OpenStreetMap contributors (ODbL)";
  // Not waited for: a browser draws when it likes, and the plan goes on.
  drawMap(at("map"), collection, `${source} · OneBroom`).then(() => focusRoute(chosen)).catch(fail);
}

async function listPlans() {
  const plans = await ask("/plans");
  at("plans").replaceChildren(
    ...plans.map((p) => {
      const when = new Date(1000 * p.created_at).toLocaleString(language === "zh" ? "zh-CN" : "en-GB");
      return element("option", `${p.request.scenario} · ${when} · ${word("status", p.status)}`, { value: p.id });
    }),
  );
  if (followed) at("plans").value = followed.id;
  return plans;
}

async function follow(id) {
  const mine = (followed = { id });
  await listPlans();
  while (followed === mine) {
    const plan = await ask(`/plans/${id}`);
    if (followed !== mine) return;
    await show(plan);
    if (!plan.links.cancel) {
      await listPlans();
      return;
    }
    await new Promise((wake) => setTimeout(wake, 1000));
  }
}

function fail(error) {
  at("state").replaceChildren(element("p", error.message, { class: "error" }));
}

at("ask").addEventListener("submit", async (event) => {
  event.preventDefault();
  const asked = { scenario: at("scenario").value, seconds: Number(at("seconds").value) };
  if (at("streets").value) asked.osm = at("streets").value;
  if (at("date").value) asked.date = at("date").value;
  try {
    const plan = await ask("/plans", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(asked),
    });
    chosen = null;
    await follow(plan.id);
  } catch (error) {
    fail(error);
  }
});
// The scenario's own day, or today where it states none; what somebody chose stays.
function proposeDate() {
  const date = at("date");
  if (date.dataset.chosen) return;
  const today = new Date();
  const local = new Date(today.getTime() - 60_000 * today.getTimezoneOffset()).toISOString().slice(0, 10);
  date.value = scenarios.find((one) => one.name === at("scenario").value)?.date ?? local;
}

at("scenario").addEventListener("change", proposeDate);
at("date").addEventListener("input", () => {
  if (at("date").value) at("date").dataset.chosen = "yes";
  else delete at("date").dataset.chosen;
});
at("cancel").addEventListener("click", () => ask(`/plans/${shown.id}/cancel`, { method: "POST" }).catch(fail));
at("plans").addEventListener("change", () => {
  chosen = null;
  follow(at("plans").value).catch(fail);
});
at("language").addEventListener("click", async () => {
  try {
    await speak(language === "zh" ? "en" : "zh");
    localStorage.setItem("language", language);
    translate();
    if (at("enter").hidden) await listPlans();
    if (shown) await show(await ask(`/plans/${shown.id}`));
    document.documentElement.lang = language;
  } catch (error) {
    fail(error);
  }
});

// Without a session the page asks for a key, and shows nothing else.
function showEntrance(isLeft) {
  at("enter").hidden = !isLeft;
  for (const id of ["ask", "leave"]) at(id).hidden = isLeft;
  at("plans").parentElement.hidden = isLeft;
  if (!isLeft) return;
  followed = shown = null;
  at("cancel").hidden = true;
  at("verdict").replaceChildren();
  for (const body of document.querySelectorAll("aside tbody, aside thead")) body.replaceChildren();
  clearMap(at("map"));
}

onLeft(() => showEntrance(true));

at("enter").addEventListener("submit", async (event) => {
  event.preventDefault();
  const key = at("key").value.trim();
  at("key").value = "";
  try {
    await enter(key);
    at("state").replaceChildren();
    await openDesk();
  } catch (error) {
    fail(error);
  }
});
at("leave").addEventListener("click", () => leave().catch(fail));

async function begin() {
  const preferred = localStorage.getItem("language") ?? navigator.language;
  await speak(preferred.startsWith("zh") ? "zh" : "en");
  translate();
  document.documentElement.lang = language;
  const session = await resume();
  if (session) await openDesk();
}

async function openDesk() {
  showEntrance(false);
  at("leave").hidden = !isSignedIn();
  const [known, files] = await Promise.all([ask("/scenarios"), ask("/streets")]);
  scenarios = known;
  at("scenario").replaceChildren(
    ...scenarios.map((s) => element("option", s.name, { value: s.name, title: language === "zh" && s.title_zh ? s.title_zh : s.title })),
  );
  at("scenario").value = "yinzhou-2012";
  proposeDate();
  at("streets").replaceChildren(
    element("option", "", { value: "", "data-say": "district" }),
    ...files.map((name) => element("option", name, { value: name })),
  );
  translate();
  const plans = await listPlans();
  if (plans.length) await follow(plans[0].id);
}

begin().catch(fail);
