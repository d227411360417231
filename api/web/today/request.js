// What is asked for: a scenario, its streets, a day, how long to search.

import { at, element, field } from "/static/dom.js";
import { ask } from "/static/session.js";
import { on, set } from "/static/store.js";
import * as different from "/static/today/different.js";
import { fail, follow } from "/static/today/follow.js";
import { language, say } from "/static/words.js";

const FIRST_SCENARIO = "yinzhou-2012";

let scenarios = []; // as /scenarios gave them
let files = []; // as /streets gave them

export function mount(box) {
  const form = element("form", [
    field("scenario", element("select", "", { id: "scenario", name: "scenario" })),
    field("streets", element("select", "", { id: "streets", name: "osm" })),
    field("date", element("input", "", { id: "date", name: "date", type: "date" })),
    field("seconds", element("input", "", { id: "seconds", name: "seconds", type: "number", min: 1, max: 3600, value: 60 })),
    element("button", say("start"), { id: "start", type: "submit" }),
  ], { id: "ask" });
  const apart = element("div");
  form.insertBefore(apart, form.lastElementChild);
  const fold = element("details", [element("summary"), form], { open: true });
  box.append(fold);
  // Once there is a plan, it is what people look at; a form that somebody has opened or is at stays open.
  let isInUse = false;
  fold.addEventListener("focusin", () => (isInUse = true));
  on("plan", (plan, before) => {
    if (plan && !before && !isInUse) fold.open = false;
  });
  different.mount(apart);
  label(form);
  form.addEventListener("submit", submit);
  at("scenario").addEventListener("change", proposeDate);
  at("date").addEventListener("input", () => {
    if (at("date").value) at("date").dataset.chosen = "yes";
    else delete at("date").dataset.chosen;
  });
  on("session", (session) => session && load().catch(fail));
  on("language", () => {
    label(form);
    choices();
  });
}

// The form is not made anew in another language: what was typed stays.
function label(form) {
  for (const [id, code] of [["scenario", "scenario"], ["streets", "streets"], ["date", "date"], ["seconds", "seconds"]]) {
    form.querySelector(`#${id}`).previousElementSibling.textContent = say(code);
  }
  form.querySelector("#start").textContent = say("start");
  form.parentElement.querySelector("summary").textContent = say("new_plan");
}

async function load() {
  [scenarios, files] = await Promise.all([ask("/scenarios"), ask("/streets")]);
  choices();
  proposeDate();
}

function choices() {
  const chosen = [at("scenario").value || FIRST_SCENARIO, at("streets").value];
  at("scenario").replaceChildren(
    ...scenarios.map((s) => element("option", s.name, { value: s.name, title: language === "zh" && s.title_zh ? s.title_zh : s.title })),
  );
  at("streets").replaceChildren(
    element("option", say("district"), { value: "" }),
    ...files.map((name) => element("option", name, { value: name })),
  );
  [at("scenario").value, at("streets").value] = chosen;
}

// The scenario's own day, or today where it states none; what somebody chose stays.
function proposeDate() {
  const date = at("date");
  if (date.dataset.chosen) return;
  const today = new Date();
  const local = new Date(today.getTime() - 60_000 * today.getTimezoneOffset()).toISOString().slice(0, 10);
  date.value = scenarios.find((one) => one.name === at("scenario").value)?.date ?? local;
}

async function submit(event) {
  event.preventDefault();
  const asked = { scenario: at("scenario").value, seconds: Number(at("seconds").value) };
  if (at("streets").value) asked.osm = at("streets").value;
  if (at("date").value) asked.date = at("date").value;
  Object.assign(asked, different.differences());
  try {
    const plan = await ask("/plans", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(asked),
    });
    set("vehicle", null);
    set("task", null);
    await follow(plan.id);
  } catch (error) {
    fail(error);
  }
}
