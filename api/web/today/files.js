// Links to the files of a plan.

import { element } from "/static/dom.js";
import { say } from "/static/words.js";

export const DAY_FORMS = { pdf: "PDF", html: "HTML", gpx: "GPX", kml: "KML", geojson: "GeoJSON", xlsx: "XLSX", csv: "CSV", ics: "ICS", txt: "TXT", svg: "SVG" };
const { pdf, html, gpx, ...rest } = DAY_FORMS;
export const FIRST_FORMS = { pdf, html, gpx };
export const REST_FORMS = rest;

export function fileLinks(plan, forms, asked) {
  const query = new URLSearchParams(asked);
  return Object.entries(forms).map(([form, name]) => element("a", name, { href: `${plan.links.exports}/${form}?${query}` }));
}

// Seldom wanted, so behind a click.
export function moreFiles(plan, forms, asked) {
  const more = element("details", element("summary", say("more_files")), { class: "files" });
  for (const link of fileLinks(plan, forms, asked)) more.append(" ", link);
  return more;
}
