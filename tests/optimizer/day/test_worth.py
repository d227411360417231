"""Prizes: what optional work counts, and that no drive is too long for required work."""

from dataclasses import replace

import numpy as np
import pytest

from fleet import Fleet, InvalidValue, Shift, TimeWindow, Work
from optimizer.day.building import build_day
from optimizer.day.prices import Prices, price_day
from optimizer.day.worth import class_weights, prefer_classes, ranks_of, weigh_optional
from optimizer.engines import Run
from optimizer.instance.instance import FEN
from optimizer.solver import solve
from optimizer.stop import limits
from scenarios.due.demand import find_due_work
from scenarios.files.networks import load_network
from scenarios.files.store import load_scenario
from scenarios.planning.day_work import day_of
from scenarios.planning.staffing import staff
from tests.hand_drawn import HOUR_S, STANDARD, SWEEPER, YARD, small_day, yard_at
from tests.optimizer.checker.hand_made import STOP_C, SWEEP_A
from tests.scenarios.planning.test_chain import DATA, STREETS
from tests.streets import street_network

FAR = street_network({1: (0, 0), 2: (1000, 0), 3: (31_000, 0)}, [(1, 2), (2, 3)], turning=[2])
"""A street to be swept and the road to a tip 30 km away: 3,750 s of driving each way."""


def test_the_risk_of_an_overflow_is_a_price_that_no_weight_raises(tmp_path, monkeypatch):
    monkeypatch.setenv("ONEBROOM_CACHE", str(tmp_path))
    scenario = load_scenario(str(DATA / "hamlet-chain"))
    network = load_network(osm=STREETS)
    due = find_due_work(scenario, network)
    day = day_of(due, staff(due, network), network)
    prize = weigh_optional(day.instance, day.tasks, sweep_weight=10, other_weight=10)
    optional = {task.id: number for number, task in enumerate(day.tasks) if not task.required}
    assert "container/G2" in optional
    times = {id_: prize[n] / (FEN * day.tasks[n].prize_fen) for id_, n in optional.items()}
    assert times.pop("container/G2") == 1
    assert np.allclose(list(times.values()), 10)


def test_required_work_is_done_though_it_is_far_to_where_it_is_unloaded():
    sites = {"yard": yard_at(FAR, "1>2", 20), "tip": yard_at(FAR, "2>3", 29_900)}
    yard = replace(YARD, streams=())
    tip = replace(YARD, id="tip", kind="plant", parking=0)
    day = small_day(FAR, {"yard": sites["yard"]})
    # Only the near street is due, and nobody minds it but for being required.
    tasks = [replace(t, prize_fen=0) for t in day.tasks if t.kerb.arc in ("1>2", "2>1")]
    fleet = Fleet(vehicles=(SWEEPER,), facilities=(yard, tip))
    instance = build_day(FAR, fleet, tasks, sites).instance
    outcome = solve(instance, Run(stop=limits(iterations=100), seed=1))
    assert outcome.solution.absent == ()


def served_of(streets, *, yard, **prices):
    """The lengths of the kerbs that one sweeper does; all are required, a m2 worth 2 fen."""
    window = (TimeWindow(earliest_s=6 * HOUR_S, latest_s=10 * HOUR_S),)
    standard = replace(
        STANDARD, highways=("tertiary",), prize_fen_per_m2=2, passes=(window,), required=True
    )
    shift = Shift(id="day", start_s=6 * HOUR_S, end_s=10 * HOUR_S)
    day = small_day(
        streets,
        {"yard": yard_at(streets, *yard)},
        standards=(standard,),
        vehicles=(replace(SWEEPER, shifts=(shift,)),),
    )
    priced = price_day(day.day, streets, Prices(**prices))
    plan = day.plan_of(solve(priced.instance, Run(stop=limits(iterations=200), seed=1)).solution)
    return sorted(
        activity.service_m
        for route in plan.routes
        for activity in route.activities
        if activity.service_m
    )


ASIDE = street_network(
    {1: (-420, 0), 2: (-20, 0), 3: (880, 0), 4: (893, 0)},
    [
        (1, 2, {"highway": "tertiary"}),
        (2, 3, {"highway": "service"}),
        (3, 4, {"highway": "tertiary"}),
    ],
    turning=[1, 4],
)
"""A street of 400 m, and 900 m from it a piece of 13 m."""

BETWEEN = street_network(
    {1: (-420, 0), 2: (-20, 0), 3: (-7, 0), 4: (100, 0)},
    [
        (1, 2, {"highway": "tertiary"}),
        (2, 3, {"highway": "tertiary"}),
        (3, 4, {"highway": "service"}),
    ],
    turning=[1, 4],
)
"""The same street with the piece at its end."""


def test_nobody_drives_to_a_required_piece_of_13_m_and_who_passes_does_it():
    # 13 m x 4 m x 2 fen, counted 20 times, are 21 yuan, and 13 of 200 m of a route for it alone
    # are less. A drive to it has the price of 70 m: 112 yuan.
    assert served_of(ASIDE, yard=("2>3", 100), least_run_m=70) == [400, 400]
    assert served_of(BETWEEN, yard=("3>4", 50), least_run_m=70) == [13, 13, 400, 400]
    # Without that price two kilometres of driving, 4 yuan and 2 min, are little for it.
    assert served_of(ASIDE, yard=("2>3", 100)) == [13, 13, 400, 400]


def test_a_short_piece_has_its_share_of_the_worth_of_a_route():
    streets = street_network({1: (0, 0), 2: (150, 0), 3: (160, 0)}, [(1, 2), (2, 3)], turning=[3])
    day = small_day(streets, {"yard": yard_at(streets, "2>3", 5)})
    tasks = [replace(t, prize_fen=0) for t in day.tasks if t.kerb.arc in ("1>2", "2>1")]
    prize = {}
    for length_m in (50, 150, 200, 400):
        mode = replace(tasks[0].modes[0], service_m=length_m)
        one = replace(tasks[0], modes=(mode,))
        instance = build_day(streets, day.fleet, [one], day.sites).instance
        prize[length_m] = int(instance.prize[0])
    per_m, per_s = int(instance.type_per_m[0]), int(instance.type_per_s[0])
    # At 6 km/h a metre takes 0.6 s, and the drives are the same.
    route = {m: prize[400] - (400 - m) * per_m - (400 - m) * 6 // 10 * per_s for m in prize}
    assert prize[200] == route[200]
    assert prize[150] == route[150] // 200 * 150
    assert prize[50] == route[50] // 200 * 50


def kerb_of(service_class, fen_per_m2, *, work=Work.SWEEP, area_m2=400, required=True):
    return replace(
        SWEEP_A,
        work=work,
        service_class=service_class,
        area_m2=area_m2,
        prize_fen=fen_per_m2 * area_m2,
        required=required,
    )


RANKS = [
    # Three classes of 12, 10 and 8 fen a square metre.
    ([("I", 12), ("II", 10), ("III", 8)], [2, 1, 0]),
    # Two that are worth the same stand side by side, and both above the third.
    ([("I", 12), ("II", 12), ("III", 8)], [1, 1, 0]),
    ([("I", 12), ("I", 12)], [0, 0]),
    # And they are one step for whoever stands above them.
    ([("I", 12), ("II", 8), ("III", 8)], [1, 0, 0]),
    # The second pass of class I is worth 3 fen: it is class I all the same.
    ([("I", 12), ("I", 3), ("III", 8)], [1, 1, 0]),
]


@pytest.mark.parametrize(("rows", "ranks"), RANKS)
def test_a_class_stands_above_those_that_are_worth_less_a_square_metre(rows, ranks):
    assert ranks_of([kerb_of(*row) for row in rows]).tolist() == ranks


def test_a_small_kerb_stands_as_high_as_a_large_one_of_its_class():
    tasks = [kerb_of("I", 12, area_m2=10), kerb_of("III", 8, area_m2=9_000)]
    assert ranks_of(tasks).tolist() == [1, 0]


def test_each_work_has_an_order_of_its_own():
    # Washing class I is worth less than sweeping class III, and more than washing class II.
    tasks = [
        kerb_of("III", 8),
        kerb_of("I", 4, work=Work.WASH),
        kerb_of("II", 3, work=Work.WASH),
    ]
    assert ranks_of(tasks).tolist() == [0, 1, 0]


def test_what_is_not_required_and_stops_stand_above_nothing():
    optional = kerb_of("I", 12, required=False)
    # The optional class I says nothing of what is required either.
    assert ranks_of([optional, kerb_of("III", 8), STOP_C]).tolist() == [0, 0, 0]
    assert ranks_of([optional, kerb_of("III", 8), kerb_of("IV", 3)]).tolist() == [0, 1, 0]
    assert ranks_of([]).tolist() == []


CROSSING = street_network(
    {1: (-420, 0), 2: (-20, 0), 3: (0, 0), 4: (0, 20), 5: (0, 420)},
    [
        (1, 2, {"highway": "primary"}),
        (2, 3, {"highway": "service"}),
        (3, 4, {"highway": "service"}),
        (4, 5, {"highway": "tertiary"}),
    ],
    turning=[1, 5],
)
"""A street of class I and one of class III, 400 m each, from the yard at their corner."""


def short_morning(minutes, **prices):
    """What is due there, and the yard's sweeper with so many minutes; prices of the day."""
    window = (TimeWindow(earliest_s=6 * HOUR_S, latest_s=10 * HOUR_S),)
    shared = {"passes": (window,), "required": True}
    standards = (
        replace(STANDARD, id="I", highways=("primary",), prize_fen_per_m2=12, **shared),
        replace(STANDARD, id="III", highways=("tertiary",), prize_fen_per_m2=8, **shared),
    )
    shift = Shift(id="day", start_s=6 * HOUR_S, end_s=6 * HOUR_S + 60 * minutes)
    day = small_day(
        CROSSING,
        {"yard": yard_at(CROSSING, "2>3", 10)},
        standards=standards,
        vehicles=(replace(SWEEPER, shifts=(shift,)),),
    )
    return day, price_day(day.day, CROSSING, Prices(**prices))


WEIGHTS = [
    # 8 fen in class III, k times as much in II and k x k times in I, whatever their own prizes.
    (2.0, [("I", 12), ("II", 10), ("III", 8)], [32 / 12, 16 / 10, 1]),
    (1.0, [("I", 12), ("II", 10), ("III", 8)], [8 / 12, 8 / 10, 1]),
    (0.0, [("I", 12), ("II", 10), ("III", 8)], [1, 1, 1]),
    # A second pass that is worth a quarter of the first stays so.
    (2.0, [("I", 12), ("I", 3), ("III", 8)], [16 / 12, 16 / 12, 1]),
    # What is worth nothing is no class to count by.
    (2.0, [("I", 12), ("II", 10), ("III", 0)], [20 / 12, 1, 1]),
]


@pytest.mark.parametrize(("k", "rows", "weights"), WEIGHTS)
def test_a_square_metre_of_a_class_counts_as_k_of_the_one_below(k, rows, weights):
    tasks = [kerb_of(*row) for row in rows]
    assert class_weights(tasks, higher_class_m2=k).tolist() == pytest.approx(weights)


def test_optional_work_and_stops_have_no_k():
    tasks = [kerb_of("I", 12, required=False), kerb_of("II", 10), kerb_of("III", 8), STOP_C]
    assert class_weights(tasks, higher_class_m2=3.0).tolist() == pytest.approx([1, 2.4, 1, 1])


def test_k_changes_the_prizes_of_the_day():
    # Class I: 3 x 8 fen in the place of 12.
    day, priced = short_morning(60, higher_class_m2=3.0)
    one = day.day.instance.prize
    times = {
        task.service_class: priced.instance.prize[number] / one[number]
        for number, task in enumerate(priced.tasks)
    }
    assert times == {"I": 2.0, "III": 1.0}


def test_k_makes_no_required_work_worth_less_than_a_route_for_it_alone():
    day, _ = short_morning(60)
    poor = [replace(task, prize_fen=task.area_m2 // 10) for task in day.day.tasks]
    rich = [
        replace(task, prize_fen=task.area_m2) if task.service_class == "I" else task
        for task in poor
    ]
    # Class I would be worth 0.1 fen a square metre, as class III is, 32 yuan: less than a way.
    priced = build_day(CROSSING, day.fleet, rich, day.sites)
    alone = build_day(CROSSING, day.fleet, poor, day.sites)
    with_k = prefer_classes(priced, higher_class_m2=1.0)
    assert with_k.instance.prize.tolist() == alone.instance.prize.tolist()


@pytest.mark.parametrize("k", [0.0, 1.5])
def test_without_k_or_where_the_prizes_say_the_same_nothing_changes(k):
    day, _ = short_morning(60)
    assert prefer_classes(day.day, higher_class_m2=k) is day.day


def test_k_is_nothing_or_at_least_one():
    with pytest.raises(InvalidValue, match=r"higher_class_m2 must be 0 or at least 1, got 0\.5"):
        Prices(higher_class_m2=0.5)


@pytest.mark.parametrize("seed", range(3))
def test_with_k_class_one_is_swept_first_when_time_is_short(seed):
    # A kerb of 400 m takes 240 s at 6 km/h; 12 min are enough for one street, there and back.
    day, priced = short_morning(12, higher_class_m2=4.5)
    assert len(priced.tasks) == 4
    run = Run(stop=limits(iterations=300), seed=seed)
    plan = day.plan_of(solve(priced.instance, run).solution)
    left = {one.task_id for one in plan.unassigned}
    of_class = {task.id: task.service_class for task in priced.tasks}
    assert {of_class[id_] for id_ in left} == {"III"}
    assert {of_class[id_] for id_ in plan.served} == {"I"}


@pytest.mark.parametrize(("k", "served"), [(0.0, ["III"] * 2), (4.5, ["I"])])
def test_one_kerb_of_class_one_outweighs_two_of_class_three_only_by_k(k, served):
    # There is time for one of the streets. Class I: 800 m x 2.5 m x 12 fen = 24,000 fen. Class
    # III: two kerbs of 400 m x 4 m x 8 fen = 25,600 fen. With k = 4.5 it is 2,000 m2 x 36 fen.
    window = (TimeWindow(earliest_s=6 * HOUR_S, latest_s=10 * HOUR_S),)
    standards = tuple(
        replace(
            STANDARD,
            id=id_,
            highways=(highway,),
            prize_fen_per_m2=fen,
            passes=(window,),
            required=True,
        )
        for id_, highway, fen in (("I", "primary", 12), ("III", "tertiary", 8))
    )
    streets = street_network(
        {1: (-820, 0), 2: (-20, 0), 3: (0, 0), 4: (0, 20), 5: (0, 420)},
        [
            # One-way and so narrow that it has one kerb.
            (1, 2, {"highway": "primary", "one_way": True, "width_cm": 250}),
            (2, 1, {"highway": "service"}),
            (2, 3, {"highway": "service"}),
            (3, 4, {"highway": "service"}),
            (4, 5, {"highway": "tertiary"}),
        ],
        turning=[1, 5],
    )
    # Class I: 800 m drive, 800 m of work (480 s). Class III: 2 kerbs of 400 m (480 s).
    shift = Shift(id="day", start_s=6 * HOUR_S, end_s=6 * HOUR_S + 12 * 60)
    day = small_day(
        streets,
        {"yard": yard_at(streets, "2>3", 10)},
        standards=standards,
        vehicles=(replace(SWEEPER, shifts=(shift,)),),
    )
    priced = price_day(day.day, streets, Prices(higher_class_m2=k))
    run = Run(stop=limits(iterations=300), seed=1)
    plan = day.plan_of(solve(priced.instance, run).solution)
    of_class = {task.id: task.service_class for task in priced.tasks}
    assert sorted(of_class[id_] for id_ in plan.served) == served
