"""Rules of the chain from containers to plants: bulk loads, storage, and tonnes that balance."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from fleet import Facility, Fleet, Message, Stream, Work, message
from optimizer.chain.ledger import LedgerRow, Step
from optimizer.checker.violation import Violation, ViolationCode, activity_label
from optimizer.network.place import Place
from optimizer.plan import ActivityKind, Plan, Route
from optimizer.task import Task


class LoadMove(NamedTuple):
    """Waste that changes hands: when that begins and ends, how much, and in which route."""

    begin_s: int
    end_s: int
    kg: int
    works: frozenset[Work]
    route: Route
    number: int


class LoadMoves:
    """What a plan's routes take and unload, by the tasks alone; stated loads are not believed."""

    def __init__(self, fleet: Fleet, tasks: Mapping[str, Task], plan: Plan) -> None:
        self.taken: defaultdict[Work, list[LoadMove]] = defaultdict(list)
        self.unloaded: defaultdict[str, list[LoadMove]] = defaultdict(list)
        self.hauled: defaultdict[str, list[LoadMove]] = defaultdict(list)
        works_of = {vehicle.id: frozenset(vehicle.works) for vehicle in fleet.vehicles}
        for route in plan.routes:
            works = works_of.get(route.vehicle_id, frozenset())
            aboard_kg = 0
            for number, activity in enumerate(route.activities):
                if activity.kind not in (ActivityKind.SERVICE, ActivityKind.UNLOAD):
                    continue
                task = tasks.get(activity.task_id or "")
                move = LoadMove(
                    begin_s=activity.begin_s,
                    end_s=activity.end_s,
                    kg=task.demand_kg if task else aboard_kg,
                    works=works,
                    route=route,
                    number=number,
                )
                if activity.kind is ActivityKind.SERVICE and task is not None:
                    aboard_kg += task.demand_kg
                    if not task.taken_from:
                        self.taken[task.work].append(move)
                    if task.work is Work.HAUL:
                        self.hauled[task.facility_id].append(move)
                elif activity.kind is ActivityKind.UNLOAD:
                    self.unloaded[activity.facility_id or ""].append(move._replace(kg=aboard_kg))
                    aboard_kg = 0


def check_chain(
    fleet: Fleet,
    tasks: Mapping[str, Task],
    sites: Mapping[str, Place],
    plan: Plan,
    ledger: Sequence[LedgerRow],
) -> Iterator[Violation]:
    """Yields what is wrong with bulk loads and storage, and what does not balance.

    A delivery needs its room from when unloading begins and can be sent on when it ends; a bulk
    load must be there when loading begins and leaves room when it ends.
    """
    moves = LoadMoves(fleet, tasks, plan)
    stations = {one.id: one for one in fleet.facilities if one.is_station}
    yield from _place_faults(tasks, stations, sites)
    for station in stations.values():
        yield from _stock_faults(station, moves)
    if ledger:
        yield from _row_faults(ledger)
        yield from _flow_faults(fleet, moves, ledger)


def _place_faults(
    tasks: Mapping[str, Task], stations: Mapping[str, Facility], sites: Mapping[str, Place]
) -> Iterator[Violation]:
    for task in tasks.values():
        if task.work is not Work.HAUL:
            continue
        site = sites.get(task.facility_id)
        if task.facility_id not in stations or site is None:
            yield Violation(
                code=ViolationCode.BULK_PLACE,
                where=task.id,
                detail=message(
                    "violation.no_station",
                    "{facility_id} is no transfer station of the day",
                    facility_id=task.facility_id or "-",
                ),
            )
            continue
        doors = {*site.entries, *site.exits}
        for mode in task.modes:
            if not {*mode.place.entries, *mode.place.exits} <= doors:
                yield Violation(
                    code=ViolationCode.BULK_PLACE,
                    where=task.id,
                    detail=message(
                        "violation.loaded_elsewhere",
                        "is loaded elsewhere than at {facility_id}",
                        facility_id=task.facility_id,
                    ),
                )
                break


def _stock_faults(station: Facility, moves: LoadMoves) -> Iterator[Violation]:
    brought, hauled = moves.unloaded[station.id], moves.hauled[station.id]
    for load in hauled:
        there_kg = station.stock_kg + sum(m.kg for m in brought if m.end_s <= load.begin_s)
        gone_kg = sum(m.kg for m in hauled if m.begin_s <= load.begin_s)
        if gone_kg > there_kg:
            yield Violation(
                code=ViolationCode.BULK_TOO_MUCH,
                where=activity_label(load.route, load.number),
                detail=message(
                    "violation.taken_too_much",
                    "{gone_kg} kg are taken from {station} by then, of {there_kg} kg",
                    gone_kg=gone_kg,
                    station=station.id,
                    there_kg=there_kg,
                ),
            )
    if not station.storage_kg:
        return
    for load in brought:
        held_kg = station.stock_kg + sum(m.kg for m in brought if m.begin_s <= load.begin_s)
        held_kg -= sum(m.kg for m in hauled if m.end_s <= load.begin_s)
        if held_kg > station.storage_kg:
            yield Violation(
                code=ViolationCode.STORAGE_FULL,
                where=activity_label(load.route, load.number),
                detail=message(
                    "violation.storage_full",
                    "{station} holds {held_kg} kg then, its storage is {storage_kg} kg",
                    station=station.id,
                    held_kg=held_kg,
                    storage_kg=station.storage_kg,
                ),
            )


def _row_faults(ledger: Sequence[LedgerRow]) -> Iterator[Violation]:
    for row in ledger:
        gap_kg = row.before_kg + row.in_kg - row.out_kg - row.after_kg
        if gap_kg or min(row.before_kg, row.in_kg, row.out_kg, row.after_kg) < 0:
            yield _report_unbalanced(
                row,
                message(
                    "violation.ledger_gap",
                    "{before_kg} + {in_kg} kg in, {out_kg} kg out and {after_kg} kg left: "
                    "{gap_kg} kg are missing",
                    before_kg=row.before_kg,
                    in_kg=row.in_kg,
                    out_kg=row.out_kg,
                    after_kg=row.after_kg,
                    gap_kg=gap_kg,
                ),
            )


def _flow_faults(
    fleet: Fleet, moves: LoadMoves, ledger: Sequence[LedgerRow]
) -> Iterator[Violation]:
    """Yields what the ledger states of stations, plants and trucks that the routes do not do."""
    row_of = {(row.step, row.place): row for row in ledger}
    rows_of = {step: [row for row in ledger if row.step is step] for step in Step}
    collected_kg = _kg(moves.taken[Work.CONTAINER])
    if sum(row.out_kg for row in rows_of[Step.CONTAINERS]) != collected_kg:
        yield Violation(
            code=ViolationCode.UNBALANCED,
            where=_place(Step.CONTAINERS, ""),
            detail=message(
                "violation.containers_unbalanced",
                "the routes take {collected_kg} kg from containers, the tonnes stated say "
                "{stated_kg} kg",
                collected_kg=collected_kg,
                stated_kg=sum(row.out_kg for row in rows_of[Step.CONTAINERS]),
            ),
        )
    everywhere = [move for here in moves.unloaded.values() for move in here]
    for step, work in ((Step.COLLECTION, Work.CONTAINER), (Step.HAULAGE, Work.HAUL)):
        unloaded_kg = _kg(move for move in everywhere if work in move.works)
        yield from _check_stated(row_of.get((step, "")), step, "", out_kg=unloaded_kg)
    hauled_kg = _kg(moves.taken[Work.HAUL])
    yield from _check_stated(row_of.get((Step.HAULAGE, "")), Step.HAULAGE, "", in_kg=hauled_kg)
    for one in fleet.facilities:
        here = moves.unloaded[one.id]
        due_kg = {
            "in_kg": _kg(here),
            "other_kg": _kg(m for m in here if not m.works & {Work.CONTAINER, Work.HAUL}),
        }
        if one.is_station:
            due_kg |= {"before_kg": one.stock_kg, "out_kg": _kg(moves.hauled[one.id])}
            yield from _check_stated(
                row_of.get((Step.STATION, one.id)), Step.STATION, one.id, **due_kg
            )
        elif {Stream.BULK_WASTE, Stream.DOMESTIC_WASTE} & set(one.streams):
            yield from _check_stated(
                row_of.get((Step.PLANT, one.id)), Step.PLANT, one.id, **due_kg
            )
    yield from _total_faults(ledger, rows_of)


def _total_faults(
    ledger: Sequence[LedgerRow], rows_of: Mapping[Step, Sequence[LedgerRow]]
) -> Iterator[Violation]:
    """Yields what the total states otherwise than the rows before it."""
    rows = [row for row in ledger if row.step is not Step.TOTAL]
    other_kg = sum(row.other_kg for row in rows)
    for total in rows_of[Step.TOTAL]:
        yield from _check_stated(
            total,
            Step.TOTAL,
            "",
            before_kg=sum(row.before_kg for row in rows),
            in_kg=sum(row.in_kg for row in rows_of[Step.CONTAINERS]) + other_kg,
            out_kg=sum(row.out_kg for row in rows_of[Step.PLANT]),
            after_kg=sum(row.after_kg for row in rows),
        )


def _check_stated(
    row: LedgerRow | None, step: Step, place: str, **due_kg: int
) -> Iterator[Violation]:
    """Yields the figures of a row that are not those due."""
    if row is None:
        if any(due_kg.values()):
            yield Violation(
                code=ViolationCode.UNBALANCED,
                where=_place(step, place),
                detail=message(
                    "violation.no_ledger_row",
                    "has no row of tonnes, the routes move {moved_kg} kg there",
                    moved_kg=max(due_kg.values()),
                ),
            )
        return
    for name, kg in due_kg.items():
        stated_kg = getattr(row, name)
        if stated_kg != kg:
            yield _report_unbalanced(
                row,
                message(
                    "violation.ledger_stated",
                    "says {stated_kg} kg {name:word.ledger}, by the routes it is {kg} kg",
                    stated_kg=stated_kg,
                    name=name.removesuffix("_kg"),
                    kg=kg,
                ),
            )


def _kg(moves: Iterable[LoadMove]) -> int:
    return sum(move.kg for move in moves)


def _report_unbalanced(row: LedgerRow, detail: Message) -> Violation:
    return Violation(
        code=ViolationCode.UNBALANCED, where=_place(row.step, row.place), detail=detail
    )


def _place(step: Step, place: str) -> Message:
    if place:
        return message("violation.ledger_at", "{step:word.step} {place}", step=step, place=place)
    return message("violation.ledger", "{step:word.step}", step=step)
