"""Waste collection with windows against what is published: `./run bench waste-vrptw`.

The five files of Kim et al. with landfill trips, lunch, windows, and limits of stops and yards a
day. Miles and vehicles are recomputed from the file by `optimizer.benchmark.check.waste_vrptw`,
which shares no code with the reader that the search uses. Seconds are computing time of one
process.

Length alone is minimised; vehicles are what that takes. The published values are quoted at second
hand and are a guide: two columns say what no solution can undercut, by the yards that a trip and
a vehicle can hold, and none of the values lies below. Those of 277, 335 and 444 are near ours,
the best of 804 is 6 % above. Those of 102 are 16 % above and more, and neither the lunch left
out, nor service that must end in its window, nor a hopper of 200 yards explains it: others may
have read that file otherwise.
"""

import argparse
import json
import statistics
import sys
import time
from dataclasses import asdict
from pathlib import Path

from optimizer.benchmark.read.waste_vrptw import parse_waste_vrptw
from optimizer.benchmark.solving import BenchmarkResult, solve_file
from optimizer.errors import InputError, OneBroomError

from .arc_routing.sets import WASTE, files_of
from .carp import DEFAULT_DATA
from .collecting.published import (
    SOURCES,
    Published,
    fewest_vehicles,
    least_miles,
    published,
)
from .machine import machine

DEFAULT_SECONDS = 120.0


def main() -> int:
    """Solves the files and prints miles and vehicles beside the published values."""
    options = _parser().parse_args()
    table = options.data / "bks.csv"
    files = files_of(options.data, WASTE)
    if not files or not table.is_file():
        raise InputError(f"{options.data}: no files of {WASTE}, or no bks.csv; see --data.")
    known = published(table)
    names = options.files.split(",") if options.files else [_number(path) for path in files]
    for name in names:
        if name not in map(_number, files):
            raise InputError(f"no file {name}; there are {', '.join(map(_number, files))}.")
    # Miles a second are worth nothing without the machine.
    print(f"machine: {machine()}; {_limit(options)}", file=sys.stderr)
    rows = []
    for path in files:
        if _number(path) not in names:
            continue
        rows.append(_row(path, known.get(_number(path), {}), options))
        if not options.json:
            if len(rows) == 1:
                print(_head())
            print(_line(rows[-1]), flush=True)
    if options.json:
        print(json.dumps({"machine": machine(), "limit": _limit(options), "files": rows}))
    else:
        for source in SOURCES:
            print(_verdict(source, rows))
    return 0 if all(row["feasible"] for row in rows) else 1


def _row(
    path: Path, quoted: dict[str, Published], options: argparse.Namespace
) -> dict[str, object]:
    """Returns what is reached on one file, what is published, and what is possible."""
    file = parse_waste_vrptw(path, path.read_text(encoding="latin-1").splitlines())
    results = [
        solve_file(
            path,
            seconds=options.seconds if options.iterations is None else None,
            iterations=options.iterations,
            seed=seed,
            engine=options.engine,
            clock=time.process_time,
        )
        for seed in range(1, options.seeds + 1)
    ]
    best = min(results, key=_miles)
    return {
        "file": _number(path),
        "miles": statistics.median(map(_miles, results)),
        "best_miles": best.miles,
        "vehicles": len(best.routes),
        "feasible": all(result.feasible for result in results),
        "iterations": best.iterations,
        "least_miles": round(least_miles(file), 1),
        "fewest_vehicles": fewest_vehicles(file),
        "published": {source: asdict(result) for source, result in quoted.items()},
    }


def _miles(result: BenchmarkResult) -> float:
    return result.miles or 0.0


def _number(path: Path) -> str:
    """Returns what the literature calls a file."""
    return path.stem.removesuffix("_stop")


def _limit(options: argparse.Namespace) -> str:
    limit = (
        f"{options.iterations:,} iterations"
        if options.iterations is not None
        else f"{options.seconds:g} s of one core"
    )
    return f"engine {options.engine}, {limit} a run, seeds 1 to {options.seeds} (median)"


def _head() -> str:
    return (
        f"{'file':<6}{'miles':>8}{'best':>8}{'vehicles':>10}"
        + "".join(f"{source:>27}" for source in SOURCES)
        + f"{'miles >=':>10}{'vehicles >=':>13}"
    )


def _line(row: dict) -> str:
    cells = []
    for source in SOURCES:
        result = row["published"].get(source)
        crew = f" ({result['vehicles']})" if result and result["vehicles"] else ""
        cells.append(
            f"{result['miles']:.1f}{crew} {row['miles'] / result['miles'] - 1:+.1%}"
            if result
            else "-"
        )
    return (
        f"{row['file']:<6}{row['miles']:>8.1f}{row['best_miles']:>8.1f}{row['vehicles']:>10}"
        + "".join(f"{cell:>27}" for cell in cells)
        + f"{row['least_miles']:>10.1f}{row['fewest_vehicles']:>13}"
        + ("" if row["feasible"] else "  some stops unserved")
    )


def _verdict(source: str, rows: list[dict]) -> str:
    """Returns on how many files we are at or below what a source says, to its decimal."""
    known = [row for row in rows if source in row["published"]]
    reached = [
        row["file"]
        for row in known
        if row["feasible"] and round(row["miles"], 1) <= row["published"][source]["miles"]
    ]
    return f"at or below {source}: {len(reached)} of {len(known)} ({', '.join(reached) or '-'})"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="./run bench waste-vrptw",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--seconds", type=float, default=DEFAULT_SECONDS)
    parser.add_argument("--iterations", type=int, help="instead of seconds; reproducible")
    parser.add_argument("--seeds", type=int, default=1, help="seeds 1 to this; the median counts")
    parser.add_argument("--engine", default="ruin_recreate")
    parser.add_argument("--files", help="some of them: 102,335")
    parser.add_argument("--data", type=Path, default=DEFAULT_DATA)
    parser.add_argument("--json", action="store_true")
    return parser


if __name__ == "__main__":
    try:
        sys.exit(main())
    except OneBroomError as error:
        print(f"error: {error}", file=sys.stderr)
        sys.exit(2)
