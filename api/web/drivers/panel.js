// The drivers: a link and its code for each duty, its sheets, and what they report back.

import { button, colourOf, element, number } from "/static/dom.js";
import { during, isSettled, readDay } from "/static/operations/day.js";
import { ask, send } from "/static/session.js";
import { get, on } from "/static/store.js";
import { fail } from "/static/today/follow.js";
import { fileLinks } from "/static/today/files.js";
import { clock, language, say } from "/static/words.js";

const LOOK_EVERY_MS = 4000;
const SHEETS = { pdf: "PDF", html: "HTML", gpx: "GPX" };

let links = []; // as GET /plans/ID/links gives them
const made = new Map(); // links that this page has made: only they have their address

export function mount(box) {
  const list = element("ul", "", { class: "duties" });
  const head = element("h2");
  box.append(head, list);
  const show = () => {
    head.textContent = say("drivers_of_day");
    list.replaceChildren(...lines(list));
  };
  const read = async () => {
    const plan = get("plan");
    links = isSettled(plan) ? await ask(`/plans/${plan.id}/links`) : [];
    show();
  };
  on(["board", "language", "events"], show);
  on("plan", (plan, before) => {
    if (plan?.id !== before?.id) made.clear();
    if (get("view") === "drivers") read().catch(fail);
  });
  on("view", (view) => view === "drivers" && Promise.all([read(), readDay()]).catch(fail));
  box.addEventListener("links", () => read().catch(fail));
  setInterval(() => {
    if (get("session") && get("view") === "drivers" && !document.hidden) readDay().catch(fail);
  }, LOOK_EVERY_MS);
  show();
}

function lines(list) {
  const [plan, board] = [get("plan"), get("board")];
  if (!board || !plan?.result) return [element("li", say(plan ? "not_yet" : "empty"), { class: "empty" })];
  const reported = new Map((get("events") ?? []).filter((one) => ["done", "skipped"].includes(one.kind)).map((one) => [one.task_id, one]));
  const duties = board.duties.map(() => ({ total: 0, done: 0, skipped: [] }));
  board.tasks.duty.forEach((duty, i) => {
    if (duty < 0) return;
    duties[duty].total += 1;
    const report = reported.get(board.tasks.id[i]);
    if (report?.kind === "done") duties[duty].done += 1;
    if (report?.kind === "skipped") duties[duty].skipped.push([board.names[board.tasks.name[i]] ?? board.tasks.id[i], report.reason]);
  });
  return board.duties.map((duty, index) => line(plan, duty, index, duties[index], list));
}

function line(plan, duty, index, done, list) {
  const swatch = element("span", "", { class: "swatch" });
  swatch.style.background = colourOf(index);
  const title = `${duty.vehicle_id} ${duty.shift}`;
  const bar = element("progress", "", { max: done.total || 1, value: done.done, "aria-label": say("reported", { done: number(done.done), total: number(done.total) }) });
  const own = links.filter((one) => one.vehicle === duty.vehicle_id && one.shift === duty.shift_id && !one.revoked_at);
  const asked = { vehicle: duty.vehicle_id, lang: language };
  return element("li", [
    element("div", [element("b", [swatch, title]), element("span", `${clock(duty.start_s)}–${clock(duty.end_s)}`, { class: "soft" })], { class: "head" }),
    bar,
    element("p", say("reported", { done: number(done.done), total: number(done.total) }), { class: "soft" }),
    ...done.skipped.map(([name, why]) => element("p", say("skipped_because", { name, why }), { class: "notice" })),
    element("div", [say("sheets"), ...fileLinks(plan, SHEETS, asked)], { class: "row soft" }),
    ...own.map((one) => linkLine(plan, one, list)),
    adder(plan, duty, title, list),
  ]);
}

const changed = (list) => list.parentElement.dispatchEvent(new CustomEvent("links"));

function adder(plan, duty, title, list) {
  const add = button("make_link", () => during(add, async () => {
    const { body } = await send(`/plans/${plan.id}/links`, { vehicle: duty.vehicle_id, shift: duty.shift_id });
    made.set(body.id, body);
    changed(list);
  }), { "aria-label": say("colon", { head: title, text: say("make_link") }) });
  return add;
}

function linkLine(plan, one, list) {
  const until = new Date(one.expires_at).toLocaleString(language === "zh" ? "zh-CN" : "en-GB", { dateStyle: "short", timeStyle: "short" });
  const end = button("end_link", () => during(end, async () => {
    await ask(`/plans/${plan.id}/links/${one.id}`, { method: "DELETE" });
    changed(list);
  }));
  const known = made.get(one.id);
  const parts = [element("p", say("link_until", { time: until })), end];
  if (known) {
    const address = new URL(known.url, location.href).href;
    const copy = button("copy", () => navigator.clipboard.writeText(address).then(() => (copy.textContent = say("copied"))).catch(() => field.select()));
    const field = element("input", "", { type: "text", readonly: true, value: address, "aria-label": say("address") });
    parts.push(
      element("img", "", { class: "code", alt: say("code_of", { vehicle: known.vehicle }), src: `data:image/svg+xml,${encodeURIComponent(known.qr)}` }),
      element("div", [field, copy, element("a", say("open"), { href: known.url, target: "_blank", rel: "noopener" })], { class: "row" }),
    );
  }
  return element("div", parts, { class: "link" });
}
