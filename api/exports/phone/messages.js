
// What the driver is told while he drives: it stands above the buttons until it is answered.
const LOOK_MS = 20000;
let told = [];

async function receive() {
  if (!data.messages_at) return;
  try {
    const answer = await fetch(data.messages_at);
    if (answer.ok) showTold(await answer.json());
  } catch { /* no network: they come with the next try */ }
}

function showTold(list) {
  const before = told.length;
  told = list;
  if (list.length > before && navigator.vibrate) navigator.vibrate([80, 60, 80]);
  // Of those that are answered the last one stays, so that one can read it again.
  const shown = list.filter((one) => !one.answer).concat(list.filter((one) => one.answer).slice(-1));
  $("messages").replaceChildren(...shown.map((one) => {
    const box = document.createElement("article");
    const [head, text, row] = ["b", "p", "div"].map((tag) => document.createElement(tag));
    head.textContent = `${say.message_at} ${new Date(one.sent_at).toTimeString().slice(0, 5)}`;
    text.textContent = one.text;
    if (one.answer) row.textContent = `${say.answered}: ${one.answer}`;
    else row.append(button(say.understood, () => answer(one, say.understood)), button(say.cannot, () => askCannot(one)));
    box.append(head, text, row);
    return box;
  }));
  // The map has another height now.
  draw();
}

function askCannot(one) {
  const why = document.createElement("input");
  why.placeholder = say.other;
  why.maxLength = 120;
  ask(say.cannot, [why, button(say.send, () => { close(); answer(one, [say.cannot, why.value.trim()].filter(Boolean).join(": ")); })]);
}

async function answer(one, text) {
  try {
    const sent = await fetch(`${data.messages_at}/${one.number}`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ answer: text }),
    });
    if (!sent.ok) throw new Error(String(sent.status));
    await receive();
  } catch { tell(say.offline); }
}

addEventListener("online", receive);
document.addEventListener("visibilitychange", () => { if (!document.hidden) receive(); });
setInterval(receive, LOOK_MS);
receive();
