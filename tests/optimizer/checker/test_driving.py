"""Driving: every arc, turn and end of a drive, its metres and seconds."""

import math
from dataclasses import replace

import numpy as np
import pytest

from optimizer.checker.roads import Roads
from optimizer.network.road_network import Sign
from tests.optimizer.checker.hand_made import (
    END,
    NETWORK,
    PLAN,
    ROUTE,
    S1,
    SERVE_A,
    UNLOAD_A,
    and_route,
    codes,
    driven,
    edited,
    fleet_of,
    later,
    line,
    redriven,
    streets,
    violations,
    with_route,
)
from tests.streets import street_network


def stays_out(drive, seconds):
    """The plan with S2 driving out at 993 s and home again, doing nothing."""
    return and_route(
        line("start", "D", None, 993, 993),
        line("end", "D", drive, 993 + seconds, 993 + seconds),
    )


def test_a_street_that_does_not_exist_is_found():
    assert codes(redriven(END, driven("4>3 3>99 2>1", 50, 50, 200, 25))) == ["unknown_arc"]


def test_a_key_that_is_none_is_found():
    assert codes(redriven(END, driven("4>3 # 2>1", 50, 50, 200, 25))) == ["unknown_arc"]


def test_a_one_way_street_driven_backwards_is_found():
    plan = redriven(END, driven("4>3 3>6 6>5 5>2 2>1", 50, 50, 400, 80))
    (violation,) = violations(plan)
    assert str(violation) == (
        "[against_one_way] S1/day activity 7 (end D): 6>5 drives 5-6 Street against its one-way "
        "direction"
    )


def test_a_drive_is_still_judged_around_an_unknown_arc():
    # 2>3>6 stays forbidden; the drive to the unload begins 10 m off.
    plan = redriven(UNLOAD_A, driven("2>3 3>6 6>7 3>4", 90, 50, 250, 95))
    assert codes(plan) == ["forbidden_turn", "unknown_arc", "wrong_place"]


def test_streets_that_do_not_join_are_found():
    assert codes(redriven(END, driven("4>3 2>1", 50, 50, 100, 13))) == ["path_broken"]


def test_a_missing_drive_is_found():
    activities = ROUTE.activities[:-1]
    home = replace(later(ROUTE.activities[-1:], -25)[0], drive=None)
    assert codes(with_route(*activities, home)) == ["path_broken"]


def test_a_drive_without_streets_is_found():
    assert codes(redriven(END, driven("", 50, 50, 200, 25))) == ["path_broken"]


def test_driving_back_along_one_piece_of_street_is_found():
    # From the depot at 50 m to C at 20 m of the same arc; 4 s back for 30 m (3,750 ms).
    out = line("service", "C", driven("1>2", 50, 20, -30, -3), 990, 1020)
    plan = and_route(
        line("start", "D", None, 993, 993),
        replace(out, service_m=0),
        line("end", "D", driven("1>2", 20, 50, 30, 4), 1024, 1024),
    )
    assert codes(replace(plan, unassigned=())) == ["path_broken"]


def test_a_drive_along_a_part_of_one_street_is_allowed():
    # To C by the dead end at 1: 50 m (6,250 ms), U-turn 45 s, 20 m (2,500 ms) = 53,750 ms: 54 s.
    out = line("service", "C", driven("2>1 1>2", 50, 20, 70, 54), 1047, 1077)
    plan = and_route(
        line("start", "D", None, 993, 993),
        replace(out, service_m=0),
        line("end", "D", driven("1>2", 20, 50, 30, 4), 1081, 1081),
    )
    assert codes(replace(plan, unassigned=())) == []


def test_a_forbidden_turn_made_is_found():
    # right 3 s, 12,500 ms, U-turn 45 s at the end of the street (allowed) with its signal 12 s,
    # 12,500 ms, right 3 s, 6,250 ms = 94,250 ms: 95 s
    plan = redriven(UNLOAD_A, driven("2>3 3>6 6>3 3>4", 100, 50, 250, 95))
    (violation,) = violations(plan)
    assert str(violation) == (
        "[forbidden_turn] S1/day activity 2 (unload T): the turn from 2>3 (2-3 Street) into 3>6 "
        "(6-3 Street) is forbidden"
    )


def test_a_u_turn_in_mid_street_is_found():
    # 6,250 + 45,000 + 6,250 = 57,500 ms: 58 s
    assert codes(stays_out(driven("1>2 2>1", 50, 50, 100, 58), 58)) == ["u_turn"]


def test_a_u_turn_in_a_dead_end_is_allowed():
    # 6,250 + 45,000 + 6,250 = 57,500 ms: 58 s
    assert codes(stays_out(driven("2>1 1>2", 50, 50, 100, 58), 58)) == []


def test_a_street_that_goes_on_only_into_a_closed_one_is_a_dead_end():
    # S2 turns round at 3 on the way out and home, which a road closed to it does not change.
    out = "1>2 2>3 3>2 2>1"
    # 6,250 + 12,500 + 45,000 + 12,500 + 6,250 = 82,500 ms: 83 s
    plan = replace(
        stays_out(driven(out, 50, 50, 300, 83), 83),
        routes=stays_out(driven(out, 50, 50, 300, 83), 83).routes[1:],
        unassigned=tuple(replace(PLAN.unassigned[0], task_id=id_) for id_ in "ABC"),
    )
    assert codes(plan) == ["u_turn"]
    assert codes(plan, network=streets(highway="motorway")) == ["u_turn"]


@pytest.mark.parametrize(("width_cm", "found"), [(1499, ["u_turn"]), (1500, [])])
def test_a_u_turn_where_the_street_is_as_wide_as_the_turning_circle(width_cm, found):
    wide = replace(NETWORK, arc_width_cm=np.full_like(NETWORK.arc_width_cm, width_cm))
    assert codes(stays_out(driven("1>2 2>1", 50, 50, 100, 58), 58), network=wide) == found


def test_a_u_turn_at_a_turning_place_is_allowed():
    turning = replace(NETWORK, node_turning=np.ones(NETWORK.num_nodes, dtype=np.bool_))
    assert codes(stays_out(driven("1>2 2>1", 50, 50, 100, 58), 58), network=turning) == []


def test_a_drive_through_a_barrier_is_found():
    found = violations(PLAN, network=streets(blocked=(3,)))
    assert {violation.code for violation in found} == {"forbidden_turn"}
    assert str(found[0]) == (
        "[forbidden_turn] S1/day activity 2 (unload T): no way through between 2>3 (2-3 Street) "
        "and 3>4 (3-4 Street): a bollard stands there"
    )


def test_a_way_forbidden_over_a_via_way_is_found_and_binds_only_whom_it_names():
    arcs = [NETWORK.arc_of_key[key] for key in ("2>5", "5>6", "6>3")]

    def banned_by(**tags):
        return replace(
            NETWORK,
            banned_paths=np.array(arcs, dtype=np.int32),
            banned_path_start=np.array([0, 3]),
            banned_path_signs=np.array([len(NETWORK.signs)], dtype=np.int32),
            signs=(*NETWORK.signs, (Sign(tuple(tags.items())),)),
        )

    banned = banned_by(**{"restriction:hgv": "no_u_turn"})
    roads = Roads(banned, S1)
    way = [NETWORK.arc_of_key[key] for key in ("1>2", "2>5", "5>6", "6>3", "3>4")]
    (fault,) = roads.way_faults(way)
    assert fault.code == "forbidden_turn"
    assert "from 2>5 (2-5 Street) over 5>6 into 6>3 (6-3 Street) is forbidden" in fault.detail.text
    others = banned_by(**{"except": "hgv", "restriction": "no_u_turn"})
    assert list(Roads(others, S1).way_faults(way)) == []
    assert list(roads.way_faults(way[:3])) == []


@pytest.mark.parametrize(
    "limit",
    [
        {"highway": "motorway"},
        {"no_trucks": True},
        {"max_weight_kg": 15_999},
        {"max_height_cm": 299},
        {"max_width_cm": 249},
    ],
)
def test_a_street_closed_to_the_vehicle_is_found(limit):
    assert codes(PLAN, network=streets(**limit)) == ["closed_arc"]


@pytest.mark.parametrize(
    "limit",
    [{"max_weight_kg": 16_000}, {"max_height_cm": 300}, {"max_width_cm": 250}],
)
def test_a_posted_limit_that_the_vehicle_just_keeps_is_allowed(limit):
    assert codes(PLAN, network=streets(**limit)) == []


def test_a_drive_that_begins_where_the_vehicle_is_not_is_found():
    # 10 m more: 7,500 ms, 8 s
    assert codes(redriven(SERVE_A, driven("1>2 2>3", 40, 0, 60, 8))) == ["wrong_place"]


def test_a_drive_that_ends_beside_the_facility_is_found():
    # 10 m more: 26,250 ms, 27 s
    assert codes(redriven(END, driven("4>3 3>2 2>1", 50, 60, 210, 27))) == ["wrong_place"]


def test_a_task_done_in_another_mode_than_the_drive_leads_to_is_found():
    # Both the drive to A and the drive from it fit mode 0 only.
    assert codes(edited(SERVE_A, mode=1)) == ["wrong_place", "wrong_place"]


def test_an_offset_beyond_the_end_of_the_street_is_found():
    # 100 m more of a street of 100 m: 37,500 ms, 38 s
    assert codes(redriven(END, driven("4>3 3>2 2>1", 50, 150, 300, 38))) == ["wrong_place"]


def test_wrong_metres_of_a_drive_are_found():
    assert codes(redriven(END, driven("4>3 3>2 2>1", 50, 50, 199, 25))) == ["distance"]


def test_a_wrong_time_of_a_drive_is_found():
    assert codes(redriven(END, driven("4>3 3>2 2>1", 50, 50, 200, 24))) == ["drive_time"]


def test_the_vehicles_own_top_speed_is_kept():
    # At 18 km/h a street takes 20 s instead of 12.5, and each of the six drives is slower.
    fleet = fleet_of(replace(S1, travel_kph=18))
    assert codes(PLAN, fleet=fleet) == ["drive_time"] * 6


def test_the_streets_own_speed_is_kept():
    # 6>3 at 18 km/h: 80 % of it is 4 m/s, 25,000 ms instead of 12,500.
    assert codes(PLAN, network=streets(speed_kph=18)) == ["drive_time"]


def test_a_signal_is_waited_for_unless_the_turn_is_a_right_turn():
    # A signal at 3 too. Straight on there, 12 s more: 18,250, 45,000 and 37,000 ms. The second
    # drive to the unload turns right there and stays at 42 s.
    found = violations(PLAN, network=streets(signals=(3, 6)))
    assert [violation.detail.text for violation in found] == [
        "says 7 s, the streets say 19 s",
        "says 33 s, the streets say 45 s",
        "says 25 s, the streets say 37 s",
    ]


@pytest.mark.parametrize(
    ("angle_deg", "turn_s"),
    [(29.9, 0), (30, 3), (-29.9, 0), (-30, 8), (149.9, 3), (150, 45), (-150, 45), (180, 45)],
)
def test_the_angle_decides_what_a_turn_costs(angle_deg, turn_s):
    # North for 800 m, then 800 m at an angle, clockwise positive: 100 s each.
    angle = math.radians(angle_deg)
    network = street_network(
        {1: (0, -800), 2: (0, 0), 3: (800 * math.sin(angle), 800 * math.cos(angle))},
        [(1, 2, {"one_way": True}), (2, 3, {"one_way": True})],
    )
    roads = Roads(network, S1)
    assert roads.measure([0, 1], 0, 800) == (1600, 200 + turn_s)
