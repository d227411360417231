// Streets that some vehicles cannot use.

import { say, word } from "/static/words.js";

export const whoOf = (p) =>
  p.all_profiles ? say("all") : p.profiles.split(",").map((one) => word("profile", one)).join(say("comma"));

export function whyBarred(p) {
  const why = say("colon", { head: p.reason, text: whoOf(p) });
  return p.one_direction ? say("one_direction", { why }) : why;
}

// Returns them by name and reason, the longest first.
export function barredStreets(collection) {
  const rows = new Map();
  for (const feature of collection.features) {
    const p = feature.properties;
    if (p.kind !== "barred") continue;
    const key = [p.name, p.highway, p.reason, p.profiles].join("|");
    if (!rows.has(key)) rows.set(key, { name: p.label, reason: p.reason, who: whoOf(p), length_m: 0, features: [] });
    const row = rows.get(key);
    row.length_m += p.length_m;
    row.features.push(feature);
  }
  return [...rows.values()].sort((a, b) => b.length_m - a.length_m);
}
