"""`./run bench service`: readers while plans are made, memory, and plans that outlive kills.

Two servers share a database, each makes a plan, and a finished plan of the whole district is read
at a rate: each read is timed from when it was due, so that a server that stands still is not
flattered. A quarter of the reads have the plan already and say so (ETag). The server's memory is
held against what it was after a tenth of them. Last, plans are queued whose search is a stand-in,
and servers and the processes of plans are killed while they are made; on SQLite, and on PostgreSQL
where Debian's server is installed.

Ctrl-C prints the figures of the parts that are finished.
"""

import argparse
import contextlib
import json
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from optimizer.errors import OneBroomError

from .machine import machine
from .serving import postgres
from .serving.killing import survive
from .serving.reading import Streams, percentile_ms, read_at_rate
from .serving.servers import Server, running

LONG_S = 3000
"""Of the plans that are made while others are read; they are cancelled in the end."""

TARGETS = {
    "ready after s": 2.0,
    "reads p95 ms": 100.0,
    "memory grows %": 5.0,
}


def read_finished(folder: Path, options: argparse.Namespace) -> Iterator[dict[str, object]]:
    """Yields the figures of reading, memory and starting."""
    url = f"sqlite:///{folder / 'reading.db'}"
    servers = [Server(database_url=url, log=folder / f"reading-{n}.log") for n in range(2)]
    given = None if options.plan is None else _write_plan(url, options.plan)
    with running(*servers):
        finished = given or _finish_plan(servers[0], options)
        made = _keep_busy(servers, options)
        reader = servers[0]
        whole = reader.ask("GET", f"{finished}/plan.json", Accept_Encoding="gzip")
        tag = whole.headers["etag"]
        paths = [
            (f"{finished}/plan.json", {"Accept-Encoding": "gzip", "If-None-Match": tag}),
            (finished, {}),
            (f"{finished}/plan.json", {"Accept-Encoding": "gzip"}),
            ("/plans?limit=20", {}),
        ]
        followed = [f"{path}/events" for path in made]
        with Streams(reader, followed, options.streams) as streams:
            reads = read_at_rate(reader, paths, per_s=options.reads, total=options.requests)
        yield {
            "plan.json MB, sent MB": (
                round(len(reader.ask("GET", f"{finished}/plan.json").body) / 1e6, 1),
                round(len(whole.body) / 1e6, 2),
            ),
            "reads, a second": (options.requests, options.reads),
            "reads p50 ms": round(percentile_ms(reads.waits_s, 50), 1),
            "reads p95 ms": round(percentile_ms(reads.waits_s, 95), 1),
            "reads p99 ms": round(percentile_ms(reads.waits_s, 99), 1),
            "reads refused": reads.refused,
            "event streams, open to the end": (options.streams, streams.open_at_end),
            "events heard by each, at least": min(streams.heard, default=0),
            "plans being made meanwhile": _num_running(reader),
            "memory MB before, after": (round(reads.before_mb), round(reads.after_mb)),
            "memory grows %": round(100 * (reads.after_mb / reads.before_mb - 1), 1),
        }
    # The streets are in the cache by now, and the database has its plans.
    with running(servers[0]) as first_s:
        yield {"ready after s": round(first_s, 2)}


def _write_plan(url: str, file: Path) -> str:
    """Writes a plan that there is into a new database, and returns its path."""
    from api.service.db import Store
    from scenarios.plan_file import read_plan

    store = Store(url)
    plan_id = store.add({})
    store.finish(*(store.claim(60.0) or ("", 0)), read_plan(file))
    store.close()
    return f"/plans/{plan_id}"


def _finish_plan(server: Server, options: argparse.Namespace) -> str:
    """Returns the path of a finished plan of the scenario."""
    request = {"scenario": options.scenario, "iterations": 50, "bound_seconds": 0}
    path = server.post_plan(request)
    while (state := server.get(path)["status"]) not in ("done", "failed"):
        print(f"making a plan to read: {state}", file=sys.stderr)
        time.sleep(5)
    if state == "failed":
        raise RuntimeError(f"the plan to be read failed: {server.get(path)['error']}")
    return path


def _keep_busy(servers: list[Server], options: argparse.Namespace) -> list[str]:
    """Has each server search for a plan; returns their paths when both do."""
    request = {"scenario": options.scenario, "seconds": LONG_S}
    made = [server.post_plan(request) for server in servers]
    while _num_searching(servers[0]) < len(servers):
        print("waiting until both search", file=sys.stderr)
        time.sleep(5)
    return made


def _num_running(server: Server) -> int:
    return len(server.get("/plans?state=running"))


def _num_searching(server: Server) -> int:
    running_plans = server.get("/plans?state=running")
    return sum(plan["progress"].get("stage") == "search" for plan in running_plans)


def kill_all(folder: Path, options: argparse.Namespace) -> Iterator[dict[str, object]]:
    """Yields what became of queued plans on each database."""
    plan = folder / "plan.json"
    _write_small_plan(plan)
    how = {"queued": options.queued, "kills": options.kills, "seed": options.seed}
    url = f"sqlite:///{folder / 'killing.db'}"
    yield {"database": "SQLite", **survive(url, plan, folder, **how)}
    binaries = postgres.find_binaries()
    if binaries is None:
        yield {"database": "PostgreSQL: not installed (apt-get install postgresql)"}
        return
    with postgres.postgres_running(binaries) as server:
        yield {"database": "PostgreSQL", **survive(server.new_database(), plan, folder, **how)}


def _write_small_plan(path: Path) -> None:
    """Writes the plan that the stand-in hands out: the streets of a few blocks, to be quick."""
    try:
        from tests.scenarios import small_plan
    except ModuleNotFoundError as error:
        raise OneBroomError("bench service needs a checkout, for its small plan.") from error
    from scenarios.plan_file import write_plan

    write_plan(small_plan.plan_file(), path)


def main() -> int:
    """Prints the figures, and which targets are missed."""
    parser = argparse.ArgumentParser(prog="./run bench service", description=__doc__)
    parser.add_argument("--scenario", default="yinzhou-2012")
    parser.add_argument("--plan", type=Path, help="plan.json to be read; made without")
    parser.add_argument("--reads", type=float, default=200.0, help="a second")
    parser.add_argument("--streams", type=int, default=50)
    parser.add_argument("--requests", type=int, default=10_000)
    parser.add_argument("--queued", type=int, default=1000)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", choices=("reading", "killing"))
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    parts = {"reading": read_finished, "killing": kill_all}
    figures: list[dict[str, object]] = [{"machine": machine(), "seed": options.seed}]
    # Ctrl-C ends what is going on: what is measured by then is printed.
    with (
        tempfile.TemporaryDirectory(prefix="onebroom-bench-") as name,
        contextlib.suppress(KeyboardInterrupt),
    ):
        for part, measure in parts.items():
            if options.only in (None, part):
                figures += measure(Path(name), options)
    missed = [
        what
        for found in figures
        for what, most in TARGETS.items()
        if isinstance(found.get(what), int | float) and found[what] > most  # type: ignore[operator]
    ]
    missed += [what for found in figures for what in _lost(found)]
    if options.json:
        print(json.dumps({"figures": figures, "missed": missed}))
    else:
        for found in figures:
            for what, value in found.items():
                print(f"{what:<30}{value}")
            print()
        print("missed: " + (", ".join(missed) or "none"))
    return int(bool(missed))


def _lost(found: dict[str, object]) -> list[str]:
    """Returns what must be none and is some."""
    none = ("reads refused", "plans lost", "plans failed", "plans that nobody asked for")
    return [what for what in (*none, "plans listed twice") if found.get(what)]


if __name__ == "__main__":
    try:
        sys.exit(main())
    except OneBroomError as error:
        print(f"error: {error}", file=sys.stderr)
        sys.exit(2)
