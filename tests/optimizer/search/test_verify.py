"""The check of every step: what it finds, how it says so, and that the search passes it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optimizer.engines import Run
from optimizer.engines.ruin_recreate import Params, ruin_recreate
from optimizer.search.packed import pack
from optimizer.search.solutions import load
from optimizer.search.verify import WrongBooks, differences, require_true_books
from optimizer.stop import limits
from tests.rich_instances import Features, rich_instance, rich_instances


@settings(max_examples=60, deadline=None)
@given(instance=rich_instances(), seed=st.integers(0, 99))
def test_every_step_leaves_the_books_as_a_fresh_count_has_them(instance, seed):
    stop = limits(iterations=25)
    outcome = ruin_recreate(instance, Run(stop=stop, seed=seed), params=Params(verify=True))
    assert outcome.iterations == 25


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("label", "ahead"),
        ("label", "back_to"),
        ("clock", "done_s"),
        ("clock", "due_by_s"),
        ("stop", "least_back"),
        ("stop", "width"),
    ],
)
def test_a_wrong_label_is_told_with_its_place_and_both_values(name, field):
    instance, problem, state = _one_route()
    array = getattr(state, name)
    where = (0, 0, 2) if name != "stop" else (0, 2)
    right = int(array[field][where])
    array[field][where] = right + 1
    wrong = differences(instance, problem, state)
    assert [(d.name, d.duty, d.position[0], d.was, d.should_be) for d in wrong] == [
        (f"{name}.{field}", 0, 2, right + 1, right)
    ]
    assert f"{name}.{field}, duty 0, at 2/0: is {right + 1}, should be {right}" in str(wrong[0])


@pytest.mark.parametrize("name", ["load", "load_ahead", "load_back"])
def test_a_wrong_load_is_told(name):
    instance, problem, state = _one_route()
    getattr(state, name)[0].flat[1] += 5
    assert [difference.name for difference in differences(instance, problem, state)] == [name]


def test_wrong_lists_and_sums_are_told():
    instance, problem, state = _one_route()
    state.task["position"][1] = 0
    state.sums["absent_prize"] += 1
    state.absent[0] = 2
    state.route["cost"][0] -= 1
    names = {difference.name for difference in differences(instance, problem, state)}
    assert names == {"task.position", "sums.absent_prize", "absent", "route.cost"}


def test_a_difference_stops_the_search_with_a_request_to_report_it():
    instance, problem, state = _one_route()
    require_true_books(instance, problem, state, 7)
    state.label["back"][0, 0, 1] += 1
    with pytest.raises(WrongBooks, match=r"step 7 .* 1 differences: label.back, duty 0.* report"):
        require_true_books(instance, problem, state, 7)


def _one_route():
    """Tasks 0, 1 and 2 in the first route, an unload between, task 3 absent."""
    has = Features(num_tasks=4, hopper=1, windows=1)
    instance = rich_instance(3, has)
    problem = pack(instance)
    state = load(instance, problem, [[0, 1, 4, 2], []])
    assert differences(instance, problem, state) == []
    return instance, problem, state
