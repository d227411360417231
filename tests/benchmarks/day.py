"""A whole day on real streets: `./run bench day --osm FILE --seconds 60`.

Prints how long after the start of the process the search begins to improve, the mechanised rate
after that many seconds, and the peak memory. `--cold` compiles all kernels first, as on a new
machine.
"""

import argparse
import json
import os
import resource
import sys
import tempfile
import time
from pathlib import Path

from optimizer.errors import OneBroomError

from .machine import machine

BEGIN_S = time.monotonic()
DEFAULT_OSM = (
    Path(__file__).resolve().parents[2].parent
    / "shared"
    / "data"
    / "osm"
    / "huzhou_core10km.osm.pbf"
)


def main() -> int:
    """Plans one day and prints the figures."""
    parser = argparse.ArgumentParser(prog="./run bench day", description=__doc__)
    parser.add_argument("--scenario", default="yinzhou-2012")
    parser.add_argument("--osm", default=str(DEFAULT_OSM), help="streets; 'district' for ours")
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--cold", action="store_true", help="compile everything anew")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        if options.cold:
            os.environ["NUMBA_CACHE_DIR"] = folder
        figures = _run(options)
    if options.json:
        print(json.dumps(figures))
    else:
        for name, value in figures.items():
            print(f"{name:<28}{value}")
    return 0


def _run(options: argparse.Namespace) -> dict[str, object]:
    # Imported here: numba reads its cache folder from the environment when it is imported.
    from scenarios.plan_request import PlanRequest, plan_day
    from scenarios.planning import PlanWatch

    first: dict[str, float] = {}
    best = [float("inf")]

    def note(progress) -> None:
        now_s = time.monotonic() - BEGIN_S
        if progress.stage == "search":
            first.setdefault("search", now_s)
            if progress.iterations and progress.best_cost < best[0] < float("inf"):
                first.setdefault("improving", now_s)
            best[0] = min(best[0], progress.best_cost)

    plan_file = plan_day(
        PlanRequest(
            scenario=options.scenario,
            osm=None if options.osm == "district" else options.osm,
            seconds=options.seconds,
            seed=options.seed,
        ),
        watch=PlanWatch(on_progress=note),
    )
    measures = plan_file.measures
    return {
        "machine": machine(),
        "streets": plan_file.network.name,
        "scenario": options.scenario,
        "seed": options.seed,
        "seconds": options.seconds,
        "processes": plan_file.processes,
        "compiled": "anew" if options.cold else "cached where possible",
        "tasks": len(plan_file.tasks),
        "first plan after s": round(first["search"], 1),
        # So short a search may improve nothing.
        "improving after s": round(first["improving"], 1) if "improving" in first else None,
        "whole command s": round(time.monotonic() - BEGIN_S, 1),
        "peak memory GB": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6, 2),
        "iterations": plan_file.iterations,
        "mechanised rate": round(measures.rate, 4),
        "kitchen waste t": round(measures.kitchen_collected_kg / 1000, 1),
        "worked km": round(measures.service_m / 1000, 1),
        "empty km": round(measures.deadhead_m / 1000, 1),
        "cost yuan": round(measures.costs.total_fen / 100),
        "required unserved": measures.costs.required_unserved,
    }


if __name__ == "__main__":
    try:
        sys.exit(main())
    except OneBroomError as error:
        print(f"error: {error}", file=sys.stderr)
        sys.exit(2)
