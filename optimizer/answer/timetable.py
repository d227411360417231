"""When each activity of a route happens, and the plan that comes of it.

Written apart from the search's kernels and from the checker, so that neither can hide the other's
mistakes.
"""

from bisect import bisect_right
from itertools import pairwise

import numpy as np

from fleet import clock
from optimizer.answer.route_clock import (
    BreakTrial,
    ElementTimes,
    Timing,
    drive_legs,
    leave_late,
    return_with_break_s,
)
from optimizer.day import NO_LANE, Day, goes_over, lane_of
from optimizer.instance import Solution, Visit
from optimizer.network.place import ArcKey, Drive, Place
from optimizer.plan import Activity, ActivityKind, Route

NO_MODE = -1


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
    way = drive_legs(legs, home_s, shift.start_s)
    if way is None:
        raise ValueError(f"duty {duty}: an element misses its windows, whatever break there is.")
    if rest is None or way[2] <= rest.latest_s:
        return leave_late(legs, home_s, way)
    ends_s = [timing.end_s for timing in way[1]]
    # Done before the band begins, an element mostly wastes time; not where leaving late moves it.
    last = bisect_right(ends_s, rest.latest_s)
    without = drive_legs(legs, home_s, max(shift.start_s, rest.earliest_s + rest.duration_s))
    returns_s = {
        after: return_s
        for after in range(last)
        if (return_s := return_with_break_s(legs, home_s, ends_s[after], rest, after)) is not None
    }
    if without is None and not returns_s:
        raise ValueError(
            f"duty {duty}: no break can begin within {clock(rest.earliest_s)}-"
            f"{clock(rest.latest_s)}."
        )
    # Leaving later changes no return, so only those that are home first are worth trying.
    home_first_s = min([*returns_s.values(), *([without[2]] if without else [])])
    trial = BreakTrial(legs, home_s, home_first_s, day.duties[duty].out_since_s)
    best = []
    if without is not None and without[2] == home_first_s:
        best.append(trial.judge(without[0]))
    best += [
        trial.judge(way[0], rest, after, ends_s[after])
        for after, return_s in returns_s.items()
        if return_s == home_first_s
    ]
    chosen = min(best, key=lambda one: (one.waiting_s, one.stretch_s))
    found = drive_legs(
        legs, home_s, chosen.leaves_s, rest if chosen.after >= 0 else None, chosen.after
    )
    assert found is not None
    return found


def _legs(day: Day, duty: int, route: tuple[Visit, ...]) -> tuple[list[ElementTimes], int]:
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
    legs: list[ElementTimes] = []
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
            ElementTimes(
                travel_s,
                over_s,
                tuple(windows),
                int(instance.mode_service_s[kind, mode]),
            )
        )
        last_mode = mode
    home_s, _ = drives[-1]
    return legs, home_s


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
