// The page begins here: who is signed in, in which language, and the panels.

import * as chart from "/static/chart/panel.js";
import { at, element, onMachineTheme, showTheme, translate } from "/static/dom.js";
import * as drivers from "/static/drivers/panel.js";
import * as map from "/static/map/panel.js";
import * as operations from "/static/operations/panel.js";
import * as planner from "/static/planner/panel.js";
import { ask, enter, isSignedIn, leave, onLeft, onReached, resume, role } from "/static/session.js";
import { get, on, set } from "/static/store.js";
import * as duties from "/static/today/duties.js";
import { fail, follow, letGo, listPlans } from "/static/today/follow.js";
import * as network from "/static/today/network.js";
import * as progress from "/static/today/progress.js";
import * as request from "/static/today/request.js";
import * as tabs from "/static/today/tabs.js";
import * as unserved from "/static/today/unserved.js";
import * as verdict from "/static/today/verdict.js";
import * as week from "/static/week/panel.js";
import { language, say, speak, word } from "/static/words.js";

const PANELS = {
  request, progress, verdict, tabs, "panel-unserved": unserved, "panel-duties": duties,
  "panel-operations": operations, "panel-network": network, map, chart,
  "view-drivers": drivers, "view-planner": planner, "view-week": week,
};
const THEMES = { auto: "theme_auto", light: "theme_light", dark: "theme_dark" };
const AGAIN_MS = 3000; // after so long a service that could not be reached is sought again
const VIEWS = ["today", "planner", "week", "drivers"];

function showView(view) {
  for (const one of VIEWS) at(`view-${one}`).hidden = one !== view;
  for (const tab of at("views").children) {
    if (tab.dataset.view === view) tab.setAttribute("aria-current", "page");
    else tab.removeAttribute("aria-current");
  }
}

function showLanguage() {
  translate();
  at("language").textContent = say("other_language");
  at("language").lang = language === "zh" ? "en" : "zh";
  at("theme").textContent = say(THEMES[get("theme")]);
  document.documentElement.lang = language;
}

// The chooser never stands empty: a plan just asked for is chosen once the list has it.
function showPlans(plans) {
  const chosen = [get("followed"), at("plans").value].find((id) => plans.some((plan) => plan.id === id));
  at("plans").replaceChildren(
    ...plans.map((p) => {
      const when = new Date(1000 * p.created_at).toLocaleString(language === "zh" ? "zh-CN" : "en-GB");
      return element("option", `${p.request.scenario} · ${when} · ${word("status", p.status)}`, { value: p.id });
    }),
  );
  at("plans").value = chosen ?? "";
}

// Without a session the page asks for a key, and shows nothing else.
function showEntrance(isLeft) {
  document.body.classList.toggle("left", isLeft);
  at("enter").hidden = !isLeft;
  for (const id of ["main", "views"]) at(id).hidden = isLeft;
  at("plans").parentElement.hidden = isLeft;
  at("leave").hidden = isLeft || !isSignedIn();
  if (isLeft) letGo();
}

async function openDesk() {
  showEntrance(false);
  set("session", { isSignedIn: isSignedIn(), role });
  const plans = await listPlans();
  if (plans.length) await follow(plans[0].id);
}

async function changeLanguage() {
  await speak(language === "zh" ? "en" : "zh");
  localStorage.setItem("language", language);
  showLanguage();
  set("language", language);
  if (!at("enter").hidden) return;
  showPlans(get("plans"));
  if (get("followed")) await follow(get("followed"));
}

function listen() {
  onLeft(() => {
    set("session", null);
    showEntrance(true);
  });
  onReached(() => (at("offline").hidden = navigator.onLine));
  setInterval(() => at("offline").hidden || document.hidden || ask("/healthz").catch(() => {}), AGAIN_MS);
  on("view", showView);
  on(["plans", "followed"], () => showPlans(get("plans")));
  on("problem", (text) => at("state").replaceChildren(...(text ? [element("p", text, { class: "error" })] : [])));
  on("theme", (theme) => {
    localStorage.setItem("theme", theme);
    showTheme(theme);
    at("theme").textContent = say(THEMES[theme]);
  });
  onMachineTheme(() => showTheme(get("theme")));
  at("views").addEventListener("click", (event) => {
    if (event.target.dataset.view) set("view", event.target.dataset.view);
  });
  at("theme").addEventListener("click", () => {
    const themes = Object.keys(THEMES);
    set("theme", themes[(themes.indexOf(get("theme")) + 1) % themes.length]);
  });
  at("plans").addEventListener("change", () => {
    set("vehicle", null);
    set("task", null);
    follow(at("plans").value).catch(fail);
  });
  at("language").addEventListener("click", () => changeLanguage().catch(fail));
  at("leave").addEventListener("click", () => leave().catch(fail));
  at("enter").addEventListener("submit", (event) => {
    event.preventDefault();
    const key = at("key").value.trim();
    at("key").value = "";
    enter(key)
      .then(() => {
        set("problem", "");
        return openDesk();
      })
      .catch(fail);
  });
  for (const event of ["online", "offline"]) {
    window.addEventListener(event, () => (at("offline").hidden = navigator.onLine));
  }
}

async function begin() {
  set("theme", localStorage.getItem("theme") ?? "auto");
  showTheme(get("theme"));
  const preferred = localStorage.getItem("language") ?? navigator.language;
  await speak(preferred.startsWith("zh") ? "zh" : "en");
  set("language", language);
  showLanguage();
  listen();
  for (const [id, panel] of Object.entries(PANELS)) panel.mount(at(id));
  if (await resume()) await openDesk();
}

begin().catch(fail);
