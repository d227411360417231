// Streets that are closed in the next plan: by name, or inside of what is drawn on the map.

import { element } from "/static/dom.js";
import { streetsOf } from "/static/operations/day.js";
import { get, set } from "/static/store.js";
import { say } from "/static/words.js";

// Returns them as a request has them.
export const closuresAsked = () => get("different").closures.map(({ id, names = [], area = [] }) => ({ id, names, area }));

// Returns the part of the form in which they are named, drawn and taken back.
export function closuresPart({ chips, change }) {
  const listed = get("different").closures;
  const known = streetsOf(get("board")).map((name) => [name, name]);
  const named = listed.filter((one) => one.names);
  const draw = element("button", say("draw_closure"), { type: "button", id: "draw-closure", disabled: !get("board") });
  draw.addEventListener("click", () => set("pointing", { kind: "area", hint: () => say("draw_area_middle"), take: (area) => change({ closures: [...get("different").closures, { id: nextArea(), area }] }) }));
  const part = chips("closures", say("closed_streets"), known, named.map((one) => one.id), (ids) => {
    const kept = get("different").closures.filter((one) => !one.names || ids.includes(one.id));
    const there = new Set(kept.map((one) => one.id));
    change({ closures: [...kept, ...ids.filter((id) => !there.has(id)).map((id) => ({ id, names: [id] }))] });
  });
  const areas = listed.filter((one) => one.area);
  part.append(element("div", draw, { class: "row" }), areasList(areas, change));
  return part;
}

function nextArea() {
  const there = new Set(get("different").closures.map((one) => one.id));
  let count = 1;
  while (there.has(say("drawn_area", { count }))) count += 1;
  return say("drawn_area", { count });
}

function areasList(areas, change) {
  return element("ul", areas.map((one) => {
    const away = element("button", "×", { type: "button", "aria-label": say("take_off", { name: one.id }) });
    away.addEventListener("click", () => change({ closures: get("different").closures.filter((other) => other !== one) }));
    return element("li", [one.id, away]);
  }), { class: "chips" });
}
