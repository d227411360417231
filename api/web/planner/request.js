// What is to be compared: scenarios on the same streets, or the values of one.

import { element, field } from "/static/dom.js";
import { ask } from "/static/session.js";
import { language, say } from "/static/words.js";

const FIRST_CHOSEN = 2; // scenarios that are ticked at first

// Fills the form with what there is; what was typed stays, in another language too.
export async function fillRequest(form) {
  const [scenarios, files] = await Promise.all([ask("/scenarios"), ask("/streets")]);
  const typed = form.children.length ? new FormData(form) : null;
  const isTicked = (name, index) => (typed ? typed.getAll("scenario").includes(name) : index < FIRST_CHOSEN);
  const ticks = scenarios.map((one, index) => element("label", [
    element("input", "", { type: "checkbox", name: "scenario", value: one.name, checked: isTicked(one.name, index) }),
    element("span", `${one.name}: ${language === "zh" && one.title_zh ? one.title_zh : one.title}`),
  ], { class: "check" }));
  const input = (name, attributes) => element("input", "", { name, ...attributes, value: typed?.get(name) ?? attributes.value });
  const streets = element("select", [element("option", say("district"), { value: "" }), ...files.map((name) => element("option", name, { value: name }))], { name: "osm" });
  streets.value = typed?.get("osm") ?? "";
  form.replaceChildren(
    element("fieldset", [element("legend", say("scenarios")), ...ticks]),
    field("streets", streets),
    field("vary", input("vary", { type: "text", placeholder: "vehicles.washer=6..12", size: 24 })),
    field("seeds", input("seeds", { type: "number", min: 1, max: 100, value: 3 })),
    field("seconds", input("seconds", { type: "number", min: 1, max: 3600, value: 60 })),
    field("date", input("date", { type: "date" })),
    element("button", say("compare"), { type: "submit", class: "main" }),
  );
}

export function asked(form) {
  const given = new FormData(form);
  const body = {
    scenarios: given.getAll("scenario").map((name) => ({ name })),
    seeds: Number(given.get("seeds")),
    seconds: Number(given.get("seconds")),
  };
  if (given.get("vary").trim()) body.vary = [given.get("vary").trim()];
  for (const name of ["osm", "date"]) if (given.get(name)) body[name] = given.get(name);
  return body;
}
