"""A plan of the morning that knows what will happen: what re-planning is held against.

Cases, cancelled kitchens and the hours without work of closed streets are told at midnight.
Breakdowns and delays cannot be, for they happen to vehicles where they are: who knows of them
plans shorter shifts, so that a vehicle is home before it breaks down, and late without harm; or
lets them happen, where that comes to less.
What drivers find blocked nobody foresees, and around closed streets they drive when they are
closed. So it is no bound in the strict sense, but a day without surprises for the planner.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from fleet import MOST_DRIVING_S, Shift, widest_band
from optimizer.day import Day
from optimizer.events import (
    AmountChanged,
    Delayed,
    Event,
    FacilityShut,
    StreetClosed,
    TaskAdded,
    TaskCancelled,
    UrgentCase,
    VehicleOut,
)
from optimizer.instance import NEVER
from optimizer.network.road_network import RoadNetwork
from optimizer.stop import AnyOf
from scenarios.plan_file import PlanFile
from scenarios.planning import UNWATCHED, PlanWatch, ReplanOptions, day_going_on, plan_rest
from scenarios.simulation.drawing import DrawnDay

_FORETOLD = (AmountChanged, FacilityShut, TaskAdded, TaskCancelled, UrgentCase)

LEAST_SHIFT_S = 60
"""So short a shift is one in which nobody goes out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Foreseen:
    """The plan of who knows what will happen, and the day as it then still has to be told."""

    plan_file: PlanFile
    day: DrawnDay


def foresee(
    plan_file: PlanFile,
    network: RoadNetwork,
    day: DrawnDay,
    *,
    shorten: bool,
    stop: AnyOf,
    seed: int,
    watch: PlanWatch = UNWATCHED,
) -> Foreseen:
    """Returns the plan of a day that was made knowing what will happen.

    Parameters
    ----------
    plan_file
        The plan of the morning, to search on from.
    shorten
        Whether vehicles are to be home before they break down or fall behind; else that is
        waited for.

    Raises
    ------
    PlanRefused
        When the checker finds a violation.
    """
    early = tuple(_early(day.events))
    work = day_going_on(plan_file, network, early, ReplanOptions(now_s=0, freeze_s=0), seed=seed)
    assert work.going_on is not None
    work = replace(work, options=replace(work.options, change_fen=0))
    if shorten and work.going_on is not None:
        work.day(work.due.tasks, most_kg={})
        # The instances of a day are made once: the search finds this one in its place.
        days = work.going_on.days
        days[frozenset()] = _shorten(days[frozenset()], day.events)
    left = tuple(_list_unforeseen(day.events))
    return Foreseen(plan_file=plan_rest(work, stop, seed, watch), day=replace(day, events=left))


def _early(events: Sequence[Event]) -> Iterator[Event]:
    """Yields what can be told at midnight."""
    for event in events:
        if isinstance(event, _FORETOLD):
            yield replace(event, at_s=0, told_s=0)
        elif isinstance(event, StreetClosed) and event.working:
            yield replace(event, id=f"{event.id}/work", at_s=0, told_s=0, driving=False)


def _list_unforeseen(events: Sequence[Event]) -> Iterator[Event]:
    """Yields what is told when it happens."""
    for event in events:
        if isinstance(event, StreetClosed):
            if event.driving:
                yield replace(event, working=False)
        elif not isinstance(event, _FORETOLD):
            yield event


def _shorten(day: Day, events: Sequence[Event]) -> Day:
    """Returns the rest of a day with the shifts that breakdowns and delays leave.

    Streets and speeds stay those of the whole shifts.
    """
    duties = tuple(
        replace(
            duty,
            shift=_shift_left(duty.shift, duty.vehicle.id, events),
            planned_shift=duty.planned_shift or duty.shift,
        )
        for duty in day.duties
    )
    rests = [duty.shift.rest for duty in duties]
    instance = day.instance.replace(
        duty_end_s=np.array([duty.shift.end_s for duty in duties], dtype=np.int64),
        rest_earliest_s=np.array([r.earliest_s if r else NEVER for r in rests], dtype=np.int64),
        rest_latest_s=np.array([r.latest_s if r else NEVER for r in rests], dtype=np.int64),
        rest_s=np.array([r.duration_s if r else 0 for r in rests], dtype=np.int64),
    )
    return replace(day, duties=duties, instance=instance)


def _shift_left(shift: Shift, vehicle_id: str, events: Sequence[Event]) -> Shift:
    end_s = shift.end_s
    for event in events:
        if isinstance(event, Delayed) and event.vehicle_id == vehicle_id:
            end_s -= event.late_s if shift.start_s <= event.at_s < shift.end_s else 0
        elif isinstance(event, VehicleOut) and event.vehicle_id == vehicle_id:
            if event.until_s is None:
                end_s = min(end_s, event.at_s)
            else:
                out_s = min(event.until_s, shift.end_s) - max(event.at_s, shift.start_s)
                end_s -= max(0, out_s)
    return _ending(shift, max(end_s, shift.start_s + LEAST_SHIFT_S))


def _ending(shift: Shift, end_s: int) -> Shift:
    """Returns a shift that ends earlier, with its break as far as it still has one."""
    if end_s == shift.end_s:
        return shift
    rest = shift.rest
    if rest is not None:
        earliest_s, latest_s = widest_band(shift.start_s, end_s, rest.duration_s)
        earliest_s, latest_s = max(earliest_s, rest.earliest_s), min(latest_s, rest.latest_s)
        if end_s - shift.start_s <= MOST_DRIVING_S or earliest_s > latest_s:
            # Home before the break would have to begin.
            end_s, rest = min(end_s, rest.latest_s, shift.start_s + MOST_DRIVING_S), None
        else:
            rest = replace(rest, earliest_s=earliest_s, latest_s=latest_s)
    return replace(shift, end_s=end_s, rest=rest)
