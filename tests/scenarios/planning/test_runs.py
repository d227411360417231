"""A run that goes to another route by hand, on the hamlet with two sweepers."""

import pytest

from optimizer.hands import Move
from scenarios.files.networks import load_network
from scenarios.planning import HandRule, ReplanOptions, moves_of_run, try_run
from scenarios.second_opinion import judge
from tests.scenarios.planning.two_sweepers import STREETS, plan_two


@pytest.fixture(scope="module")
def network():
    return load_network(osm=STREETS)


@pytest.fixture(scope="module")
def plan_file(tmp_path_factory):
    return plan_two(tmp_path_factory.mktemp("two"))


def tasks_of(plan_file, vehicle_id):
    routes = (one for one in plan_file.plan.routes if one.vehicle_id == vehicle_id)
    return next((one.task_ids for one in routes), ())


def run_to(plan_file, network, vehicle_id, shift_id, tasks):
    *earlier, last = tasks
    now_s = 6 * 3600 + 300
    move = Move(id="h1", told_s=now_s, task_id=last, vehicle_id=vehicle_id, shift_id=shift_id)
    options = ReplanOptions(now_s=now_s, freeze_s=0)
    return try_run(plan_file, network, (), moves_of_run(move, earlier), options)


def test_a_run_goes_as_a_whole_and_in_its_order(plan_file, network):
    run = tasks_of(plan_file, "S1")[-3:]
    answer = run_to(plan_file, network, "S2", "day", run)
    assert (answer.refused, answer.falls_out) == (None, ())
    assert tasks_of(answer.plan_file, "S2") == tuple(run)
    assert not set(run) & set(tasks_of(answer.plan_file, "S1"))
    hands = answer.plan_file.running.hands
    assert [(one.id, one.task_id) for one in hands] == [
        ("h1", run[2]),
        ("h2", run[1]),
        ("h3", run[0]),
    ]
    costs = [one.measures.costs.total_fen for one in (answer.before, answer.plan_file)]
    assert answer.price_fen == costs[1] - costs[0] > 0
    assert judge(answer.plan_file, network).violations == ()


def test_of_a_run_that_cannot_go_nothing_goes(plan_file, network):
    answer = run_to(plan_file, network, "T1", "lunch", tasks_of(plan_file, "S1")[-3:])
    assert (answer.plan_file, answer.price_fen) == (None, None)
    assert answer.refused.rules == (HandRule.SKILL,)
