"""The tonnes of a day, from household to plant: every point, every holder, every kilogram.

What changes hands is read off the routes into one book of moves, from which each row of the ledger
is added up; the maker adds up deliveries instead.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from fleet import Facility, Fleet, Stream, Work
from optimizer.checker import Nearest, ViolationCode
from optimizer.plan import ActivityKind, Plan, Unassigned
from optimizer.task import Task
from scenarios.due import Decision, DueWork, PointDue
from scenarios.second_opinion.comparing import Finding, compare
from scenarios.second_opinion.routes import list_served_ids

DIGITS = 6
"""Risks are stated to so many digits."""

CHAIN = frozenset({Work.CONTAINER, Work.HAUL})


def check_tonnes(
    balance: Any, due: DueWork, fleet: Fleet, tasks: Sequence[Task], plan: Plan
) -> Iterator[Finding]:
    """Yields what is stated otherwise of the domestic waste."""
    if not due.points and not due.scenario.bulk_trucks:
        yield from compare(balance, None, "measures.balance", ViolationCode.STATED_TONNES)
        return
    # Of a point that waits there is no task, nor of one that somebody called off.
    task_of = {task.point_id: task for task in tasks if task.point_id}
    served, left = list_served_ids(plan), {one.task_id: one for one in plan.unassigned}
    points = []
    for point in due.points:
        task = task_of.get(point.point.id)
        is_served = task is not None and task.id in served
        unserved = left.get(task.id) if task is not None else None
        points.append(_point(point, task, is_served=is_served, unserved=unserved))
    ledger = _ledger(points, due, _Book(fleet, tasks, plan))
    # As decimals, as they are stated: the sum must not hang on how a machine adds.
    risks = [
        Fraction(str(row["risk"])) for row in points if row["outcome"] in ("skipped", "unserved")
    ]
    yield from compare(
        balance,
        {
            "ledger": [*ledger, _total(ledger)],
            "points": points,
            "overflow_fen": Nearest(sum(risks, Fraction(0)) * due.scenario.overflow.price_fen),
        },
        "measures.balance",
        ViolationCode.STATED_TONNES,
    )


def _point(
    due: PointDue, task: Task | None, *, is_served: bool, unserved: Unassigned | None
) -> dict[str, Any]:
    """Returns the row of a collection point."""
    point = due.point
    reason, detail = "", None
    if is_served:
        outcome = "served" if due.decision is Decision.MUST else "served_early"
    elif due.decision is Decision.WAIT:
        outcome, reason = "skipped", "not_due" if due.allowed else "not_its_day"
    else:
        outcome = "unserved" if due.decision is Decision.MUST else "skipped"
        if task is None:
            reason = "called_off"
        elif unserved is not None:
            reason, detail = str(unserved.reason), unserved.detail
    taken_kg = task.demand_kg if task is not None and is_served else 0
    # Nobody takes more than was there.
    there_kg = max(taken_kg, due.level_kg + point.fill_kg_per_day)
    return {
        "point_id": point.id,
        "name": point.name,
        "town": point.town,
        "outcome": outcome,
        "risk": round(due.risk, DIGITS),
        "level_kg": there_kg - point.fill_kg_per_day,
        "fill_kg": point.fill_kg_per_day,
        "collected_kg": taken_kg,
        "left_kg": there_kg - taken_kg,
        "reason": reason,
        "detail": detail,
        "next_due": "" if is_served or due.next_due is None else due.next_due.isoformat(),
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class _MovedKg:
    """Kilograms that vehicles of some works take or set down; `begin_s`, `end_s` say when."""

    facility_id: str
    point_id: str
    works: frozenset[Work]
    work: Work | None
    begin_s: int
    end_s: int
    kg: int


class _Book:
    """All that routes take aboard and set down."""

    def __init__(self, fleet: Fleet, tasks: Sequence[Task], plan: Plan) -> None:
        self.fleet = fleet
        self.taken: list[_MovedKg] = []
        self.set_down: defaultdict[str, list[_MovedKg]] = defaultdict(list)
        task_of = {task.id: task for task in tasks}
        works_of = {vehicle.id: frozenset(vehicle.works) for vehicle in fleet.vehicles}
        for route in plan.routes:
            works, aboard_kg = works_of.get(route.vehicle_id, frozenset()), 0
            for activity in route.activities:
                # What is skipped is not taken aboard.
                serves = activity.kind is ActivityKind.SERVICE
                task = task_of.get(activity.task_id or "") if serves else None
                move = _MovedKg(
                    facility_id=task.facility_id if task else activity.facility_id or "",
                    point_id=task.point_id if task else "",
                    works=works,
                    work=task.work if task else None,
                    begin_s=activity.begin_s,
                    end_s=activity.end_s,
                    kg=task.demand_kg if task else aboard_kg,
                )
                if task is not None:
                    # What one broken down hands on is nothing new.
                    self.taken += [] if task.taken_from else [move]
                    aboard_kg += move.kg
                elif activity.kind is ActivityKind.UNLOAD:
                    self.set_down[move.facility_id].append(move)
                    aboard_kg = 0

    def list_leaving(self, station_id: str) -> list[_MovedKg]:
        """Returns the bulk loads that are taken from a station."""
        return [m for m in self.taken if m.work is Work.HAUL and m.facility_id == station_id]

    def sum_by_trucks(self, work: Work) -> tuple[int, int, int]:
        """Returns what the vehicles with a skill take, set down, and take of other works."""
        taken = [move for move in self.taken if work in move.works]
        down = [m for moves in self.set_down.values() for m in moves if work in m.works]
        return _kg(taken), _kg(down), _kg(move for move in taken if move.work is not work)


def _ledger(
    points: Sequence[Mapping[str, Any]], due: DueWork, book: _Book
) -> list[dict[str, Any]]:
    """Returns the rows of all steps but the total, in their order."""
    name_of = {town.id: town.name for town in due.scenario.towns}
    rows = []
    for town in sorted({point["town"] for point in points}):
        mine = [point for point in points if point["town"] == town]
        rows.append(
            _row(
                "containers",
                place=town,
                name=name_of.get(town, town),
                before_kg=sum(point["level_kg"] for point in mine),
                in_kg=sum(point["fill_kg"] for point in mine),
                out_kg=sum(point["collected_kg"] for point in mine),
            )
        )
    on_street_kg = _kg(
        one for one in book.taken if one.work is Work.CONTAINER and not one.point_id
    )
    if on_street_kg:
        rows.append(
            _row("containers", place="beside_points", in_kg=on_street_kg, out_kg=on_street_kg)
        )
    stations = [one for one in book.fleet.facilities if one.is_station]
    return [
        *rows,
        _trucks("collection", Work.CONTAINER, book),
        *(_station(station, book) for station in stations),
        _trucks("haulage", Work.HAUL, book),
        *(_plant(plant, book) for plant in book.fleet.facilities if _treats(plant)),
    ]


def _trucks(step: str, work: Work, book: _Book) -> dict[str, Any]:
    taken_kg, down_kg, other_kg = book.sum_by_trucks(work)
    return _row(step, in_kg=taken_kg, out_kg=down_kg, other_kg=other_kg)


def _station(station: Facility, book: _Book) -> dict[str, Any]:
    arriving, leaving = book.set_down[station.id], book.list_leaving(station.id)
    return _row(
        "station",
        place=station.id,
        name=station.name,
        before_kg=station.stock_kg,
        in_kg=_kg(arriving),
        out_kg=_kg(leaving),
        other_kg=_kg(move for move in arriving if not move.works & CHAIN),
        limit_kg=station.daily_capacity_kg,
        storage_kg=station.storage_kg,
        most_held_kg=_most_held_kg(station, arriving, leaving),
    )


def _most_held_kg(station: Facility, arriving: list[_MovedKg], leaving: list[_MovedKg]) -> int:
    """Returns the most that a station holds: looked at whenever something arrives.

    What arrives needs room from the beginning of unloading, what leaves gives it at the end of
    loading.
    """
    held = [station.stock_kg]
    for now in arriving:
        there_kg = _kg(move for move in arriving if move.begin_s <= now.begin_s)
        gone_kg = _kg(move for move in leaving if move.end_s <= now.begin_s)
        held.append(station.stock_kg + there_kg - gone_kg)
    return max(held)


def _plant(plant: Facility, book: _Book) -> dict[str, Any]:
    arriving = book.set_down[plant.id]
    limit_kg = plant.daily_capacity_kg
    return _row(
        "plant",
        place=plant.id,
        name=plant.name,
        in_kg=_kg(arriving),
        out_kg=min(_kg(arriving), limit_kg) if limit_kg else _kg(arriving),
        other_kg=_kg(move for move in arriving if not move.works & CHAIN),
        limit_kg=limit_kg,
    )


def _total(rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Returns the whole way in one row."""
    other_kg = sum(row["other_kg"] for row in rows)
    return _row(
        "total",
        before_kg=sum(row["before_kg"] for row in rows),
        in_kg=sum(row["in_kg"] for row in rows if row["step"] == "containers") + other_kg,
        out_kg=sum(row["out_kg"] for row in rows if row["step"] == "plant"),
        other_kg=other_kg,
    ) | {"after_kg": sum(row["after_kg"] for row in rows)}


def _row(
    step: str,
    *,
    place: str = "",
    name: str = "",
    before_kg: int = 0,
    in_kg: int,
    out_kg: int,
    other_kg: int = 0,
    limit_kg: int = 0,
    storage_kg: int = 0,
    most_held_kg: int = 0,
) -> dict[str, Any]:
    """Returns a row of the ledger, of which what is left follows from the rest."""
    return {
        "step": step,
        "place": place,
        "name": name,
        "before_kg": before_kg,
        "in_kg": in_kg,
        "out_kg": out_kg,
        "after_kg": before_kg + in_kg - out_kg,
        "other_kg": other_kg,
        "limit_kg": limit_kg,
        "storage_kg": storage_kg,
        "most_held_kg": most_held_kg,
    }


def _kg(moves: "Iterator[_MovedKg] | list[_MovedKg]") -> int:
    return sum(move.kg for move in moves)


def _treats(facility: Facility) -> bool:
    """Says whether domestic waste ends at a facility."""
    takes = {Stream.BULK_WASTE, Stream.DOMESTIC_WASTE} & set(facility.streams)
    return bool(takes) and not facility.is_station
