"""How long clicks wait for their answer on the screen, by what is clicked."""

import os
import statistics
from collections.abc import Callable, Iterator
from typing import Any

WATCH = """
window.clicks = [];
window.handed = [];
new PerformanceObserver((list) => {
  const meant = list.getEntries().filter((one) => ["click", "pointerup"].includes(one.name));
  window.clicks.push(...meant.map((one) => one.duration));
}).observe({ type: "event", durationThreshold: 16, buffered: true });
window.addEventListener("pointerup", (event) => requestAnimationFrame(() => {
  const channel = new MessageChannel();
  channel.port1.onmessage = () => window.handed.push(performance.now() - event.timeStamp);
  channel.port2.postMessage(0);
}), { capture: true });
"""
"""Notes of each click when its picture was shown, and when the page had handed that over.

What lies between is the browser's: it puts pictures together with the processor, which others use
at the same time.
"""

HANDED = """async () => {
  while (!window.handed.length) await new Promise(requestAnimationFrame);
  return Math.max(...window.handed);
}"""

PAUSE_MS = 300
"""Between two clicks, of somebody who goes from row to row."""


def measure_clicks(page: Any, clicks: int) -> Iterator[dict[str, Any]]:
    """Yields for each place how long its clicks waited."""
    # Coming to rest is no part of an answer.
    page.wait_for_timeout(2000)
    slowest = 16.0
    for place, actions in {
        "duties": _on(page, "#chart .names button", clicks),
        "the map": _on_map(page, clicks),
        "the chart": _on_chart(page, clicks),
        "unserved rows": _on(page, "#panel-unserved .cards .name", clicks),
    }.items():
        shown, handed = _note(page, actions)
        slowest = max(slowest, *shown)
        yield {
            f"{place} clicked: shown ms (median, longest)": _two(shown),
            f"{place} clicked: handed over ms": _two(handed),
        }
    yield {"slowest click ms": round(slowest), "load of the machine": round(os.getloadavg()[0], 1)}


def _note(page: Any, actions: Iterator[Callable[[], None]]) -> tuple[list[float], list[float]]:
    shown, handed = [], []
    for act in actions:
        page.evaluate("window.clicks.length = window.handed.length = 0")
        act()
        page.wait_for_timeout(PAUSE_MS)
        handed.append(page.evaluate(HANDED))
        shown.append(page.evaluate("Math.max(16, ...window.clicks)"))
    # What is not reported took less than 16 ms.
    return shown or [16.0], handed or [0.0]


def _two(waits: list[float]) -> tuple[int, int]:
    return round(statistics.median(waits)), round(max(waits))


def _on(page: Any, selector: str, clicks: int) -> Iterator[Callable[[], None]]:
    found = page.locator(selector)
    for number in range(min(clicks, found.count())):
        yield found.nth(number).click


def _on_map(page: Any, clicks: int) -> Iterator[Callable[[], None]]:
    box = page.locator("#map .ground").bounding_box()
    y = box["y"] + box["height"] / 2
    for number in range(clicks):
        x = box["x"] + box["width"] * (number + 1) / (clicks + 1)
        yield lambda x=x: page.mouse.click(x, y)


def _on_chart(page: Any, clicks: int) -> Iterator[Callable[[], None]]:
    bars = page.locator("#chart canvas")
    for number in range(clicks):
        at = {"x": 200 + 30 * number, "y": 10 + 34 * (number % 3)}
        yield lambda at=at: bars.click(position=at)
