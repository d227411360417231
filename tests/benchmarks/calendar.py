"""`./run bench calendar`: the calendar of a week for 328 contracts, proved stage by stage."""

import argparse
import json
import sys
import time
from dataclasses import asdict, replace

from optimizer.week.calendar import check, find_changes, solve
from optimizer.week.sat import Effort
from scenarios.files.store import load_scenario
from scenarios.week.calendar_figures import measure_calendar
from scenarios.week.problem import calendar_problem, frequencies

from .machine import machine

SHARES = {2: 0.15, 3: 0.20, 5: 0.20}
"""Share of the contracts that are collected so often, on any day; the others on all their days."""


def main() -> int:
    """Prints the terms, the bound and the gap of every stage, and how stable the week is."""
    parser = argparse.ArgumentParser(prog="./run bench calendar", description=__doc__)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    scenario = frequencies(load_scenario("yinzhou-2012"), SHARES, seed=options.seed)
    problem = calendar_problem(scenario)
    effort = Effort(seconds=options.seconds, workers=options.processes, seed=options.seed)
    begin_s = time.monotonic()
    calendar = solve(problem, effort=effort)
    seconds = time.monotonic() - begin_s
    # The week after a new contract: its neighbour's twin, twice a week.
    last = scenario.contracts[-1]
    new = replace(last, id="NEW", collections_per_week=2, weekdays=tuple(range(7)))
    longer = calendar_problem(replace(scenario, contracts=(*scenario.contracts, new)))
    begin_s = time.monotonic()
    after = solve(longer, effort=effort, keep=calendar)
    keep_seconds = time.monotonic() - begin_s
    moved = [one.contract_id for one in find_changes(calendar, after) if one.contract_id != "NEW"]
    found = measure_calendar(problem, calendar)
    values = {
        "contracts": len(problem.contracts),
        "shares": SHARES,
        "seed": options.seed,
        "seconds": round(seconds, 1),
        "violations": len(check(problem, calendar)) + len(check(longer, after)),
        "stages": [asdict(p) | {"gap": p.gap} for p in calendar.proofs],
        "collections": found.collections,
        "promised": found.promised,
        "well_spaced": found.well_spaced,
        "one_truck": found.one_truck,
        "one_hour": found.one_hour,
        "kg_of_days": [row.load_kg for row in found.days],
        "seconds_of_days": [row.work_s for row in found.days],
        "mean_m_from_centre": round(
            sum(row.away_m * row.collections for row in found.trucks) / found.collections
        ),
        "one_more_contract": {"seconds": round(keep_seconds, 1), "moved_others": len(moved)},
        "machine": machine(),
        "processes": options.processes,
    }
    if options.json:
        json.dump(values, sys.stdout)
        sys.stdout.write("\n")
        return 0
    print(f"{len(problem.contracts)} contracts of yinzhou-2012; of them, seed {options.seed}, on")
    shares = ", ".join(f"{share:.0%} {times} times" for times, share in SHARES.items())
    print(f"any day a week: {shares}; the others on all their days.\n")
    print(f"{'stage':12}{'cost':>12}{'none below':>12}{'gap':>9}{'seconds':>9}")
    for proof in calendar.proofs:
        print(
            f"{proof.stage:12}{proof.objective:12,}{proof.bound:12,}{proof.gap:9.2%}"
            f"{proof.seconds:9.1f}"
        )
    for name in list(values)[3:]:
        if name != "stages":
            print(f"{name}: {values[name]}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
