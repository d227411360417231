"use strict";
// The driver's page. All that it knows is in #data; what the driver reports stays in the phone's
// storage until a server has taken it. Events are those of docs/events-reference.md.
const data = JSON.parse(document.getElementById("data").textContent);
const say = data.say;
const $ = (id) => document.getElementById(id);
const midnight = Date.parse(data.date + "T00:00:00+08:00");
let duty, key, marks, options, turn = 0, place = null, watch = null, lock = null;

const pad = (n) => String(n).padStart(2, "0");
// A night shift ends on the day after; no event is later than that.
const nowS = () => Math.min(2 * 86400 - 1, Math.max(0, Math.round((Date.now() - midnight) / 1000)));
const clock = (s) => [s / 3600, (s / 60) % 60, s % 60].map((n) => pad(Math.floor(n))).join(":");

function keep(name, value) {
  // A phone whose storage is full or barred still shows the way.
  try { localStorage.setItem(name, JSON.stringify(value)); } catch { tell(say.no_place); }
}
function kept(name, otherwise) {
  try { return JSON.parse(localStorage.getItem(name)) ?? otherwise; } catch { return otherwise; }
}

function open(number) {
  duty = data.duties[number];
  // Of this route of this plan: in another the numbers of the lines mean other tasks.
  key = `onebroom/${data.date}/${data.vehicle}/${duty.shift}/${duty.of}`;
  marks = kept(key, {});
  turn = 0;
  render();
  centre();
}

const next = () => duty.lines.findIndex((line) => !marks[line.n] && (line.todo || !passed(line)));
// Leaving and coming home are done when something after them is.
const passed = (line) => duty.lines.some((other) => other.n > line.n && marks[other.n]);

function render() {
  const line = duty.lines[next()];
  const at = line && line.turns[turn];
  $("when").textContent = line ? [line.n + ".", line.time, away(at ? [at[2], at[3]] : line.at)].filter(Boolean).join("  ") : "";
  $("big").textContent = !line ? say.finished : at ? `${at[0]} ${at[1]}` : line.text;
  $("then").textContent = line && at ? `${say.then}: ${line.text}` : line && line.aboard ? line.aboard : "";
  $("big").title = at ? say.next_turn : "";
  $("done").disabled = !line;
  $("skip").disabled = !(line && line.tasks);
  $("open-in").disabled = !(line && line.links);
  renderList(line);
  renderState();
  draw();
}

function renderList(current) {
  $("list").replaceChildren(...duty.lines.map((line) => {
    const item = document.createElement("li");
    const mark = marks[line.n];
    item.className = (mark ? mark.kind : "") + (line === current ? " now" : "");
    if (line.turns.length) {
      const turns = document.createElement("span");
      turns.className = "turns";
      turns.textContent = line.turns.map((one) => `${one[0]} ${one[1]}`).join("  ");
      item.append(turns);
    }
    const [number, text, side] = ["span", "b", "span"].map((tag) => document.createElement(tag));
    number.textContent = line.n;
    text.textContent = [line.time, line.text].filter(Boolean).join("  ");
    item.append(number, text);
    if (mark) {
      side.textContent = mark.refused ? `⚠ ${mark.refused}` : mark.reason || "✓";
      if (!mark.sent) side.append(button(say.undo, () => { delete marks[line.n]; store(); }));
    } else if (line.todo) {
      side.append(button("✓", () => report(line, "done")));
    }
    item.append(side);
    return item;
  }));
}

function button(text, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = text;
  made.onclick = act;
  return made;
}

function store() {
  keep(key, marks);
  turn = 0;
  render();
  send();
}

function report(line, kind, reason, again) {
  marks[line.n] = { kind, at: nowS(), id: `${duty.of}-${line.n}-${Date.now().toString(36)}`, tasks: line.tasks || [], reason, again };
  if (navigator.vibrate) navigator.vibrate(40);
  store();
  centre();
}

function events(unsentOnly) {
  return Object.values(marks)
    .filter((mark) => mark.tasks.length && !(unsentOnly && mark.sent))
    .sort((a, b) => a.at - b.at)
    .flatMap((mark) => mark.tasks.map((task, number) => ({
      kind: mark.kind,
      at: clock(mark.at),
      id: `${mark.id}-${number}`,
      task,
      ...(mark.kind === "skipped" ? { reason: mark.reason, again: Boolean(mark.again) } : {}),
    })));
}

let sending = false, trouble = "";
async function send() {
  const waiting = Object.values(marks).filter((mark) => mark.tasks.length && !mark.sent);
  if (!duty.post || !waiting.length || sending) return renderState();
  sending = true;
  const of = key, told = marks;
  try {
    const answer = await fetch(duty.post, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ date: data.date, events: events(true) }),
    });
    const said = await answer.json().catch(() => ({}));
    if (answer.ok) {
      for (const mark of waiting) {
        mark.sent = true;
        const refused = (said.refused || []).find((one) => one.id.startsWith(`${mark.id}-`));
        if (refused) mark.refused = refused.what;
      }
      keep(of, told);
    }
    trouble = answer.ok ? "" : said.detail || String(answer.status);
  } catch { trouble = ""; /* no network: they stay, and go with the next ones */ }
  sending = false;
  render();
  // What was reported meanwhile goes now, where it can.
  if (!trouble && waiting.every((mark) => mark.sent)) send();
}

function renderState() {
  const waiting = events(true).length;
  const refused = Object.values(marks).filter((mark) => mark.refused).length;
  const state = waiting ? `${waiting} ${say.unsent}` : events(false).length ? say.sent : "";
  const why = waiting ? (navigator.onLine ? trouble : say.offline) : "";
  tell([state, why, refused ? `${refused} ${say.refused}` : ""].filter(Boolean).join(" · "));
}
const tell = (text) => { $("state").textContent = text; };

async function share() {
  const text = JSON.stringify({ date: data.date, events: events(false) }, null, 1);
  const name = `${data.date}-${data.vehicle.replace(/[^\w.-]/gu, "_")}-${duty.shift.replace(/[^\w.-]/gu, "_")}.json`;
  const file = new File([text], name, { type: "application/json" });
  if (navigator.canShare && navigator.canShare({ files: [file] })) {
    try { return await navigator.share({ files: [file] }); } catch { /* closed again: keep the file */ }
  }
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
}

// What is asked from below, where the thumb is.
function ask(head, choices) {
  $("ask-head").textContent = head;
  $("choices").replaceChildren(...choices);
  $("ask").querySelector("form > button").textContent = say.close;
  $("ask").showModal();
}
const close = () => $("ask").close();

function askWhy() {
  const line = duty.lines[next()];
  const again = document.createElement("input");
  again.type = "checkbox";
  const label = document.createElement("label");
  label.append(again, ` ${say.again}`);
  const other = document.createElement("input");
  other.placeholder = say.other;
  other.maxLength = 120;
  const skip = (reason) => { close(); report(line, "skipped", reason, again.checked); };
  ask(say.why, [
    ...["parked", "closed", "gate", "full", "time"].map((one) => button(say[`reason_${one}`], () => skip(say[`reason_${one}`]))),
    other,
    button(say.other, () => other.value.trim() && skip(other.value.trim())),
    label,
  ]);
}

function askMap() {
  const links = duty.lines[next()].links;
  const names = { amap: "高德 Amap", baidu: "百度 Baidu", apple: "Apple", osmand: "OsmAnd" };
  ask(say.open_in, Object.entries(links).map(([name, address]) => {
    const link = document.createElement("a");
    Object.assign(link, { href: address, target: "_blank", rel: "noopener noreferrer", textContent: names[name] });
    return link;
  }));
}

function askSettings() {
  const light = (name) => button(say[name], () => { options.light = name; useOptions(); close(); });
  const shifted = button(`${options.shifted ? "☑" : "☐"} ${say.shifted}`, () => { options.shifted = !options.shifted; useOptions(); close(); });
  ask(say.settings, [
    light("sun"), light("night"), light("auto"),
    button(`${lock ? "☑" : "☐"} ${say.awake}`, () => { options.awake = !lock; useOptions(); close(); }),
    shifted,
    ...Object.entries(data.files).map(([textContent, href]) => Object.assign(document.createElement("a"), { href, textContent })),
    button(say.share, () => { close(); share(); }),
    ...(duty.post ? [button(say.send, () => { close(); send(); })] : []),
  ]);
}

function useOptions() {
  keep("onebroom/options", options);
  const dark = options.light === "auto" && matchMedia("(prefers-color-scheme: dark)").matches;
  document.documentElement.dataset.light = dark ? "night" : options.light;
  stayAwake();
  draw();
}

async function stayAwake() {
  if (lock) { await lock.release(); lock = null; }
  if (!options.awake || document.hidden) return;
  try {
    lock = await navigator.wakeLock.request("screen");
    lock.onrelease = () => { lock = null; };
  } catch { tell(say.not_awake); }
}
