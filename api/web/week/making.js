// Weeks that the service makes: the form, what is under way, and which one is shown.

import { button, element, field, number } from "/static/dom.js";
import { during } from "/static/operations/day.js";
import { ask, send } from "/static/session.js";
import { get } from "/static/store.js";
import { openStream } from "/static/stream.js";
import { fail } from "/static/today/follow.js";
import { say, stage, word } from "/static/words.js";

const MAY_MAKE = ["planner", "admin"];

let weeks = []; // as GET /weeks gives them
let scenarios = []; // as GET /scenarios gives them
let endStream = () => {};

// Takes what is to be done with a week that is chosen or has just been made.
export function mountWeeks(box, take) {
  const form = element("form", "", { id: "make-week" });
  const list = element("ul", "", { class: "cards", id: "weeks" });
  box.append(form, list);
  const show = () => list.replaceChildren(...weeks.map((one) => entry(one, take)));
  const read = async () => {
    [scenarios, weeks] = await Promise.all([ask("/scenarios"), ask("/weeks")]);
    form.hidden = !MAY_MAKE.includes(get("session")?.role);
    fill(form);
    show();
    const running = weeks.find((one) => one.links.events);
    if (running) follow(running, read, take);
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    during(form.querySelector("button"), async () => {
      await send("/weeks", asked(form));
      await read();
    });
  });
  return { read };
}

// What was typed stays, in another language too.
function fill(form) {
  const typed = form.children.length ? new FormData(form) : null;
  const select = (name, options, first) => {
    const made = element("select", options.map(([value, text]) => element("option", text, { value })), { name });
    const before = typed?.get(name) ?? first;
    if (options.some(([value]) => value === before)) made.value = before;
    return made;
  };
  const done = weeks.filter((one) => one.result).map((one) => [one.id, `${one.result.monday} · ${one.request.scenario}`]);
  form.replaceChildren(
    field("scenario", select("scenario", scenarios.map((one) => [one.name, one.name]), get("plan")?.request.scenario)),
    field("day_of_week", element("input", "", { name: "date", type: "date", value: typed?.get("date") ?? "" })),
    field("keep_to", select("before", [["", say("keep_to_none")], ...done])),
    field("holidays", element("input", "", { name: "holidays", type: "text", size: 24, placeholder: "2024-05-01 2024-05-02", value: typed?.get("holidays") ?? "" })),
    field("seconds", element("input", "", { name: "seconds", type: "number", min: 1, max: 3600, value: typed?.get("seconds") ?? 60 })),
    element("button", say("make_week"), { type: "submit", class: "main" }),
  );
}

function asked(form) {
  const given = new FormData(form);
  const body = { scenario: given.get("scenario"), seconds: Number(given.get("seconds")), holidays: given.get("holidays").split(/[\s,;，；、]+/).filter(Boolean) };
  for (const name of ["date", "before"]) if (given.get(name)) body[name] = given.get(name);
  return body;
}

function entry(one, take) {
  const monday = one.result?.monday ?? one.request.date ?? "";
  const open = element("button", `${one.request.scenario} · ${monday}`, { type: "button", class: "plain name" });
  open.disabled = !one.links.calendar;
  open.addEventListener("click", () => take(one).catch(fail));
  const told = one.result
    ? say("week_told", { collections: number(one.result.collections), missing: number(one.result.missing), duties: number(one.result.duties), drivers: number(one.result.drivers) })
    : one.progress.stage ? stage(one.progress.stage) : "";
  const parts = [element("div", open, { class: "head" }), element("p", [word("status", one.status), told].filter(Boolean).join(" · "), { class: "soft" })];
  if (one.error) parts.push(element("p", one.error, { class: "error" }));
  if (one.links.cancel) {
    const stop = button("cancel", () => during(stop, () => ask(one.links.cancel, { method: "POST" })));
    parts.push(element("progress", "", { "aria-label": word("status", one.status) }), stop);
  }
  return element("li", parts);
}

// The list is read anew when the week has ended, and the week is shown.
function follow(week, read, take) {
  endStream();
  const show = async () => {
    endStream();
    await read();
    const now = weeks.find((one) => one.id === week.id);
    if (now?.links.calendar) await take(now);
  };
  endStream = openStream(week.links.events, { done: () => show().catch(fail) });
}
