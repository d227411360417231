"""Every plan of a random small day passes the checker, whatever features the day has."""

import random
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

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
    widest_band,
)
from optimizer.answer.reasons import explain
from optimizer.answer.timetable import routes_of
from optimizer.checker import check
from optimizer.day.building import build_day
from optimizer.day.duty import driving_profile
from optimizer.engines import Run, engine_named
from optimizer.instance.instance import COMPACT
from optimizer.network.components import keep_strongly_connected
from optimizer.network.paths.path_finder import PathFinder
from optimizer.network.place import Place, Position
from optimizer.plan import Plan
from optimizer.stop import limits
from optimizer.task import Mode, Task
from tests.streets import street_network

HOUR_S = 3600


def random_streets(draw: random.Random):
    """A crooked grid with one-way streets, bans, signals and a low bridge."""
    columns, rows = draw.randint(3, 4), draw.randint(3, 4)
    nodes = {
        10 * row + column + 1: (
            150 * column + draw.uniform(-40, 40),
            150 * row + draw.uniform(-40, 40),
        )
        for row in range(rows)
        for column in range(columns)
    }
    streets = []
    for node in nodes:
        for other in (node + 1, node + 10):
            if other in nodes:
                ends = (node, other) if draw.random() < 0.5 else (other, node)
                streets.append(
                    (
                        *ends,
                        {
                            "one_way": draw.random() < 0.25,
                            "width_cm": draw.choice([500, 800, 1400]),
                            "speed_kph": draw.choice([20, 40, 60]),
                            "max_height_cm": 250 if draw.random() < 0.05 else 0,
                        },
                    )
                )
    # A tail, so that there is somewhere to turn round.
    nodes[99] = (-150.0, -150.0)
    streets.append((1, 99, {}))
    two_way = [(s[0], s[1]) for s in streets if not s[2].get("one_way")]
    banned = []
    for _ in range(3):
        (a, b), (c, d) = draw.choice(two_way), draw.choice(two_way)
        if b == c and a != d:
            banned.append((f"{a}>{b}", f"{c}>{d}"))
    signals = draw.sample(sorted(nodes), 3)
    network = street_network(nodes, streets, banned=sorted(set(banned)), signals=signals)
    return keep_strongly_connected(network)


def random_windows(draw: random.Random):
    begin = draw.randint(0, 3) * HOUR_S
    first = TimeWindow(earliest_s=begin, latest_s=begin + draw.randint(1, 4) * HOUR_S)
    if draw.random() < 0.3:
        return (
            first,
            TimeWindow(
                earliest_s=first.latest_s + HOUR_S // 2, latest_s=first.latest_s + 3 * HOUR_S
            ),
        )
    return (first,)


def random_tasks(draw: random.Random, network):
    tasks = []
    for arc in sorted(draw.sample(range(network.num_arcs), min(9, network.num_arcs))):
        length_m = int(network.arc_length_m[arc])
        inverse = int(network.arc_inverse[arc])
        arcs = [arc, inverse] if inverse >= 0 and draw.random() < 0.4 else [arc]
        tasks.append(
            Task(
                id=f"sweep/{arc}",
                work=Work.SWEEP,
                name="street",
                modes=tuple(
                    Mode(
                        place=Place(
                            entries=(Position(arc=one, offset_m=0),),
                            exits=(Position(arc=one, offset_m=int(network.arc_length_m[one])),),
                        ),
                        service_m=length_m,
                        service_s=0,
                    )
                    for one in arcs
                ),
                demand_kg=draw.randint(1, 30),
                demand_l=draw.randint(1, 30),
                windows=random_windows(draw),
                required=draw.random() < 0.6,
                prize_fen=draw.randint(0, 3000),
            )
        )
    for number in range(draw.randint(0, 5)):
        arc = draw.randrange(network.num_arcs)
        position = Position(arc=arc, offset_m=draw.randint(0, int(network.arc_length_m[arc])))
        tasks.append(
            Task(
                id=f"kitchen/{number}",
                work=Work.KITCHEN,
                name="kitchen",
                modes=(
                    Mode(
                        place=Place(entries=(position,), exits=(position,)),
                        service_m=0,
                        service_s=draw.randint(0, 600),
                    ),
                ),
                demand_kg=draw.randint(1, 60),
                windows=random_windows(draw),
                required=True,
            )
        )
    return tasks


def random_fleet(draw: random.Random):
    def shifts():
        start_s, end_s = draw.randint(0, HOUR_S), draw.randint(2, 5) * HOUR_S
        first_s, last_s = widest_band(start_s, end_s, 1200)
        earliest_s = draw.randint(first_s, last_s)
        rest = Break(
            earliest_s=earliest_s, latest_s=draw.randint(earliest_s, last_s), duration_s=1200
        )
        first = Shift(
            id="first",
            start_s=start_s,
            end_s=end_s,
            rest=rest if draw.random() < 0.5 else None,
        )
        second = Shift(id="second", start_s=5 * HOUR_S, end_s=draw.randint(6, 9) * HOUR_S)
        return (first, second) if draw.random() < 0.5 else (first,)

    def vehicle(id_, kind, profile, work):
        return Vehicle(
            id=id_,
            kind=kind,
            profile=profile,
            works=(work,),
            depot_id="yard",
            shifts=shifts(),
            hopper_kg=draw.randint(40, 120),
            tank_l=draw.randint(40, 120) if work is Work.SWEEP else 0,
            working_kph=draw.randint(3, 9),
            travel_kph=draw.choice([20, 30, 40]),
            cost_per_km_fen=draw.randint(0, 500),
            cost_per_hour_fen=draw.randint(1000, 30_000),
            cost_per_shift_fen=draw.randint(0, 3000),
        )

    facilities = (
        Facility(
            id="yard",
            name="Yard",
            kind=FacilityKind.DEPOT,
            at=LonLat(lon=0, lat=0),
            streams=(Stream.SWEEPINGS,) if draw.random() < 0.5 else (),
            parking=9,
        ),
        Facility(
            id="station",
            name="Station",
            kind=FacilityKind.TRANSFER_STATION,
            at=LonLat(lon=0, lat=0),
            streams=(Stream.SWEEPINGS, Stream.KITCHEN_WASTE),
            supplies=(Supply.WATER,) if draw.random() < 0.5 else (),
            visit_s=draw.randint(0, 900),
            opening=(TimeWindow(earliest_s=0, latest_s=draw.randint(4, 12) * HOUR_S),),
        ),
        Facility(
            id="water",
            name="Hydrant",
            kind=FacilityKind.WATER_POINT,
            at=LonLat(lon=0, lat=0),
            supplies=(Supply.WATER,),
            visit_s=300,
        ),
    )
    vehicles = [
        vehicle(f"S{n}", VehicleKind.SWEEPER, "sweeper", Work.SWEEP)
        for n in range(draw.randint(1, 2))
    ] + [vehicle("T1", VehicleKind.KITCHEN_TRUCK, "truck", Work.KITCHEN)]
    return Fleet(vehicles=tuple(vehicles), facilities=facilities)


def limited(draw: random.Random, fleet: Fleet):
    """Returns a fleet whose facilities may take or give only so much in a day."""
    return replace(
        fleet,
        facilities=tuple(
            replace(
                facility,
                daily_capacity_kg=draw.choice([0, draw.randint(1, 400)]),
                daily_capacity_l=draw.choice([0, draw.randint(1, 300)]),
            )
            for facility in fleet.facilities
        ),
    )


def built(seed: int, compact: int = COMPACT, *, limits_facilities: bool = True):
    draw = random.Random(seed)
    network = random_streets(draw)
    tasks = random_tasks(draw, network)
    fleet = random_fleet(draw)
    if limits_facilities:
        fleet = limited(random.Random(seed + 1), fleet)
    sites = {}
    everyone = np.logical_and.reduce(
        [
            PathFinder(network, driving_profile(vehicle, shift)).routable
            for vehicle in fleet.vehicles
            for shift in vehicle.shifts
        ]
    )
    for facility in fleet.facilities:
        arc = draw.choice(np.flatnonzero(everyone).tolist())
        position = Position(arc=arc, offset_m=int(network.arc_length_m[arc]) // 2)
        sites[facility.id] = Place(entries=(position,), exits=(position,))
    return network, fleet, tasks, sites, build_day(network, fleet, tasks, sites, compact=compact)


def planned(seed: int, engine: str, iterations: int, compact: int = COMPACT):
    # The other engines know no limits.
    limits_facilities = engine == "ruin_recreate"
    network, fleet, tasks, sites, day = built(seed, compact, limits_facilities=limits_facilities)
    outcome = engine_named(engine)(
        day.instance,
        Run(stop=limits(iterations=iterations), seed=seed),
    )
    plan = Plan(routes=routes_of(day, outcome.solution), unassigned=explain(day, outcome.solution))
    return network, fleet, tasks, sites, plan


@settings(max_examples=80, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_every_plan_of_a_random_day_passes_the_checker(seed):
    network, fleet, tasks, sites, plan = planned(seed, "ruin_recreate", 120)
    assert check(network, fleet, tasks, sites, plan) == []
    assert plan.served | {one.task_id for one in plan.unassigned} == {task.id for task in tasks}


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_every_plan_by_hub_labels_passes_the_checker_too(seed):
    network, fleet, tasks, sites, plan = planned(seed, "ruin_recreate", 120, compact=0)
    assert check(network, fleet, tasks, sites, plan) == []


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_hub_labels_and_matrix_give_the_same_plan_of_a_day(seed):
    labelled, dense = (built(seed, compact)[-1].instance for compact in (0, COMPACT))
    assert labelled.labels is not None
    assert dense.labels is None
    for profile in range(len(dense.travel_size)):
        assert np.array_equal(labelled.pairs(profile), dense.pairs(profile))
    # So few tasks are all candidates: lists are the same even where metres and seconds disagree.
    assert np.array_equal(labelled.neighbours, dense.neighbours)
    one, two = (
        engine_named("ruin_recreate")(
            instance,
            Run(stop=limits(iterations=100), seed=seed),
        )
        for instance in (labelled, dense)
    )
    assert one.solution == two.solution


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 10**6), compact=st.sampled_from([0, COMPACT]))
def test_every_plan_by_path_scanning_passes_the_checker_too(seed, compact):
    network, fleet, tasks, sites, plan = planned(seed, "path_scanning", 5, compact=compact)
    assert check(network, fleet, tasks, sites, plan) == []
    assert plan.served | {one.task_id for one in plan.unassigned} == {task.id for task in tasks}


@pytest.mark.parametrize("seed", range(6))
def test_every_plan_of_the_second_engine_passes_the_checker_too(seed):
    network, fleet, tasks, sites, plan = planned(seed, "ortools", 5)
    assert check(network, fleet, tasks, sites, plan) == []
