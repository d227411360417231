"""What of one day is not as in the scenario: who stays in, what is closed or done besides."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from fleet import (
    DAY_S,
    CollectionPoint,
    Contract,
    ExtraTask,
    Overtime,
    StreetClosure,
    TimeWindow,
    Vehicle,
)
from optimizer.errors import InputError
from scenarios.overtime import MoreShift, lengthen, with_more
from scenarios.scenario import Scenario

Stop = TypeVar("Stop", Contract, CollectionPoint)


@dataclass(frozen=True, slots=True, kw_only=True)
class WiderHours:
    """A stop at which work may begin earlier or later, on one day.

    Parameters
    ----------
    stop
        Id of a contract or of a collection point.
    earlier_s, later_s
        By how much before each of its windows, and after it.
    """

    stop: str
    earlier_s: int = 0
    later_s: int = 0


def apply_otherwise(
    scenario: Scenario,
    *,
    vehicles_off: Iterable[str] = (),
    stops_off: Iterable[str] = (),
    wider: Iterable[WiderHours] = (),
    closures: Iterable[StreetClosure] = (),
    extra_tasks: Iterable[ExtraTask] = (),
    overtime: Iterable[Overtime] = (),
    more_shifts: Iterable[MoreShift] = (),
) -> Scenario:
    """Returns a scenario as it is on a day that is not like others.

    Parameters
    ----------
    vehicles_off
        Ids of vehicles that stay in.
    stops_off
        Ids of contracts and collection points at which nobody collects.
    closures, extra_tasks
        Beside those of the scenario.
    overtime
        Shifts that last longer.
    more_shifts
        Vehicles that are out besides, each like one of the scenario in one shift.

    Raises
    ------
    InputError
        When an id is none of the scenario, one that is to be new is there, or a shift that is to
        be longer would break a rule.
    """
    off, shut = frozenset(vehicles_off), frozenset(stops_off)
    widened = {one.stop: one for one in wider}
    _require_known("request.vehicle_off", off, (one.id for one in _vehicles(scenario)))
    stops = [one.id for one in scenario.contracts] + [one.id for one in scenario.containers]
    _require_known("request.stop_off", shut | widened.keys(), stops)
    closed, extra = (*scenario.closures, *closures), (*scenario.extra_tasks, *extra_tasks)
    longer, more = tuple(overtime), tuple(more_shifts)
    out = _out(_vehicles(scenario), off)
    asked = {one.vehicle_id for one in longer} | {one.vehicle_id for one in more}
    _require_known("request.vehicle_off", asked, (one.id for one in out))
    for vehicle in out:
        for wish in longer:
            if wish.vehicle_id == vehicle.id:
                lengthen(vehicle, wish, scenario.shift_templates.get(vehicle.kind, ()))
    _require_once(one.id for one in closed)
    _require_once(one.id for one in extra)
    return replace(
        scenario,
        closures=closed,
        extra_tasks=extra,
        overtime=(*scenario.overtime, *longer),
        vehicles=tuple(with_more(_out(scenario.vehicles, off), more, scenario.shift_templates)),
        bulk_trucks=tuple(
            with_more(_out(scenario.bulk_trucks, off), more, scenario.shift_templates)
        ),
        contracts=tuple(_open_ones(scenario.contracts, shut, widened)),
        containers=tuple(_open_ones(scenario.containers, shut, widened)),
    )


def _vehicles(scenario: Scenario) -> tuple[Vehicle, ...]:
    return (*scenario.vehicles, *scenario.bulk_trucks)


def _out(vehicles: Iterable[Vehicle], off: frozenset[str]) -> list[Vehicle]:
    return [one for one in vehicles if one.id not in off]


def _require_known(code: str, asked: Iterable[str], known: Iterable[str]) -> None:
    there = frozenset(known)
    unknown = sorted(one for one in asked if one not in there)
    if not unknown:
        return
    if code == "request.vehicle_off":
        raise InputError(
            "request.vehicle_off",
            "vehicles {ids:list} are none of the scenario; leave them out.",
            ids=unknown,
        )
    raise InputError(
        "request.stop_off",
        "stops {ids:list} are no contracts and no collection points of the scenario; leave them "
        "out.",
        ids=unknown,
    )


def _require_once(ids: Iterable[str]) -> None:
    twice = sorted(id_ for id_, times in Counter(ids).items() if times > 1)
    if twice:
        raise InputError(
            "request.twice",
            "closures or extra tasks {ids:list} are there twice; give each an id of its own.",
            ids=twice,
        )


def _open_ones(
    stops: Iterable[Stop], shut: frozenset[str], widened: Mapping[str, WiderHours]
) -> Iterator[Stop]:
    for one in stops:
        if one.id not in shut:
            wish = widened.get(one.id)
            yield replace(one, windows=_widen(one.windows, wish)) if wish else one


def _widen(windows: Iterable[TimeWindow], wish: WiderHours) -> tuple[TimeWindow, ...]:
    """Returns windows that open earlier and close later; those that come to meet are one."""
    widened: list[TimeWindow] = []
    for one in sorted(windows, key=lambda window: window.earliest_s):
        earliest_s = max(0, one.earliest_s - wish.earlier_s)
        latest_s = min(2 * DAY_S, one.latest_s + wish.later_s)
        if widened and earliest_s <= widened[-1].latest_s:
            earliest_s = widened.pop().earliest_s
        widened.append(TimeWindow(earliest_s=earliest_s, latest_s=latest_s))
    return tuple(widened)
