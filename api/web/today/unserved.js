// What nobody does: by reason, searchable, each with what would serve it; a click shows it on the map.

import { element, number, row } from "/static/dom.js";
import { afterPaint } from "/static/pacing.js";
import { get, on, onResult, set } from "/static/store.js";
import { canTake, isTaken, takeRemedy } from "/static/today/different.js";
import { say, word } from "/static/words.js";

const MOST = 40; // rows of a reason that are listed at once

let sought = "";
let wanted = "all"; // "all" | "required" | "remedy"
const opened = new Set(); // reasons that the reader has opened
const more = new Map(); // how many rows of a reason are listed

export function mount(box) {
  const search = element("input", "", { type: "search", id: "seek-unserved", "data-hint": "seek_unserved", "data-name": "seek_unserved" });
  const kinds = element("div", "", { class: "row", role: "group", "data-name": "which" });
  const list = element("div", "", { id: "unserved" });
  box.append(element("div", [search, kinds], { class: "row" }), list);
  const show = () => {
    search.placeholder = say("seek_unserved");
    search.setAttribute("aria-label", say("seek_unserved"));
    kinds.setAttribute("aria-label", say("which"));
    kinds.replaceChildren(...filters(show));
    list.replaceChildren(...(get("board") ? groups(get("board"), show) : summary(get("plan"))));
    mark(list);
  };
  search.addEventListener("input", () => {
    sought = search.value.trim().toLowerCase();
    showLater();
  });
  // Thousands of tasks are gone through: that is done for whoever looks, and not before an answer.
  const showLater = () => afterPaint("unserved", showSeen);
  let isOld = false;
  const showSeen = () => {
    isOld = get("panel") !== "unserved";
    if (!isOld) show();
  };
  onResult(showSeen);
  on(["board", "language"], showSeen);
  on("different", showLater);
  on("panel", () => isOld && showLater());
  on("task", () => mark(list));
  show();
}

function filters(show) {
  return [["all", "every"], ["required", "only_required"], ["remedy", "with_remedy"]].map(([value, code]) => {
    const made = element("button", say(code), { type: "button", "aria-pressed": String(wanted === value) });
    made.addEventListener("click", () => {
      wanted = value;
      show();
    });
    return made;
  });
}

// Until the board is there: the counts that the plan itself states.
function summary(plan) {
  const listed = plan?.result?.measures.unassigned;
  if (!listed) return [element("p", say(plan ? "not_yet" : "empty"), { class: "empty" })];
  const head = row(["work", "reason", "count", "km", "load_kg"].map((one) => say(one)), "th");
  const body = element("tbody", listed.map((r) => {
    const work = `${word("work", r.work)} ${r.service_class}`.trim();
    return row([r.required ? work : say("optional", { work }), word("reason", r.reason), number(r.num_tasks), number(r.service_m / 1000, 1), number(r.demand_kg)]);
  }));
  return [element("div", element("table", [element("thead", head), body]), { class: "wide" })];
}

// Pieces of one street for one reason are one row.
function collect(board) {
  const tasks = board.tasks;
  const found = new Map();
  for (let i = 0; i < tasks.id.length; i += 1) {
    if (tasks.why[i] < 0) continue;
    const reason = board.reasons[tasks.why[i]];
    if (wanted === "required" && !tasks.required[i]) continue;
    if (wanted === "remedy" && !reason.change) continue;
    const name = board.names[tasks.name[i]] ?? "";
    if (sought && !`${name} ${tasks.id[i]}`.toLowerCase().includes(sought)) continue;
    const group = found.get(reason.reason) ?? { rows: new Map(), count: 0, required: 0 };
    found.set(reason.reason, group);
    group.count += 1;
    group.required += tasks.required[i];
    const key = [name || tasks.id[i], tasks.work[i], tasks.why[i], tasks.required[i]].join("|");
    const one = group.rows.get(key) ?? { name: name || tasks.id[i], work: tasks.work[i], required: tasks.required[i], reason, ids: [], kg: 0, m2: 0 };
    group.rows.set(key, one);
    one.ids.push(tasks.id[i]);
    one.kg += tasks.kg[i];
    one.m2 += tasks.area_m2[i];
  }
  // What is owed comes first, then what can be mended, then what is much.
  for (const group of found.values()) {
    group.listed = [...group.rows.values()].sort((a, b) =>
      b.required - a.required || Number(Boolean(b.reason.change)) - Number(Boolean(a.reason.change)) || b.m2 - a.m2 || b.kg - a.kg);
  }
  return [...found].sort(([, a], [, b]) => b.required - a.required || b.count - a.count);
}

function groups(board, show) {
  const found = collect(board);
  if (!found.length) {
    const all = sought || wanted !== "all" ? "none_found" : "all_served";
    return [element("p", say(all), { class: "empty" })];
  }
  return found.map(([reason, group], index) => {
    const isOpen = opened.has(reason) || Boolean(sought) || (index === 0 && !opened.size);
    const head = element("summary", [
      element("b", word("reason", reason)), ` ${number(group.count)}`,
      group.required ? element("span", say("of_them_required", { count: number(group.required) }), { class: "bad" }) : "",
    ]);
    const most = more.get(reason) ?? MOST;
    const lines = isOpen ? group.listed.slice(0, most).map(line) : [];
    const rest = group.listed.length - most;
    if (isOpen && rest > 0) {
      const next = element("button", say("more", { count: number(rest) }), { type: "button" });
      next.addEventListener("click", () => {
        more.set(reason, most + 5 * MOST);
        show();
      });
      lines.push(element("li", next));
    }
    const made = element("details", [head, element("ul", lines, { class: "cards" })], { open: isOpen });
    head.addEventListener("click", (event) => {
      // Its rows are made when it is opened: most readers open few.
      event.preventDefault();
      if (isOpen) opened.delete(reason);
      else opened.add(reason);
      if (isOpen && !opened.size) opened.add("");
      show();
    });
    return made;
  });
}

function line(one) {
  const work = word("work", one.work);
  const amount = [
    one.ids.length > 1 ? say("pieces", { count: number(one.ids.length) }) : "",
    one.m2 ? `${number(one.m2)} m²` : "",
    one.kg && !one.m2 ? `${number(one.kg)} kg` : "",
  ].filter(Boolean).join(" · ");
  const name = element("button", one.name, { type: "button", class: "plain name" });
  name.addEventListener("click", () => set("task", one.ids[0]));
  const made = element("li", [
    element("div", [name, element("span", `${one.required ? work : say("optional", { work })} · ${amount}`, { class: "soft" })], { class: "head" }),
    one.reason.detail ? element("p", one.reason.detail) : "",
    one.reason.change ? element("p", [one.reason.change, " ", taker(one)], { class: "remedy" }) : "",
  ]);
  made.dataset.task = one.ids[0];
  return made;
}

function taker(one) {
  const [id] = one.ids;
  if (!canTake(one.reason)) return "";
  const take = element("button", say(isTaken(id, one.reason) ? "taken" : "take_remedy"), { type: "button", disabled: isTaken(id, one.reason) });
  take.addEventListener("click", () => takeRemedy(id, one.name, one.reason));
  return take;
}

function mark(list) {
  for (const one of list.querySelectorAll("li[data-task]")) one.classList.toggle("chosen", one.dataset.task === get("task"));
}
