"""When each activity of a route happens, and the plan that comes of it.

Written apart from the search's kernels and from the checker, so that neither can hide the other's
mistakes.
"""

from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from fleet import Break, clock
from optimizer.day import NO_LANE, Day, goes_over, lane_of
from optimizer.instance import Solution, Visit
from optimizer.network.place import ArcKey, Drive, Place
from optimizer.plan import Activity, ActivityKind, Route

NO_MODE = -1


class Timing(NamedTuple):
    """Times of one element: arrival, begin and end, and the begin of a break after it or None.

    Before the arrival the vehicle may have to go over to another lane.
    """

    lane_change_s: int
    arrival_s: int
    begin_s: int
    end_s: int
    rest_begin_s: int | None


_Way = tuple[int, list[Timing], int]
"""Departure, the timing of each element, and the return."""


class _ElementTimes(NamedTuple):
    """What the clock must know of one element: the way there, its windows and its work."""

    travel_s: int
    lane_change_s: int
    windows: tuple[tuple[int, int], ...]
    service_s: int


def schedule(day: Day, duty: int, route: tuple[Visit, ...]) -> tuple[int, list[Timing], int]:
    """Returns departure, the timing of each element, and the return to the depot.

    The vehicle begins every service as early as a window allows, but leaves as late as it can
    without coming home later: nobody sits in a vehicle for hours where leaving later would do. It
    takes its break after the element that lets the route end earliest, at once or when the band
    begins; so a break falls into a wait where there is one. Of moments that are as good the one
    is taken that leaves the least waiting, then the shorter longest stretch without a break. No
    break is taken where the route is home before its band is over: see `fleet.Break`.

    Raises
    ------
    ValueError
        When an element misses its windows, or every moment for the break is missed: the search
        must not hand out such a route.
    """
    shift = day.duties[duty].shift
    legs, home_s = _legs(day, duty, route)
    rest = shift.rest
    way = _drive(legs, home_s, shift.start_s)
    if way is None:
        raise ValueError(f"duty {duty}: an element misses its windows, whatever break there is.")
    if rest is None or way[2] <= rest.latest_s:
        return _leave_late(legs, home_s, way)
    ends_s = [timing.end_s for timing in way[1]]
    # Done before the band begins, an element mostly wastes time; not where leaving late moves it.
    last = bisect_right(ends_s, rest.latest_s)
    without = _drive(legs, home_s, max(shift.start_s, rest.earliest_s + rest.duration_s))
    returns_s = {
        after: return_s
        for after in range(last)
        if (return_s := _return_s(legs, home_s, ends_s[after], rest, after)) is not None
    }
    if without is None and not returns_s:
        raise ValueError(
            f"duty {duty}: no break can begin within {clock(rest.earliest_s)}-"
            f"{clock(rest.latest_s)}."
        )
    # Leaving later changes no return, so only those that are home first are worth trying.
    home_first_s = min([*returns_s.values(), *([without[2]] if without else [])])
    trial = _Trial(legs, home_s, home_first_s)
    best = []
    if without is not None and without[2] == home_first_s:
        best.append(trial.judge(without[0]))
    best += [
        trial.judge(way[0], rest, after, ends_s[after])
        for after, return_s in returns_s.items()
        if return_s == home_first_s
    ]
    chosen = min(best, key=lambda one: (one.waiting_s, one.stretch_s))
    found = _drive(
        legs, home_s, chosen.leaves_s, rest if chosen.after >= 0 else None, chosen.after
    )
    assert found is not None
    return found


class _Judged(NamedTuple):
    """A way with a break after one of its elements, or with none (-1), without its timings."""

    leaves_s: int
    waiting_s: int
    stretch_s: int
    after: int


class _Trial:
    """Compares ways that are home at the same time: there may be as many as elements."""

    def __init__(self, legs: Sequence[_ElementTimes], home_s: int, return_s: int) -> None:
        self._legs, self._home_s, self._return_s = legs, home_s, return_s
        self._busy_s = home_s + sum(
            leg.travel_s + leg.lane_change_s + leg.service_s for leg in legs
        )

    def judge(
        self, departure_s: int, rest: Break | None = None, after: int = -1, ended_s: int = 0
    ) -> _Judged:
        """Returns when to leave, the waiting, and the longest stretch without a break.

        Parameters
        ----------
        departure_s, ended_s
            When the way that leaves earliest does so, and when its element number `after` is over.
        """
        busy_s = self._busy_s + (rest.duration_s if rest else 0)
        leaves_s = departure_s
        # What is neither driven nor worked, nor the break, is waited.
        if self._return_s - departure_s > busy_s:
            leaves_s = _latest_departure_s(
                self._legs, self._home_s, departure_s, self._return_s, rest, after
            )
        stretch_s = self._return_s - leaves_s
        if rest is not None:
            if leaves_s != departure_s:
                ended_s = _end_s(self._legs, leaves_s, after)
            begin_s = max(ended_s, rest.earliest_s)
            stretch_s = max(begin_s - leaves_s, self._return_s - begin_s - rest.duration_s)
        return _Judged(leaves_s, self._return_s - leaves_s - busy_s, stretch_s, after)


def _end_s(legs: Sequence[_ElementTimes], now_s: int, after: int) -> int:
    """Returns when element number `after` is over for who leaves at a time and is never late."""
    for leg in legs[: after + 1]:
        arrival_s = now_s + leg.travel_s + leg.lane_change_s
        for earliest_s, latest_s in leg.windows:
            if arrival_s <= latest_s:
                now_s = max(arrival_s, earliest_s) + leg.service_s
                break
    return now_s


def _return_s(
    legs: Sequence[_ElementTimes], home_s: int, ended_s: int, rest: Break, after: int
) -> int | None:
    """Returns the return of `_drive` with a break, None when too late.

    Parameters
    ----------
    ended_s
        When element number `after` is over.
    """
    now_s = max(ended_s, rest.earliest_s) + rest.duration_s
    for leg in legs[after + 1 :]:
        arrival_s = now_s + leg.travel_s + leg.lane_change_s
        for earliest_s, latest_s in leg.windows:
            if arrival_s <= latest_s:
                now_s = max(arrival_s, earliest_s) + leg.service_s
                break
        else:
            return None
    return now_s + home_s


def _legs(day: Day, duty: int, route: tuple[Visit, ...]) -> tuple[list[_ElementTimes], int]:
    """Returns a route's legs and the seconds of the drive home."""
    instance = day.instance
    kind, profile = int(instance.duty_type[duty]), day.profile_of(duty)
    places = np.array(
        [
            instance.duty_start_place[duty],
            *(instance.mode_place[profile, visit.mode] for visit in route),
            instance.duty_end_place[duty],
        ],
        dtype=np.int64,
    )
    drives = instance.drives(profile, places[:-1], places[1:]).tolist()
    lanes, last_mode = instance.lane_changes, NO_MODE
    legs: list[_ElementTimes] = []
    for (_, mode), (travel_s, metres) in zip(route, drives, strict=False):
        band = slice(int(instance.window_start[mode]), int(instance.window_start[mode + 1]))
        windows = zip(
            instance.window_earliest_s[band].tolist(),
            instance.window_latest_s[band].tolist(),
            strict=True,
        )
        over_s = 0
        if lanes is not None and last_mode != NO_MODE:
            over_s = lanes.seconds(kind, last_mode, mode, metres)
        legs.append(
            _ElementTimes(
                travel_s,
                over_s,
                tuple(windows),
                int(instance.mode_service_s[kind, mode]),
            )
        )
        last_mode = mode
    home_s, _ = drives[-1]
    return legs, home_s


def _drive(
    legs: Sequence[_ElementTimes],
    home_s: int,
    now_s: int,
    rest: Break | None = None,
    after: int = -1,
) -> tuple[int, list[Timing], int] | None:
    """Returns departure, timings and return when leaving from `now_s` on, None when too late.

    The break is taken after element number `after`.
    """
    departure_s = now_s
    timings: list[Timing] = []
    for number, leg in enumerate(legs):
        arrival_s = now_s + leg.travel_s + leg.lane_change_s
        begin_s = next((max(arrival_s, a) for a, b in leg.windows if arrival_s <= b), None)
        if begin_s is None:
            return None
        if number == 0:
            arrival_s, departure_s = begin_s, begin_s - leg.travel_s
        now_s = begin_s + leg.service_s
        rest_begin_s = None
        if rest and number == after:
            rest_begin_s = max(now_s, rest.earliest_s)
        timings.append(
            Timing(
                lane_change_s=leg.lane_change_s,
                arrival_s=arrival_s,
                begin_s=begin_s,
                end_s=now_s,
                rest_begin_s=rest_begin_s,
            )
        )
        if rest and rest_begin_s is not None:
            now_s = rest_begin_s + rest.duration_s
    return departure_s, timings, now_s + home_s


def _leave_late(legs: Sequence[_ElementTimes], home_s: int, way: _Way) -> _Way:
    """Returns a way that waits less for leaving later, with the same return."""
    departure_s, timings, return_s = way
    if not any(timing.begin_s > timing.arrival_s for timing in timings):
        return way
    return _drive(legs, home_s, _latest_departure_s(legs, home_s, departure_s, return_s)) or way


def _latest_departure_s(
    legs: Sequence[_ElementTimes],
    home_s: int,
    earliest_s: int,
    return_s: int,
    rest: Break | None = None,
    after: int = -1,
) -> int:
    """Returns the latest departure with the return of who leaves at `earliest_s`.

    Who leaves later never comes home earlier, so it is found by halving.
    """
    too_late_s = return_s
    while too_late_s - earliest_s > 1:
        now_s = (earliest_s + too_late_s) // 2
        if _is_home_by(return_s, legs, home_s, now_s, rest, after):
            earliest_s = now_s
        else:
            too_late_s = now_s
    return earliest_s


def _is_home_by(
    return_s: int,
    legs: Sequence[_ElementTimes],
    home_s: int,
    now_s: int,
    rest: Break | None,
    after: int,
) -> bool:
    """Says whether `_drive` is home by a time, and in time for the break; without timings."""
    for number, leg in enumerate(legs):
        arrival_s = now_s + leg.travel_s + leg.lane_change_s
        for earliest_s, latest_s in leg.windows:
            if arrival_s <= latest_s:
                now_s = max(arrival_s, earliest_s) + leg.service_s
                break
        else:
            return False
        if rest is not None and number == after:
            begin_s = max(now_s, rest.earliest_s)
            if begin_s > rest.latest_s:
                return False
            now_s = begin_s + rest.duration_s
    return now_s + home_s <= return_s


def routes_of(day: Day, solution: Solution) -> tuple[Route, ...]:
    """Returns a solution's routes as they are handed out, with every drive arc by arc."""
    return tuple(_route(day, duty, route) for duty, route in enumerate(solution.routes) if route)


def _route(day: Day, duty: int, route: tuple[Visit, ...]) -> Route:
    instance = day.instance
    vehicle, shift = day.duties[duty].vehicle, day.duties[duty].shift
    assert vehicle.depot_id is not None
    departure_s, timings, return_s = schedule(day, duty, route)
    depot = day.sites[vehicle.depot_id]
    stations: list[Place] = [depot, *(day.places[visit.mode] for visit in route), depot]
    drives = day.finders[day.profile_of(duty)].drives(list(pairwise(stations)))
    load_kg, tank_l = 0, vehicle.tank_l
    activities = [
        Activity(
            kind=ActivityKind.START,
            facility_id=vehicle.depot_id,
            arrival_s=departure_s,
            begin_s=departure_s,
            end_s=departure_s,
            tank_l=tank_l,
        )
    ]
    last_lane = NO_LANE
    type_reset = instance.type_reset[instance.duty_type[duty]]
    for (element, mode), timing, drive in zip(route, timings, drives, strict=False):
        if element < instance.num_tasks:
            task = day.tasks[element]
            load_kg += task.demand_kg
            tank_l -= task.demand_l
            what = ActivityKind.SERVICE
        else:
            what = day.resources.visit_kind(type_reset, element)
            if what is ActivityKind.UNLOAD:
                load_kg = 0
            elif vehicle.supplies & set(day.facilities[day.mode_of[mode]].supplies):
                # Whatever it came for: all that there is to be had is filled up.
                tank_l = vehicle.tank_l
        is_task = what is ActivityKind.SERVICE
        lane = lane_of(day.tasks[element]) if is_task else NO_LANE
        activities.append(
            Activity(
                kind=what,
                task_id=day.tasks[element].id if is_task else None,
                mode=day.mode_of[mode] if is_task else 0,
                facility_id=None if is_task else day.facilities[day.mode_of[mode]].id,
                drive=_name_arcs(day, drive),
                arrival_s=timing.arrival_s,
                begin_s=timing.begin_s,
                end_s=timing.end_s,
                service_m=int(instance.mode_service_m[mode]),
                lane_change=goes_over(last_lane, lane, drive.distance_m),
                lane_change_s=timing.lane_change_s,
                load_kg=load_kg,
                tank_l=tank_l,
            )
        )
        last_lane = lane
        if timing.rest_begin_s is not None and shift.rest is not None:
            activities.append(
                Activity(
                    kind=ActivityKind.BREAK,
                    arrival_s=timing.end_s,
                    begin_s=timing.rest_begin_s,
                    end_s=timing.rest_begin_s + shift.rest.duration_s,
                    load_kg=load_kg,
                    tank_l=tank_l,
                )
            )
    activities.append(
        Activity(
            kind=ActivityKind.END,
            facility_id=vehicle.depot_id,
            drive=_name_arcs(day, drives[-1]),
            arrival_s=return_s,
            begin_s=return_s,
            end_s=return_s,
            load_kg=load_kg,
            tank_l=tank_l,
        )
    )
    return Route(vehicle_id=vehicle.id, shift_id=shift.id, activities=tuple(activities))


def _name_arcs(day: Day, drive: Drive) -> Drive[ArcKey]:
    return drive.with_arcs(day.finders[0].network.arc_key)
