// What the page says: the catalogue of a language, as the service has it, and how it is filled in.

let texts = {}; // by code
export let language = "en";

const DAY_S = 86_400;

// Takes the words of a language from the service.
export async function speak(chosen) {
  const answer = await fetch(`/words/${chosen}`);
  if (!answer.ok) throw new Error(answer.statusText);
  texts = await answer.json();
  language = chosen;
}

// Returns what a code of the page reads, with its values filled in.
export const say = (code, values = {}) =>
  (texts[`page.${code}`] ?? code).replace(/\{(\w+)\}/g, (_, name) => values[name]);

// Returns what a stage of the work is called.
export const stage = (name) => texts[`progress.${name}`] ?? name;

// Returns the word for one of a set of values; English reads most as they are.
export const word = (table, value) => texts[`word.${table}.${value}`] ?? value.replaceAll("_", " ");

// Returns a time of day; what lies past midnight says so, and 24:00 ends the day.
export function clock(time_s) {
  const days = time_s === DAY_S ? 0 : Math.floor(time_s / DAY_S);
  const minutes = Math.floor((time_s - days * DAY_S) / 60);
  const time = [Math.floor(minutes / 60), minutes % 60].map((n) => String(n).padStart(2, "0")).join(":");
  if (days === 0) return time;
  return days === 1 ? say("day_after", { time }) : say("later_day", { time, days });
}
