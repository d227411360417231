"""Some hundreds of values of plan files changed at random: none of them passes unnoticed.

Each is found under a code of its part of the file, or lies where the opinion itself says that it
states what nobody can recompute, or makes a file that is refused as no plan.
"""

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from random import Random
from typing import Any

import pytest

from optimizer.errors import InputError
from scenarios.plan_file import loads
from tests.scenarios.second_opinion.forging import (
    SNOW,
    WORKS,
    Values,
    is_unchecked,
    opinion_on,
    plan_values,
)

MUTATIONS = {WORKS: 200, SNOW: 60}
"""How many of each plan."""

SEED = 20121212

Path = tuple[str | int, ...]

EXPECTED = {
    "scenario_name": {"stated_day"},
    "title": {"stated_day"},
    "title_zh": {"stated_day"},
    "date": {"stated_day"},
    "network": {"stated_day"},
    "moved": {"stated_notice"},
    "notices": {"stated_notice"},
    "measures.routes": {"stated_route"},
    "measures.coverage": {"stated_coverage"},
    "measures.unassigned": {"stated_unassigned"},
    "measures.idle_vehicles": {"stated_counts"},
    "measures.kitchen_due_kg": {"stated_counts"},
    "measures.kitchen_collected_kg": {"stated_counts"},
    "measures.contracts_due": {"stated_counts"},
    "measures.contracts_served": {"stated_counts"},
    "measures.costs": {"stated_costs"},
    "measures.driving": {"stated_driving"},
    "measures.areas": {"stated_areas"},
    "measures.target": {"stated_target"},
    "measures.bound": {"stated_bound"},
    "measures.balance": {"stated_tonnes"},
    "plan.routes.*.vehicle_id": {"unknown_vehicle", "skill", "wrong_facility"},
    "plan.routes.*.shift_id": {"unknown_shift"},
    "plan.routes.*.activities": {"activity_order", "wrong_place", "path_broken", "task_lost"},
    "plan.routes.*.activities.*.kind": {"activity_order"},
    "plan.routes.*.activities.*.task_id": {"unknown_task", "activity_order"},
    "plan.routes.*.activities.*.mode": {"mode", "wrong_place", "activity_order"},
    "plan.routes.*.activities.*.facility_id": {
        "unknown_facility",
        "wrong_place",
        # Work and breaks name no facility.
        "activity_order",
    },
    "plan.routes.*.activities.*.drive": {"path_broken", "activity_order"},
    "plan.routes.*.activities.*.drive.arcs": {"unknown_arc", "path_broken", "wrong_place"},
    "plan.routes.*.activities.*.drive.from_offset_m": {"wrong_place"},
    "plan.routes.*.activities.*.drive.to_offset_m": {"wrong_place"},
    "plan.routes.*.activities.*.drive.distance_m": {"distance"},
    "plan.routes.*.activities.*.drive.duration_s": {"drive_time"},
    "plan.routes.*.activities.*.arrival_s": {"arrival"},
    "plan.routes.*.activities.*.begin_s": {"service_time", "arrival", "break_wrong"},
    "plan.routes.*.activities.*.end_s": {"service_time", "arrival", "break_wrong"},
    "plan.routes.*.activities.*.service_m": {"service_length"},
    "plan.routes.*.activities.*.lane_change": {"lane_change"},
    "plan.routes.*.activities.*.lane_change_s": {"lane_change"},
    "plan.routes.*.activities.*.load_kg": {"stated_load"},
    "plan.routes.*.activities.*.tank_l": {"stated_load"},
    "plan.routes": {"task_lost", "route_twice"},
    "plan.unassigned": {"task_lost", "task_twice"},
    "plan.unassigned.*.task_id": {"unknown_task"},
    "plan.unassigned.*.reason": {"stated_reason", "stated_unassigned"},
    # Of a kerb that is left the audit of the streets says the same.
    "plan.unassigned.*.detail": {"stated_reason", "stated_unassigned", "stated_coverage"},
    "plan.unassigned.*.change": {"stated_reason"},
    "tasks": {"stated_task", "task_owed", "task_not_owed"},
    "sites": {"stated_site"},
    "fleet": {"stated_fleet"},
    "running": {"stated_running", "other_before"},
    "running.based_on": {"other_before"},
    # What was told is the day's own; what the plan makes of it is judged.
    "running.events": {"stated_running", "task_owed", "task_not_added", "amount_not_changed"},
    "running.hands": {"stated_running", "hand_broken"},
    "scenario": {"stated_scenario"},
    "scenario_digest": {"stated_scenario"},
}
"""The codes of which one at least is found where a value, or what stands in it, is changed."""


def sites(value: Any, path: Path = ()) -> Iterator[Path]:
    """Every place in a file: lists and mappings that hold something, and plain values."""
    inside = value.items() if isinstance(value, dict) else ()
    inside = enumerate(value) if isinstance(value, list) else inside
    if path and not isinstance(value, dict):
        yield path
    for name, inner in inside:
        yield from sites(inner, (*path, name))


def pattern(path: Path) -> str:
    """A place with "*" for numbers, and for the names that are ids."""
    named = ".".join("*" if isinstance(part, int) else part for part in path)
    return re.sub(r"^sites\.[^.]+", "sites.*", named)


def changed(value: Any, rng: Random) -> Any:
    """Another value of the same kind; a list with an element more or less."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + rng.choice((-3_600, -1, 1, 100))
    if isinstance(value, float):
        return value + rng.choice((-0.5, 0.001))
    if isinstance(value, str):
        return value + "1"
    if value is None:
        return rng.choice((0, "1", True))
    one = rng.randrange(len(value))
    return value[:one] + value[one + 1 :] if rng.random() < 0.5 else [*value, value[one]]


def put(values: Values, path: Path, rng: Random) -> None:
    *way, last = path
    holder: Any = values
    for part in way:
        holder = holder[part]
    holder[last] = changed(holder[last], rng)


def mutations(scenario: str) -> list[Path]:
    """Places to change: each kind of place in the file is as likely as any other."""
    rng = Random(SEED)
    by_pattern: defaultdict[str, list[Path]] = defaultdict(list)
    values = plan_values(scenario)
    for path in sites(values):
        holder: Any = values
        for part in path:
            holder = holder[part]
        # In an empty list there is nothing to change.
        if holder != []:
            by_pattern[pattern(path)].append(path)
    return [
        rng.choice(by_pattern[rng.choice(sorted(by_pattern))]) for _ in range(MUTATIONS[scenario])
    ]


def expected(path: Path) -> set[str]:
    """The codes of the longest place in the table that holds this one."""
    holding = [place for place in EXPECTED if f"{pattern(path)}.".startswith(f"{place}.")]
    return EXPECTED[max(holding, key=len)] if holding else set()


def verdict(scenario: str, number: int, path: Path) -> str:
    """What came of a change: "found", "unchecked", "refused", or what is wrong with that."""
    values = plan_values(scenario)
    put(values, path, Random(f"{SEED}/{number}"))
    try:
        loads(json.dumps(values))
    except InputError:
        return "refused"
    try:
        opinion = opinion_on(values)
    except InputError:
        return "refused"
    codes = {str(violation.code) for violation in opinion.violations}
    if codes & expected(path):
        return "found"
    if codes:
        return f"found as {sorted(codes)}"
    place = ".".join(map(str, path))
    return "unchecked" if is_unchecked(opinion, place) else "passed"


@pytest.fixture(scope="module", params=MUTATIONS)
def verdicts(request):
    """A plan's name, and what came of each change of it."""
    scenario = request.param
    return scenario, [
        (path, verdict(scenario, number, path)) for number, path in enumerate(mutations(scenario))
    ]


def test_no_change_passes_unnoticed(verdicts):
    told = {"found", "unchecked", "refused"}
    _, all_told = verdicts
    assert {path: one for path, one in all_told if one not in told} == {}


def test_most_changes_are_found(verdicts):
    scenario, all_told = verdicts
    found = [path for path, one in all_told if one == "found"]
    assert len(all_told) == MUTATIONS[scenario]
    assert len(found) > len(all_told) / 2
