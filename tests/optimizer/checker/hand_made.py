"""A day on hand-drawn streets, its plan computed by hand, and ways to damage it.

::

    1 ------- 2 ------- 3 ------- 4     every street 100 m, at 36 km/h
        D     |    A    |    T          sweeper: 80 % of that = 8 m/s, 12,500 ms a street
            W |         |               right turn 3 s, left 8 s, U-turn 45 s, signal 12 s
              5 ------> 6 (signal)      5>6 is one-way; 2>3>6 (right, then south) is forbidden
                   B

D, T and W lie halfway along their streets. A is swept in either direction, B in one. C is a stop
on 1>2, 20 m from node 1, and stays undone.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from fleet import (
    Break,
    Facility,
    FacilityKind,
    Fleet,
    LonLat,
    Shift,
    Stream,
    Supply,
    TimeWindow,
    Vehicle,
    VehicleKind,
    Work,
)
from optimizer.checker import Violation, check
from optimizer.network.place import ArcKey, Drive, Place, Position
from optimizer.network.road_network import RoadNetwork
from optimizer.plan import Activity, ActivityKind, Plan, Reason, Route, Unassigned
from optimizer.task import Mode, Task
from tests.streets import street_network


def streets(
    signals: Sequence[int] = (6,), blocked: Sequence[int] = (), **north_street: Any
) -> RoadNetwork:
    """The streets above; attributes given here are those of the street between 6 and 3."""
    return street_network(
        {1: (0, 0), 2: (100, 0), 3: (200, 0), 4: (300, 0), 5: (100, -100), 6: (200, -100)},
        [
            (1, 2),
            (2, 3),
            (3, 4),
            (2, 5),
            (5, 6, {"one_way": True}),
            (6, 3, north_street),
        ],
        banned=[("2>3", "3>6")],
        signals=signals,
        blocked=blocked,
    )


NETWORK = streets()


def at(key: str, offset_m: int) -> Position:
    return Position(arc=NETWORK.arc_of_key[key], offset_m=offset_m)


def along(key: str) -> Place:
    return Place(entries=(at(key, 0),), exits=(at(key, 100),))


def yard(key: str, back: str) -> Place:
    both = (at(key, 50), at(back, 50))
    return Place(entries=both, exits=both)


def window(earliest_s: int, latest_s: int) -> tuple[TimeWindow, ...]:
    return (TimeWindow(earliest_s=earliest_s, latest_s=latest_s),)


SWEEP_A = Task(
    id="A",
    work=Work.SWEEP,
    name="2-3 Street",
    modes=(
        Mode(place=along("2>3"), service_m=100, service_s=0),
        Mode(place=along("3>2"), service_m=100, service_s=0),
    ),
    demand_kg=60,
    demand_l=80,
    windows=window(900, 1500),
)
SWEEP_B = Task(
    id="B",
    work=Work.SWEEP,
    name="5-6 Street",
    modes=(Mode(place=along("5>6"), service_m=100, service_s=0),),
    demand_kg=60,
    demand_l=80,
    windows=(*window(0, 100), *window(2000, 2300)),
)
STOP_C = Task(
    id="C",
    work=Work.SWEEP,
    name="a corner",
    modes=(
        Mode(
            place=Place(entries=(at("1>2", 20),), exits=(at("1>2", 20),)),
            service_m=0,
            service_s=30,
        ),
    ),
    windows=window(0, 5000),
    required=False,
)
TASKS = (SWEEP_A, SWEEP_B, STOP_C)

SITES = {
    "D": yard("1>2", "2>1"),
    "T": yard("3>4", "4>3"),
    "W": yard("2>5", "5>2"),
}
DEPOT = Facility(id="D", name="Depot", kind=FacilityKind.DEPOT, at=LonLat(lon=0, lat=0), parking=9)
TRANSFER = Facility(
    id="T",
    name="Transfer",
    kind=FacilityKind.TRANSFER_STATION,
    at=LonLat(lon=0, lat=0),
    streams=(Stream.SWEEPINGS,),
    supplies=(Supply.WATER,),
    visit_s=300,
)
WATER = Facility(
    id="W",
    name="Water",
    kind=FacilityKind.WATER_POINT,
    at=LonLat(lon=0, lat=0),
    supplies=(Supply.WATER,),
    visit_s=120,
)
SHIFT = Shift(
    id="day",
    start_s=900,
    end_s=3000,
    rest=Break(earliest_s=1300, latest_s=1500, duration_s=600),
)
S1 = Vehicle(
    id="S1",
    kind=VehicleKind.SWEEPER,
    profile="sweeper",
    works=(Work.SWEEP,),
    depot_id="D",
    shifts=(SHIFT,),
    hopper_kg=100,
    tank_l=200,
    working_kph=6,
    travel_kph=40,
    cost_per_km_fen=300,
    cost_per_hour_fen=20_000,
)
S2 = replace(S1, id="S2", shifts=(replace(SHIFT, rest=None),))


def fleet_of(s1: Vehicle = S1, facilities: Sequence[Facility] = (DEPOT, TRANSFER, WATER)) -> Fleet:
    return Fleet(vehicles=(s1, S2), facilities=tuple(facilities))


def driven(arcs: str, from_m: int, to_m: int, metres: int, seconds: int) -> Drive[ArcKey]:
    """A drive along arc keys with spaces between."""
    return Drive(
        arcs=tuple(arcs.split()),
        from_offset_m=from_m,
        to_offset_m=to_m,
        distance_m=metres,
        duration_s=seconds,
    )


def line(
    kind: str,
    thing: str | None,
    drive: Drive[ArcKey] | None,
    arrival_s: int,
    end_s: int,
    load_kg: int = 0,
    tank_l: int = 200,
) -> Activity:
    """An activity that begins on arrival; a service works 100 m."""
    serves = kind == "service"
    return Activity(
        kind=ActivityKind(kind),
        task_id=thing if serves else None,
        facility_id=None if serves else thing,
        drive=drive,
        arrival_s=arrival_s,
        begin_s=arrival_s,
        end_s=end_s,
        service_m=100 if serves else 0,
        load_kg=load_kg,
        tank_l=tank_l,
    )


# Sweeping 100 m at 6 km/h takes 60 s.
ROUTE = Route(
    vehicle_id="S1",
    shift_id="day",
    activities=(
        line("start", "D", None, 993, 993),
        # 50 m = 6,250 ms, straight on: 7 s
        line("service", "A", driven("1>2 2>3", 50, 0, 50, 7), 1000, 1060, 60, 120),
        # straight on, 50 m = 6,250 ms: 7 s
        line("unload", "T", driven("2>3 3>4", 100, 50, 50, 7), 1067, 1367, 0, 120),
        line("break", None, None, 1367, 1967, 0, 120),
        # 6,250 + straight + 12,500 + left 8,000 + 6,250 = 33,000 ms
        line("refill", "W", driven("4>3 3>2 2>5", 50, 50, 200, 33), 2000, 2120),
        # 6,250 + left 8,000 = 14,250 ms: 15 s
        line("service", "B", driven("2>5 5>6", 50, 0, 50, 15), 2135, 2195, 60, 120),
        # left 8,000 at the signal 12,000 + 12,500 + right 3,000 + 6,250 = 41,750 ms: 42 s
        line("unload", "T", driven("5>6 6>3 3>4", 100, 50, 150, 42), 2237, 2537, 0, 120),
        # 6,250 + 12,500 + 6,250 = 25,000 ms
        line("end", "D", driven("4>3 3>2 2>1", 50, 50, 200, 25), 2562, 2562, 0, 120),
    ),
)
START, SERVE_A, UNLOAD_A, BREAK, REFILL, SERVE_B, UNLOAD_B, END = range(8)

UNASSIGNED_C = Unassigned(
    task_id="C", reason=Reason.NOT_WORTH, detail="costs more than it is worth"
)
PLAN = Plan(routes=(ROUTE,), unassigned=(UNASSIGNED_C,))


def with_route(*activities: Activity, plan: Plan = PLAN) -> Plan:
    """The plan with these activities in its first route."""
    return replace(plan, routes=(replace(ROUTE, activities=activities), *plan.routes[1:]))


def and_route(*activities: Activity) -> Plan:
    """The plan with a route for S2 besides."""
    other = Route(vehicle_id="S2", shift_id="day", activities=activities)
    return replace(PLAN, routes=(ROUTE, other))


def edited(number: int, **fields: Any) -> Plan:
    """The plan with one activity edited and all others as they were."""
    activities = list(ROUTE.activities)
    activities[number] = replace(activities[number], **fields)
    return with_route(*activities)


def later(activities: Sequence[Activity], seconds: int) -> tuple[Activity, ...]:
    """Activities with all their times moved."""
    return tuple(
        replace(
            one,
            arrival_s=one.arrival_s + seconds,
            begin_s=one.begin_s + seconds,
            end_s=one.end_s + seconds,
        )
        for one in activities
    )


def redriven(number: int, drive: Drive[ArcKey]) -> Plan:
    """The plan with another drive to an activity, everything after it later or earlier."""
    old = ROUTE.activities[number].drive
    assert old is not None
    moved = later(ROUTE.activities[number:], drive.duration_s - old.duration_s)
    return with_route(*ROUTE.activities[:number], replace(moved[0], drive=drive), *moved[1:])


def violations(plan: Plan, **given: Any) -> list[Violation]:
    """What the checker finds on the hand-drawn day, with parts of it exchanged."""
    day = {"network": NETWORK, "fleet": fleet_of(), "tasks": TASKS, "sites": SITES} | given
    past = day.get("past")
    return check(day["network"], day["fleet"], day["tasks"], day["sites"], plan, past=past)


def codes(plan: Plan, **given: Any) -> list[str]:
    """The codes of what the checker finds, sorted."""
    return sorted(str(violation.code) for violation in violations(plan, **given))
