// What becomes of a task or a kerb today, as the coverage view tells it.

// Each with the code of its words.
export const STATES = {
  swept: "map_swept", washed: "map_washed", collected: "map_collected", cleared: "map_cleared",
  hand: "map_hand", uncovered: "map_uncovered", missed: "map_missed", later: "map_later",
};

const DONE = { sweep: "swept", wash: "washed", snow: "cleared" };
const LATER = ["not_due_today", "weather"]; // what another day brings

// What is required and not done is not covered. An optional kerb that no vehicle takes is swept by
// hand, as the day's audit has it.
export function stateOfTask(board, task) {
  const { work, duty, required } = board.tasks;
  if (duty[task] >= 0) return DONE[work[task]] ?? "collected";
  if (required[task]) return "uncovered";
  return work[task] === "sweep" ? "hand" : "missed";
}

export function stateOfKerb(board, kerb) {
  if (LATER.includes(board.kerbs.reason[kerb])) return "later";
  return board.kerbs.lot[kerb] === "manual" ? "hand" : "uncovered";
}

// Returns how full a vehicle is after an activity: of its hopper, or of what its tank has given.
export function fillOf(duty, i) {
  const { load_kg, tank_l } = duty.activities;
  if (duty.hopper_kg > 0) return Math.min(1, load_kg[i] / duty.hopper_kg);
  return duty.tank_l > 0 ? Math.min(1, Math.max(0, 1 - tank_l[i] / duty.tank_l)) : 0;
}
