"""When each activity of a route happens, and the plan that comes of it.

Written apart from the search's kernels and from the checker, so that neither can hide the other's
mistakes.
"""

from dataclasses import dataclass
from itertools import pairwise

from optimizer.day import Day
from optimizer.day_resets import HOPPER, TANK
from optimizer.instance import Solution, Visit
from optimizer.network.place import Drive, Place
from optimizer.plan import Activity, ActivityKind, DrivenPath, Route


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """Times of one element: arrival, begin and end, and the begin of a break after it or None."""

    arrival_s: int
    begin_s: int
    end_s: int
    rest_begin_s: int | None


def schedule(day: Day, duty: int, route: tuple[Visit, ...]) -> tuple[int, list[Timing], int]:
    """Returns departure, the timing of each element, and the return to the depot.

    The vehicle leaves so that it need not wait at its first task, begins every service as early as
    a window allows, and takes its break at the first chance.

    Raises
    ------
    ValueError
        When an element misses its windows: the search must not hand out such a route.
    """
    instance = day.instance
    kind, profile = int(instance.duty_type[duty]), day.profile_of(duty)
    shift = day.duties[duty].shift
    place = int(instance.duty_start_place[duty])
    now_s, departure_s = shift.start_s, shift.start_s
    rest = shift.rest
    timings: list[Timing] = []
    for number, (element, mode) in enumerate(route):
        target = int(instance.mode_place[profile, mode])
        travel_s = instance.travel_s(profile, place, target)
        begin_s = _begin(day, mode, now_s + travel_s)
        if begin_s is None:
            raise ValueError(f"duty {duty}: element {element} misses its windows at {now_s}.")
        if number == 0:
            departure_s = now_s = begin_s - travel_s
            if rest and departure_s >= rest.earliest_s:
                rest = None
        end_s = begin_s + int(instance.mode_service_s[kind, mode])
        rest_begin_s = None
        arrival_s, now_s = now_s + travel_s, end_s
        if rest and end_s >= rest.earliest_s:
            rest_begin_s, now_s = end_s, end_s + rest.duration_s
            rest = None
        timings.append(
            Timing(arrival_s=arrival_s, begin_s=begin_s, end_s=end_s, rest_begin_s=rest_begin_s)
        )
        place = target
    return_s = now_s + instance.travel_s(profile, place, int(instance.duty_end_place[duty]))
    return departure_s, timings, return_s


def _begin(day: Day, mode: int, arrival_s: int) -> int | None:
    instance = day.instance
    for w in range(int(instance.window_start[mode]), int(instance.window_start[mode + 1])):
        if arrival_s <= instance.window_latest_s[w]:
            return max(arrival_s, int(instance.window_earliest_s[w]))
    return None


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
    type_reset = instance.type_reset[instance.duty_type[duty]]
    for (element, mode), timing, drive in zip(route, timings, drives, strict=False):
        if element < instance.num_tasks:
            task = day.tasks[element]
            load_kg += task.demand_kg
            tank_l -= task.demand_l
            what = ActivityKind.SERVICE
        elif element == type_reset[HOPPER]:
            load_kg = 0
            what = ActivityKind.UNLOAD
        else:
            assert element == type_reset[TANK]
            tank_l = vehicle.tank_l
            what = ActivityKind.REFILL
        is_task = what is ActivityKind.SERVICE
        activities.append(
            Activity(
                kind=what,
                task_id=day.tasks[element].id if is_task else None,
                mode=day.mode_of[mode] if is_task else 0,
                facility_id=None if is_task else day.facilities[day.mode_of[mode]].id,
                drive=_driven(day, drive),
                arrival_s=timing.arrival_s,
                begin_s=timing.begin_s,
                end_s=timing.end_s,
                service_m=int(instance.mode_service_m[mode]),
                load_kg=load_kg,
                tank_l=tank_l,
            )
        )
        if timing.rest_begin_s is not None and shift.rest is not None:
            activities.append(
                Activity(
                    kind=ActivityKind.BREAK,
                    arrival_s=timing.rest_begin_s,
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
            drive=_driven(day, drives[-1]),
            arrival_s=return_s,
            begin_s=return_s,
            end_s=return_s,
            load_kg=load_kg,
            tank_l=tank_l,
        )
    )
    return Route(vehicle_id=vehicle.id, shift_id=shift.id, activities=tuple(activities))


def _driven(day: Day, drive: Drive) -> DrivenPath:
    network = day.finders[0].network
    return DrivenPath(
        arcs=tuple(network.arc_key(arc) for arc in drive.arcs),
        from_offset_m=drive.from_offset_m,
        to_offset_m=drive.to_offset_m,
        distance_m=drive.distance_m,
        duration_s=drive.duration_s,
    )
