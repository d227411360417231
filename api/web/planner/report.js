// The report on a comparison, to take away: whole, or a file of it.

import { element } from "/static/dom.js";
import { language, say } from "/static/words.js";

const NAMES = { "report.html": "HTML", "report.xlsx": "XLSX", "report.md": "Markdown", "report.json": "JSON" };
const TABLES = { "runs.parquet": "parquet_runs", "routes.parquet": "parquet_routes" };

const nameOf = (file) => NAMES[file] ?? (file in TABLES ? say(TABLES[file]) : file);

// Returns the links; of files that cannot be made on this server, why.
export function reportLinks(compared) {
  if (!compared.report.length) return [];
  const at = (path) => `${compared.links.self}/report${path}?${new URLSearchParams({ lang: language })}`;
  const link = (text, path) => element("a", text, { href: at(path), download: "" });
  const there = compared.report.filter((one) => !one.missing);
  const reasons = [...new Set(compared.report.map((one) => one.missing).filter(Boolean))];
  return [
    element("h3", say("report")),
    element("div", [link(say("whole_report"), ""), ...there.map((one) => link(nameOf(one.name), `/${one.name}`))], { class: "row" }),
    ...reasons.map((one) => element("p", one, { class: "notice" })),
  ];
}
