// What the chosen key stands for: a street, or a task by its id.
//
// A street is "street:" and its number on the board. Whoever chooses a task by its id gets its
// street too.

const kept = new WeakMap(); // board -> tasks by id, and by street

function indexOf(board) {
  if (kept.has(board)) return kept.get(board);
  const [byId, byStreet, kerbs] = [new Map(), new Map(), new Map()];
  const add = (map, key, value) => (map.has(key) ? map.get(key).push(value) : map.set(key, [value]));
  board.tasks.id.forEach((id, task) => {
    byId.set(id, task);
    add(byStreet, board.tasks.way[task] >> 1, task);
  });
  board.kerbs.way.forEach((way, kerb) => add(kerbs, way >> 1, kerb));
  kept.set(board, { byId, byStreet, kerbs });
  return kept.get(board);
}

export const keyOfStreet = (street) => `street:${street}`;

// Returns {street, task}, task null for a street; null where the board has no such thing.
export function resolve(board, key) {
  if (!board || !key) return null;
  if (key.startsWith("street:")) {
    const street = Number(key.slice(7));
    return board.streets.line[street] ? { street, task: null } : null;
  }
  const task = indexOf(board).byId.get(key);
  return task === undefined ? null : { street: board.tasks.way[task] >> 1, task };
}

// Returns the tasks of a street: those that are done by when, then the others.
export function tasksOf(board, street) {
  const { duty, begin_s } = board.tasks;
  const found = [...(indexOf(board).byStreet.get(street) ?? [])];
  return found.sort((a, b) => (duty[b] >= 0) - (duty[a] >= 0) || begin_s[a] - begin_s[b]);
}

export const kerbsOf = (board, street) => indexOf(board).kerbs.get(street) ?? [];

// Returns the numbers of all streets of a name.
export function streetsNamed(board, name) {
  const number = board.names.indexOf(name);
  return number < 0 || !name ? [] : board.streets.name.flatMap((one, street) => (one === number && !board.streets.beyond[street] ? [street] : []));
}
