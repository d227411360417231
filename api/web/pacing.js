// When heavy work is done: after what answers a click stands on the screen, and a little at a time.

const ANSWER_MS = 250; // so long the browser is given to say that a picture stands there
const SLOW_MS = 150; // between two pictures: a machine that takes longer draws while nobody clicks
const WATCH_MS = 800; // so long after heavy work its pictures are watched
const QUIET_MS = 600; // since the last click or key
const later = new Map(); // name -> what is to be done under it, the newest
const waiting = new Set(); // {since, go}

let lastInput_ms = -Infinity;
let isSoftware = false; // whether the processor draws the map
let slowest_ms = 0; // between two pictures after the heavy work that was done last

for (const kind of ["pointerdown", "keydown"]) window.addEventListener(kind, () => (lastInput_ms = performance.now()), { capture: true, passive: true });

// The browser tells of events that took a while, once their picture was shown. Drawing that is begun before
// that, by a machine without a graphics card, makes the picture wait.
const isTold = PerformanceObserver.supportedEntryTypes?.includes("event") ?? false;
if (isTold) {
  new PerformanceObserver((list) => {
    const shown = Math.max(...list.getEntries().map((one) => one.startTime + one.duration));
    for (const one of waiting) if (shown >= one.since) one.go();
  }).observe({ type: "event", durationThreshold: 16 });
}

// Does something once what was changed so far is on the screen: an answer does not wait for a map. Of what
// is asked for under one name before that, only the last is done. Where that has been slow, it waits until
// whoever goes from row to row pauses: the next click would be answered only after it.
export function afterPaint(name, action) {
  const isAwaited = later.has(name);
  later.set(name, action);
  if (isAwaited) return;
  const go = () => {
    const rest_ms = isSoftware || slowest_ms > SLOW_MS ? lastInput_ms + QUIET_MS - performance.now() : 0;
    if (rest_ms > 0) return setTimeout(go, rest_ms);
    const newest = later.get(name);
    later.delete(name);
    watchPictures();
    newest();
    return null;
  };
  whenShown(go);
}

// Says that each picture of the map is slow, before the first is measured.
export const expectSlowPictures = () => (isSoftware = true);

// Much of what a map draws comes later, from its workers.
export function watchPictures() {
  const begun_ms = performance.now();
  let [last_ms, longest_ms] = [begun_ms, 0];
  const step = () => {
    const now_ms = performance.now();
    longest_ms = Math.max(longest_ms, now_ms - last_ms);
    last_ms = now_ms;
    if (now_ms - begun_ms < WATCH_MS) return requestAnimationFrame(step);
    slowest_ms = longest_ms;
    return null;
  };
  requestAnimationFrame(step);
}

function whenShown(go) {
  const since = performance.now();
  // The first picture is begun, with the second it is handed over.
  requestAnimationFrame(() => requestAnimationFrame(() => {
    if (!isTold || !navigator.userActivation?.isActive) return setTimeout(go);
    const one = { since, go: () => {
      clearTimeout(timer);
      waiting.delete(one);
      setTimeout(go);
    } };
    const timer = setTimeout(one.go, ANSWER_MS);
    waiting.add(one);
  }));
}

const idle = window.requestIdleCallback ?? ((action) => setTimeout(() => action({ timeRemaining: () => 8 }), 50));

// Does something for each of many things while nothing else is to be done; returns how to end it.
export function whileIdle(things, action) {
  let next = 0;
  let isOver = false;
  const go = (deadline) => {
    while (!isOver && next < things.length && deadline.timeRemaining() > 2) action(things[next++]);
    if (!isOver && next < things.length) idle(go);
  };
  idle(go);
  return () => (isOver = true);
}
