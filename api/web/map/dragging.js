// Drag, wheel and click on a drawing, with mouse or finger.

const CLICK_PX = 4; // a pointer that moves less has clicked
const WHEEL = 1.0015;

// Takes whether the wheel is the page's, which scrolls by it: then it zooms with Ctrl only.
export function listen(box, svg, { zoom, isReady, onClick, onDrag, isInPage = false }) {
  let from = null;
  const placeIn = (event) => {
    const { left, top } = box.getBoundingClientRect();
    return [event.clientX - left, event.clientY - top];
  };
  svg.addEventListener("pointerdown", (event) => {
    from = { last: placeIn(event), moved: 0 };
    svg.setPointerCapture(event.pointerId);
  });
  svg.addEventListener("pointermove", (event) => {
    if (!from || !isReady()) return;
    const here = placeIn(event);
    const [dx, dy] = [here[0] - from.last[0], here[1] - from.last[1]];
    from = { last: here, moved: from.moved + Math.hypot(dx, dy) };
    if (from.moved > CLICK_PX) onDrag(dx, dy);
  });
  svg.addEventListener("pointerup", (event) => {
    if (from && from.moved <= CLICK_PX && isReady()) onClick(placeIn(event));
    from = null;
  });
  svg.addEventListener("pointercancel", () => (from = null));
  box.addEventListener("wheel", (event) => {
    if (!isReady() || (isInPage && !event.ctrlKey)) return;
    event.preventDefault();
    zoom(WHEEL ** event.deltaY, placeIn(event));
  }, { passive: false });
}

