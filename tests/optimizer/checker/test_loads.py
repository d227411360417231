"""Loads: the hopper fills, the tank runs down, facilities set them back."""

from dataclasses import replace

from fleet import FacilityKind, Stream, Supply, Work
from optimizer.plan import ActivityKind
from tests.optimizer.checker.hand_made import (
    DEPOT,
    END,
    PLAN,
    ROUTE,
    S1,
    SERVE_B,
    SITES,
    TASKS,
    TRANSFER,
    UNLOAD_A,
    UNLOAD_B,
    WATER,
    codes,
    edited,
    fleet_of,
    violations,
    with_route,
)


def with_loads(activities, loads):
    """The plan with (load_kg, tank_l) stated anew for each activity."""
    return with_route(
        *(
            replace(activity, load_kg=load_kg, tank_l=tank_l)
            for activity, (load_kg, tank_l) in zip(activities, loads, strict=True)
        )
    )


def refills_instead(number):
    """The activities with water taken at the transfer station where waste was unloaded."""
    activities = list(ROUTE.activities)
    activities[number] = replace(activities[number], kind=ActivityKind.REFILL)
    return activities


def test_a_load_exceeded_is_found():
    # A's 60 kg stay aboard: 120 kg after B, and the hopper holds 100.
    plan = with_loads(
        refills_instead(UNLOAD_A),
        [
            (0, 200),
            (60, 120),
            (60, 200),
            (60, 200),
            (60, 200),
            (120, 120),
            (0, 120),
            (0, 120),
        ],
    )
    (violation,) = violations(plan)
    assert str(violation) == (
        "[overload] S1/day activity 5 (service B): 120 kg aboard, the hopper holds 100 kg"
    )


def test_a_hopper_may_be_filled_to_the_last_kilogram():
    assert codes(PLAN, fleet=fleet_of(replace(S1, hopper_kg=60))) == []


def test_a_tank_run_empty_is_found():
    # A tank of 79 l instead of 200: A and B lack 1 l each, with a refill between.
    plan = with_loads(
        ROUTE.activities,
        [(activity.load_kg, activity.tank_l - 121) for activity in ROUTE.activities],
    )
    fleet = fleet_of(replace(S1, tank_l=79))
    assert codes(plan, fleet=fleet) == ["tank_empty", "tank_empty"]


def test_a_tank_may_be_emptied_to_the_last_litre():
    plan = with_loads(
        ROUTE.activities,
        [(activity.load_kg, activity.tank_l - 120) for activity in ROUTE.activities],
    )
    assert codes(plan, fleet=fleet_of(replace(S1, tank_l=80))) == []


def test_unloading_where_the_stream_is_not_accepted_is_found():
    kitchen_only = replace(TRANSFER, streams=(Stream.KITCHEN_WASTE,))
    fleet = fleet_of(facilities=(DEPOT, kitchen_only, WATER))
    assert codes(PLAN, fleet=fleet) == ["wrong_facility", "wrong_facility"]


def test_unloading_nothing_where_no_waste_is_accepted_is_found():
    # The stop at the water point unloads: it may not, and the tank stays as it was.
    plan = edited(4, kind=ActivityKind.UNLOAD)
    assert codes(plan) == ["stated_load"] * 4 + ["wrong_facility"]


def test_refilling_where_there_is_no_water_is_found():
    dry = replace(WATER, supplies=())
    fleet = fleet_of(facilities=(DEPOT, TRANSFER, dry))
    assert codes(PLAN, fleet=fleet) == ["wrong_facility"]


PLOUGH = replace(S1, works=(Work.SWEEP, Work.SNOW))
SALTED = replace(WATER, supplies=(Supply.WATER, Supply.DE_ICER))


def ploughed(*ids):
    """What is found where some tasks are the clearing of snow, and W has what it spreads."""
    tasks = tuple(
        replace(task, work=Work.SNOW, demand_kg=0) if task.id in ids else task for task in TASKS
    )
    swept_kg = {task.id: task.demand_kg for task in tasks}
    loads = [(swept_kg.get(a.task_id, 0), a.tank_l) for a in ROUTE.activities]
    return {
        "plan": with_loads(ROUTE.activities, loads),
        "tasks": tasks,
        "fleet": fleet_of(PLOUGH, facilities=(DEPOT, TRANSFER, SALTED)),
    }


def test_a_spreader_may_be_filled_where_there_is_what_it_spreads():
    assert violations(**ploughed("A", "B")) == []


def test_a_spreader_filled_with_water_is_found():
    (violation,) = violations(**ploughed("A", "B") | {"fleet": fleet_of(PLOUGH)})
    assert str(violation) == (
        "[wrong_facility] S1/day activity 4 (refill W): W has no de icer to refill"
    )


def test_water_and_a_de_icer_from_one_tank_are_found():
    (violation,) = violations(**ploughed("B"))
    assert str(violation) == "[tank_mixed] S1/day: draws de icer and water from one tank"


def test_ending_at_another_vehicles_depot_is_found():
    other = replace(DEPOT, id="E")
    fleet = fleet_of(facilities=(DEPOT, other, TRANSFER, WATER))
    plan = edited(END, facility_id="E")
    assert codes(plan, fleet=fleet, sites=SITES | {"E": SITES["D"]}) == ["wrong_facility"]


def test_a_depot_that_accepts_sweepings_may_be_unloaded_at():
    assert DEPOT.kind is FacilityKind.DEPOT
    depot = replace(DEPOT, streams=(Stream.SWEEPINGS,), visit_s=300)
    fleet = fleet_of(facilities=(depot, TRANSFER, WATER))
    # D in T's place: B is unloaded at the depot, and the way home is nothing.
    plan = edited(UNLOAD_B, facility_id="D")
    sites = SITES | {"D": SITES["T"]}
    found = codes(plan, fleet=fleet, sites=sites)
    # Only the drive out of the real depot and the drive home to it now lie elsewhere.
    assert found == ["wrong_place", "wrong_place"]


def test_coming_home_loaded_is_found():
    plan = with_loads(
        refills_instead(UNLOAD_B),
        [
            *((a.load_kg, a.tank_l) for a in ROUTE.activities[:UNLOAD_B]),
            (60, 200),
            (60, 200),
        ],
    )
    assert codes(plan) == ["load_at_end"]


def test_a_load_stated_wrong_is_found():
    assert codes(edited(END, load_kg=5)) == ["stated_load"]


def test_water_stated_wrong_is_found():
    assert codes(edited(SERVE_B, tank_l=121)) == ["stated_load"]


def test_metres_worked_stated_wrong_are_found():
    assert codes(edited(SERVE_B, service_m=99)) == ["service_length"]


def test_metres_worked_on_a_drive_home_are_found():
    assert codes(edited(END, service_m=1)) == ["service_length"]
