"""The public sets: their files, what is known of them, and what our search is to reach."""

import csv
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from optimizer.benchmark.read import read_carp
from optimizer.errors import InputError

from .report import Reference, Target

WASTE = "waste-vrptw"

LARGE = "carp-large"

FOLDERS = ("carp", LARGE, "mcarptif", "mcgrp-tp", WASTE)
"""The families that can be read."""

TO_2000, OVER_2000 = f"{LARGE}-to-2000", f"{LARGE}-over-2000"

PARTS = {LARGE: (TO_2000, OVER_2000)}
"""Families whose files are too unlike for one limit: the sets that they are run as."""

MOST_OF_SMALLER = 2_000
"""Most required edges of a file of the first of them."""

TARGETS = {
    "gdb": Target(gap=0.001, seconds=10),
    "val": Target(gap=0.001, seconds=10),
    "egl-e": Target(gap=0.001, seconds=60),
    "egl-s": Target(gap=0.003, seconds=60),
    TO_2000: Target(gap=0.003, seconds=60),
    OVER_2000: Target(gap=0.005, seconds=300),
}
"""Mean gaps that the default engine is to reach, each within so many seconds a run.

A set of another name has none, nor has one whose best known values are but a guide.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What bks.csv says of an instance: best known value and proven lower bound, if any.

    Parameters
    ----------
    source
        Where the values are from.
    """

    best: float
    proven: float | None
    source: str


def expanded(names: Iterable[str]) -> list[str]:
    """Returns the names of sets, with those that are run in parts as their parts."""
    return list(dict.fromkeys(part for name in names for part in PARTS.get(name, (name,))))


def usual_seconds(name: str) -> float | None:
    """Returns the limit of a run where none is asked for: of a part that of its target."""
    is_part = any(name in parts for parts in PARTS.values())
    return TARGETS[name].seconds if is_part else None


def files_of(data: Path, name: str) -> list[Path]:
    """Returns the files of a family or part, or those of all families whose names begin so."""
    if name in (TO_2000, OVER_2000):
        return [
            file
            for file in files_of(data, LARGE)
            if (len(read_carp(file).required) <= MOST_OF_SMALLER) == (name == TO_2000)
        ]
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
                known = Known(
                    best=best,
                    proven=_value(row["lower_bound"]),
                    source=(row.get("source") or "").strip(),
                )
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

    Beijing's files have parallel edges, which the evaluators of published values merge. Files of
    waste collection are called 102_stop where the literature says 102; their values are miles,
    quoted second-hand, and so a guide of which nothing is claimed.
    """
    is_waste = file.parent.name == WASTE
    found = known.get(file.stem.removesuffix("_stop") if is_waste else file.stem)
    return Reference(
        best_known=found and found.best,
        proven=found and found.proven,
        source=found.source if found else "",
        in_miles=is_waste,
        is_guide=is_waste,
        is_merged=file.parent.name == LARGE and file.stem.startswith("Beijing"),
    )
