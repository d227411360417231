"""`./run bench web`: the page in a browser without a graphics card, on a server of its own.

A finished plan is shown: when its numbers, its chart and its map stand there, what was sent for
it, how long clicks on duties, map, chart and unserved rows wait for their answer, how many frames
a second the replay has, and by how much memory grows while the day is replayed and the plan is
changed again and again. The same board with its streets repeated side by side until there are
20,000 shows how far the map goes. Times depend on what else the machine does: its load is printed
with them.

`--only clicks` (or replay, memory, streets; several of them) measures no more than that. Ctrl-C
prints the figures of the parts that are finished.
"""

import argparse
import contextlib
import gzip
import json
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from optimizer.errors import OneBroomError

from .browsing.clicks import measure_clicks
from .browsing.lasting import BOARD, ROUNDS, measure_lasting
from .browsing.shown import FLAGS, Shown, find_chromium, processor_s
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
LIBRARY = "/static/maplibre/"
PARTS = ("page", "clicks", "replay", "memory", "streets")

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


def _write_plan(store_url: str, options: argparse.Namespace) -> None:
    """Puts the plan that is shown into the server's database, twice: they are changed in turns."""
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
    for _ in range(2):
        store.add({"scenario": options.scenario})
        claimed = store.claim(60.0)
        assert claimed is not None
        store.finish(*claimed, plan_file)
    store.close()


def measure_page(browser: Any, server: Server, options: argparse.Namespace) -> Iterator[Any]:
    """Yields the figures of one page."""
    begun_s = processor_s(browser)
    shown = Shown(browser, server)
    after_s = shown.open()
    yield {
        "numbers and chart there after s": round(max(after_s["numbers"], after_s["chart"]), 2),
        "map drawn after s": round(after_s["map"], 2),
        "processor s until then": round(processor_s(browser) - begun_s, 1),
        "load of the machine": round(os.getloadavg()[0], 1),
        **_weigh(shown, server),
    }
    if "clicks" in options.only:
        yield from measure_clicks(shown.page, options.clicks)
    if "replay" in options.only:
        yield _replay(browser, shown.page, options)
    if "memory" in options.only:
        yield measure_lasting(shown, options.rounds)
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


def _replay(browser: Any, page: Any, options: argparse.Namespace) -> dict[str, Any]:
    """Plays the day from its busiest minute; returns how many frames a second there were."""
    duties = page.locator("#chart .names button").count()
    page.locator("#replay").evaluate(
        "(one) => { one.value = Number(one.min) + 0.35 * (one.max - one.min);"
        " one.dispatchEvent(new Event('input')); }"
    )
    page.click("#chart .play")
    begun_s = processor_s(browser)
    counted = page.evaluate(COUNT_FRAMES, 1000 * options.replay_seconds)
    took_ms = 1000 * (processor_s(browser) - begun_s)
    page.click("#chart .play")
    return {
        "replay frames a second": round(1000 * counted["frames"] / counted["ms"], 1),
        "processor ms a frame": round(took_ms / counted["frames"], 1),
        "vehicles on the map then, of duties": (counted["seen"], duties),
    }


def measure_many_streets(browser: Any, server: Server) -> Iterator[Any]:
    """Yields when a map of many streets stands there."""
    address = f"/plans/{_newest(server)}/board?lang=en"
    answer = server.ask("GET", address, Accept_Encoding="gzip")
    widened = _side_by_side(json.loads(gzip.decompress(answer.body)), STREETS)
    body = json.dumps(widened, separators=(",", ":"))
    begun_s = processor_s(browser)
    shown = Shown(browser, server)
    shown.page.route(
        BOARD, lambda route: route.fulfill(body=body, content_type="application/json")
    )
    after_s = shown.open()
    yield {
        "20,000 streets drawn after s": round(after_s["map"], 2),
        "processor s until then": round(processor_s(browser) - begun_s, 1),
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
    parser.add_argument("--clicks", type=int, default=8, help="on each place")
    parser.add_argument("--replay-seconds", type=int, default=10)
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="of replay and another plan")
    parser.add_argument("--only", nargs="+", choices=PARTS, default=PARTS)
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
                executable_path=find_chromium(), args=list(FLAGS), headless=True
            )
            # The board is made when it is first asked for, which is timed apart.
            first = Shown(browser, server)
            figures.append({"board made and map drawn after s": round(first.open()["map"], 2)})
            first.page.close()
            figures += measure_page(browser, server, options)
            if "streets" in options.only:
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
