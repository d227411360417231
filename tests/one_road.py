"""A yard and a truck at one end of a road, stops at the other, for tests of collection.

::

    yard ------- 1000 m ------- kitchens and bins      8 m/s: 125 s of driving each way
"""

from fleet import (
    Facility,
    FacilityKind,
    Fleet,
    LonLat,
    Shift,
    Stream,
    TimeWindow,
    Vehicle,
    VehicleKind,
    Work,
)
from optimizer.answer.reasons import explain
from optimizer.answer.timetable import routes_of
from optimizer.day.building import build_day
from optimizer.engines import Run
from optimizer.network.place import Place, Position
from optimizer.plan import Plan
from optimizer.solver import solve
from optimizer.stop import limits
from optimizer.task import Mode, Task
from tests.hand_drawn import yard_at
from tests.streets import street_network

HOUR_S = 3600
ROAD = street_network({1: (0, 0), 2: (1100, 0)}, [(1, 2)])
YARD = Facility(
    id="yard",
    name="Yard",
    kind=FacilityKind.DEPOT,
    at=LonLat(lon=0, lat=0),
    streams=(Stream.KITCHEN_WASTE, Stream.DOMESTIC_WASTE),
    visit_s=600,
    parking=9,
)
SITES = {"yard": yard_at(ROAD, "1>2", 50)}
TRUCK = Vehicle(
    id="K1",
    kind=VehicleKind.KITCHEN_TRUCK,
    profile="truck",
    works=(Work.KITCHEN,),
    depot_id="yard",
    shifts=(Shift(id="day", start_s=8 * HOUR_S, end_s=10 * HOUR_S),),
    hopper_kg=1_000,
    working_kph=10,
    travel_kph=40,
    cost_per_km_fen=300,
    cost_per_hour_fen=18_000,
    cost_per_shift_fen=5_000,
)


def stop(
    name: str,
    *,
    work: Work = Work.KITCHEN,
    earliest_s: int = 8 * HOUR_S,
    latest_s: int = 12 * HOUR_S,
    service_s: int = 240,
    demand_kg: int = 200,
) -> Task:
    """A kitchen, or some bins, at the far end of the road."""
    at = (Position(arc=ROAD.arc_of_key["1>2"], offset_m=1050),)
    return Task(
        id=f"{work}/{name}",
        work=work,
        name=name,
        modes=(Mode(place=Place(entries=at, exits=at), service_m=0, service_s=service_s),),
        demand_kg=demand_kg,
        windows=(TimeWindow(earliest_s=earliest_s, latest_s=latest_s),),
        prize_fen=100_000,
    )


def fleet_of(*vehicles: Vehicle) -> Fleet:
    """Some vehicles at the yard."""
    return Fleet(vehicles=vehicles, facilities=(YARD,))


def planned(tasks: list[Task], *vehicles: Vehicle) -> Plan:
    """The plan of some stops; whether it keeps the rules is for the checker to say."""
    day = build_day(ROAD, fleet_of(*vehicles), tasks, SITES)
    solution = solve(day.instance, Run(stop=limits(iterations=200), seed=1)).solution
    return Plan(routes=routes_of(day, solution), unassigned=explain(day, solution))
