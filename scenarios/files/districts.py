"""A scenario whose tables are of one district becomes one of several, side by side."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from fleet import LonLat
from scenarios.district import town_offsets_deg
from scenarios.scenario import Scenario

PLACED = ("facilities", "contracts", "containers", "towns")
"""Tables of things that lie somewhere."""

MOVING = ("vehicles", "bulk_trucks")


def put_in_each_district(scenario: Scenario, *, but: Sequence[str] = ()) -> Scenario:
    """Returns the scenario with its tables' rows once for each of its districts.

    In each everything lies as it does in the first, and is called after it: `S01-2`. Vehicles keep
    to the depot of their own district where they name one.

    Parameters
    ----------
    but
        Tables that are of all districts already.
    """
    if scenario.districts == 1:
        return scenario
    rows: dict[str, list[Any]] = {
        table: list(getattr(scenario, table)) for table in (*PLACED, *MOVING) if table not in but
    }
    offsets = town_offsets_deg(scenario.districts)
    for number, (east, north) in enumerate(offsets[1:], 2):
        for table, found in rows.items():
            for one in getattr(scenario, table):
                own = {"id": f"{one.id}-{number}"}
                if table in MOVING:
                    own["depot_id"] = one.depot_id and f"{one.depot_id}-{number}"
                else:
                    own |= _moved(one, number, east, north)
                found.append(replace(one, **own))
    merged: dict[str, Any] = {table: tuple(found) for table, found in rows.items()}
    return replace(
        scenario,
        **merged,
        stated_area_m2=scenario.districts * scenario.stated_area_m2,
        stated_area_m2_by_class={
            name: scenario.districts * area_m2
            for name, area_m2 in scenario.stated_area_m2_by_class.items()
        },
    )


def _moved(one: Any, number: int, east: float, north: float) -> dict[str, Any]:
    """Returns what is otherwise of a thing that lies so far from where it lies in the first."""

    def move(place: LonLat) -> LonLat:
        return LonLat(lon=round(place.lon + east, 6), lat=round(place.lat + north, 6))

    changed: dict[str, Any] = {"name": f"{one.name} ({number})", "at": move(one.at)}
    if getattr(one, "town", ""):
        changed["town"] = f"{one.town}-{number}"
    if getattr(one, "area", ()):
        changed["area"] = tuple(move(corner) for corner in one.area)
    return changed
