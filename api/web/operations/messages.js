// What the drivers are told, when their phones had it, and what they answer.

import { button, element, field, select } from "/static/dom.js";
import { during, readDay } from "/static/operations/day.js";
import { send } from "/static/session.js";
import { get, on } from "/static/store.js";
import { language, say } from "/static/words.js";

export function mount(box) {
  const duty = select([], { id: "message-duty" });
  const dutyField = field("vehicle", duty);
  const text = element("textarea", "", { id: "message-text", rows: 2, maxlength: 4000 });
  const textField = field("message", text);
  const go = element("button", "", { type: "button", id: "message-send" });
  const list = element("ul", "", { class: "cards", id: "messages", "aria-live": "polite" });
  go.addEventListener("click", () => during(go, async () => {
    await sendMessage(...JSON.parse(duty.value), text.value.trim());
    text.value = "";
    able();
  }));
  const able = () => (go.disabled = !duty.value || !text.value.trim());
  text.addEventListener("input", able);
  box.append(element("div", [dutyField, go], { class: "row" }), textField, list);
  const fill = () => {
    const chosen = duty.value;
    const duties = get("board")?.duties ?? [];
    duty.replaceChildren(...duties.map((one) => element("option", `${one.vehicle_id} ${one.shift}`, { value: JSON.stringify([one.vehicle_id, one.shift_id]) })));
    if ([...duty.options].some((one) => one.value === chosen)) duty.value = chosen;
  };
  const show = () => {
    dutyField.firstElementChild.textContent = say("vehicle");
    textField.firstElementChild.textContent = say("message");
    go.textContent = say("send_message");
    able();
    const sent = get("messages") ?? [];
    list.replaceChildren(...(sent.length ? sent.toReversed().map(line) : [element("li", say("no_messages"), { class: "empty" })]));
  };
  on(["board", "language"], () => {
    fill();
    show();
  });
  on("messages", show);
  on("vehicle", (index) => index !== null && (duty.selectedIndex = index));
  show();
}

export async function sendMessage(vehicle, shift, text) {
  await send(`/plans/${get("plan").id}/messages`, { vehicle, shift, text });
  await readDay();
}

// The newest message of a text to a duty, or none.
export const sentTo = (vehicle, shift, text) => (get("messages") ?? []).findLast((one) => one.vehicle === vehicle && one.shift === shift && one.text === text);

// A button that sends a text to a duty, or what has become of it where that was done.
export function sender(vehicle, shift, text) {
  const box = element("div", "", { class: "row sender" });
  const show = () => {
    const sent = sentTo(vehicle, shift, text);
    if (sent) return box.replaceChildren(element("span", stateOf(sent), { class: sent.answer ? "remedy" : "soft" }));
    const go = button("send_to_driver", () => during(go, () => sendMessage(vehicle, shift, text)), { "aria-label": say("colon", { head: vehicle, text: say("send_to_driver") }) });
    return box.replaceChildren(go);
  };
  const end = on("messages", () => (box.isConnected ? show() : end()));
  show();
  return box;
}

const timeOf = (moment) => new Date(moment).toLocaleTimeString(language === "zh" ? "zh-CN" : "en-GB", { hour: "2-digit", minute: "2-digit" });

function stateOf(one) {
  if (one.answer) return say("message_answered", { answer: one.answer, time: timeOf(one.answered_at) });
  return one.seen_at ? say("message_seen", { time: timeOf(one.seen_at) }) : say("message_sent", { time: timeOf(one.sent_at) });
}

function line(one) {
  const name = (get("board")?.duties ?? []).find((duty) => duty.vehicle_id === one.vehicle && duty.shift_id === one.shift)?.shift ?? one.shift;
  return element("li", [
    element("div", [element("b", `${one.vehicle} ${name}`), element("span", stateOf(one), { class: one.answer ? "remedy" : "soft" })], { class: "head" }),
    element("p", one.text, { class: "message" }),
  ]);
}
