// What is to be known of the streets: maintained areas, and streets that cannot be used.

import { element, number, row } from "/static/dom.js";
import { barredStreets } from "/static/map/barred.js";
import { get, on, onResult, set } from "/static/store.js";
import { say } from "/static/words.js";

const NOTICED_SHARE = 0.05; // a greater difference of areas is marked
const MOST_BARRED = 20; // streets listed by name; the rest are counted, and all are on the map

export function mount(box) {
  const sections = { areas: section("areas"), barred: section("barred") };
  box.append(...Object.values(sections));
  const show = () => {
    showAreas(sections.areas, get("plan")?.result?.measures.areas ?? []);
    showBarred(sections.barred, get("features"));
  };
  onResult(show);
  on(["features", "language"], show);
  show();
}

function section(id) {
  const table = element("table", [element("thead"), element("tbody")], { id });
  return element("section", [element("h2"), element("div", table, { class: "wide" })], { hidden: true });
}

// A section is there when its table has rows.
function fill(box, title, columns, rows) {
  box.hidden = rows.length === 0;
  box.querySelector("h2").textContent = say(title);
  const table = box.querySelector("table");
  table.tHead.replaceChildren(row(columns.map((one) => say(one)), "th"));
  table.tBodies[0].replaceChildren(...rows);
}

const signed = (share) => {
  const text = Math.abs(100 * share).toFixed(1);
  return `${text === "0.0" ? "" : share > 0 ? "+" : "−"}${text} %`;
};

function showAreas(box, areas) {
  const thousand = (m2, sign = "") => (m2 === null ? "–" : (m2 > 0 ? sign : "") + number(m2 / 1000, 1));
  const stated = areas.some((a) => a.stated_m2 !== null) ? areas : [];
  const rows = stated.map((a) => {
    const share = a.difference_share === null ? "–" : signed(a.difference_share);
    const far = Math.abs(a.difference_share ?? 0) > NOTICED_SHARE ? "far" : "";
    return row([
      a.level === "total" ? say("total") : a.label,
      thousand(a.stated_m2),
      thousand(a.measured_m2),
      thousand(a.difference_m2, "+"),
      element("td", share, { class: far }),
    ]);
  });
  fill(box, "areas", ["class", "stated", "measured", "difference", "percent"], rows);
}

function showBarred(box, collection) {
  const streets = collection ? barredStreets(collection) : [];
  const rows = streets.slice(0, MOST_BARRED).map((s) => {
    const name = element("button", s.name, { type: "button", class: "plain" });
    const line = row([element("td", name), s.reason, s.who, number(s.length_m / 1000, 2)]);
    line.addEventListener("click", () => set("focus", [...s.features]));
    return line;
  });
  const rest = streets.slice(MOST_BARRED);
  const rest_m = rest.reduce((sum, s) => sum + s.length_m, 0);
  if (rest.length) rows.push(row([say("more", { count: rest.length }), "", "", number(rest_m / 1000, 2)]));
  fill(box, "barred", ["street", "reason", "who", "km"], rows);
}
