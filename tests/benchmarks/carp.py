"""Public instances against best known values: `./run bench carp --set egl-e --seconds 20`.

A set is a folder of the data (`carp`, `mcarptif`, `mcgrp-tp`, `waste-vrptw`, in miles) or how its
files' names begin.
Every cost is recomputed from the file by an evaluator that shares no code with the search. Gaps
are (cost - best known) / best known, where a value is known; a cost below a proven lower bound is
reported as a bug. A run that leaves something unserved is marked `!`; its cost is not compared.
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

FOLDERS = ("carp", "mcarptif", "mcgrp-tp", "waste-vrptw")
"""The families that can be read."""


def files_of(data: Path, name: str) -> list[Path]:
    """Returns the files of a family, or those of all families whose names begin so."""
    folders, start = ([name], "") if name in FOLDERS else (FOLDERS, name)
    return sorted(
        path
        for folder in folders
        for path in (data / folder).glob(f"{start}*")
        if path.suffix in {".dat", ".txt"}
    )


def best_known(folder: Path) -> dict[str, tuple[float, int]]:
    """Returns best known value and proven lower bound by instance, as bks.csv has them."""
    values = {}
    with (folder / "bks.csv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            if row["best_known"].strip().replace(".", "", 1).isdigit():
                bound = row["lower_bound"].strip()
                values[row["instance"].removeprefix(row["set"] + "-")] = (
                    float(row["best_known"])
                    if "." in row["best_known"]
                    else int(row["best_known"]),
                    int(bound) if bound.isdigit() else 0,
                )
                values[row["instance"]] = values[row["instance"].removeprefix(row["set"] + "-")]
    return values


def main() -> int:
    """Runs the benchmark; exit code 1 when a cost lies below a proven bound."""
    parser = argparse.ArgumentParser(prog="./run bench carp", description=__doc__)
    parser.add_argument("--set", default="gdb", help="a family, or how its files begin (gdb)")
    parser.add_argument("--seconds", type=float, default=10.0, help="per instance and seed (10)")
    parser.add_argument("--seeds", type=int, default=1, help="seeds 1 to this (1)")
    parser.add_argument("--engine", default="ruin_recreate")
    parser.add_argument("--data", type=Path, default=DEFAULT_DATA)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    files = files_of(options.data, options.set)
    if not files:
        raise InputError(
            f"no file {options.set}* in {', '.join(FOLDERS)} of {options.data}; see --data."
        )
    known = best_known(options.data)
    rows, bugs, incomplete = [], 0, 0
    print(f"machine: {machine()}", file=sys.stderr)
    for file in files:
        best, bound = known.get(file.stem.removesuffix("_stop"), (None, 0))
        costs, rates, open_ = [], [], 0
        for seed in range(1, options.seeds + 1):
            result = solve_file(file, seconds=options.seconds, seed=seed, engine=options.engine)
            rates.append(result.iterations / result.seconds if result.seconds else 0.0)
            if result.feasible:
                costs.append(result.cost if result.miles is None else round(result.miles, 1))
                bugs += result.cost < bound
            else:
                open_ += 1
        incomplete += open_
        gap = statistics.mean(costs) / best - 1 if best and costs else None
        rows.append(
            {
                "instance": file.stem,
                "costs": costs,
                "infeasible": open_,
                "best_known": best,
                "gap": gap,
                "iterations_per_s": round(statistics.mean(rates)),
            }
        )
        if not options.json:
            print(
                f"{file.stem:<24}{f'{min(costs):,}' if costs else '-':>9}"
                f"{'!' * bool(open_):<1}{f'{best:,}' if best else '-':>9}"
                f"{'-' if gap is None else f'{gap:.2%}':>9}{rows[-1]['iterations_per_s']:>10,}/s",
                flush=True,
            )
    gaps = [row["gap"] for row in rows if row["gap"] is not None]
    summary = {
        "machine": machine(),
        "set": options.set,
        "engine": options.engine,
        "seconds": options.seconds,
        "seeds": options.seeds,
        "mean_gap": statistics.mean(gaps) if gaps else None,
        "infeasible": incomplete,
        "below_proven_bound": bugs,
        "rows": rows,
    }
    if options.json:
        print(json.dumps(summary))
    else:
        mean = f"mean gap {statistics.mean(gaps):.2%}" if gaps else "no best known values"
        print(
            f"{options.set}: {len(rows)} instances, {options.seconds:g} s, "
            f"seeds 1-{options.seeds}, engine {options.engine}: {mean}"
        )
        if incomplete:
            print(f"{incomplete} runs left something unserved")
        if bugs:
            print(f"BUG: {bugs} costs lie below a proven lower bound")
    return 1 if bugs else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except InputError as error:
        print(f"error: {error}", file=sys.stderr)
        sys.exit(2)
