// Who is signed in, and every request of the page.

import { language, say } from "/static/words.js";

export let role = ""; // of whoever is signed in; who needs no key may do everything

let csrf = ""; // what changes are sent with; "" where the service asks for no key
let left = () => {};
let reached = () => {};

const JSON_BODY = { "Content-Type": "application/json" };

// Takes what is to be done when there is no session, or none any more.
export function onLeft(action) {
  left = action;
}

// Takes what is to be done whenever the service has answered, whatever it says.
export function onReached(action) {
  reached = action;
}

export const isSignedIn = () => csrf !== "";

// Answers come in the page's language; a change carries what only a page of the service knows.
export async function ask(path, options = {}) {
  return (await request(path, options)).body;
}

// Does as `ask`, and returns the version of what was answered with it.
export async function request(path, options = {}) {
  const headers = { ...options.headers };
  if (options.method && csrf) headers["X-CSRF-Token"] = csrf;
  const [place, asked = ""] = path.split("?");
  const query = new URLSearchParams(asked);
  query.set("lang", language);
  const answer = await reach(`${place}?${query}`, { ...options, headers });
  const body = answer.status === 204 ? null : await answer.json().catch(() => ({}));
  if (answer.ok) return { body, tag: answer.headers.get("ETag"), status: answer.status };
  if (answer.status === 401) {
    csrf = "";
    left();
  }
  throw Object.assign(new Error(body?.detail ?? answer.statusText), { status: answer.status, body });
}

// Sends a change as JSON.
export const send = (path, body = {}, headers = {}) =>
  request(path, { method: "POST", headers: { ...JSON_BODY, ...headers }, body: JSON.stringify(body) });

async function reach(address, options) {
  try {
    const answer = await fetch(address, options);
    reached();
    return answer;
  } catch {
    throw Object.assign(new Error(say("offline")), { isUnreachable: true });
  }
}

// Changes a key for a session, which no script can read.
export async function enter(key) {
  const session = await ask("/session", { method: "POST", headers: JSON_BODY, body: JSON.stringify({ key }) });
  ({ csrf, role } = session);
}

// Goes on with the session that there is; false, and the entrance is shown, where there is none.
export async function resume() {
  const answer = await fetch("/session");
  if (answer.status === 401) {
    left();
    return false;
  }
  ({ csrf, role } = await answer.json());
  return true;
}

export async function leave() {
  await ask("/session", { method: "DELETE" });
  csrf = "";
  left();
}
