// Clicks on the map by MapLibre. It takes each pressed button for the begin of a drag and draws the whole map
// anew when that ends, though nothing has moved; without a graphics card the answer waits for that. So it is
// told of the button only once the mouse moves.

const DRAG_PX = 3;
const KEPT = ["bubbles", "cancelable", "view", "detail", "screenX", "screenY", "clientX", "clientY", "ctrlKey", "shiftKey", "altKey", "metaKey", "button", "buttons"];

// Calls a handler with the pixel of the canvas that is clicked by a mouse that has not moved.
export function listen(canvas, onClick) {
  const room = canvas.parentElement.parentElement;
  let pressed = null; // the event that is kept back
  let isDragged = false;
  room.addEventListener("mousedown", (event) => {
    if (!event.isTrusted || event.target !== canvas || event.button !== 0) return;
    event.stopPropagation();
    pressed = event;
    isDragged = false;
  }, { capture: true });
  window.addEventListener("mousemove", (event) => {
    if (!pressed || Math.hypot(event.clientX - pressed.clientX, event.clientY - pressed.clientY) <= DRAG_PX) return;
    const told = pressed;
    pressed = null;
    isDragged = true;
    canvas.dispatchEvent(new MouseEvent("mousedown", Object.fromEntries(KEPT.map((name) => [name, told[name]]))));
  }, { capture: true });
  window.addEventListener("mouseup", () => (pressed = null), { capture: true });
  canvas.addEventListener("click", (event) => {
    if (isDragged) return;
    const { left, top } = canvas.getBoundingClientRect();
    onClick({ x: event.clientX - left, y: event.clientY - top });
  });
}
