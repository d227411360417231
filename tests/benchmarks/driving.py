"""Whether a driver would drive it: `./run bench driving --seconds 120 --seeds 3`.

The day of `./run bench sweeping`, planned without and with the scenario's prices on going over to
other lanes and on short runs, seed by seed at equal seconds. Prints both side by side, medians of
the seeds: the mechanised rate, runs, changes of lane, drives for scraps, carriageways washed in
part, steps a second; with `--bound` the gaps to the proven lower bound of the hours.
"""

import argparse
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from statistics import median

from optimizer.engines.compiling import make_kernels_ready
from scenarios.files.store import load_scenario
from scenarios.measures import DrivingRow, measure_driving
from scenarios.measures.coverage import audit_coverage

from .machine import machine
from .sweeping import District, search

FIGURES: dict[str, Callable[[DrivingRow], float]] = {
    "changes of lane or side a duty": lambda row: row.lane_changes / row.duties,
    "of these, over for under 100 m and back": lambda row: row.hops,
    "runs": lambda row: row.runs,
    "runs below 100 m, %": lambda row: 100 * row.short_share,
    "  in turning, below 50 m, %": lambda row: 100 * row.turning_runs / max(1, row.runs),
    "  broken, of those not in turning, %": lambda row: 100 * row.broken_share,
    "  kerbs that are below 100 m themselves, %": lambda row: 100 * row.short_kerb_share,
    "median run, m": lambda row: row.median_run_m,
    "drives between runs an hour": lambda row: row.breaks / row.moving_h,
    "turns back an hour": lambda row: row.u_turns / row.moving_h,
    "turns across traffic an hour": lambda row: row.turns_across / row.moving_h,
    "empty km": lambda row: row.empty_m / 1000,
    "empty km for under 50 m of work, %": lambda row: 100 * row.scrap_share,
    "carriageways washed in part, %": lambda row: 100 * row.partly_share,
}


def main() -> int:
    """Plans each district both ways and prints the figures."""
    parser = argparse.ArgumentParser(prog="./run bench driving", description=__doc__)
    parser.add_argument("--streets", default="district", help="huzhou, district or both")
    parser.add_argument("--seconds", type=float, default=120.0)
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--bound", action="store_true")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    make_kernels_ready()
    prices = load_scenario("yinzhou-2012").prices
    ways = {"without": replace(prices, lane_change_fen=0, lane_change_m=0, least_run_m=0)}
    ways["with"] = prices
    tables = []
    for streets in options.streets.split(","):
        found: dict[str, list[dict[str, float]]] = {way: [] for way in ways}
        for way, asked in ways.items():
            district = District(streets, prices=asked)
            for seed in range(1, options.seeds + 1):
                options.seed = seed
                found[way].append(dict(_figures(district, options)))
        middles = {
            way: {name: median(one[name] for one in rows) for name in rows[0]}
            for way, rows in found.items()
        }
        tables.append({"streets": streets, "machine": machine(), **middles})
        if not options.json:
            print(f"{streets}, {options.seconds:g} s, {options.seeds} seeds, {machine()}")
            print(f"{'':<48}" + "".join(f"{way:>12}" for way in ways))
            for name in middles["with"]:
                values = "".join(f"{middles[way][name]:>12,.1f}" for way in ways)
                print(f"{name:<48}{values}")
            print(flush=True)
    if options.json:
        print(json.dumps(tables, ensure_ascii=False))
    return 0


def _figures(district: District, options: argparse.Namespace) -> Iterator[tuple[str, float]]:
    """Yields the figures of one plan by name."""
    outcome, first_s = search(district.day.instance, options)
    plan = district.plan(outcome.solution)
    audit = audit_coverage(district.due.lots, district.due.tasks, plan)
    yield "mechanised rate, %", 100 * audit.total.rate
    yield "first plan, s", first_s
    yield "steps a second", outcome.iterations / outcome.elapsed_s
    rows = measure_driving(district.network, district.fleet, district.due.tasks, plan)
    for row in rows:
        for name, figure in FIGURES.items():
            if row.touched_m or "washed" not in name:
                yield f"{row.kind}: {name}", figure(row)
    if options.bound:
        for bound in district.bound(plan).rows:
            yield f"gap of {', '.join(bound.works)}, %", 100 * bound.gap


if __name__ == "__main__":
    raise SystemExit(main())
