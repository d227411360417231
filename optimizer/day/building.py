"""A day as an instance: which integers stand for which vehicle, task, place and facility."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from fleet import Facility, Fleet, TimeWindow
from optimizer.day.bundles import bundles_of
from optimizer.day.day import Day
from optimizer.day.doable import split_doable
from optimizer.day.duty import Duty, find_signed_hours, working_s
from optimizer.day.lanes import lane_changes_of
from optimizer.day.reach import facilities_in_reach
from optimizer.day.resets import facility_groups, limits_of, resets_of
from optimizer.day.resources import Resources
from optimizer.day.worth import put_required_first, worth_fen
from optimizer.errors import InfeasibleScenario
from optimizer.instance import COMPACT, FEN, NEVER, Instance, nearest_tasks, pack_travel
from optimizer.network.paths import HubLabels, PathFinder, path_finder, stack_profiles
from optimizer.network.place import Place
from optimizer.network.road_network import RoadNetwork
from optimizer.task import Task

NEIGHBOURS = 40
"""Length of the neighbour lists."""


def build_day(
    network: RoadNetwork,
    fleet: Fleet,
    tasks: Sequence[Task],
    sites: Mapping[str, Place],
    *,
    compact: int = COMPACT,
) -> Day:
    """Returns the instance of a day.

    Parameters
    ----------
    fleet
        Every vehicle with a depot and shifts; those without shifts stay in.
    sites
        The place of every facility, by id.
    compact
        With more places in any profile, travel comes in hub labels.

    Raises
    ------
    InfeasibleScenario
        When a vehicle has nowhere to unload, or its depot lies where it cannot drive.
    """
    duties = tuple(
        Duty(vehicle=vehicle, shift=shift, hours=find_signed_hours(network, shift))
        for vehicle in fleet.vehicles
        for shift in vehicle.shifts
        if any(task.work in vehicle.works for task in tasks)
    )
    if not duties:
        raise InfeasibleScenario(
            "day.no_duty",
            "no vehicle has a shift and the skill for any task; add vehicles or shifts.",
        )
    facilities = fleet.facilities
    profiles = list(dict.fromkeys(duty.profile for duty in duties))
    finders = tuple(path_finder(network, profile) for profile in profiles)
    homes = [(duty.profile, duty.vehicle.depot_id) for duty in duties]
    reached = facilities_in_reach(homes, facilities, sites, finders)
    key_of = [(duty.type_key, reached[home]) for duty, home in zip(duties, homes, strict=True)]
    duty_of_type = {key: duty for duty, key in reversed(list(zip(duties, key_of, strict=True)))}
    type_of = {key: number for number, key in enumerate(dict.fromkeys(key_of))}
    types = [duty_of_type[key].vehicle for key in type_of]
    profile_of_type = [profiles.index(duty_of_type[key].profile) for key in type_of]

    # Vehicles that differ in what is near their depots alone work alike.
    alike = {own: number for number, own in enumerate(dict.fromkeys(own for own, _ in type_of))}
    works_as = np.array([alike[own] for own, _ in type_of])
    workers = [types[int(np.flatnonzero(works_as == number)[0])] for number in alike.values()]
    profile_of_worker = [
        profile_of_type[int(np.flatnonzero(works_as == number)[0])] for number in alike.values()
    ]
    kept, left_out = split_doable(tasks, workers, finders, profile_of_worker)
    able = np.array([doers for _, _, doers in kept], dtype=np.bool_).reshape(-1, len(workers)).T
    able = able[works_as]
    todo = [task for task, _, _ in kept]
    resources = Resources.of(types)
    resets, type_reset, type_final = resets_of(
        types, [ids for _, ids in type_of], todo, facilities, resources
    )

    windows: list[tuple[TimeWindow, ...]] = []
    places: list[Place] = []
    mode_of: list[int] = []
    service_m: list[int] = []
    service_s: list[list[int]] = [[] for _ in workers]
    starts = [0]
    for task, modes, _ in kept:
        for number in modes:
            mode = task.modes[number]
            windows.append(task.windows)
            places.append(mode.place)
            mode_of.append(number)
            service_m.append(mode.service_m)
            for kind, vehicle in enumerate(workers):
                service_s[kind].append(working_s(mode, vehicle))
        starts.append(len(places))
    for reset in resets:
        for number in reset:
            facility = facilities[number]
            windows.append(facility.opening)
            places.append(sites[facility.id])
            mode_of.append(number)
            service_m.append(0)
            for kind in range(len(workers)):
                service_s[kind].append(facility.visit_s)
        starts.append(len(places))

    mode_place, depot_place, places_of = _places(
        able, profile_of_type, finders, places, starts, duties, sites
    )
    travel, travel_offset, travel_size, labels = _travel(finders, places_of, compact)
    rests = [duty.shift.rest for duty in duties]
    flat = [window for group in windows for window in group]
    groups: dict[tuple[object, ...], int] = {}
    instance = Instance(
        mode_start=np.array(starts, dtype=np.int64),
        mode_place=mode_place,
        mode_service_s=np.array(service_s, dtype=np.int64)[works_as],
        mode_service_m=np.array(service_m, dtype=np.int64),
        window_start=np.cumsum([0, *(len(group) for group in windows)], dtype=np.int64),
        window_earliest_s=np.array([window.earliest_s for window in flat], dtype=np.int64),
        window_latest_s=np.array([window.latest_s for window in flat], dtype=np.int64),
        travel=travel,
        travel_offset=travel_offset,
        travel_size=travel_size,
        demand=np.array([resources.demand(task) for task in todo], dtype=np.int64).reshape(
            -1, resources.count
        ),
        prize=np.array([FEN * worth_fen(task) for task in todo], dtype=np.int64),
        worth=np.array(
            [worth_fen(t) / max(1, working_s(t.modes[0], types[0])) for t in todo],
            dtype=np.float64,
        ),
        required=np.array([task.required for task in todo], dtype=np.bool_),
        allowed=np.ascontiguousarray(able),
        type_profile=np.array(profile_of_type, dtype=np.int64),
        type_capacity=np.array([resources.capacity(v) for v in types], dtype=np.int64),
        type_reset=type_reset,
        type_final_reset=type_final,
        type_per_m=np.array([FEN // 1000 * v.cost_per_km_fen for v in types], dtype=np.int64),
        type_per_s=np.array([FEN // 3600 * v.cost_per_hour_fen for v in types], dtype=np.int64),
        duty_type=np.array([type_of[key] for key in key_of], dtype=np.int64),
        duty_start_place=depot_place,
        duty_end_place=depot_place.copy(),
        duty_start_s=np.array([duty.shift.start_s for duty in duties], dtype=np.int64),
        duty_end_s=np.array([duty.shift.end_s for duty in duties], dtype=np.int64),
        duty_cost=np.array([FEN * d.vehicle.cost_per_shift_fen for d in duties], dtype=np.int64),
        duty_group=np.array(
            [
                groups.setdefault((key, d.vehicle.depot_id, d.shift), len(groups))
                for d, key in zip(duties, key_of, strict=True)
            ],
            dtype=np.int64,
        ),
        rest_earliest_s=np.array([r.earliest_s if r else NEVER for r in rests], dtype=np.int64),
        rest_latest_s=np.array([r.latest_s if r else NEVER for r in rests], dtype=np.int64),
        rest_s=np.array([r.duration_s if r else 0 for r in rests], dtype=np.int64),
        neighbours=np.empty((len(kept), 0), dtype=np.int64),
        labels=labels,
        bundles=bundles_of(todo),
        lane_changes=lane_changes_of(
            network,
            todo,
            [len(modes) for _, modes, _ in kept],
            total=len(places),
            types=len(types),
        )
        if any(task.lane_change_s or task.lane_crossed_s for task in todo)
        else None,
        **facility_groups(types, facilities, resets, type_reset, starts, resources),
    )
    instance = instance.replace(prize=put_required_first(instance))
    profile_of_task = _profile_of_task(able, profile_of_type)
    instance = instance.replace(neighbours=nearest_tasks(instance, profile_of_task, NEIGHBOURS))
    return Day(
        instance=instance,
        tasks=tuple(todo),
        duties=duties,
        facilities=facilities,
        sites=sites,
        mode_of=tuple(mode_of),
        places=tuple(places),
        resets=tuple(resets),
        resources=resources,
        finders=finders,
        left_out=tuple(left_out),
    )


def limit_facilities(day: Day, facilities: Sequence[Facility]) -> Day:
    """Returns a day on which the same facilities take other amounts, all else as it is.

    Parameters
    ----------
    facilities
        Those of the day in their order, each for the same streams and supplies.
    """
    instance = day.instance
    starts = instance.mode_start.tolist()
    limits = limits_of(facilities, day.resets, instance.type_reset, starts, day.resources)
    return replace(day, facilities=tuple(facilities), instance=instance.replace(limits=limits))


def _profile_of_task(able: NDArray[np.bool_], profile_of_type: Sequence[int]) -> NDArray[np.int64]:
    """Returns the profile by which each task finds its neighbours.

    That of the type that can do the most: by a larger truck's, tasks that only small ones may do
    and tasks that all may do would not be neighbours.
    """
    by_reach = np.argsort(-able.sum(axis=1), kind="stable")
    first = by_reach[np.argmax(able[by_reach], axis=0)]
    return np.asarray(np.array(profile_of_type, dtype=np.int64)[first])


def _places(
    able: NDArray[np.bool_],
    profile_of_type: Sequence[int],
    finders: Sequence[PathFinder],
    places: Sequence[Place],
    starts: Sequence[int],
    duties: Sequence[Duty],
    sites: Mapping[str, Place],
) -> tuple[NDArray[np.int64], NDArray[np.int64], list[list[Place]]]:
    """Returns `mode_place`, each duty's depot, and the places that each profile may need.

    Kerbs and passes of one arc share a place, so places are far fewer than modes.
    """
    mode_place = np.full((len(finders), len(places)), -1, dtype=np.int64)
    depot_place = np.empty(len(duties), dtype=np.int64)
    places_of = []
    for profile, finder in enumerate(finders):
        mine = able[np.array(profile_of_type) == profile].any(axis=0)
        index: dict[Place, int] = {}
        for element in range(len(starts) - 1):
            if element < len(mine) and not mine[element]:
                continue
            for mode in range(starts[element], starts[element + 1]):
                mode_place[profile, mode] = index.setdefault(places[mode], len(index))
        for number, duty in enumerate(duties):
            if duty.profile != finder.profile:
                continue
            depot_id = duty.vehicle.depot_id
            if depot_id is None or not finder.reaches(sites[depot_id]):
                raise InfeasibleScenario(
                    "day.depot_unreachable",
                    "{id}: its depot {depot_id} lies where a {profile} cannot drive; move the "
                    "depot or choose another.",
                    id=duty.vehicle.id,
                    depot_id=depot_id,
                    profile=finder.profile.id,
                )
            depot_place[number] = index.setdefault(sites[depot_id], len(index))
        places_of.append(list(index))
    return mode_place, depot_place, places_of


def _travel(
    finders: Sequence[PathFinder], places_of: Sequence[Sequence[Place]], compact: int
) -> tuple[NDArray[np.int32], NDArray[np.int64], NDArray[np.int64], HubLabels | None]:
    """Returns `travel`, `travel_offset`, `travel_size` and `labels` of an `Instance`."""
    by_profile = list(zip(finders, places_of, strict=True))
    if max(map(len, places_of)) > compact:
        labels, first = stack_profiles(
            [finder.hub_labels(places) for finder, places in by_profile]
        )
        size = np.array([len(places) for places in places_of], dtype=np.int64)
        return np.empty(0, dtype=np.int32), first, size, labels
    matrices = [finder.matrix(places) for finder, places in by_profile]
    return *pack_travel([(one.duration_s, one.distance_m) for one in matrices]), None
