"""What vehicles that can stand in for each other do in a day, as its bound sees it."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from fleet import WORKS, Fleet, Shift, Vehicle
from optimizer.day import driving_profile, find_signed_hours, working_s
from optimizer.network.place import Place, Position
from optimizer.network.profile import Profile
from optimizer.network.road_network import RoadNetwork
from optimizer.task import Task


class Call(StrEnum):
    """Why a vehicle calls at a site."""

    DEPOT = "depot"
    UNLOAD = "unload"
    REFILL = "refill"


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """A depot, or a facility for one purpose, for the vehicles of one pool.

    Parameters
    ----------
    num_duties
        How many routes may begin here, one for each shift of a vehicle; 0 at a facility.
    """

    pool: int
    call: Call
    place: Place
    visit_s: int = 0
    num_duties: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class VehiclePool:
    """Vehicles in shifts that overlap, which the bound does not tell apart.

    Parameters
    ----------
    start_s, end_s
        From the start of the first shift to the end of the last.
    profiles
        Every way in which one of them drives.
    hopper_kg, tank_l
        The largest among them.
    """

    start_s: int
    end_s: int
    profiles: tuple[Profile, ...]
    hopper_kg: int
    tank_l: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Workload:
    """What some vehicles do in a day.

    Parameters
    ----------
    service_s
        Least time at work: that of the fastest vehicle for each task.
    pools_of
        For each task the pools that can do it in its windows.
    sites
        Of all pools.
    """

    tasks: tuple[Task, ...]
    pools: tuple[VehiclePool, ...]
    service_s: int
    pools_of: tuple[tuple[int, ...], ...]
    sites: tuple[Site, ...]

    @property
    def hopper_kg(self) -> int:
        """The largest hopper."""
        return max(pool.hopper_kg for pool in self.pools)

    @property
    def tank_l(self) -> int:
        """The largest tank."""
        return max(pool.tank_l for pool in self.pools)

    @property
    def num_hoppers(self) -> int:
        """How many full hoppers there are to carry away, rounded up."""
        return loads(sum(task.demand_kg for task in self.tasks), self.hopper_kg)

    @property
    def num_tanks(self) -> int:
        """How many full tanks there are to bring, rounded up."""
        return loads(sum(task.demand_l for task in self.tasks), self.tank_l)

    @property
    def always_loads(self) -> bool:
        """Whether every task leaves something in the hopper, so that every route unloads."""
        return self.hopper_kg > 0 and all(task.demand_kg for task in self.tasks)

    @property
    def positions(self) -> Iterator[Position]:
        """Every position where something is done."""
        places = [mode.place for task in self.tasks for mode in task.modes]
        places += [site.place for site in self.sites]
        for place in places:
            yield from place.entries
            yield from place.exits


def loads(demand: int, capacity: int) -> int:
    """Returns how many vehicles a demand fills, rounded up; 0 where they hold nothing."""
    return -(-demand // capacity) if capacity else 0


def workload_of(
    network: RoadNetwork,
    fleet: Fleet,
    vehicles: Sequence[Vehicle],
    tasks: tuple[Task, ...],
    sites: Mapping[str, Place],
) -> Workload:
    """Returns what some vehicles of a fleet do."""
    streams = {WORKS[task.work].stream for task in tasks}
    supplies = {WORKS[task.work].supply for task in tasks}
    together = _group_overlapping([(v, shift) for v in vehicles for shift in v.shifts])
    pools, places = [], []
    for number, duties in enumerate(together):
        crews = [vehicle for vehicle, _ in duties]
        pools.append(
            VehiclePool(
                start_s=min(shift.start_s for _, shift in duties),
                end_s=max(shift.end_s for _, shift in duties),
                profiles=tuple(
                    dict.fromkeys(
                        driving_profile(vehicle, shift, find_signed_hours(network, shift))
                        for vehicle, shift in duties
                    )
                ),
                hopper_kg=max(vehicle.hopper_kg for vehicle in crews),
                tank_l=max(vehicle.tank_l for vehicle in crews),
            )
        )
        housed = Counter(v.depot_id for v in crews if v.depot_id is not None)
        places += [
            Site(pool=number, call=Call.DEPOT, place=sites[id_], num_duties=count)
            for id_, count in sorted(housed.items())
        ]
        for facility in fleet.facilities:
            place, visit_s = sites[facility.id], facility.visit_s
            if streams & set(facility.streams):
                places.append(Site(pool=number, call=Call.UNLOAD, place=place, visit_s=visit_s))
            if supplies & set(facility.supplies):
                places.append(Site(pool=number, call=Call.REFILL, place=place, visit_s=visit_s))
    fastest = {
        work: max(
            (vehicle for vehicle in vehicles if work in vehicle.works),
            key=lambda vehicle: vehicle.working_kph,
        )
        for work in {task.work for task in tasks}
    }
    service_s = tuple(
        min(working_s(mode, fastest[task.work]) for mode in task.modes) for task in tasks
    )
    return Workload(
        tasks=tasks,
        pools=tuple(pools),
        service_s=sum(service_s),
        pools_of=tuple(
            _pools_of(task, task_s, pools) for task, task_s in zip(tasks, service_s, strict=True)
        ),
        sites=tuple(places),
    )


def _group_overlapping(duties: list[tuple[Vehicle, Shift]]) -> list[list[tuple[Vehicle, Shift]]]:
    """Returns duties by time, those together that a chain of overlaps connects."""
    groups: list[list[tuple[Vehicle, Shift]]] = []
    end_s = -1
    for duty in sorted(duties, key=lambda duty: duty[1].start_s):
        if duty[1].start_s >= end_s:
            groups.append([])
        groups[-1].append(duty)
        end_s = max(end_s, duty[1].end_s)
    return groups


def _pools_of(task: Task, service_s: int, pools: Sequence[VehiclePool]) -> tuple[int, ...]:
    """Returns the pools in whose hours a task may be done; all where a plan breaks its windows."""
    found = [
        number
        for number, pool in enumerate(pools)
        if task.demand_kg <= pool.hopper_kg
        and task.demand_l <= pool.tank_l
        and any(
            max(window.earliest_s, pool.start_s) <= min(window.latest_s, pool.end_s - service_s)
            for window in task.windows
        )
    ]
    return tuple(found) or tuple(range(len(pools)))
