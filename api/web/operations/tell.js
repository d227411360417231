// Tells the service what has happened; for a case it first asks which vehicle takes it best.

import { button, element, field, number, select } from "/static/dom.js";
import { decide, during, goOn, streetsOf, taskName, tellEvents, vehiclesOf } from "/static/operations/day.js";
import { send } from "/static/session.js";
import { get, on, set } from "/static/store.js";
import { clock, say, word } from "/static/words.js";

const text = (name, attributes = {}) => element("input", "", { name, type: "text", maxlength: 120, autocomplete: "off", ...attributes });
const time = (name) => element("input", "", { name, type: "time" });

const FORMS = {
  vehicle_out: () => [vehicleField(), field("until", time("until"))],
  delayed: () => [vehicleField(), field("minutes", element("input", "", { name: "minutes", type: "number", min: 1, max: 600, value: 15, required: true }))],
  street_closed: () => [areaField(), streetField("street", !get("closing")), field("from", time("from")), field("until", time("until"))],
  urgent_case: () => [
    field("case_number", text("number", { required: true, value: `${get("plan")?.result?.date.replaceAll("-", "") ?? ""}-` })),
    field("category", select(categories(), { name: "category" })),
    pinField(),
    streetField("street", !get("pin")),
    streetField("crossing", false),
    field("over_by", time("deadline")),
  ],
  task_cancelled: () => [taskField()],
  weather: () => [weatherField()],
};

const NAMES = {
  vehicle_out: () => say("vehicle_out"),
  delayed: () => say("delayed"),
  street_closed: () => say("street_closed"),
  urgent_case: () => say("urgent_case"),
  task_cancelled: () => say("task_cancelled"),
  weather: () => say("weather"),
};

// The scenario's own, or those that hold where it has none.
const categories = () => (get("board")?.categories ?? []).map((one) => [one.name, one.code ? `${one.code} ${one.title}` : one.title]);

export function mount(box) {
  const streets = element("datalist", "", { id: "street-names" });
  const tasks = element("datalist", "", { id: "stop-names" });
  const kind = select([], { id: "event-kind" });
  const kindField = field("what_happened", kind);
  const form = element("form", "", { id: "tell-event" });
  const fits = element("div", "", { id: "fits", "aria-live": "polite" });
  box.append(element("div", kindField, { class: "row" }), form, fits, streets, tasks);
  const choose = () => {
    if (kind.value !== "urgent_case") set("pin", null);
    if (kind.value !== "street_closed") set("closing", null);
    form.replaceChildren(...FORMS[kind.value](), ...buttons(kind.value, form, fits));
  };
  const label = () => {
    const chosen = kind.value || "vehicle_out";
    kindField.firstElementChild.textContent = say("what_happened");
    kind.replaceChildren(...Object.entries(NAMES).map(([value, name]) => element("option", name(), { value })));
    kind.value = chosen;
    const typed = new FormData(form);
    choose();
    for (const [name, value] of typed) if (form.elements[name]?.type !== "submit") form.elements[name].value = value;
  };
  // What was found stays when the form is made anew for a board or a language.
  kind.addEventListener("change", () => {
    fits.replaceChildren();
    choose();
  });
  on("plan", (plan, before) => plan?.id !== before?.id && fits.replaceChildren());
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    during(event.submitter ?? form, () => tellEvents([read(form, kind.value)]).then(() => {
      set("told", kind.value);
      set("closing", null);
    }));
  });
  on("language", label);
  on("board", (board) => {
    streets.replaceChildren(...streetsOf(board).map((name) => element("option", "", { value: name })));
    tasks.replaceChildren(...stopsOf(board).map(([id, name]) => element("option", name, { value: id })));
    label();
  });
  on("closing", () => kind.value === "street_closed" && label());
  // Once it is said where it is, the vehicles that take it best are shown at once.
  on("pin", (pin) => {
    if (kind.value !== "urgent_case") return;
    label();
    const find = form.querySelector("#find-fits");
    if (pin && form.checkValidity()) find.click();
  });
  on("task", (id) => {
    const one = form.elements.task;
    if (one && id) one.value = id;
  });
  label();
}

const vehicleField = () => {
  const made = select(vehiclesOf(get("board")).map((id) => [id, id]), { name: "vehicle", required: true });
  const chosen = get("board")?.duties[get("vehicle")]?.vehicle_id;
  if (chosen) made.value = chosen;
  return field("vehicle", made);
};
const streetField = (name, isRequired = true) => field(name === "street" ? "street" : "crossing", text(name, { list: "street-names", required: isRequired }));
// The place of a case may be pointed at; a street beside it says which one is meant where several are near.
const pinField = () => {
  const pin = get("pin");
  const choose = button("pin_on_map", () => set("pointing", { kind: "pin", take: ([at]) => set("pin", at) }), { id: "pin-case", disabled: !get("board") });
  const away = button("pin_away", () => set("pin", null), { hidden: !pin });
  return element("div", [choose, pin ? element("span", pin.join(", "), { class: "soft" }) : "", away], { class: "row", id: "case-pin" });
};
// What is closed may be drawn, beside or instead of a street that is named.
const areaField = () => {
  const area = get("closing");
  const choose = button("draw_closure", () => set("pointing", { kind: "area", hint: () => say("draw_area_through"), take: (corners) => set("closing", corners) }), { id: "draw-closing", disabled: !get("board") });
  const away = button("area_away", () => set("closing", null), { hidden: !area });
  return element("div", [choose, away], { class: "row" });
};
const taskField = () => field("stop", text("task", { list: "stop-names", required: true, value: get("task") ?? "" }));
const weatherField = () => field("weather", select([["", say("fair")], ...["rain", "snow", "frost", "wind"].map((one) => [one, word("weather", one)])], { name: "conditions" }));

function stopsOf(board) {
  if (!board) return [];
  return board.tasks.id.map((id, i) => [id, board.names[board.tasks.name[i]] ?? id]).filter((_, i) => board.tasks.side[i] === "");
}

function read(form, kind) {
  const given = Object.fromEntries([...new FormData(form)].filter(([, value]) => value !== ""));
  const event = { kind, at: get("now"), ...given };
  if (kind === "street_closed") {
    delete event.street;
    event.streets = given.street ? [given.street] : [];
    if (get("closing")) event.area = get("closing");
  }
  if (kind === "urgent_case" && get("pin")) [event.lon, event.lat] = get("pin");
  if (kind === "delayed") event.minutes = Number(given.minutes);
  if (kind === "weather") event.conditions = given.conditions ? [given.conditions] : [];
  return event;
}

function buttons(kind, form, fits) {
  const tell = element("button", say("tell_it"), { type: "submit", class: "main" });
  if (kind !== "urgent_case") return [tell];
  const find = button("which_vehicle", () => {
    if (form.reportValidity()) during(find, () => findFits(form, fits));
  }, { id: "find-fits" });
  return [find, tell];
}

async function findFits(form, box) {
  const event = read(form, "urgent_case");
  box.replaceChildren(element("p", say("looking"), { class: "soft" }));
  try {
    const { body } = await send(`/plans/${get("plan").id}/fits`, { at: get("now"), case: event });
    box.replaceChildren(...fitsTable(body, event));
  } catch (error) {
    box.replaceChildren();
    throw error;
  }
}

function fitsTable(found, event) {
  if (!found.fits.length) return [element("p", say("no_fit"), { class: "notice" })];
  return [element("ol", found.fits.map((fit) => fitLine(found, fit, event)), { class: "cards" })];
}

function fitLine(found, fit, event) {
  const later = fit.later.map((one) => say("later_task", { task: taskName(one.task), minutes: number(one.seconds / 60) }));
  if (fit.home_later_s > 0) later.push(say("home_later", { minutes: number(fit.home_later_s / 60) }));
  const give = button("give_it", () => during(give, async () => {
    await tellEvents([event]);
    set("pin", null);
    const answer = await decide({ move: { task: found.task, vehicle: fit.vehicle, shift: fit.shift } });
    if (answer.plan) await goOn(answer.plan);
    else set("problem", answer.refused.why);
  }));
  return element("li", [
    element("div", [element("b", fit.vehicle), element("span", say("fit", { yuan: number(fit.cost_yuan, 1), begin: clock(fit.begin_s), end: clock(fit.end_s) })), give], { class: "head" }),
    later.length ? element("p", later.join(" · "), { class: "soft" }) : "",
  ]);
}
