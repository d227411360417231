// Which part of the day the chart shows: from the whole day to a quarter of an hour.

const SPANS_S = [900, 1800, 3600, 7200, 14_400, 28_800]; // shorter than the day
const TICKS_S = [60, 300, 900, 1800, 3600, 7200, 10_800, 21_600];
const TICK_PX = 62; // at least so far apart

const HOUR_S = 3600;

// The day of a board in whole hours.
export function dayOf(board) {
  const starts = board.duties.map((one) => one.start_s);
  const ends = board.duties.map((one) => one.end_s);
  const from = Math.floor(Math.min(...starts) / HOUR_S) * HOUR_S;
  return { from, to: Math.max(from + HOUR_S, Math.ceil(Math.max(...ends) / HOUR_S) * HOUR_S) };
}

// Returns the next shorter (-1) or longer (1) span around a time.
export function change(day, span, direction, around = (span.from + span.to) / 2) {
  const whole = day.to - day.from;
  const known = [...SPANS_S.filter((one) => one < whole), whole];
  const now = span.to - span.from;
  const next = direction < 0 ? known.filter((one) => one < now).at(-1) : known.find((one) => one > now);
  const length = next ?? now;
  const share = (around - span.from) / now;
  return move(day, { from: around - share * length, to: around + (1 - share) * length }, 0);
}

// Returns a span moved, kept within the day.
export function move(day, span, seconds) {
  const length = Math.min(span.to - span.from, day.to - day.from);
  const from = Math.min(Math.max(span.from + seconds, day.from), day.to - length);
  return { from, to: from + length };
}

// Returns the times at which a line is drawn.
export function ticksOf(span, width_px) {
  const per = (span.to - span.from) / width_px;
  const step = TICKS_S.find((one) => one / per >= TICK_PX) ?? TICKS_S.at(-1);
  const ticks = [];
  for (let at = Math.ceil(span.from / step) * step; at <= span.to; at += step) ticks.push(at);
  return ticks;
}
