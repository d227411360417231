// The plan in force: which one it goes back to, and how to get there and back again.

import { button, element } from "/static/dom.js";
import { goOn } from "/static/operations/day.js";
import { get, on } from "/static/store.js";
import { fail } from "/static/today/follow.js";
import { clock, say } from "/static/words.js";

const redo = []; // plans that were gone back from, the last first to return to

export function mount(box) {
  const line = element("p");
  const buttons = element("div", "", { class: "row" });
  box.append(line, buttons);
  const show = () => {
    const plan = get("plan");
    const request = plan?.request ?? {};
    line.textContent = request.based_on ? say("made_from", { time: clock(request.now_s ?? request.hand?.told_s ?? 0) }) : say("first_plan");
    buttons.replaceChildren(back(plan), again());
  };
  on(["plan", "language"], show);
  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.target.closest("input, select, textarea")) return;
    if (get("panel") !== "operations" || event.key.toLowerCase() !== "z") return;
    event.preventDefault();
    buttons.children[event.shiftKey ? 1 : 0].click();
  });
  show();
}

function back(plan) {
  const before = plan?.request.based_on;
  return button("undo", () => {
    redo.push(plan.id);
    goOn(before).catch(fail);
  }, { id: "undo", disabled: !before });
}

function again() {
  return button("redo", () => goOn(redo.pop()).catch(fail), { id: "redo", disabled: !redo.length });
}
