"""Kitchen-waste collection against PyVRP and OR-Tools: `./run bench collection --seeds 3`.

The 328 contracts of the reference scenario with its four kitchen trucks in three shifts, on the
Huzhou core and on the embedded district: windows, two places to unload at on the way and at the
end, and not enough hours for all. All engines get the same matrices, prizes and seconds
(computing time of one process), and every plan passes the same checker; its cost is recomputed
from the routes. *Total* is what is minimised: that cost and the prizes of what is left.

The dinner shift has a break, which PyVRP cannot express and refuses; so a second part, in which
that shift ends after four hours and no break falls due, has all three. OR-Tools knows no seeds.
"""

import argparse
import json
import statistics
import sys
import time
from pathlib import Path

from optimizer.engines import Run, Watch
from optimizer.engines.compiling import make_kernels_ready
from optimizer.errors import InputError, OneBroomError
from optimizer.solver import solve
from optimizer.stop import limits
from scenarios.files.store import load_scenario
from scenarios.planning import YUAN

from .collecting.district import Collection, collection
from .machine import machine

SHARED = Path(__file__).resolve().parents[2].parent / "shared"
STREETS = {
    "huzhou": SHARED / "data" / "osm" / "huzhou_core10km.osm.pbf",
    "district": None,
}
SCENARIO = "yinzhou-2012"

NO_SEEDS = frozenset({"ortools"})
"""Engines without random numbers: one run tells all."""

_WIDTHS = (11, 9, 15, 13, 12, 10, 11, 13, 8)
_HEADS = ("streets", "breaks", "engine", "total yuan", "cost yuan", "unserved", "kg left")


def main() -> int:
    """Solves each district with each engine and prints the medians of the seeds."""
    options = _parser().parse_args()
    for name in options.streets:
        if name not in STREETS:
            raise InputError(f"streets {name!r} are none of {', '.join(STREETS)}.")
    make_kernels_ready()
    print(
        f"machine: {machine()}; {options.seconds:g} s of one core a run, seeds 1 to "
        f"{options.seeds}; medians",
        file=sys.stderr,
    )
    if not options.json:
        print(_line([*_HEADS, "iterations", "runs"]))
    rows = []
    for name in options.streets:
        for with_breaks in (True, False):
            if with_breaks and options.no_breaks:
                continue
            place = collection(load_scenario(SCENARIO), STREETS[name], with_breaks=with_breaks)
            for engine in options.engine:
                row = {"streets": name, "breaks": with_breaks, **_row(place, engine, options)}
                rows.append(row)
                if not options.json:
                    print(_shown(row), flush=True)
    if options.json:
        print(json.dumps({"machine": machine(), "seconds": options.seconds, "rows": rows}))
    return 0


def _row(place: Collection, engine: str, options: argparse.Namespace) -> dict[str, object]:
    """Returns an engine's figures, or why it refuses."""
    seeds = [1] if engine in NO_SEEDS else range(1, options.seeds + 1)
    try:
        runs = [_run(place, engine, seed, options.seconds) for seed in seeds]
    except InputError as error:
        return {"engine": engine, "refused": str(error)}
    medians = {key: statistics.median(run[key] for run in runs) for key in runs[0]}
    return {"engine": engine, "runs": runs} | medians


def _run(place: Collection, engine: str, seed: int, seconds: float) -> dict[str, float]:
    instance = place.day.instance
    outcome = solve(
        instance,
        Run(
            stop=limits(iterations=None, seconds=seconds),
            seed=seed,
            cost_unit=YUAN,
            watch=Watch(clock=time.process_time),
        ),
        engine=engine,
    )
    plan = place.plan(outcome.solution)
    cost_yuan = place.cost_fen(plan) / 100
    prizes = sum(int(instance.prize[task]) for task in outcome.solution.absent)
    return {
        "total_yuan": round(cost_yuan + prizes / YUAN, 1),
        "cost_yuan": round(cost_yuan, 1),
        "unserved": len(plan.unassigned),
        "kg_left": place.unserved_kg(plan),
        "iterations": outcome.iterations,
        "elapsed_s": round(outcome.elapsed_s, 1),
    }


def _shown(row: dict) -> str:
    begin = [row["streets"], "yes" if row["breaks"] else "no", row["engine"]]
    if "refused" in row:
        return _line(begin) + f"   {row['refused']}"
    return _line(
        [
            *begin,
            f"{row['total_yuan']:,.0f}",
            f"{row['cost_yuan']:,.0f}",
            f"{row['unserved']:g}",
            f"{row['kg_left']:,.0f}",
            f"{row['iterations']:,.0f}",
            str(len(row["runs"])),
        ]
    )


def _line(cells: list[str]) -> str:
    return "".join(
        f"{cell:<{width}}" if number < 3 else f"{cell:>{width}}"
        for number, (cell, width) in enumerate(zip(cells, _WIDTHS, strict=False))
    )


def _names(text: str) -> list[str]:
    return [name.strip() for name in text.split(",")]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="./run bench collection",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--streets", type=_names, default=list(STREETS), help="huzhou,district")
    parser.add_argument("--engine", type=_names, default=["ruin_recreate", "pyvrp", "ortools"])
    parser.add_argument("--seconds", type=float, default=30.0)
    parser.add_argument("--seeds", type=int, default=3, help="seeds 1 to this (3)")
    parser.add_argument("--no-breaks", action="store_true", help="only what all can express")
    parser.add_argument("--json", action="store_true")
    return parser


if __name__ == "__main__":
    try:
        sys.exit(main())
    except OneBroomError as error:
        print(f"error: {error}", file=sys.stderr)
        sys.exit(2)
