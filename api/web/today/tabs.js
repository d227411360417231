// What of the day is shown under the numbers: one panel at a time.

import { at, element } from "/static/dom.js";
import { get, on, onResult, set } from "/static/store.js";
import { say } from "/static/words.js";

const PANELS = ["unserved", "duties", "operations", "network"];

export function mount(box) {
  box.setAttribute("role", "tablist");
  const tabs = PANELS.map((panel) => {
    const tab = element("button", "", { type: "button", role: "tab", id: `tab-${panel}`, "aria-controls": `panel-${panel}` });
    tab.addEventListener("click", () => set("panel", panel));
    const own = at(`panel-${panel}`);
    own.setAttribute("role", "tabpanel");
    own.setAttribute("aria-labelledby", tab.id);
    return tab;
  });
  box.replaceChildren(...tabs);
  box.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const next = (PANELS.indexOf(get("panel")) + step + PANELS.length) % PANELS.length;
    set("panel", PANELS[next]);
    tabs[next].focus();
  });
  const show = () => {
    for (const [index, panel] of PANELS.entries()) {
      const isShown = panel === get("panel");
      tabs[index].setAttribute("aria-selected", String(isShown));
      tabs[index].tabIndex = isShown ? 0 : -1;
      at(`panel-${panel}`).hidden = !isShown;
      tabs[index].textContent = title(panel);
    }
  };
  onResult(show);
  on(["panel", "language"], show);
  show();
}

function title(panel) {
  const m = get("plan")?.result?.measures;
  const name = say({ unserved: "unserved", duties: "routes", operations: "running_day", network: "streets" }[panel]);
  const count = { unserved: m?.unassigned.reduce((sum, r) => sum + r.num_tasks, 0), duties: m?.routes.length }[panel];
  return count === undefined ? name : `${name} ${count}`;
}
