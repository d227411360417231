// The lines of a board: streets, ways, tasks and drives as points in degrees.
//
// The board is in whole steps and by the number of streets; what is drawn of it is worked out here,
// when it is first asked for, and kept as long as the board.

const kept = new WeakMap(); // board -> what was worked out of it

function of(board) {
  if (!kept.has(board)) kept.set(board, { streets: [], lengths: [], narrowing: narrowingOf(board) });
  return kept.get(board);
}

// A degree of longitude is shorter than one of latitude by this.
export const narrowingOf = (board) => Math.cos((((board.bounds[1] + board.bounds[3]) / 2 / board.per_deg) * Math.PI) / 180);

export const degrees = (board, [x, y]) => [x / board.per_deg, y / board.per_deg];

export function unpack(board, steps) {
  const points = [];
  let [x, y] = [0, 0];
  for (let i = 0; i < steps.length; i += 2) {
    x += steps[i];
    y += steps[i + 1];
    points.push([x / board.per_deg, y / board.per_deg]);
  }
  return points;
}

export function streetLine(board, street) {
  const { streets } = of(board);
  return (streets[street] ??= unpack(board, board.streets.line[street]));
}

// Returns how far along a line each of its points lies, in degrees of latitude.
export function distances(line, narrowing) {
  const along = [0];
  for (let i = 1; i < line.length; i++) {
    along.push(along[i - 1] + Math.hypot((line[i][0] - line[i - 1][0]) * narrowing, line[i][1] - line[i - 1][1]));
  }
  return along;
}

// Returns the place so far along a line, and the direction there in degrees from north.
export function placeAlong(line, along, distance) {
  let [low, high] = [0, along.length - 1];
  while (low + 1 < high) {
    const middle = (low + high) >> 1;
    if (along[middle] <= distance) low = middle;
    else high = middle;
  }
  const [a, b] = [line[low], line[high] ?? line[low]];
  const step = along[high] - along[low];
  const share = step > 0 ? Math.min(1, Math.max(0, (distance - along[low]) / step)) : 0;
  return [a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])];
}

// Returns a way between two of its shares, in its own direction.
export function wayLine(board, way, from = 0, to = board.shares) {
  const whole = streetLine(board, way >> 1);
  const line = way & 1 ? whole.toReversed() : whole;
  if (from <= 0 && to >= board.shares) return line;
  const { narrowing } = of(board);
  const along = distances(line, narrowing);
  const length = along.at(-1);
  const [begin, end] = [(length * from) / board.shares, (length * to) / board.shares];
  const middle = line.filter((_, i) => along[i] > begin && along[i] < end);
  return [placeAlong(line, along, begin), ...middle, placeAlong(line, along, end)];
}

export const isStop = (board, task) => board.tasks.at[task] !== undefined;

// Returns where a task is worked, seen as its side is: a line, or one point for a stop.
export function taskLine(board, task) {
  const at = board.tasks.at[task];
  if (at) return [degrees(board, at)];
  return wayLine(board, board.tasks.way[task], ...(board.tasks.part[task] ?? []));
}

// Returns the line of the drive that leads to an activity; none where nothing is driven.
export function driveLine(board, activities, i) {
  const ways = activities.ways[i];
  const line = [];
  ways.forEach((way, n) => {
    const from = n === 0 ? activities.first[i] : 0;
    const to = n === ways.length - 1 ? activities.last[i] : board.shares;
    if (to <= from && ways.length > 1) return;
    const piece = wayLine(board, way, from, to);
    line.push(...(line.length ? piece.slice(1) : piece));
  });
  return line;
}

export function boundsOf(lines) {
  let [west, south, east, north] = [180, 90, -180, -90];
  for (const line of lines) {
    for (const [lon, lat] of line) {
      west = Math.min(west, lon);
      east = Math.max(east, lon);
      south = Math.min(south, lat);
      north = Math.max(north, lat);
    }
  }
  return west > east ? null : [[west, south], [east, north]];
}

// Returns the lines of all that a duty works.
export function dutyLines(board, duty) {
  return board.duties[duty].activities.task.filter((task) => task >= 0).map((task) => taskLine(board, task));
}

// Returns activities with their times of day, which are sent as steps from one to the next.
function withTimes(activities) {
  const { coming_s, waiting_s, lasting_s } = activities;
  const [arrival_s, begin_s, end_s] = [[], [], []];
  let now_s = 0;
  coming_s.forEach((coming, i) => {
    arrival_s.push(now_s += coming);
    begin_s.push(now_s += waiting_s[i]);
    end_s.push(now_s += lasting_s[i]);
  });
  return { ...activities, arrival_s, begin_s, end_s };
}

// Fills in when everything is done: of tasks that is sent once, with the duties; 0 where nobody
// does it.
export function complete(board) {
  const { id } = board.tasks;
  const [begin_s, end_s] = [new Array(id.length).fill(0), new Array(id.length).fill(0)];
  const duties = board.duties.map((duty) => ({ ...duty, activities: withTimes(duty.activities) }));
  for (const { activities } of duties) {
    activities.task.forEach((task, i) => {
      if (task < 0 || activities.kind[i] !== "service") return;
      begin_s[task] = activities.begin_s[i];
      end_s[task] = activities.end_s[i];
    });
  }
  return { ...board, duties, tasks: { ...board.tasks, begin_s, end_s } };
}
