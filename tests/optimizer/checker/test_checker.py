"""The checker as a whole: independent, documented, never raising, and at one with the paths."""

import ast
import random
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import optimizer.checker
from optimizer.checker import ViolationCode, check
from optimizer.day.duty import driving_profile
from optimizer.network.paths.path_finder import PathFinder
from optimizer.network.place import Place, Position
from optimizer.plan import Activity, ActivityKind, Plan, Route
from tests.optimizer.checker.hand_made import (
    PLAN,
    ROUTE,
    S1,
    SERVE_A,
    SHIFT,
    driven,
    edited,
    fleet_of,
    line,
    violations,
)
from tests.streets import street_network

ALLOWED = {
    "fleet",
    "optimizer.checker",
    "optimizer.errors",
    "optimizer.chain.ledger",
    "optimizer.network.kerb",
    "optimizer.network.place",
    "optimizer.network.profile",
    "optimizer.network.road_network",
    "optimizer.events",
    "optimizer.hands",
    "optimizer.plan",
    "optimizer.task",
}


def test_the_checker_imports_nothing_that_makes_plans():
    for file in Path(optimizer.checker.__file__).parent.glob("*.py"):
        for module in imported(ast.parse(file.read_text(encoding="utf-8"))):
            ours = module.split(".")[0] in ("optimizer", "fleet", "scenarios", "api")
            known = module in ALLOWED or module.startswith("optimizer.checker.")
            assert known or not ours, f"{file.name} imports {module}"


def imported(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield str(node.module)


def test_every_code_stands_in_the_table_of_the_package():
    documented = [row.split()[0] for row in str(optimizer.checker.__doc__).splitlines() if row]
    assert [code for code in ViolationCode if code not in documented] == []


def test_a_violation_says_code_place_and_values():
    (violation,) = violations(edited(SERVE_A, service_m=90))
    assert violation.code is ViolationCode.SERVICE_LENGTH
    assert str(violation) == (
        "[service_length] S1/day activity 1 (service A): says 90 m worked, it is 100 m"
    )


def test_all_violations_are_returned_not_the_first():
    plan = replace(edited(SERVE_A, service_m=90, load_kg=1), unassigned=())
    assert sorted(violation.code for violation in violations(plan)) == [
        "service_length",
        "stated_load",
        "task_lost",
    ]


NONSENSE = st.one_of(
    st.none(),
    st.just(""),
    st.text(max_size=5),
    st.sampled_from(["A", "B", "C", "D", "T", "W"]),
)
NUMBERS = st.integers(-(10**6), 10**6)
ARCS = st.lists(
    st.sampled_from(["1>2", "2>1", "2>3", "3>2", "5>6", "6>5", "9>9", "", ">", "1>2#1"]),
    max_size=4,
)
DRIVES = st.none() | st.builds(
    lambda arcs, a, b, c, d: driven(" ".join(arcs), a, b, c, d),
    ARCS,
    NUMBERS,
    NUMBERS,
    NUMBERS,
    NUMBERS,
)
ACTIVITIES = st.builds(
    Activity,
    kind=st.sampled_from(ActivityKind),
    task_id=NONSENSE,
    mode=st.integers(-3, 3),
    facility_id=NONSENSE,
    drive=DRIVES,
    arrival_s=NUMBERS,
    begin_s=NUMBERS,
    end_s=NUMBERS,
    service_m=NUMBERS,
    load_kg=NUMBERS,
    tank_l=NUMBERS,
)
ROUTES = st.builds(
    Route,
    vehicle_id=st.sampled_from(["S1", "S2", "S9", ""]),
    shift_id=st.sampled_from(["day", "night", ""]),
    activities=st.lists(ACTIVITIES, max_size=5).map(tuple),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(ROUTES, max_size=3))
def test_no_plan_however_senseless_is_raised_over(routes):
    found = violations(Plan(routes=tuple(routes)))
    # Nothing is unassigned and some task is surely lost or wrongly served.
    assert all(str(violation) for violation in found)
    assert found


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 7), st.data())
def test_any_other_figure_in_any_activity_is_found(number, data):
    activity = ROUTE.activities[number]
    field = data.draw(
        st.sampled_from(["arrival_s", "begin_s", "end_s", "service_m", "load_kg", "tank_l"])
    )
    other = data.draw(NUMBERS.filter(lambda value: value != getattr(activity, field)))
    found = violations(edited(number, **{field: other}))
    assert found


@pytest.mark.parametrize("seed", [8, 9, 10])
def test_drives_of_the_path_finder_are_confirmed_to_the_second(seed):
    network = crooked_streets(seed=seed)
    shift = replace(SHIFT, end_s=30_900, rest=None)
    vehicle = replace(S1, shifts=(shift,), weight_kg=9_000, height_cm=310)
    finder = PathFinder(network, driving_profile(vehicle, shift))
    assert finder.profile.traffic_percent
    rng = random.Random(seed)
    arcs = [arc for arc in range(network.num_arcs) if finder.routable[arc]]
    assert len(arcs) > 40
    for _ in range(150):
        leave, enter = rng.choice(arcs), rng.choice(arcs)
        depot = Place(
            entries=(somewhere(network, enter, rng),), exits=(somewhere(network, leave, rng),)
        )
        drive = finder.drive(depot, depot)
        path = drive.with_arcs(network.arc_key)
        back_s = 1000 + drive.duration_s
        route = Route(
            vehicle_id="S1",
            shift_id="day",
            activities=(
                line("start", "D", None, 1000, 1000),
                line("end", "D", path, back_s, back_s),
            ),
        )
        fleet = fleet_of(vehicle)
        assert check(network, fleet, (), {"D": depot}, Plan(routes=(route,))) == []


def somewhere(network, arc, rng):
    return Position(arc=arc, offset_m=rng.randint(0, int(network.arc_length_m[arc])))


def crooked_streets(*, seed):
    """A crooked 5 x 5 grid off the equator: mixed speeds, limits, one-ways, signals and bans."""
    rng = random.Random(seed)
    nodes = {
        10 * x + y: (200 * x + rng.uniform(-70, 70), 200 * y + rng.uniform(-70, 70))
        for x in range(1, 6)
        for y in range(1, 6)
    }
    streets = []
    for node in nodes:
        for neighbour in (node + 10, node + 1):
            if neighbour in nodes:
                attributes = {
                    "one_way": rng.random() < 0.15,
                    "speed_kph": rng.choice([5, 20, 30, 50, 70]),
                    "max_weight_kg": rng.choice([0] * 12 + [8_000, 10_000]),
                    "max_height_cm": rng.choice([0] * 20 + [305]),
                    "highway": rng.choice(["residential", "tertiary", "primary", "trunk_link"]),
                    "width_cm": rng.choice([700, 700, 1400, 1600]),
                    "control": rng.choice([0, 0, 0, 1, 2, 4, 5]),
                    "access": rng.choice(["", "", "", "", "destination"]),
                    "no_trucks": rng.random() < 0.03,
                }
                streets.append((node, neighbour, attributes))
    open_network = street_network(nodes, streets, origin=(121.5, 29.8))
    turns = [
        (open_network.arc_key(a), open_network.arc_key(b))
        for a in range(open_network.num_arcs)
        for b in range(open_network.num_arcs)
        if open_network.arc_to[a] == open_network.arc_from[b] and open_network.arc_inverse[a] != b
    ]
    over = [(a, b, d) for a, b in turns for c, d in turns if b == c]
    return street_network(
        nodes,
        streets,
        banned=[*rng.sample(turns, 12), *rng.sample(over, 12)],
        turning=rng.sample(sorted(nodes), 3),
        blocked=rng.sample(sorted(nodes), 1),
        signals=[node for node in nodes if rng.random() < 0.3],
        origin=(121.5, 29.8),
    )


def test_the_same_plan_is_judged_the_same_twice():
    damaged = edited(SERVE_A, service_m=90)
    assert violations(damaged) == violations(damaged)
    assert violations(PLAN) == []
