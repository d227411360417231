"""Draws what happens on a day, by the rates of its scenario.

Nothing here looks at the routes of a plan: two plans of one day are disturbed alike.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from fleet import CaseCategory, Disturbances, TimeWindow, Vehicle, Work
from optimizer.events import (
    Delayed,
    Event,
    StreetClosed,
    TaskCancelled,
    UrgentCase,
    VehicleOut,
    list_told,
)
from optimizer.network.place import ArcKey, Place, Position
from optimizer.network.road_network import RoadNetwork
from optimizer.task import Mode, Task
from scenarios.files import from_snapshot
from scenarios.operations import CATEGORIES
from scenarios.plan_file import PlanFile
from scenarios.scenario import Scenario
from scenarios.simulation.chance import Chance

SOURCE = "drawn"
"""What the cases of a drawn day have come by."""

CANCELLED_FROM_S = 5 * 3600
"""From then on kitchens call in the morning (assumed)."""

CLOSED_IN_S = 3600
"""Within so long after it is told a street is closed (assumed)."""

REASONS = ("parked cars", "gate shut")

_LAST_S = 172_800


@dataclass(frozen=True, slots=True, kw_only=True)
class Blocked:
    """Work that whoever comes to it finds undoable, the first time that someone comes.

    Parameters
    ----------
    reason
        What the driver will say.
    again
        Whether it can be done on a second try.
    """

    task_id: str
    reason: str
    again: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnDay:
    """What happens on a day, whatever its plan is.

    Parameters
    ----------
    seed
        What it was drawn with.
    events
        In the order in which they are told.
    blocked
        What cannot be done, which is only found out by coming there; by task id.
    """

    seed: int
    events: tuple[Event, ...]
    blocked: tuple[Blocked, ...] = ()


def draw_day(plan_file: PlanFile, network: RoadNetwork, seed: int) -> DrawnDay:
    """Returns what happens on the day of a plan, by the rates of its scenario.

    Parameters
    ----------
    plan_file
        Any plan of the day: what is looked at is its scenario, its vehicles and what is due.
    network
        The streets that it was made for.
    """
    scenario = from_snapshot(plan_file.scenario)
    rates = scenario.disturbances
    due = sorted((t for t in plan_file.tasks if t.work is not Work.HAUL), key=lambda t: t.id)
    vehicles = [v for v in plan_file.fleet.vehicles if Work.HAUL not in v.works]
    events: list[Event] = []
    for vehicle in vehicles:
        events += _of_vehicle(vehicle, rates, seed)
    events += _closures(due, vehicles, network, rates, seed)
    events += _cases(due, vehicles, network, scenario, seed)
    events += _draw_cancelled(due, rates, seed)
    blocked = tuple(one for task in due for one in _draw_blocked(task, rates, seed))
    return DrawnDay(seed=seed, events=list_told(events, 2 * _LAST_S), blocked=blocked)


def _of_vehicle(vehicle: Vehicle, rates: Disturbances, seed: int) -> Iterator[Event]:
    """Yields what happens to a vehicle: nothing more after it is out for good."""
    for shift in vehicle.shifts:
        chance = Chance(seed, "delay", vehicle.id, shift.id)
        delay: Delayed | None = None
        if chance.happens(rates.delays_per_shift):
            at_s = chance.between(shift.start_s, shift.end_s)
            late_s = chance.lasts_s(rates.delay_minutes)
            delay = Delayed(
                id=f"delay/{vehicle.id}/{shift.id}",
                at_s=at_s,
                told_s=at_s,
                vehicle_id=vehicle.id,
                late_s=late_s,
            )
        chance = Chance(seed, "breakdown", vehicle.id, shift.id)
        if not chance.happens(rates.breakdowns_per_shift):
            if delay is not None:
                yield delay
            continue
        at_s = chance.between(shift.start_s, shift.end_s)
        repaired = chance.happens(rates.repaired_share)
        until_s = at_s + chance.lasts_s(rates.repair_minutes) if repaired else None
        if delay is not None and delay.at_s < at_s:
            # A vehicle that stands still does not fall behind.
            yield delay
        yield VehicleOut(
            id=f"breakdown/{vehicle.id}/{shift.id}",
            at_s=at_s,
            told_s=at_s,
            vehicle_id=vehicle.id,
            until_s=until_s,
        )
        if until_s is None:
            return


def _hours(vehicles: Sequence[Vehicle]) -> tuple[int, int]:
    """Returns from when until when vehicles are on duty."""
    shifts = [shift for vehicle in vehicles for shift in vehicle.shifts]
    return min(s.start_s for s in shifts), max(s.end_s for s in shifts)


def _streets_of(due: Sequence[Task[ArcKey]]) -> list[ArcKey]:
    """Returns the pieces of street on which there is work."""
    return sorted({one.arc for task in due for mode in task.modes for one in mode.place.entries})


def _closures(
    due: Sequence[Task[ArcKey]],
    vehicles: Sequence[Vehicle],
    network: RoadNetwork,
    rates: Disturbances,
    seed: int,
) -> Iterator[StreetClosed]:
    streets = _streets_of(due)
    on_duty = [vehicle for vehicle in vehicles if vehicle.shifts]
    if not streets or not on_duty:
        return
    for number in range(Chance(seed, "closures").count(rates.closures_per_day)):
        chance = Chance(seed, "closure", str(number))
        told_s = chance.between(*_hours(on_duty))
        arc = network.arc_of_key[streets[chance.below(len(streets))]]
        from_s = chance.between(told_s, told_s + CLOSED_IN_S)
        name = network.street_name(arc)
        yield StreetClosed(
            id=f"closure/{number}",
            at_s=told_s,
            told_s=told_s,
            names=(name,) if name else (),
            arcs=tuple(map(network.arc_key, _stretch(network, arc, rates.closure_m))),
            from_s=from_s,
            until_s=from_s + chance.lasts_s(rates.closure_minutes),
        )


def _stretch(network: RoadNetwork, arc: int, length_m: int) -> list[int]:
    """Returns a piece of street and the nearest ones of its name, in both directions."""
    lon = (network.node_lon[network.arc_from] + network.node_lon[network.arc_to]) / 2
    lat = (network.node_lat[network.arc_from] + network.node_lat[network.arc_to]) / 2
    shrink = np.cos(np.radians(lat[arc]))
    same = np.flatnonzero(
        (network.arc_name == network.arc_name[arc]) & ~network.is_beyond
        if network.street_name(arc)
        else np.arange(network.num_arcs) == arc
    )
    away = np.hypot((lon[same] - lon[arc]) * shrink, lat[same] - lat[arc])
    closed: dict[int, None] = {}
    closed_m = 0
    for one in same[np.lexsort((same, away))].tolist():
        if closed_m >= length_m:
            break
        if one not in closed:
            inverse = int(network.arc_inverse[one])
            closed |= dict.fromkeys((one, inverse) if inverse >= 0 else (one,))
            closed_m += int(network.arc_length_m[one])
    return sorted(closed)


def _cases(
    due: Sequence[Task[ArcKey]],
    vehicles: Sequence[Vehicle],
    network: RoadNetwork,
    scenario: Scenario,
    seed: int,
) -> Iterator[UrgentCase]:
    streets = _streets_of(due)
    works = {work for vehicle in vehicles if vehicle.shifts for work in vehicle.works}
    categories = [one for one in scenario.case_categories or CATEGORIES if one.work in works]
    if not streets or not categories:
        return
    for number in range(Chance(seed, "cases").count(scenario.disturbances.cases_per_day)):
        chance = Chance(seed, "case", str(number))
        category = categories[chance.below(len(categories))]
        able = [v for v in vehicles if v.shifts and category.work in v.works]
        told_s = chance.between(*_hours(able))
        arc = network.arc_of_key[streets[chance.below(len(streets))]]
        yield UrgentCase(
            id=f"case/{number}",
            at_s=told_s,
            told_s=told_s,
            number=f"{SOURCE}-{number}",
            category=category.name,
            source=SOURCE,
            task=_case_task(number, category, able, network, arc, told_s),
        )


def _case_task(
    number: int,
    category: CaseCategory,
    able: Sequence[Vehicle],
    network: RoadNetwork,
    arc: int,
    told_s: int,
) -> Task[ArcKey]:
    """Returns the work of a case, in the middle of a piece of street."""
    finish_by_s = told_s + category.deadline_s
    modes = []
    for one in (arc, int(network.arc_inverse[arc])):
        if one >= 0:
            spot = Position(arc=one, offset_m=int(network.arc_length_m[one]) // 2)
            place = Place(entries=(spot,), exits=(spot,))
            modes.append(Mode(place=place, service_m=0, service_s=category.service_s))
    task = Task(
        id=f"case/{SOURCE}-{number}",
        work=category.work,
        name=network.street_name(arc) or category.name,
        modes=tuple(modes),
        demand_kg=category.demand_kg,
        # Sweepers without a tank sweep dry.
        demand_l=category.demand_l if any(vehicle.tank_l for vehicle in able) else 0,
        windows=(TimeWindow(earliest_s=told_s, latest_s=finish_by_s - category.service_s),),
        finish_by_s=finish_by_s,
    )
    return task.with_arcs(network.arc_key)


def _draw_cancelled(
    due: Sequence[Task[ArcKey]], rates: Disturbances, seed: int
) -> Iterator[TaskCancelled]:
    for task in due:
        chance = Chance(seed, "cancelled", task.contract_id)
        if not task.contract_id or not chance.happens(rates.cancelled_share):
            continue
        first_s = task.windows[0].earliest_s
        told_s = chance.between(min(CANCELLED_FROM_S, first_s), first_s)
        yield TaskCancelled(id=f"cancelled/{task.id}", at_s=told_s, told_s=told_s, task_id=task.id)


def _draw_blocked(task: Task[ArcKey], rates: Disturbances, seed: int) -> Iterator[Blocked]:
    chance = Chance(seed, "blocked", task.id)
    if chance.happens(rates.skipped_share):
        reason = REASONS[chance.below(len(REASONS))]
        yield Blocked(
            task_id=task.id, reason=reason, again=chance.happens(rates.tried_again_share)
        )
