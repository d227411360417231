"""What is published of the files of waste collection, and what no solution undercuts."""

import csv
import re
from dataclasses import dataclass
from pathlib import Path

from optimizer.benchmark.read.waste_place import WasteFile, WastePlace

from ..arc_routing.sets import WASTE

SOURCES = ("Kim 2006", "Benjamin & Beasley 2010", "Buhrkal et al. 2012")
"""In order of time, as bks.csv writes them."""

HUNDREDTHS_A_MILE = 528_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """One source's result on a file; vehicles are None where they are not quoted."""

    miles: float
    vehicles: int | None


def published(table: Path) -> dict[str, dict[str, Published]]:
    """Returns what is published of each file, by its number and then by source."""
    with table.open(encoding="utf-8", newline="") as stream:
        return {
            row["instance"]: results_in(row["note"])
            for row in csv.DictReader(stream)
            if row["set"] == WASTE
        }


def results_in(note: str) -> dict[str, Published]:
    """Returns the results that a note quotes, by source; what it does not quote is left out."""
    found = {}
    for source in SOURCES:
        match = re.search(rf"{re.escape(source)} ([\d.]+\d)(?: with (\d+) vehicles?)?", note)
        if match:
            vehicles = int(match[2]) if match[2] else None
            found[source] = Published(miles=float(match[1]), vehicles=vehicles)
    return found


def fewest_vehicles(file: WasteFile) -> int:
    """Returns how many vehicles the limits of yards and stops a day demand at least."""
    yards = sum(stop.load for stop in file.stops)
    return max(-(-yards // file.day_load), -(-len(file.stops) // file.day_stops))


def least_miles(file: WasteFile) -> float:
    """Returns miles that no solution undercuts: loads carry, on average, so far and back.

    A trip begins at the depot or a landfill, ends at a landfill, and is at least as long as the
    way by any one of its stops; weighted by their loads, its stops share that way.

    References
    ----------
    Haimovich and Rinnooy Kan (1985), doi 10.1287/moor.10.4.527: the radial bound for one depot.
    """
    begins = [file.depot, *file.landfills]
    hundredths = sum(
        stop.load
        * (
            min(_apart(stop, place) for place in begins)
            + min(_apart(stop, place) for place in file.landfills)
        )
        for stop in file.stops
    )
    return hundredths / file.capacity / HUNDREDTHS_A_MILE


def _apart(one: WastePlace, other: WastePlace) -> int:
    return abs(one.x - other.x) + abs(one.y - other.y)
