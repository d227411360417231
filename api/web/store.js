// What the panels share. They talk to each other through this and nothing else.
//
// session    {isSignedIn, role}, or null where a key is asked for
// language   "en" | "zh"
// theme      "light" | "dark" | "auto"
// view       "today" | "planner" | "week" | "drivers"
// plans      the plans that there are, the newest first, as GET /plans gives them
// followed   id of the plan that is chosen, or null
// plan       that plan, as GET /plans/{id} gives it, or null
// trace      [{s, cost}] and [{s, hours}] of its search, as far as this page has seen it
// board      what map, chart and duties draw of it (GET /plans/{id}/board), or null
// features   what the map has of it as GeoJSON, or null
// vehicle    the chosen duty: its index in board.duties, which is that of its route; or null
// task       the chosen task or street, by its key; or null
// focus      features that the map is to go to and say why; or null
// time_s     the time of the replay; or null
// mapView    "vehicle" | "coverage" | "load"
// events     what has happened on the day, as GET /plans/{id}/day-events gives it
// edits      what was decided by hand of it, messages what its drivers were told, as the service gives them
// panel      "unserved" | "duties" | "operations" | "network"
// different  what is different on the day that is asked for next
// pointing   what is being chosen on the map: {kind: "pin" | "area", take, hint}; or null
// corners    of what is being drawn there; or null
// pin        where the case is that is being told, [lon, lat]; or null
// closing    the corners of what is being told to be closed; or null
// problem    what went wrong, as a sentence; or ""

const values = new Map(
  Object.entries({ session: null, language: "en", theme: "auto", view: "today", plans: [], mapView: "vehicle", events: [], trace: [], panel: "unserved", problem: "" }),
);
const handlers = new Map();

export const get = (key) => values.get(key) ?? null;

// Sets a value and tells whoever listens; what is the same already is told to nobody.
export function set(key, value) {
  const before = get(key);
  if (Object.is(before, value ?? null)) return;
  values.set(key, value);
  for (const handler of [...(handlers.get(key) ?? [])]) handler(value, before);
}

// Calls a handler when there is another plan or a better one of it: not for each step of its progress.
export const onResult = (handler) =>
  on("plan", (plan, before) => (plan?.id !== before?.id || plan?.result !== before?.result || plan?.status !== before?.status) && handler(plan));

// Calls a handler with each new value of a key, or of several; returns how to end it.
export function on(keys, handler) {
  const named = [keys].flat();
  for (const key of named) {
    if (!handlers.has(key)) handlers.set(key, new Set());
    handlers.get(key).add(handler);
  }
  return () => named.forEach((key) => handlers.get(key).delete(handler));
}
