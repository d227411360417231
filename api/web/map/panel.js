// The map's panel: draws the chosen plan, and the duty and the streets that are chosen.

import { at, element } from "/static/dom.js";
import { clearMap, closePopup, drawMap, focusRoute, showBarredStreet } from "/static/map/map.js";
import { ask } from "/static/session.js";
import { get, on, set } from "/static/store.js";
import { fail } from "/static/today/follow.js";
import { language, say } from "/static/words.js";

const LEGEND = [["depot", "depots"], ["station", "stations"], ["water", "water"], ["missed", "missed"], ["closed", "closed"], ["cutoff", "cut_off"]];

let drawn = ""; // what the map shows: id, best cost and language

export function mount(box) {
  const legend = element("ul", "", { id: "legend" });
  box.append(legend, element("div", "", { id: "empty" }));
  const label = () => {
    closePopup();
    legend.replaceChildren(...LEGEND.map(([kind, code]) => element("li", [element("i", "", { class: kind }), say(code)])));
    if (at("empty")) at("empty").textContent = say("empty");
  };
  on("language", label);
  on("plan", (plan) => show(box, plan).catch(fail));
  on("vehicle", focusRoute);
  on("focus", (features) => features && showBarredStreet(features));
  label();
}

async function show(box, plan) {
  const now = plan?.result ? `${plan.id} ${plan.result.cost_yuan} ${plan.result.unassigned} ${language}` : "";
  if (now === drawn && now) return;
  const [id] = drawn.split(" ");
  if (!now || id !== plan.id) {
    drawn = "";
    clearMap(box);
  }
  if (!now) return;
  drawn = now;
  const features = await ask(plan.links.map);
  if (drawn !== now) return;
  set("features", features);
  at("empty")?.remove();
  const source = plan.result.network.generated ? say("generated_streets") : "© OpenStreetMap contributors (ODbL)";
  // Not waited for: a browser draws when it likes, and the plan goes on.
  drawMap(box, features, `${source} · OneBroom`).then(() => focusRoute(get("vehicle"))).catch(fail);
}
