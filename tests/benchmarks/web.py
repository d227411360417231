"""`./run bench web`: the page in a browser without a graphics card, on a server of its own.

A finished plan is shown: when its numbers, its chart and its map stand there, what was sent for
it, how long a click waits for its answer on the screen, how many frames a second the replay has,
and by how much memory grows while the day is replayed and the board is read anew again and again.
The same board with its streets repeated side by side until there are 20,000 shows how far the map
goes. Times depend on what else the machine does: its load is printed with them.

Ctrl-C prints the figures of the parts that are finished.
"""

import argparse
import contextlib
import gzip
import json
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from optimizer.errors import OneBroomError

from .machine import machine
from .serving.servers import Server, running

SHARED = Path(__file__).resolve().parents[2].parent / "shared"
CORE = SHARED / "data" / "osm" / "huzhou_core10km.osm.pbf"
STREETS = 20_000
MOST = {
    "numbers and chart there after s": 2.5,
    "sent without streets and map library kB": 450,
    "20,000 streets drawn after s": 6.0,
    "slowest click ms": 100,
    "requests that left the host": 0,
    "console errors": 0,
    "memory grows MB": 20.0,
}
LEAST = {"replay frames a second": 30.0}
FLAGS = (
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Software WebGL: no graphics card.
    "--use-gl=angle",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--ignore-gpu-blocklist",
    "--enable-precise-memory-info",
)
PATIENCE_MS = 300_000
LIBRARY = "/static/maplibre/"
BOARD = re.compile(r"/board\?")

WATCH_CLICKS = """
window.clicks = [];
new PerformanceObserver((list) => {
  const meant = list.getEntries().filter((one) => ["click", "pointerup"].includes(one.name));
  window.clicks.push(...meant.map((one) => one.duration));
}).observe({ type: "event", durationThreshold: 16, buffered: true });
"""
COUNT_FRAMES = """(ms) => new Promise((done) => {
  const begin = performance.now();
  let frames = 0;
  const step = (now) => {
    frames += 1;
    if (now - begin < ms) requestAnimationFrame(step);
    else {
      const seen = document.querySelectorAll("#map .vehicle:not([hidden])").length;
      done({ frames, ms: now - begin, seen });
    }
  };
  requestAnimationFrame(step);
})"""


def _chromium() -> str:
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        raise OneBroomError("bench web needs Debian's chromium (apt-get install chromium).")
    return path


def _write_plan(store_url: str, options: argparse.Namespace) -> None:
    """Puts the plan that is shown into the server's database."""
    from api.service.db import Store
    from scenarios.plan_file import read_plan
    from scenarios.plan_request import PlanRequest, plan_day

    if options.plan:
        plan_file = read_plan(options.plan)
    else:
        osm = None if options.osm == "district" else str(options.osm)
        print(f"planning {options.scenario} on {options.osm} to show it", file=sys.stderr)
        plan_file = plan_day(
            PlanRequest(
                scenario=options.scenario,
                osm=osm,
                iterations=options.iterations,
                seed=options.seed,
            )
        )
    store = Store(store_url, migrate=True)
    store.add({"scenario": options.scenario})
    claimed = store.claim(60.0)
    assert claimed is not None
    store.finish(*claimed, plan_file)
    store.close()


class Shown:
    """A page in a browser, with what it asked for and what went wrong on it."""

    def __init__(self, browser: Any, server: Server) -> None:
        self.address = f"http://127.0.0.1:{server.port}"
        self.page = browser.new_page(viewport={"width": 1280, "height": 800}, locale="en-GB")
        self.outside: list[str] = []
        self.errors: list[str] = []
        self.sent: dict[str, int] = {}
        self.page.add_init_script(WATCH_CLICKS)
        self.page.on("request", self._note)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("console", self._listen)
        self.session = self.page.context.new_cdp_session(self.page)
        self.session.send("Network.enable")
        self.session.send("Performance.enable")
        paths: dict[str, str] = {}
        self.session.on(
            "Network.requestWillBeSent",
            lambda one: paths.update({one["requestId"]: one["request"]["url"]}),
        )
        self.session.on(
            "Network.loadingFinished",
            lambda one: self.sent.update(
                {paths.get(one["requestId"], "?"): int(one["encodedDataLength"])}
            ),
        )

    def _note(self, request: Any) -> None:
        if not request.url.startswith((self.address, "blob:", "data:")):
            self.outside.append(request.url)

    def _listen(self, said: Any) -> None:
        if said.type == "error":
            self.errors.append(said.text)

    def open(self) -> dict[str, float]:
        """Opens the page; returns after how many seconds what stood there."""
        self.page.goto(self.address)
        found = {}
        for name, selector in {
            "numbers": "#verdict .figures",
            "chart": "#chart[data-ready]",
            "map": "#map[data-ready]",
        }.items():
            self.page.wait_for_selector(selector, timeout=PATIENCE_MS, state="attached")
            # Since the page was begun, on its own clock.
            found[name] = self.page.evaluate("performance.now()") / 1000
        return found

    def memory_mb(self) -> float:
        """Returns what the page's program holds once its garbage is away."""
        self.session.send("HeapProfiler.collectGarbage")
        metrics = self.session.send("Performance.getMetrics")["metrics"]
        return next(one["value"] for one in metrics if one["name"] == "JSHeapUsedSize") / 1e6


def _processor_s(browser: Any) -> float:
    """Returns what all processes of the browser have computed: not more for a busy machine."""
    processes = browser.new_browser_cdp_session().send("SystemInfo.getProcessInfo")
    return sum(one["cpuTime"] for one in processes["processInfo"])


def measure_page(browser: Any, server: Server, options: argparse.Namespace) -> Iterator[Any]:
    """Yields the figures of one page."""
    begun_s = _processor_s(browser)
    shown = Shown(browser, server)
    after_s = shown.open()
    yield {
        "numbers and chart there after s": round(max(after_s["numbers"], after_s["chart"]), 2),
        "map drawn after s": round(after_s["map"], 2),
        "processor s until then": round(_processor_s(browser) - begun_s, 1),
        "load of the machine": round(os.getloadavg()[0], 1),
        **_weigh(shown, server),
    }
    yield {"slowest click ms": _click(shown.page, options)}
    yield _replay(browser, shown.page, options)
    yield _repeat(shown, options)
    yield {
        "requests that left the host": len(shown.outside),
        "console errors": len(shown.errors),
    }
    for text in shown.errors:
        print(text, file=sys.stderr)
    shown.page.close()


def _weigh(shown: Shown, server: Server) -> dict[str, Any]:
    """Returns what was sent; the streets are weighed as they would be sent alone."""
    own = {url: size for url, size in shown.sent.items() if LIBRARY not in url}
    (plan,) = [url for url in own if BOARD.search(url)]
    answer = server.ask("GET", plan.removeprefix(shown.address), Accept_Encoding="gzip")
    board = json.loads(gzip.decompress(answer.body))
    streets = {name: board[name] for name in ("streets", "water", "barred")}
    packed = gzip.compress(json.dumps(streets, separators=(",", ":")).encode())
    return {
        "duties, tasks, streets": (
            len(board["duties"]),
            len(board["tasks"]["id"]),
            len(board["streets"]["line"]),
        ),
        "sent without streets and map library kB": round((sum(own.values()) - len(packed)) / 1000),
        "streets kB": round(len(packed) / 1000),
        "requests": len(shown.sent),
    }


def _click(page: Any, options: argparse.Namespace) -> float:
    """Returns how long the slowest of some clicks waited for the next picture."""
    # Coming to rest is no part of an answer.
    page.wait_for_timeout(2000)
    page.evaluate("window.clicks.length = 0")
    rows = page.locator("#chart .names button")
    for number in range(min(options.clicks, rows.count())):
        rows.nth(number).click()
        page.wait_for_timeout(300)
    box = page.locator("#map .ground").bounding_box()
    for number in range(options.clicks):
        share = (number + 1) / (options.clicks + 1)
        page.mouse.click(box["x"] + box["width"] * share, box["y"] + box["height"] / 2)
        page.wait_for_timeout(300)
    page.locator("#chart canvas").click(position={"x": 200, "y": 10})
    page.wait_for_timeout(500)
    # What is not reported took less than 16 ms.
    return round(max(page.evaluate("window.clicks"), default=16))


def _replay(browser: Any, page: Any, options: argparse.Namespace) -> dict[str, Any]:
    """Plays the day from its busiest minute; returns how many frames a second there were."""
    duties = page.locator("#chart .names button").count()
    page.locator("#replay").evaluate(
        "(one) => { one.value = Number(one.min) + 0.35 * (one.max - one.min);"
        " one.dispatchEvent(new Event('input')); }"
    )
    page.click("#chart .play")
    begun_s = _processor_s(browser)
    counted = page.evaluate(COUNT_FRAMES, 1000 * options.replay_seconds)
    took_ms = 1000 * (_processor_s(browser) - begun_s)
    page.click("#chart .play")
    return {
        "replay frames a second": round(1000 * counted["frames"] / counted["ms"], 1),
        "processor ms a frame": round(took_ms / counted["frames"], 1),
        "vehicles on the map then, of duties": (counted["seen"], duties),
    }


def _repeat(shown: Shown, options: argparse.Namespace) -> dict[str, Any]:
    """Replays and reads the board anew; returns by how much memory has grown."""
    page = shown.page

    def once() -> None:
        page.click("#chart .play")
        page.wait_for_timeout(2000)
        page.click("#chart .play")
        # A board of the other language is a new board to the page.
        other = "en" if page.evaluate("document.documentElement.lang") == "zh" else "zh"
        with page.expect_response(BOARD, timeout=PATIENCE_MS):
            page.click("#language")
        page.wait_for_selector(f"html[lang={other}]")
        page.wait_for_timeout(3000)

    # The first two rounds fill what is kept of each language.
    once()
    once()
    before_mb = shown.memory_mb()
    for _ in range(options.rounds):
        once()
    after_mb = shown.memory_mb()
    return {
        "rounds of replay and new boards": options.rounds,
        "memory MB before, after": (round(before_mb, 1), round(after_mb, 1)),
        "memory grows MB": round(after_mb - before_mb, 1),
    }


def measure_many_streets(browser: Any, server: Server) -> Iterator[Any]:
    """Yields when a map of many streets stands there."""
    address = f"/plans/{_newest(server)}/board?lang=en"
    answer = server.ask("GET", address, Accept_Encoding="gzip")
    widened = _side_by_side(json.loads(gzip.decompress(answer.body)), STREETS)
    body = json.dumps(widened, separators=(",", ":"))
    begun_s = _processor_s(browser)
    shown = Shown(browser, server)
    shown.page.route(
        BOARD, lambda route: route.fulfill(body=body, content_type="application/json")
    )
    after_s = shown.open()
    yield {
        "20,000 streets drawn after s": round(after_s["map"], 2),
        "processor s until then": round(_processor_s(browser) - begun_s, 1),
        "load of the machine": round(os.getloadavg()[0], 1),
    }
    shown.page.close()


def _newest(server: Server) -> str:
    """Returns the id of the plan that the page shows first."""
    return str(json.loads(server.ask("GET", "/plans").body)[0]["id"])


def _side_by_side(board: dict[str, Any], most: int) -> dict[str, Any]:
    """Returns a board with its streets once more beside themselves, until there are so many."""
    west, south, east, north = board["bounds"]
    streets = board["streets"]
    columns: dict[str, list[Any]] = {name: list(values) for name, values in streets.items()}
    copy = 0
    while len(columns["line"]) < most:
        copy += 1
        dx, dy = (copy % 3) * (east - west), (copy // 3) * (north - south)
        room = most - len(columns["line"])
        for name, values in streets.items():
            moved = (
                [[x + dx, y + dy, *steps] for x, y, *steps in values] if name == "line" else values
            )
            columns[name] += moved[:room]
    return {**board, "streets": columns}


def main() -> int:
    """Prints the figures, and which targets are missed."""
    parser = argparse.ArgumentParser(prog="./run bench web", description=__doc__)
    parser.add_argument("--scenario", default="yinzhou-2012")
    parser.add_argument(
        "--osm", default=str(CORE) if CORE.exists() else "district", help="or 'district'"
    )
    parser.add_argument("--plan", type=Path, help="a plan.json to show, in place of a new one")
    parser.add_argument("--iterations", type=int, default=300, help="of the plan that is shown")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--clicks", type=int, default=8, help="on the chart, and on the map")
    parser.add_argument("--replay-seconds", type=int, default=10)
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    try:
        from playwright.sync_api import sync_playwright
    except ModuleNotFoundError as error:
        raise OneBroomError("bench web needs a checkout, for playwright.") from error

    figures: list[dict[str, Any]] = [{"machine": machine(), "seed": options.seed}]
    with (
        tempfile.TemporaryDirectory(prefix="onebroom-bench-") as name,
        contextlib.suppress(KeyboardInterrupt),
    ):
        url = f"sqlite:///{Path(name) / 'plans.db'}"
        _write_plan(url, options)
        server = Server(database_url=url, log=Path(name) / "server.log")
        with running(server), sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=_chromium(), args=list(FLAGS), headless=True
            )
            # The board is made when it is first asked for, which is timed apart.
            first = Shown(browser, server)
            figures.append({"board made and map drawn after s": round(first.open()["map"], 2)})
            first.page.close()
            figures += measure_page(browser, server, options)
            figures += measure_many_streets(browser, server)
            browser.close()
    missed = list(_missed(figures))
    if options.json:
        print(json.dumps({"figures": figures, "missed": missed}))
    else:
        for found in figures:
            for what, value in found.items():
                print(f"{what:<42}{value}")
        print("missed: " + (", ".join(missed) or "none"))
    return int(bool(missed))


def _missed(figures: list[dict[str, Any]]) -> Iterator[str]:
    for found in figures:
        for what, value in found.items():
            if value > MOST[what] if what in MOST else what in LEAST and value < LEAST[what]:
                yield what


if __name__ == "__main__":
    try:
        sys.exit(main())
    except OneBroomError as error:
        print(f"error: {error}", file=sys.stderr)
        sys.exit(2)
