"""What is said of stops: place, side of the street, amount, windows, limits."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from api.exports.svg import pick_language
from api.exports.tracks import Point
from api.exports.turn_list.corners import Corners
from api.exports.turn_list.work import tell_place
from api.words import Phrasebook
from fleet import WORKS, Where
from optimizer.network.place import ArcKey
from optimizer.network.plane import METRES_PER_DEGREE, narrowing_at
from optimizer.task import Task
from scenarios.plan_file import PlanFile

_BESIDE_M = 1.5
"""Nearer to the middle of its street, nobody says on which side a place is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerPlace:
    """Where a contract or a collection point is, as its table has it."""

    at: Point
    address: str
    remarks: str


def customer_places(plan_file: PlanFile) -> dict[str, CustomerPlace]:
    """Returns the places of contracts and collection points, by id; older plans name none."""
    scenario: Mapping[str, Any] = plan_file.scenario
    return {
        one["id"]: CustomerPlace(
            at=(one["at"]["lon"], one["at"]["lat"]),
            address=one.get("address") or "",
            remarks=one.get("remarks") or "",
        )
        for table in ("contracts", "containers")
        for one in scenario.get(table) or ()
        if one.get("at")
    }


def side_of_stop(
    task: Task[ArcKey], mode: int, places: Mapping[str, CustomerPlace], corners: Corners
) -> str:
    """Returns on which side a driver sees a stop, "" where that is not known."""
    place = places.get(task.contract_id or task.point_id)
    if place is None:
        return ""
    at = task.modes[mode].place.entries[0]
    network = corners.network
    arc = network.arc_of_key[at.arc]
    line = network.arc_geometry(arc)
    narrowing = narrowing_at(place.at[1])
    nearest, side_m = float("inf"), 0.0
    for (x, y), (to_x, to_y) in zip(line[:-1].tolist(), line[1:].tolist(), strict=True):
        along = (to_x - x) * narrowing, to_y - y
        away = (place.at[0] - x) * narrowing, place.at[1] - y
        length = (along[0] ** 2 + along[1] ** 2) ** 0.5
        if not length:
            continue
        share = min(1.0, max(0.0, (along[0] * away[0] + along[1] * away[1]) / length**2))
        beside = away[0] - share * along[0], away[1] - share * along[1]
        distance = (beside[0] ** 2 + beside[1] ** 2) ** 0.5
        if distance < nearest:
            nearest = distance
            side_m = (along[1] * away[0] - along[0] * away[1]) / length * METRES_PER_DEGREE
    if abs(side_m) < _BESIDE_M:
        return ""
    return "right" if side_m > 0 else "left"


def describe_stop(
    task: Task[ArcKey],
    mode: int,
    places: Mapping[str, CustomerPlace],
    corners: Corners,
    words: Phrasebook,
) -> str:
    """Returns what there is to know of a stop before one is there."""
    return words.phrases(_parts(task, mode, places, corners, words))


def _parts(
    task: Task[ArcKey],
    mode: int,
    places: Mapping[str, CustomerPlace],
    corners: Corners,
    words: Phrasebook,
) -> Iterator[str]:
    # Stations have names in both languages; customers are called as they call themselves.
    name = pick_language(task.name, words.language) if task.facility_id else task.name
    if task.taken_from:
        yield words("order.take_over", vehicle=task.taken_from)
    elif WORKS[task.work].where is not Where.STOP:
        # A case, or added work: no kerb, but a spot where a load was spilled.
        yield words(f"order_at.{task.work}", place=name)
    else:
        yield words(f"order.{task.work}", place=name, tonnes=task.demand_kg / 1000)
    if side := side_of_stop(task, mode, places, corners):
        yield words(f"instruction.on_{side}")
    yield tell_place(corners, task.modes[mode].place.entries[0], words)
    place = places.get(task.contract_id or task.point_id)
    if place is not None and place.address:
        yield place.address
    if task.demand_kg:
        yield words("instruction.kg", kg=task.demand_kg)
    bands = [(one.earliest_s, one.latest_s) for one in task.windows]
    yield words("instruction.begin_in", hours=bands)
    for limit, code in (
        (task.max_length_cm, "longest"),
        (task.max_width_cm, "widest"),
        (task.max_weight_kg, "heaviest"),
    ):
        if limit:
            yield words(f"instruction.{code}", most=limit / (1000 if code == "heaviest" else 100))
    if place is not None and place.remarks:
        yield place.remarks
