"""Whether a driver would drive it: `./run bench driving --seconds 120 --seeds 3`.

The day of `./run bench sweeping`, planned without and with the scenario's prices on going over to
other lanes and on short runs, seed by seed at equal seconds. Prints both side by side, medians of
the seeds: the mechanised rate, runs, changes of lane, drives for scraps, carriageways washed in
part, steps a second, the gaps to the proven lower bound of the hours. Each run is told when it is
over; Ctrl-C prints the medians of those that are.
"""

import argparse
import json
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from math import nan
from statistics import median

from optimizer.day import Prices
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
    "  in turning, below 50 m, %": lambda row: 100 * row.turning_share,
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
    parser.add_argument("--streets", default="district,huzhou", help="parted by commas")
    parser.add_argument("--seconds", type=float, default=120.0)
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--no-bound", action="store_true")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    make_kernels_ready()
    prices = load_scenario("yinzhou-2012").prices
    ways = {"without": replace(prices, lane_change_fen=0, lane_change_m=0, least_run_m=0)}
    ways["with"] = prices
    tables = []
    for streets in options.streets.split(","):
        found: dict[str, list[dict[str, float]]] = {way: [] for way in ways}
        interrupted = False
        try:
            _plan_all(streets, ways, found, options)
        except KeyboardInterrupt:
            interrupted = True
        middles = {
            way: {name: median(one[name] for one in rows) for name in rows[0]}
            for way, rows in found.items()
            if rows
        }
        runs = {way: len(rows) for way, rows in found.items()}
        tables.append({"streets": streets, "machine": machine(), "runs": runs, **middles})
        if not options.json:
            _print(streets, middles, runs, options.seconds)
        if interrupted:
            break
    if options.json:
        print(json.dumps(tables, ensure_ascii=False))
    return 0


def _plan_all(
    streets: str,
    ways: Mapping[str, Prices],
    found: Mapping[str, list[dict[str, float]]],
    options: argparse.Namespace,
) -> None:
    """Plans both ways with each seed, and puts the figures where they are kept."""
    # Both ways of a seed run one after the other: what else the machine does then touches both.
    districts = {way: District(streets, prices=asked) for way, asked in ways.items()}
    for seed in range(1, options.seeds + 1):
        options.seed = seed
        for way, district in districts.items():
            figures = dict(_figures(district, options))
            found[way].append(figures)
            rate = figures["mechanised rate, %"]
            print(f"{streets}, seed {seed}, {way} prices: rate {rate:.1f} %", file=sys.stderr)


def _print(
    streets: str,
    middles: Mapping[str, Mapping[str, float]],
    runs: Mapping[str, int],
    seconds: float,
) -> None:
    print(f"{streets}, {seconds:g} s, {machine()}")
    print(f"{'':<48}" + "".join(f"{way:>12}" for way in middles))
    print(f"{'seeds':<48}" + "".join(f"{runs[way]:>12}" for way in middles))
    names = dict.fromkeys(name for figures in middles.values() for name in figures)
    for name in names:
        values = "".join(f"{figures.get(name, nan):>12,.1f}" for figures in middles.values())
        print(f"{name:<48}{values}")
    print(flush=True)


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
    if not options.no_bound:
        for bound in district.bound(plan).rows:
            yield f"gap of {', '.join(bound.works)}, %", 100 * bound.gap


if __name__ == "__main__":
    raise SystemExit(main())
