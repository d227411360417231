"""The public sets: their files, what is known of them, and what our search is to reach."""

import csv
import re
from dataclasses import dataclass
from pathlib import Path

from optimizer.errors import InputError
from tests.benchmarks.arc_routing.report import Reference, Target

WASTE = "waste-vrptw"

FOLDERS = ("carp", "mcarptif", "mcgrp-tp", WASTE)
"""The families that can be read."""

TARGETS = {
    "gdb": Target(gap=0.001, seconds=10),
    "val": Target(gap=0.001, seconds=10),
    "egl-e": Target(gap=0.001, seconds=60),
    "egl-s": Target(gap=0.003, seconds=60),
}
"""Mean gaps that the default engine is to reach, each within so many seconds a run.

A set of another name has none, nor has one whose best known values are but a guide.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What bks.csv says of an instance: best known value and proven lower bound, if any."""

    best: float
    proven: float | None


def files_of(data: Path, name: str) -> list[Path]:
    """Returns the files of a family, or those of all families whose names begin so."""
    folders, start = ([name], "") if name in FOLDERS else (FOLDERS, name)
    return sorted(
        (
            path
            for folder in folders
            for path in (data / folder).glob(f"{start}*")
            if path.suffix in {".dat", ".txt"}
        ),
        key=_natural_order,
    )


def _natural_order(path: Path) -> list[tuple[int, str]]:
    """Sorts gdb2 before gdb10."""
    return [
        (int(part), "") if part.isdigit() else (0, part) for part in re.split(r"(\d+)", path.stem)
    ]


def best_known(data: Path) -> dict[str, Known]:
    """Returns what bks.csv says, by instance; also without the set's name where it leads.

    Raises
    ------
    InputError
        When it is not there.
    """
    path = data / "bks.csv"
    if not path.is_file():
        raise InputError(f"{path}: no such file, it holds the best known values; see --data.")
    values = {}
    with path.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            best = _value(row["best_known"])
            if best is not None:
                known = Known(best=best, proven=_value(row["lower_bound"]))
                values[row["instance"].removeprefix(row["set"] + "-")] = known
                values[row["instance"]] = known
    return values


def _value(text: str) -> float | None:
    """Returns a number above zero, whole where it is written so; None of anything else."""
    try:
        value = float(text)
    except ValueError:
        return None
    if value <= 0:
        return None
    return int(value) if text.strip().isdigit() else value


def reference_of(file: Path, known: dict[str, Known]) -> Reference:
    """Returns what is known of a file.

    Files of waste collection are called 102_stop where the literature says 102; their values are
    miles, quoted second-hand, and so a guide of which nothing is claimed.
    """
    is_waste = file.parent.name == WASTE
    found = known.get(file.stem.removesuffix("_stop") if is_waste else file.stem)
    return Reference(
        best_known=found and found.best,
        proven=found and found.proven,
        in_miles=is_waste,
        is_guide=is_waste,
    )
