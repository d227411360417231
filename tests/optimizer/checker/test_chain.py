"""Bulk loads, storage and tonnes, on a plan of which only times and kilograms matter."""

from dataclasses import replace

import pytest

from fleet import (
    Facility,
    FacilityKind,
    Fleet,
    LonLat,
    Stream,
    TimeWindow,
    Vehicle,
    VehicleKind,
    Work,
)
from optimizer.chain.ledger import LedgerRow, Step, total_row
from optimizer.checker.chain import check_chain
from optimizer.network.place import Place, Position
from optimizer.plan import Activity, ActivityKind, Plan, Route
from optimizer.task import Mode, Task

DOOR = Place(entries=(Position(arc=0, offset_m=5),), exits=(Position(arc=0, offset_m=5),))
AWAY = Place(entries=(Position(arc=1, offset_m=5),), exits=(Position(arc=1, offset_m=5),))
ALL_DAY = (TimeWindow(earliest_s=0, latest_s=80_000),)
STATION = Facility(
    id="T",
    name="Station",
    kind=FacilityKind.TRANSFER_STATION,
    at=LonLat(lon=0, lat=0),
    streams=(Stream.DOMESTIC_WASTE,),
    storage_kg=900,
    stock_kg=100,
)
PLANT = Facility(
    id="P",
    name="Plant",
    kind=FacilityKind.PLANT,
    at=LonLat(lon=0, lat=0),
    streams=(Stream.BULK_WASTE,),
)
COMPACTOR = Vehicle(
    id="C1",
    kind=VehicleKind.COMPACTOR,
    profile="truck",
    works=(Work.CONTAINER,),
    hopper_kg=800,
    working_kph=30,
    travel_kph=30,
    cost_per_km_fen=0,
    cost_per_hour_fen=0,
)
TRUCK = replace(COMPACTOR, id="B1", kind=VehicleKind.BULK_TRUCK, works=(Work.HAUL,))
FLEET = Fleet(vehicles=(COMPACTOR, TRUCK), facilities=(STATION, PLANT))


def task(id_, work, kg, place=DOOR, facility_id=""):
    return Task(
        id=id_,
        work=work,
        name=id_,
        modes=(Mode(place=place, service_m=0, service_s=100),),
        demand_kg=kg,
        windows=ALL_DAY,
        facility_id=facility_id,
    )


TASKS = {
    one.id: one
    for one in (
        task("G1", Work.CONTAINER, 500),
        task("G2", Work.CONTAINER, 300),
        task("H1", Work.HAUL, 600, facility_id="T"),
    )
}


def line(kind, begin_s, end_s, *, task_id=None, facility_id=None):
    return Activity(
        kind=ActivityKind(kind),
        task_id=task_id,
        facility_id=facility_id,
        arrival_s=begin_s,
        begin_s=begin_s,
        end_s=end_s,
    )


def plan(*, load_s=3_000):
    """500 kg come at 2,000-2,600 s and 300 kg at 5,000-5,600 s; 600 kg go for 900 s."""
    collection = Route(
        vehicle_id="C1",
        shift_id="day",
        activities=(
            line("service", 1_000, 1_100, task_id="G1"),
            line("unload", 2_000, 2_600, facility_id="T"),
            line("service", 4_000, 4_100, task_id="G2"),
            line("unload", 5_000, 5_600, facility_id="T"),
        ),
    )
    haulage = Route(
        vehicle_id="B1",
        shift_id="day",
        activities=(
            line("service", load_s, load_s + 900, task_id="H1"),
            line("unload", load_s + 2_000, load_s + 3_500, facility_id="P"),
        ),
    )
    return Plan(routes=(collection, haulage))


def row(step, before_kg, in_kg, out_kg, after_kg, place=""):
    return LedgerRow(
        step=step, place=place, before_kg=before_kg, in_kg=in_kg, out_kg=out_kg, after_kg=after_kg
    )


ROWS = (
    row(Step.CONTAINERS, 700, 200, 800, 100, "town"),
    row(Step.COLLECTION, 0, 800, 800, 0),
    row(Step.STATION, 100, 800, 600, 300, "T"),
    row(Step.HAULAGE, 0, 600, 600, 0),
    row(Step.PLANT, 0, 600, 600, 0, "P"),
)
LEDGER = (*ROWS, total_row(ROWS))


def codes(day, *, station=STATION, tasks=TASKS, ledger=LEDGER, sites=None):
    fleet = replace(FLEET, facilities=(station, PLANT))
    found = check_chain(fleet, tasks, sites or {"T": DOOR, "P": AWAY}, day, ledger)
    return sorted(str(one.code) for one in found)


def test_a_chain_that_keeps_its_rules():
    assert codes(plan()) == []


def test_a_load_that_is_taken_over_is_taken_from_containers_once():
    # C1 stands with the 500 kg of G1; C2 takes them over, collects the 300 kg of G2, unloads 800.
    first, haulage = plan().routes
    stands = replace(first, activities=(*first.activities[:1], line("end", 1_200, 1_200)))
    second = replace(
        first,
        vehicle_id="C2",
        activities=(
            line("service", 1_500, 1_600, task_id="L1"),
            line("service", 1_700, 1_800, task_id="G2"),
            line("unload", 2_000, 2_600, facility_id="T"),
        ),
    )
    load = replace(task("L1", Work.CONTAINER, 500, AWAY), taken_from="C1")
    fleet = replace(FLEET, vehicles=(*FLEET.vehicles, replace(COMPACTOR, id="C2")))
    day = Plan(routes=(stands, second, haulage))

    def found(load):
        tasks = TASKS | {"L1": load}
        return [one.code for one in check_chain(fleet, tasks, {"T": DOOR, "P": AWAY}, day, LEDGER)]

    assert found(load) == []
    # As new waste it would be 1,300 kg from containers, of which there were 800.
    assert found(replace(load, taken_from="")) == ["unbalanced"]


def test_the_total_is_what_comes_from_households_and_what_is_treated():
    # 700 + 100 kg are there, 200 kg come, 600 kg are treated, 100 + 300 kg are left.
    assert total_row(ROWS) == row(Step.TOTAL, 800, 200, 600, 400)


@pytest.mark.parametrize(("load_s", "found"), [(2_600, []), (2_599, ["bulk_too_much"])])
def test_a_bulk_load_takes_what_has_been_unloaded_by_then(load_s, found):
    # 100 kg in stock and 500 kg unloaded by 2,600 s are just the load.
    assert codes(plan(load_s=load_s)) == found


@pytest.mark.parametrize(
    ("load_s", "storage_kg", "found"),
    [
        (4_100, 600, []),
        # Loading ends at 5,001 s, while the next truck unloads: 600 + 300 kg.
        (4_101, 600, ["storage_full"]),
        (4_101, 900, []),
        (4_101, 899, ["storage_full"]),
        (4_101, 0, []),
    ],
)
def test_a_station_holds_no_more_than_its_storage(load_s, storage_kg, found):
    station = replace(STATION, storage_kg=storage_kg)
    assert codes(plan(load_s=load_s), station=station) == found


def test_a_bulk_load_is_taken_at_the_door_of_its_station():
    assert codes(plan(), sites={"T": AWAY, "P": DOOR}) == ["bulk_place"]


def test_a_bulk_load_is_taken_from_a_station():
    elsewhere = TASKS | {"H1": replace(TASKS["H1"], facility_id="P")}
    # 600 kg are hauled, the station's row says from T.
    assert codes(plan(), tasks=elsewhere) == ["bulk_place", "unbalanced"]


def test_stated_loads_are_not_believed():
    lying = replace(
        plan().routes[0],
        activities=tuple(replace(a, load_kg=9_999) for a in plan().routes[0].activities),
    )
    assert codes(Plan(routes=(lying, plan().routes[1]))) == []


@pytest.mark.parametrize(
    ("number", "changes", "found"),
    [
        # What does not add up.
        (0, {"before_kg": 701}, 1),
        (1, {"after_kg": 1}, 1),
        # What adds up and is not so.
        (0, {"out_kg": 790, "after_kg": 110}, 1),
        (1, {"out_kg": 790, "after_kg": 10}, 1),
        (2, {"in_kg": 790, "after_kg": 290}, 1),
        (2, {"out_kg": 590, "after_kg": 310}, 1),
        (2, {"before_kg": 90, "after_kg": 290}, 1),
        (3, {"in_kg": 590, "out_kg": 590}, 2),
        (4, {"in_kg": 590, "out_kg": 590}, 1),
        # Less than nothing.
        (2, {"out_kg": 1_000, "after_kg": -100}, 2),
    ],
)
def test_stated_tonnes_are_those_of_the_routes(number, changes, found):
    ledger = [*ROWS]
    ledger[number] = replace(ledger[number], **changes)
    assert codes(plan(), ledger=ledger) == ["unbalanced"] * found


def test_a_row_may_not_be_left_out():
    assert codes(plan(), ledger=[one for one in ROWS if one.step is not Step.PLANT]) == [
        "unbalanced"
    ]


def test_the_total_is_checked_too():
    wrong = replace(LEDGER[-1], in_kg=201, after_kg=401)
    # Both figures are wrong, and together they add up.
    assert codes(plan(), ledger=(*ROWS, wrong)) == ["unbalanced"] * 2
