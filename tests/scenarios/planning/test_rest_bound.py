"""What no plan for the rest of a day undercuts, on the hamlet with two sweepers."""

import pytest

from optimizer.events import VehicleOut
from optimizer.stop import limits
from scenarios.files.networks import load_network
from scenarios.planning import ReplanOptions, replan
from tests.scenarios.planning.two_sweepers import STREETS, plan_two

SIX_S = 6 * 3600


@pytest.fixture(scope="module")
def network():
    return load_network(osm=STREETS)


@pytest.fixture(scope="module")
def plan_file(tmp_path_factory):
    return plan_two(tmp_path_factory.mktemp("two"))


def proposals(plan_file, network, now_s, *events):
    return list(
        replan(
            plan_file,
            network,
            events,
            ReplanOptions(now_s=now_s, freeze_s=0),
            stop=limits(iterations=40),
        )
    )


@pytest.mark.parametrize("minutes", [-60, 5, 20, 40])
def test_no_plan_of_the_rest_takes_less(plan_file, network, minutes):
    for one in proposals(plan_file, network, SIX_S + 60 * minutes):
        bound = one.bound(5.0)
        assert 0 < bound.least_s <= bound.plan_s
        assert bound.gap >= 0


def test_before_anybody_is_out_the_rest_is_the_day(plan_file, network):
    (first, *_) = proposals(plan_file, network, SIX_S - 3600)
    paid_s = sum(route.paid_s for route in first.plan_file.plan.routes)
    assert first.bound(5.0).plan_s == paid_s


def test_what_has_been_driven_is_no_part_of_the_rest(plan_file, network):
    (first, *_) = proposals(plan_file, network, SIX_S + 1200)
    (route,) = [one for one in first.plan_file.plan.routes if one.vehicle_id == "S1"]
    # What is begun at 06:20 is over, or will be: what S1 leaves for after that is the rest.
    past_s = sum(
        one.end_s - one.begin_s + (one.drive.duration_s if one.drive else 0) + one.lane_change_s
        for one in route.activities
        if one.arrival_s - (one.drive.duration_s if one.drive else 0) - one.lane_change_s
        < SIX_S + 1200
    )
    whole_s = sum(one.paid_s for one in first.plan_file.plan.routes)
    assert first.bound(5.0).plan_s == whole_s - past_s


def test_nobody_left_is_no_bound(plan_file, network):
    out = [
        VehicleOut(id=name, at_s=SIX_S - 7200, told_s=SIX_S - 7200, vehicle_id=name)
        for name in ("S1", "S2", "T1")
    ]
    for one in proposals(plan_file, network, SIX_S - 3600, *out):
        assert one.bound(5.0) is None


def test_no_time_proves_nothing(plan_file, network):
    (first, *_) = proposals(plan_file, network, SIX_S)
    assert first.bound(0) is None
