"""The bound of a day on streets that can be drawn, and against plans and best answers."""

import heapq
import random
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from fleet import (
    Facility,
    FacilityKind,
    Fleet,
    Shift,
    Stream,
    TimeWindow,
    Vehicle,
    VehicleKind,
    Work,
)
from optimizer.day import build_day, driving_profile, working_s
from optimizer.day_bound import Ignored, TimeBound, time_bound
from optimizer.engines import IDLE, engine_named
from optimizer.explain import explain
from optimizer.network.paths import PathFinder
from optimizer.network.place import Place, Position
from optimizer.plan import Activity, ActivityKind, Plan, Route
from optimizer.stop import limits
from optimizer.task import Mode, Task
from optimizer.timetable import routes_of
from tests.streets import street_network
from tests.test_random_days import planned, random_streets

ANY_TIME = (TimeWindow(earliest_s=0, latest_s=86_400),)

# On these streets vehicles drive 36 km/h x 0.8 = 8 m/s, and work at 9 km/h = 2.5 m/s.


def stretch(network, *keys, start_m=0, end_m=None, kg=1, litres=0, work=Work.SWEEP, number=1):
    """A task along an arc, or along either of several."""
    modes = []
    for key in keys:
        arc = network.arc_of_key[key]
        length_m = int(network.arc_length_m[arc])
        last_m = length_m if end_m is None else end_m
        modes.append(
            Mode(
                place=Place(
                    entries=(Position(arc=arc, offset_m=start_m),),
                    exits=(Position(arc=arc, offset_m=last_m),),
                ),
                service_m=last_m - start_m,
                service_s=0,
            )
        )
    return Task(
        id=f"{work}/{'|'.join(keys)}/{start_m}/{number}",
        work=work,
        name="street",
        modes=tuple(modes),
        demand_kg=kg,
        demand_l=litres,
        windows=ANY_TIME,
    )


def yard(network, key, offset_m=0):
    position = Position(arc=network.arc_of_key[key], offset_m=offset_m)
    return Place(entries=(position,), exits=(position,))


def one_sweeper(*, hopper_kg=1000, tank_l=0, hours=8, works=(Work.SWEEP,), num_shifts=1):
    return Vehicle(
        id="S1",
        kind=VehicleKind.SWEEPER,
        profile="sweeper",
        works=works,
        depot_id="yard",
        shifts=tuple(
            Shift(id=f"{n}", start_s=n * hours * 3600, end_s=(n + 1) * hours * 3600)
            for n in range(num_shifts)
        ),
        hopper_kg=hopper_kg,
        tank_l=tank_l,
        working_kph=9,
        travel_kph=40,
        cost_per_km_fen=1,
        cost_per_hour_fen=1,
    )


def facility(id_, *, streams=(Stream.SWEEPINGS,), has_water=False, visit_s=0):
    is_depot = id_ == "yard"
    return Facility(
        id=id_,
        name=id_,
        kind=FacilityKind.DEPOT if is_depot else FacilityKind.TRANSFER_STATION,
        lon=0,
        lat=0,
        streams=streams,
        has_water=has_water,
        visit_s=visit_s,
        parking=9 if is_depot else 0,
    )


def plan_serving(tasks):
    """A plan that claims all tasks and no time: the bound asks only what it serves."""
    return Plan(
        routes=(
            Route(
                vehicle_id="S1",
                shift_id="day",
                activities=tuple(
                    Activity(
                        kind=ActivityKind.SERVICE, task_id=t.id, arrival_s=0, begin_s=0, end_s=0
                    )
                    for t in tasks
                ),
            ),
        )
    )


def bound(network, tasks, *, vehicle=None, facilities=None, sites) -> TimeBound:
    fleet = Fleet(
        vehicles=(vehicle or one_sweeper(),), facilities=facilities or (facility("yard"),)
    )
    return time_bound(network, fleet, tasks, sites, plan_serving(tasks))


def square(**attributes):
    """Four streets of 400 m round a block: 1 - 2 - 3 - 4 - 1."""
    nodes = {1: (0, 0), 2: (400, 0), 3: (400, 400), 4: (0, 400)}
    return nodes, [(1, 2, attributes), (2, 3, attributes), (3, 4, attributes), (4, 1, attributes)]


def test_one_way_loop_needs_its_corners_and_nothing_else():
    network = street_network(*square(one_way=True))
    keys = ("1>2", "2>3", "3>4", "4>1")
    tasks = [stretch(network, key) for key in keys]
    found = bound(network, tasks, sites={"yard": yard(network, "1>2")})
    # 4 x 400 m at 2.5 m/s; four left turns of 8 s, across oncoming traffic.
    assert found.service_s == 4 * 160
    assert found.deadhead_s == 4 * 8
    assert found.value_s == 640 + 32


def test_a_street_that_is_not_swept_is_driven_where_it_closes_the_loop():
    network = street_network(*square(one_way=True))
    tasks = [stretch(network, key) for key in ("1>2", "2>3", "3>4")]
    found = bound(network, tasks, sites={"yard": yard(network, "1>2")})
    # 400 m at 8 m/s and the four corners.
    assert found.deadhead_s == 50 + 32


def test_both_kerbs_of_a_dead_end_need_the_turn_at_its_end():
    network = street_network({1: (0, 0), 2: (300, 0)}, [(1, 2)])
    tasks = [stretch(network, "1>2"), stretch(network, "2>1")]
    found = bound(network, tasks, sites={"yard": yard(network, "1>2")})
    # Both ends are dead ends: two U-turns of 45 s.
    assert found.service_s == 2 * 120
    assert found.deadhead_s == 2 * 45


def test_one_kerb_of_a_dead_end_needs_the_way_back_too():
    network = street_network({1: (0, 0), 2: (300, 0)}, [(1, 2)])
    found = bound(network, [stretch(network, "1>2")], sites={"yard": yard(network, "1>2")})
    # 300 m at 8 m/s = 37.5 s and two U-turns; no part of a second is lost.
    assert found.deadhead_s == 2 * 45 + 38


def dual_carriageway(**options):
    """1 > 2 > 3 eastward and 6 > 5 > 4 westward, joined at both ends and between 2 and 5."""
    nodes = {1: (0, 0), 2: (400, 0), 3: (800, 0), 4: (0, 80), 5: (400, 80), 6: (800, 80)}
    streets = [
        (1, 2, {"one_way": True}),
        (2, 3, {"one_way": True}),
        (6, 5, {"one_way": True}),
        (5, 4, {"one_way": True}),
        (3, 6, {"one_way": True}),
        (4, 1, {"one_way": True}),
        (2, 5, {"one_way": True}),
    ]
    return street_network(nodes, streets, **options)


def test_the_median_kerb_of_a_dual_carriageway_forces_a_second_round():
    network = dual_carriageway()
    right = [stretch(network, "2>3")]
    both = [*right, stretch(network, "2>3", number=2)]
    sites = {"yard": yard(network, "1>2")}
    once = bound(network, right, sites=sites)
    twice = bound(network, both, sites=sites)
    # A round is 1>2 (50 s), 3>6 (10), 6>5 (50), 5>4 (50), 4>1 (10) and four corners of 8 s.
    assert once.deadhead_s == 170 + 32
    assert twice.deadhead_s == 2 * (170 + 32)


def test_a_ban_on_turning_raises_the_bound():
    free, barred = dual_carriageway(), dual_carriageway(banned=[("1>2", "2>5")])
    # Without the ban 2 > 5 leads back: 10 + 50 + 10 s and four corners.
    for network, deadhead_s in ((free, 70 + 32), (barred, 50 + 10 + 50 + 50 + 10 + 32)):
        sites = {"yard": yard(network, "1>2")}
        assert bound(network, [stretch(network, "1>2")], sites=sites).deadhead_s == deadhead_s


def test_a_ban_over_a_via_way_raises_the_bound():
    nodes = {1: (0, 0), 2: (400, 0), 3: (400, 400), 4: (0, 400), 5: (800, 400)}
    streets = [
        (1, 2, {"one_way": True}),
        (2, 3, {"one_way": True}),
        (3, 4, {"one_way": True}),
        (4, 1, {"one_way": True}),
        (3, 5, {"one_way": True}),
        (5, 2, {"one_way": True}),
    ]
    free = street_network(nodes, streets)
    barred = street_network(nodes, streets, banned=[("1>2", "2>3", "3>4")])
    values = [
        bound(network, [stretch(network, "1>2")], sites={"yard": yard(network, "1>2")}).deadhead_s
        for network in (free, barred)
    ]
    assert values[0] == 150 + 32
    assert values[1] > values[0]


def test_a_lane_swept_either_way_takes_the_better_direction():
    nodes, streets = square(one_way=True)
    network = street_network(nodes, [*streets[:2], (3, 4), streets[3]], turning=[3, 4])
    keys = ("1>2", "2>3", "4>1")
    kerbs = [stretch(network, key) for key in keys]
    sites = {"yard": yard(network, "1>2")}
    either = bound(network, [*kerbs, stretch(network, "4>3", "3>4")], sites=sites)
    assert either.deadhead_s == 4 * 8
    against = bound(network, [*kerbs, stretch(network, "4>3")], sites=sites)
    assert against.deadhead_s > either.deadhead_s


def test_part_of_an_arc_is_driven_in_part():
    network = street_network(*square(one_way=True))
    tasks = [
        stretch(network, "1>2", start_m=0, end_m=120),
        stretch(network, "1>2", start_m=200, end_m=400),
        *(stretch(network, key) for key in ("2>3", "3>4", "4>1")),
    ]
    found = bound(network, tasks, sites={"yard": yard(network, "1>2", 120)})
    # 80 m of the first street at 8 m/s.
    assert found.deadhead_s == 4 * 8 + 10


def test_every_route_unloads_and_demand_forces_the_rest():
    network = street_network(*square(one_way=True))
    tasks = [stretch(network, key, kg=30) for key in ("1>2", "2>3", "3>4", "4>1")]
    sites = {"yard": yard(network, "1>2")}
    facilities = (facility("yard", visit_s=600),)
    plenty = bound(network, tasks, sites=sites, facilities=facilities)
    assert plenty.facility_s == 600
    # 120 kg in hoppers of 50 kg: three visits, whatever the sizes of the tasks.
    scarce = bound(
        network, tasks, vehicle=one_sweeper(hopper_kg=50), sites=sites, facilities=facilities
    )
    assert scarce.facility_s == 3 * 600


def test_the_nearer_of_two_facilities_is_enough():
    nodes, streets = square(one_way=True)
    nodes |= {5: (800, 0), 6: (-1600, 0)}
    network = street_network(nodes, [*streets, (2, 5), (1, 6)])
    tasks = [stretch(network, key) for key in ("1>2", "2>3", "3>4", "4>1")]
    sites = {
        "yard": yard(network, "1>2"),
        "near": yard(network, "2>5", 400),
        "far": yard(network, "1>6", 1600),
    }
    dry = facility("yard", streams=())
    without = bound(network, tasks, sites=sites)
    found = bound(network, tasks, sites=sites, facilities=(dry, facility("near"), facility("far")))
    # Instead of a left turn at 2: straight on, 400 m, a U-turn, 400 m, and a right turn.
    assert found.deadhead_s - without.deadhead_s == 50 + 45 + 50 + 3 - 8
    far_only = bound(network, tasks, sites=sites, facilities=(dry, facility("far")))
    assert far_only.deadhead_s > found.deadhead_s


def test_water_must_be_brought_tank_by_tank():
    """A street that ends 1,600 m from the only hydrant, washed in four passes."""
    nodes = {1: (0, 0), 2: (1600, 0), 3: (2000, 0)}
    network = street_network(nodes, [(1, 2), (2, 3)], turning=[2])
    tasks = [
        stretch(network, key, kg=0, litres=100, number=number)
        for key in ("2>3", "3>2")
        for number in (1, 2, 3, 4)
    ]
    sites = {"yard": yard(network, "1>2")}
    facilities = (facility("yard", has_water=True, visit_s=600),)
    found = bound(
        network, tasks, vehicle=one_sweeper(tank_l=200), sites=sites, facilities=facilities
    )
    # 800 l in tanks of 200 l: the first is full at the start, three are filled; four ways out and
    # back along 1,600 m at 8 m/s, and a U-turn at either end each time.
    assert found.facility_s == 3 * 600
    assert found.rows[0].balance_s == 4 * 2 * 45
    assert found.rows[0].depot_s == 2 * 200
    assert found.rows[0].trips_s == 3 * 2 * 200


def test_long_work_forces_several_routes():
    network = street_network(*square(one_way=True))
    tasks = [stretch(network, "1>2", number=number) for number in range(60)]
    found = bound(
        network,
        tasks,
        vehicle=one_sweeper(hours=1, num_shifts=9),
        sites={"yard": yard(network, "2>3")},
    )
    # 9,600 s of work and 60 rounds of 182 s: 20,520 s in shifts of 3,600 s.
    assert found.rows[0].departures == 6


def test_works_of_one_vehicle_are_bounded_together():
    network = street_network(*square(one_way=True))
    tasks = [stretch(network, "1>2"), stretch(network, "2>3", work=Work.WASH, kg=0, litres=1)]
    vehicle = one_sweeper(tank_l=10, works=(Work.SWEEP, Work.WASH))
    found = bound(network, tasks, vehicle=vehicle, sites={"yard": yard(network, "1>2")})
    assert [row.works for row in found.rows] == [(Work.SWEEP, Work.WASH)]
    # One round serves both.
    assert found.deadhead_s == 2 * 50 + 32


def test_only_the_works_asked_for_are_bounded():
    network = street_network(*square(one_way=True))
    fleet = Fleet(vehicles=(one_sweeper(),), facilities=(facility("yard"),))
    tasks, sites = [stretch(network, "1>2")], {"yard": yard(network, "1>2")}
    plan = plan_serving(tasks)
    assert time_bound(network, fleet, tasks, sites, plan, works=[Work.WASH]).rows == ()
    assert len(time_bound(network, fleet, tasks, sites, plan, works=[Work.SWEEP]).rows) == 1


def test_passes_in_different_shifts_make_a_round_each():
    network = street_network(*square(one_way=True))
    sites = {"yard": yard(network, "1>2")}
    vehicle = one_sweeper(num_shifts=2)
    kerbs = [stretch(network, "1>2", number=1), stretch(network, "2>3", number=2)]
    late = (TimeWindow(earliest_s=10 * 3600, latest_s=12 * 3600),)
    early = (TimeWindow(earliest_s=0, latest_s=2 * 3600),)
    apart = [replace(kerbs[0], windows=early), replace(kerbs[1], windows=late)]
    # Together one round with two streets unswept; apart two rounds with three each.
    assert bound(network, kerbs, vehicle=vehicle, sites=sites).deadhead_s == 2 * 50 + 32
    assert bound(network, apart, vehicle=vehicle, sites=sites).deadhead_s == 2 * (3 * 50 + 32)


@pytest.mark.parametrize(("num_shifts", "refills"), [(1, 3), (2, 2)])
def test_only_the_routes_of_the_fleet_begin_with_a_full_tank(num_shifts, refills):
    network = street_network(*square(one_way=True))
    sites = {"yard": yard(network, "1>2")}
    tasks = [stretch(network, key, kg=0, litres=100) for key in ("1>2", "2>3", "3>4", "4>1")]
    found = bound(
        network,
        tasks,
        vehicle=one_sweeper(tank_l=100, num_shifts=num_shifts),
        sites=sites,
        facilities=(facility("yard", has_water=True, visit_s=600),),
    )
    assert found.facility_s == refills * 600


def test_what_is_left_out_is_said_in_sentences():
    assert all(ignored.sentence.endswith(".") for ignored in Ignored)


def least_s(network, vehicle, facilities, tasks, sites):
    """Returns the least paid time of serving all tasks, found by trying everything.

    Windows and hours do not count, as they do not for the bound; there is a route for each shift.
    """
    finder = PathFinder(network, driving_profile(vehicle, vehicle.shifts[0]))
    places = [sites["yard"]]
    modes = []
    for number, task in enumerate(tasks):
        for mode in task.modes:
            if finder.reaches(mode.place):
                modes.append((number, task, working_s(mode, vehicle), len(places)))
                places.append(mode.place)
    visits = []
    for one in facilities:
        if finder.reaches(sites[one.id]):
            visits.append((one, len(places)))
            places.append(sites[one.id])
    travel_s = finder.matrix(places).duration_s.tolist()
    start = (0, 0, 0, vehicle.tank_l, 1)
    best = {start: 0}
    queue = [(0, start)]
    while queue:
        cost_s, state = heapq.heappop(queue)
        if cost_s > best[state]:
            continue
        done, at, kg, litres, routes = state
        if done == (1 << len(tasks)) - 1 and at == 0 and kg == 0:
            return cost_s
        ways = [
            (
                travel_s[at][place] + work_s,
                (done | 1 << n, place, kg + t.demand_kg, litres - t.demand_l, routes),
            )
            for n, t, work_s, place in modes
            if not done >> n & 1
            and kg + t.demand_kg <= max(vehicle.hopper_kg, 0)
            and t.demand_l <= litres
        ]
        for one, place in visits:
            visit_s = travel_s[at][place] + one.visit_s
            if one.streams and kg:
                ways.append((visit_s, (done, place, 0, litres, routes)))
            if one.has_water and litres < vehicle.tank_l:
                ways.append((visit_s, (done, place, kg, vehicle.tank_l, routes)))
        if kg == 0 and at != 0:
            again = (done, 0, 0, vehicle.tank_l, routes + 1)
            if routes < len(vehicle.shifts) or done == (1 << len(tasks)) - 1:
                ways.append((travel_s[at][0], again))
        for step_s, after in ways:
            if cost_s + step_s < best.get(after, 1 << 60):
                best[after] = cost_s + step_s
                heapq.heappush(queue, (cost_s + step_s, after))
    return None


def random_work(draw, network, num_tasks, work):
    """Stretches of random arcs, some of which may be done either way."""
    tasks = []
    for number in range(num_tasks):
        arc = draw.randrange(network.num_arcs)
        length_m = int(network.arc_length_m[arc])
        start_m = draw.choice([0, draw.randrange(length_m)])
        end_m = draw.choice([length_m, draw.randint(start_m, length_m)])
        inverse = int(network.arc_inverse[arc])
        ends = [(arc, start_m, end_m)]
        if inverse >= 0 and draw.random() < 0.4:
            ends.append((inverse, length_m - end_m, length_m - start_m))
        tasks.append(
            Task(
                id=f"{work}/{number}",
                work=work,
                name="street",
                modes=tuple(
                    Mode(
                        place=Place(
                            entries=(Position(arc=one, offset_m=low),),
                            exits=(Position(arc=one, offset_m=high),),
                        ),
                        service_m=end_m - start_m,
                        service_s=0,
                    )
                    for one, low, high in ends
                ),
                demand_kg=0 if work is Work.WASH else draw.randint(0, 30),
                demand_l=draw.randint(1, 30),
                windows=ANY_TIME,
            )
        )
    return tasks


def random_case(seed, num_tasks):
    draw = random.Random(seed)
    network = random_streets(draw)
    work = draw.choice([Work.SWEEP, Work.WASH])
    tasks = random_work(draw, network, num_tasks, work)
    vehicle = one_sweeper(
        hopper_kg=draw.choice([30, 60, 1000]),
        tank_l=draw.choice([30, 45, 1000]),
        works=(work,),
        num_shifts=draw.randint(1, 2),
    )
    facilities = (
        facility("yard", streams=draw.choice([(), (Stream.SWEEPINGS,)])),
        facility("station", visit_s=draw.randint(0, 300)),
        facility("water", streams=(), has_water=True, visit_s=draw.randint(0, 300)),
    )
    drivable = np.flatnonzero(
        PathFinder(network, driving_profile(vehicle, vehicle.shifts[0])).routable
    ).tolist()
    sites = {}
    for one in facilities:
        arc = draw.choice(drivable)
        positions = [Position(arc=arc, offset_m=int(network.arc_length_m[arc]) // 3)]
        inverse = int(network.arc_inverse[arc])
        if inverse in drivable:
            length_m = int(network.arc_length_m[arc])
            positions.append(Position(arc=inverse, offset_m=length_m - positions[0].offset_m))
        sites[one.id] = Place(entries=tuple(positions), exits=tuple(positions))
    return network, vehicle, facilities, tasks, sites


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 10**6), num_tasks=st.integers(1, 4))
def test_the_bound_never_exceeds_the_best_answer(seed, num_tasks):
    network, vehicle, facilities, tasks, sites = random_case(seed, num_tasks)
    best_s = least_s(network, vehicle, facilities, tasks, sites)
    if best_s is None:
        return
    found = bound(network, tasks, vehicle=vehicle, facilities=facilities, sites=sites)
    assert found.value_s <= best_s


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10**6))
# Its second shift has no work, and once the flow went out from that shift's depot alone.
@example(seed=264)
def test_the_bound_never_exceeds_a_plan(seed):
    network, fleet, tasks, sites, plan = planned(seed, "ruin_recreate", 120)
    found = time_bound(network, fleet, tasks, sites, plan)
    assert found.plan_s == sum(route.paid_s for route in plan.routes)
    for row in found.rows:
        assert row.value_s <= row.plan_s


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_the_bound_never_exceeds_a_plan_that_washes(seed):
    network, vehicle, facilities, tasks, sites = random_case(seed, 12)
    fleet = Fleet(vehicles=(vehicle,), facilities=facilities)
    day = build_day(network, fleet, tasks, sites)
    outcome = engine_named("ruin_recreate")(
        day.instance,
        stop=limits(iterations=300, seconds=None),
        seed=seed,
        cost_unit=1,
        watch=IDLE,
    )
    plan = Plan(routes=routes_of(day, outcome.solution), unassigned=explain(day, outcome.solution))
    found = time_bound(network, fleet, tasks, sites, plan)
    assert found.value_s <= found.plan_s


def test_the_bound_says_the_gap_and_its_parts():
    network = street_network(*square(one_way=True))
    tasks = [stretch(network, "1>2")]
    found = bound(network, tasks, sites={"yard": yard(network, "1>2")})
    assert found.gap == pytest.approx((0 - found.value_s) / found.value_s)
    assert str(found).startswith("Bound: ")
