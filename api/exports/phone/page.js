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

// The map: metres around the first point, north up.
const canvas = $("map"), pen = canvas.getContext("2d");
const unpack = (line) => {
  const points = [];
  let x = 0, y = 0;
  for (let n = 0; n < line.length; n += 2) points.push([x += line[n], y += line[n + 1]].map((one) => one / data.per));
  return points;
};
const origin = data.duties[0].lines[0].at;
const narrow = Math.cos((origin[1] * Math.PI) / 180);
const metres = ([lon, lat]) => [(lon - origin[0]) * narrow * 111195, (lat - origin[1]) * 111195];
const streets = data.streets.map((one) => ({ ...one, p: unpack(one.p).map(metres) }));
const legs = new Map(data.duties.map((one) => [one, one.legs.map((leg) => ({ ...leg, p: unpack(leg.p).map(metres) }))]));
let view = { x: 0, y: 0, scale: 0.5 };

function centre() {
  const line = duty.lines[next()] || duty.lines[0];
  const goal = place || (line.turns[turn] ? [line.turns[turn][2], line.turns[turn][3]] : line.at);
  [view.x, view.y] = metres(goal);
  view.scale = 0.5;
  draw();
}

const screen = ([x, y]) => [canvas.clientWidth / 2 + (x - view.x) * view.scale, canvas.clientHeight / 2 - (y - view.y) * view.scale];

function trace(points, beside = 0) {
  pen.beginPath();
  points.map(screen).forEach(([x, y], n, all) => {
    // Work lies beside its street, on its side, as seen by who drives along.
    const [a, b] = [all[Math.max(0, n - 1)], all[Math.min(all.length - 1, n + 1)]];
    const far = Math.hypot(b[0] - a[0], b[1] - a[1]) || 1;
    const [right, down] = [(-(b[1] - a[1]) / far) * beside, ((b[0] - a[0]) / far) * beside];
    n ? pen.lineTo(x + right, y + down) : pen.moveTo(x + right, y + down);
  });
  pen.stroke();
}

function draw() {
  if (!duty || !canvas.clientWidth) return;
  const ratio = devicePixelRatio || 1;
  if (canvas.width !== Math.round(canvas.clientWidth * ratio) || canvas.height !== Math.round(canvas.clientHeight * ratio)) {
    canvas.width = Math.round(canvas.clientWidth * ratio);
    canvas.height = Math.round(canvas.clientHeight * ratio);
  }
  const style = getComputedStyle(document.documentElement);
  const colour = (name) => style.getPropertyValue(`--${name}`);
  pen.setTransform(ratio, 0, 0, ratio, 0, 0);
  pen.fillStyle = colour("paper");
  pen.fillRect(0, 0, canvas.clientWidth, canvas.clientHeight);
  pen.lineJoin = pen.lineCap = "round";
  pen.setLineDash([]);
  pen.strokeStyle = colour("street");
  for (const street of streets) {
    pen.lineWidth = [9, 7, 4][street.r] * Math.min(1.6, Math.max(0.35, view.scale));
    trace(street.p);
  }
  for (const leg of legs.get(duty)) {
    if (leg.p.length < 2) continue;
    pen.strokeStyle = leg.w ? colour("mark") : colour("ink");
    pen.lineWidth = leg.w ? 5 : 2;
    pen.setLineDash(leg.w ? [] : [7, 5]);
    trace(leg.p, { right: 5, left: -5 }[leg.w] || 0);
  }
  pen.setLineDash([]);
  drawNames(colour);
  drawNumbers(colour);
  drawPlace(colour);
}

function drawNames(colour) {
  if (view.scale < 0.2) return;
  // Numbers come first: a name goes where none of them hides it.
  const taken = duty.lines.map((line) => {
    const [x, y] = screen(metres(line.at));
    return { box: [x - 14, y - 14, x + 14, y + 14] };
  });
  pen.font = "600 14px system-ui, sans-serif";
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  for (const street of streets) {
    if (!street.n) continue;
    const wide = pen.measureText(street.n).width;
    for (const share of [0.5, 0.25, 0.75]) {
      const [x, y] = screen(alongLine(street.p, share));
      const box = [x - wide / 2 - 4, y - 10, x + wide / 2 + 4, y + 10];
      if (box[0] < 0 || box[2] > canvas.clientWidth || y < 0 || y > canvas.clientHeight) continue;
      if (taken.some((one) => (one.n === street.n && Math.hypot(one.x - x, one.y - y) < 220) || (box[0] < one.box[2] && one.box[0] < box[2] && box[1] < one.box[3] && one.box[1] < box[3]))) continue;
      taken.push({ n: street.n, x, y, box });
      write(street.n, x, y, colour("soft"), colour("paper"));
      break;
    }
  }
}

function alongLine(points, share) {
  const place = share * (points.length - 1), before = Math.min(Math.floor(place), points.length - 2);
  return before < 0 ? points[0] : points[before].map((one, n) => one + (place - before) * (points[before + 1][n] - one));
}

function write(text, x, y, ink, halo) {
  pen.lineWidth = 4;
  pen.strokeStyle = halo;
  pen.strokeText(text, x, y);
  pen.fillStyle = ink;
  pen.fillText(text, x, y);
}

function drawNumbers(colour) {
  const current = duty.lines[next()];
  pen.font = "700 14px system-ui, sans-serif";
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  for (const line of [...duty.lines].reverse()) {
    const [x, y] = screen(metres(line.at));
    const isNow = line === current;
    pen.beginPath();
    pen.arc(x, y, isNow ? 17 : 12, 0, 7);
    pen.fillStyle = isNow ? colour("mark") : marks[line.n] ? colour("good") : colour("paper");
    pen.fill();
    pen.lineWidth = 2;
    pen.strokeStyle = colour("ink");
    pen.stroke();
    pen.fillStyle = isNow || marks[line.n] ? colour("on") : colour("ink");
    pen.fillText(line.n, x, y + 1);
  }
}

function drawPlace(colour) {
  if (!place) return;
  const [x, y] = screen(metres(place));
  pen.beginPath();
  pen.arc(x, y, 10, 0, 7);
  pen.fillStyle = colour("bad");
  pen.fill();
  pen.lineWidth = 4;
  pen.strokeStyle = colour("paper");
  pen.stroke();
}

// Positions are WGS-84, as the plan; of phones that give those of Chinese maps the shift is
// taken off, which between the corners of the duty's ground is all but even.
function unshift([lon, lat]) {
  if (!options.shifted) return [lon, lat];
  const { box, at } = data.shift;
  const x = Math.min(1, Math.max(0, (lon - box[0]) / (box[2] - box[0] || 1)));
  const y = Math.min(1, Math.max(0, (lat - box[1]) / (box[3] - box[1] || 1)));
  return [lon, lat].map((one, n) => one - ((at[0][n] * (1 - x) + at[1][n] * x) * (1 - y) + (at[2][n] * (1 - x) + at[3][n] * x) * y));
}

function away(to) {
  if (!place) return "";
  const [a, b] = [metres(place), metres(to)];
  return `${Math.round(Math.hypot(a[0] - b[0], a[1] - b[1]))} ${say.in_metres}`;
}

function locate() {
  if (!navigator.geolocation) return tell(say.no_place);
  if (watch !== null) return centre();
  tell(say.locating);
  watch = navigator.geolocation.watchPosition((found) => {
    const isFirst = !place;
    place = unshift([found.coords.longitude, found.coords.latitude]);
    const line = duty.lines[next()];
    const at = line && line.turns[turn];
    const reached = at && Math.hypot(...metres(place).map((one, n) => one - metres([at[2], at[3]])[n])) < 30;
    if (reached) turn += 1;
    render();
    if (isFirst) centre();
  }, () => { watch = null; tell(say.no_place); }, { enableHighAccuracy: true, maximumAge: 2000 });
}

const fingers = new Map();
canvas.onpointerdown = (event) => { canvas.setPointerCapture(event.pointerId); fingers.set(event.pointerId, event); };
canvas.onpointerup = canvas.onpointercancel = (event) => fingers.delete(event.pointerId);
canvas.onpointermove = (event) => {
  const before = fingers.get(event.pointerId);
  if (!before) return;
  const others = [...fingers.values()].filter((one) => one.pointerId !== event.pointerId);
  if (others.length) {
    const far = (one) => Math.hypot(one.clientX - others[0].clientX, one.clientY - others[0].clientY) || 1;
    zoom(far(event) / far(before));
  } else {
    view.x -= (event.clientX - before.clientX) / view.scale;
    view.y += (event.clientY - before.clientY) / view.scale;
  }
  fingers.set(event.pointerId, event);
  draw();
};
canvas.onwheel = (event) => { event.preventDefault(); zoom(event.deltaY < 0 ? 1.2 : 1 / 1.2); };
function zoom(by) { view.scale = Math.min(8, Math.max(0.02, view.scale * by)); draw(); }

function toggleList() {
  const showList = $("all").hidden;
  $("all").hidden = !showList;
  $("drive").hidden = showList;
  $("show-list").textContent = showList ? say.map : say.list;
  if (showList) $("list").querySelector(".now")?.scrollIntoView({ block: "center" });
  else draw();
}

options = { light: "auto", awake: false, shifted: false, ...kept("onebroom/options", {}) };
$("show-list").textContent = say.list;
$("open-in").textContent = say.open_in;
$("skip").textContent = say.skip;
$("done").textContent = "✓ " + say.done;
$("open-settings").ariaLabel = say.settings;
$("locate").ariaLabel = say.locate;
$("duty").replaceChildren(...data.duties.map((one, n) => new Option([one.name, one.driver].filter(Boolean).join(" · "), n)));
$("duty").onchange = () => open(Number($("duty").value));
$("show-list").onclick = toggleList;
$("open-in").onclick = askMap;
$("skip").onclick = askWhy;
$("done").onclick = () => report(duty.lines[next()], "done");
$("big").onclick = () => {
  const line = duty.lines[next()];
  if (line && turn < line.turns.length) { turn += 1; render(); }
};
$("then").onclick = () => { if (turn) { turn -= 1; render(); } };
$("open-settings").onclick = askSettings;
$("locate").onclick = locate;
$("in").onclick = () => zoom(1.5);
$("out").onclick = () => zoom(1 / 1.5);
addEventListener("resize", draw);
addEventListener("online", send);
addEventListener("offline", renderState);
document.addEventListener("visibilitychange", () => { if (!document.hidden) { stayAwake(); send(); } });
setInterval(send, 60000);
// The duty that is on, or else the next one.
const isOn = data.duties.findIndex((one) => nowS() < one.end + 3600);
open(Math.max(0, isOn));
$("duty").value = String(Math.max(0, isOn));
useOptions();
