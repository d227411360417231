"""Days on hand-drawn streets, from the standards to a checked plan.

Every street allows 36 km/h, of which a vehicle reaches 80 %: 8 m/s, 125 ms a metre. A turn right
takes 3 s, left 8 s, round 45 s; straight on and into dead ends nothing. Streets are residential,
where nobody waits for a gap in the traffic, and they are maintained; service roads are not.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from fleet import (
    Facility,
    FacilityKind,
    Fleet,
    LonLat,
    Shift,
    Stream,
    StreetStandard,
    TimeWindow,
    Vehicle,
    VehicleKind,
    Work,
)
from optimizer.answer.reasons import explain
from optimizer.answer.timetable import routes_of
from optimizer.checker import check
from optimizer.day.building import build_day
from optimizer.day.day import Day
from optimizer.engines import Run
from optimizer.network.place import Place, Position
from optimizer.network.road_network import RoadNetwork
from optimizer.plan import Activity, ActivityKind, Plan, Route
from optimizer.solver import solve
from optimizer.stop import limits
from optimizer.task import Task
from scenarios.due.maintained import find_maintained
from scenarios.due.street_work import StreetWork, find_street_work
from scenarios.files.store import load_scenario

HOUR_S = 3600
HAMLET = load_scenario(str(Path(__file__).parent / "data" / "hamlet"))
SERVICE_ROAD = {"highway": "service"}

YARD = Facility(
    id="yard",
    name="Yard",
    kind=FacilityKind.DEPOT,
    at=LonLat(lon=0, lat=0),
    streams=(Stream.SWEEPINGS,),
    visit_s=0,
    parking=9,
)
SWEEPER = Vehicle(
    id="S1",
    kind=VehicleKind.SWEEPER,
    profile="sweeper",
    works=(Work.SWEEP,),
    depot_id="yard",
    shifts=(Shift(id="day", start_s=6 * HOUR_S, end_s=10 * HOUR_S),),
    hopper_kg=6_000,
    working_kph=6,
    travel_kph=40,
    cost_per_km_fen=300,
    cost_per_hour_fen=20_000,
)
STANDARD = StreetStandard(
    id="class",
    highways=("residential",),
    passes=((TimeWindow(earliest_s=6 * HOUR_S, latest_s=10 * HOUR_S),),),
    required=True,
    water_l_per_km=0,
)


@dataclass(frozen=True, kw_only=True)
class SmallDay:
    """Streets, vehicles and places with the work due, ready to be solved."""

    network: RoadNetwork
    fleet: Fleet
    sites: dict[str, Place]
    work: StreetWork
    day: Day

    @property
    def tasks(self) -> tuple[Task, ...]:
        """The sweeping and washing due."""
        return self.work.tasks

    def plan_of(self, solution) -> Plan:
        """The plan that a solution of the day is; it has passed the checker."""
        plan = Plan(routes=routes_of(self.day, solution), unassigned=explain(self.day, solution))
        assert check(self.network, self.fleet, self.tasks, self.sites, plan) == []
        return plan

    def solved(self, *, iterations: int = 400, seed: int = 1) -> Plan:
        """The plan that the search finds; it has passed the checker."""
        stop = limits(iterations=iterations)
        return self.plan_of(solve(self.day.instance, Run(stop=stop, seed=seed)).solution)


def yard_at(network: RoadNetwork, key: str, offset_m: int) -> Place:
    """A yard that is entered and left from either side of its street."""
    arc = network.arc_of_key[key]
    back = int(network.arc_inverse[arc])
    both = (
        Position(arc=arc, offset_m=offset_m),
        Position(arc=back, offset_m=int(network.arc_length_m[arc]) - offset_m),
    )
    return Place(entries=both, exits=both)


def beside(network: RoadNetwork, key: str, offset_m: int) -> Place:
    """A place that is reached on one arc only."""
    at = (Position(arc=network.arc_of_key[key], offset_m=offset_m),)
    return Place(entries=at, exits=at)


def small_day(
    network: RoadNetwork,
    sites: dict[str, Place],
    *,
    standards: Sequence[StreetStandard] = (STANDARD,),
    vehicles: Sequence[Vehicle] = (SWEEPER,),
    facilities: Sequence[Facility] = (YARD,),
) -> SmallDay:
    """Returns the day of these vehicles on these streets."""
    scenario = replace(
        HAMLET, standards=tuple(standards), vehicles=tuple(vehicles), contracts=(), seasons=()
    )
    fleet = Fleet(vehicles=tuple(vehicles), facilities=tuple(facilities))
    everywhere = np.ones(network.num_arcs, dtype=np.bool_)
    work = find_street_work(
        scenario,
        network,
        find_maintained(scenario, network),
        workable=lambda work: everywhere,
    )
    return SmallDay(
        network=network,
        fleet=fleet,
        sites=sites,
        work=work,
        day=build_day(network, fleet, work.tasks, sites),
    )


def services(route: Route) -> list[Activity]:
    """The lines of a route at which it works."""
    return [one for one in route.activities if one.kind is ActivityKind.SERVICE]


def kerbs(day: SmallDay, route: Route) -> list[str]:
    """The kerbs of a route in the order in which it works them."""
    kerb_of = {task.id: str(task.kerb) for task in day.tasks}
    return [kerb_of[one.task_id or ""] for one in services(route)]
