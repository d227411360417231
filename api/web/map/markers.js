// The vehicles on the map at the time of the replay: small elements that are moved, nothing is redrawn.

import { colourOf, element } from "/static/dom.js";
import { placeAt, prepare } from "/static/map/timeline.js";
import { whileIdle } from "/static/pacing.js";
import { get, set } from "/static/store.js";

let markers = []; // by duty
let endPreparing = () => {};

export function makeMarkers(box, board) {
  markers = (board?.duties ?? []).map((duty, d) => {
    const marker = element("div", duty.vehicle_id, { class: "vehicle", hidden: true });
    marker.style.setProperty("--duty", colourOf(d));
    marker.addEventListener("click", () => set("vehicle", d));
    return marker;
  });
  box.replaceChildren(...markers);
  // Where each vehicle is when takes a moment to work out: the first click that asks does not wait for it.
  endPreparing();
  endPreparing = whileIdle(board?.duties ?? [], (duty) => prepare(board, duty));
}

// Puts every vehicle to where it is; whoever has no duty at the time is not shown.
export function moveMarkers(board, time_s, project) {
  const chosen = get("vehicle");
  markers.forEach((marker, d) => {
    const place = time_s === null ? null : placeAt(board, board.duties[d], time_s);
    marker.hidden = !place;
    if (!place) return;
    const [x, y] = project(place.at);
    marker.style.transform = `translate(${x.toFixed(1)}px, ${y.toFixed(1)}px) translate(-50%, -50%)`;
    if (marker.dataset.kind !== place.kind) marker.dataset.kind = place.kind;
    marker.classList.toggle("chosen", chosen === d);
  });
}
