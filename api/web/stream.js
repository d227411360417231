// Events of something that is made, until it has ended: a stream that breaks is begun again.

import { at } from "/static/dom.js";
import { language } from "/static/words.js";

const AGAIN_MS = 3000; // after so long a stream that was refused is asked for again

// Calls a handler with each event of its kind; returns what ends the stream.
export function openStream(path, handlers) {
  let source = null;
  let isOver = false;
  const open = () => {
    source = new EventSource(`${path}?${new URLSearchParams({ lang: language })}`);
    source.addEventListener("open", () => (at("offline").hidden = true));
    for (const [kind, handler] of Object.entries(handlers)) source.addEventListener(kind, (event) => isOver || handler(event));
    source.addEventListener("error", () => {
      if (isOver) return;
      // A server that is away is tried again by the browser; one that refuses, as while it starts, by us.
      if (source.readyState === EventSource.CONNECTING) at("offline").hidden = false;
      else setTimeout(() => isOver || open(), AGAIN_MS);
    });
  };
  open();
  return () => {
    isOver = true;
    source.close();
  };
}
