"""Public CARP instances against best known values: `./run bench carp --set egl-e --seconds 20`.

Every cost is recomputed from the file by an evaluator that shares no code with the search. Gaps
are (cost - best known) / best known; a cost below a proven lower bound is reported as a bug.
"""

import argparse
import csv
import json
import statistics
import sys
from pathlib import Path

from optimizer.benchmark import solve_file
from optimizer.errors import InputError
from tests.benchmarks.machine import machine

DEFAULT_DATA = Path(__file__).resolve().parents[2].parent / "shared" / "benchmarks"


def best_known(folder: Path) -> dict[str, tuple[int, int]]:
    """Returns best known value and proven lower bound by instance, as bks.csv has them."""
    values = {}
    with (folder / "bks.csv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            if row["best_known"].strip().isdigit():
                bound = row["lower_bound"].strip()
                values[row["instance"].removeprefix(row["set"] + "-")] = (
                    int(row["best_known"]),
                    int(bound) if bound.isdigit() else 0,
                )
                values[row["instance"]] = values[row["instance"].removeprefix(row["set"] + "-")]
    return values


def main() -> int:
    """Runs the benchmark; exit code 1 when a cost lies below a proven bound."""
    parser = argparse.ArgumentParser(prog="./run bench carp", description=__doc__)
    parser.add_argument("--set", default="gdb", help="beginning of the files' names (gdb)")
    parser.add_argument("--seconds", type=float, default=10.0, help="per instance and seed (10)")
    parser.add_argument("--seeds", type=int, default=1, help="seeds 1 to this (1)")
    parser.add_argument("--engine", default="ruin_recreate")
    parser.add_argument("--data", type=Path, default=DEFAULT_DATA)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    files = sorted((options.data / "carp").glob(f"{options.set}*.dat"))
    if not files:
        raise InputError(f"no file {options.set}*.dat in {options.data / 'carp'}.")
    known = best_known(options.data)
    rows, bugs = [], 0
    print(f"machine: {machine()}", file=sys.stderr)
    for file in files:
        best, bound = known[file.stem]
        costs, rates = [], []
        for seed in range(1, options.seeds + 1):
            result = solve_file(file, seconds=options.seconds, seed=seed, engine=options.engine)
            costs.append(result.cost)
            rates.append(result.iterations / result.seconds)
            bugs += result.cost < bound
        gap = statistics.mean(costs) / best - 1
        rows.append(
            {
                "instance": file.stem,
                "costs": costs,
                "best_known": best,
                "gap": gap,
                "iterations_per_s": round(statistics.mean(rates)),
            }
        )
        if not options.json:
            print(
                f"{file.stem:<12}{min(costs):>9,}{best:>9,}{gap:>9.2%}{rows[-1]['iterations_per_s']:>10,}/s",
                flush=True,
            )
    summary = {
        "machine": machine(),
        "set": options.set,
        "engine": options.engine,
        "seconds": options.seconds,
        "seeds": options.seeds,
        "mean_gap": statistics.mean(row["gap"] for row in rows),
        "below_proven_bound": bugs,
        "rows": rows,
    }
    if options.json:
        print(json.dumps(summary))
    else:
        print(
            f"{options.set}: {len(rows)} instances, {options.seconds:g} s, "
            f"seeds 1-{options.seeds}, engine {options.engine}: mean gap {summary['mean_gap']:.2%}"
        )
        if bugs:
            print(f"BUG: {bugs} costs lie below a proven lower bound")
    return 1 if bugs else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except InputError as error:
        print(f"error: {error}", file=sys.stderr)
        sys.exit(2)
