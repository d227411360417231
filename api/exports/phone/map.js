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
