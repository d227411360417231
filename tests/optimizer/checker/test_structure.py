"""Structure and coverage: known things, order, skills, every task exactly once."""

from dataclasses import replace

import pytest

from fleet import Work
from optimizer.plan import Activity, ActivityKind, Plan, Reason, Unassigned
from tests.optimizer.checker.hand_made import (
    BREAK,
    END,
    PLAN,
    ROUTE,
    S1,
    SERVE_A,
    SERVE_B,
    SITES,
    UNASSIGNED_C,
    and_route,
    codes,
    driven,
    edited,
    fleet_of,
    line,
    violations,
    with_route,
)


def test_a_plan_computed_by_hand_has_no_violations():
    assert violations(PLAN) == []


def test_a_vehicle_may_stay_in_the_depot():
    everything_left = Plan(
        routes=(),
        unassigned=tuple(replace(UNASSIGNED_C, task_id=id_) for id_ in ("A", "B", "C")),
    )
    assert violations(everything_left) == []


def test_a_route_of_an_unknown_vehicle_is_found():
    plan = replace(PLAN, routes=(replace(ROUTE, vehicle_id="S9"),))
    assert codes(plan) == ["unknown_vehicle"]


def test_a_vehicle_with_an_unknown_profile_is_found():
    fleet = fleet_of(replace(S1, profile="sweper"))
    (violation,) = violations(PLAN, fleet=fleet)
    assert str(violation) == (
        "[unknown_vehicle] S1/day: S1 drives by profile 'sweper', which is unknown; "
        "profiles are sweeper, washer, truck"
    )


def test_a_route_in_an_unknown_shift_is_found():
    plan = replace(PLAN, routes=(replace(ROUTE, shift_id="night"),))
    assert codes(plan) == ["unknown_shift"]


def test_two_routes_of_one_vehicle_in_one_shift_are_found():
    stays = (
        line("start", "D", None, 993, 993),
        line("end", "D", driven("1>2", 50, 50, 0, 0), 993, 993),
    )
    plan = replace(PLAN, routes=(ROUTE, replace(ROUTE, activities=stays)))
    assert codes(plan) == ["route_twice"]


def test_an_unknown_task_among_the_unassigned_is_found():
    ghost = Unassigned(task_id="Z", reason=Reason.WINDOW, detail="")
    assert codes(replace(PLAN, unassigned=(UNASSIGNED_C, ghost))) == ["unknown_task"]


def test_serving_an_unknown_task_is_found_and_the_real_one_is_lost():
    # Its 60 kg and 80 l are unknown too: what A, the unload and the break state is not borne out.
    assert codes(edited(SERVE_A, task_id="Z")) == [
        "stated_load",
        "stated_load",
        "stated_load",
        "task_lost",
        "unknown_task",
    ]


def test_a_visit_to_an_unknown_facility_is_found():
    assert codes(edited(END, facility_id="X")) == ["unknown_facility"]


def test_a_facility_without_a_place_on_the_streets_is_found():
    sites = {id_: place for id_, place in SITES.items() if id_ != "W"}
    assert codes(PLAN, sites=sites) == ["unknown_facility"]


def test_a_task_claimed_twice_is_found():
    # S2 sweeps A exactly as S1 does, unloads and drives home in 25 s: 1367 + 25 = 1392.
    start, serve, unload = ROUTE.activities[:3]
    home = line("end", "D", driven("4>3 3>2 2>1", 50, 50, 200, 25), 1392, 1392, 0, 120)
    (violation,) = violations(and_route(start, serve, unload, home))
    assert str(violation) == (
        "[task_twice] A: is claimed 2 times: S1/day activity 1 (service A), "
        "S2/day activity 1 (service A)"
    )


def test_a_task_unassigned_twice_is_found():
    assert codes(replace(PLAN, unassigned=(UNASSIGNED_C, UNASSIGNED_C))) == ["task_twice"]


def test_a_task_that_disappeared_is_found():
    assert codes(replace(PLAN, unassigned=())) == ["task_lost"]


def test_a_task_both_served_and_unassigned_is_found():
    also_a = replace(UNASSIGNED_C, task_id="A")
    assert codes(replace(PLAN, unassigned=(UNASSIGNED_C, also_a))) == ["task_both"]


def test_a_task_named_by_a_break_does_not_count_as_served():
    plan = replace(edited(BREAK, task_id="C"), unassigned=())
    assert codes(plan) == ["activity_order", "task_lost"]


def test_a_facility_named_by_a_service_is_found():
    assert codes(edited(SERVE_A, facility_id="T")) == ["activity_order"]


def test_work_without_the_skill_is_found():
    fleet = fleet_of(replace(S1, works=(Work.KITCHEN,)))
    assert codes(PLAN, fleet=fleet) == ["skill", "skill"]


@pytest.mark.parametrize("mode", [-1, 1, 7])
def test_a_mode_that_the_task_does_not_have_is_found(mode):
    assert codes(edited(SERVE_B, mode=mode)) == ["mode"]


def test_a_route_without_a_start_is_found():
    assert codes(with_route(*ROUTE.activities[1:])) == ["activity_order"]


def test_a_route_without_an_end_is_found():
    assert codes(with_route(*ROUTE.activities[:-1])) == ["activity_order"]


def test_a_route_that_ends_in_the_middle_is_found():
    stays = line("end", "D", driven("2>1", 50, 50, 0, 0), 2562, 2562, 0, 120)
    assert codes(with_route(*ROUTE.activities, stays)) == ["activity_order"]


def test_a_route_without_activities_is_found():
    plan = with_route()
    assert codes(plan) == ["activity_order", "task_lost", "task_lost"]


@pytest.mark.parametrize("number", [0, BREAK])
def test_a_drive_to_a_start_or_a_break_is_found(number):
    assert codes(edited(number, drive=driven("3>4", 50, 50, 0, 0))) == ["activity_order"]


def test_a_task_moved_to_another_place_in_the_route_is_found():
    # A after B, as it stood: the drives to A, B's unload and A's unload no longer begin where the
    # vehicle is, four arrivals do not follow, and the loads stated are not those aboard.
    start, serve_a, *rest = ROUTE.activities
    found = codes(with_route(start, *rest[:4], serve_a, *rest[4:]))
    assert set(found) == {"wrong_place", "arrival", "overload", "stated_load"}


def test_nonsense_for_every_field_is_reported_and_not_raised():
    nonsense = Activity(
        kind=ActivityKind.SERVICE,
        task_id=None,
        mode=-3,
        facility_id="",
        drive=driven("", -5, -5, -1, -1),
        arrival_s=-10,
        begin_s=-20,
        end_s=-30,
        service_m=-1,
        load_kg=-1,
        tank_l=-1,
    )
    found = codes(with_route(nonsense))
    assert {"activity_order", "unknown_task", "path_broken", "shift_start"} <= set(found)
