import pytest

from tests.benchmarks.arc_routing.made_up import a_run, a_section
from tests.benchmarks.arc_routing.report import Means, Reference, Row, bugs


def row_of(*runs, **known):
    return Row.of("a1", "ours", Reference(**known), runs)


def test_a_row_has_best_and_mean_over_seeds():
    runs = a_run(seed=1, cost=110, routes=5), a_run(seed=2, cost=130, iterations=3000)
    row = row_of(*runs, best_known=100, bound=88)
    assert (row.best, row.mean, row.routes) == (110, 120, 5)
    assert row.gap(row.mean) == pytest.approx(0.2)
    assert row.proven_gap == pytest.approx(110 / 88 - 1)
    # 100 and 300 a second.
    assert row.iterations_per_s == 200


def test_runs_that_left_something_out_count_for_no_cost():
    row = row_of(a_run(cost=None), a_run(cost=120), best_known=100)
    assert (row.best, row.mean, row.unserved, row.failed) == (120, 120, 1, 0)


def test_a_refused_file_is_no_unserved_one():
    row = row_of(a_run(cost=None, failed="too large", seconds=0.0), best_known=100)
    assert (row.best, row.unserved, row.failed, row.iterations_per_s) == (None, 0, 1, None)


def test_a_mark_is_the_mean_over_seeds_and_missing_where_a_run_has_none():
    first = a_run(marks={"5": 120, "15": 110})
    second = a_run(marks={"5": None, "15": 100})
    assert row_of(first, second).marks == {"5": None, "15": 105}


def test_a_mean_is_not_taken_of_the_instances_that_flatter():
    section = a_section(
        runs=[a_run("a1", cost=110, marks={"5": 110}), a_run("a2", cost=None, marks={"5": None})],
        references={"a1": {"best_known": 100}, "a2": {"best_known": 100}},
    )
    means = Means.of("ours", section.rows("ours"))
    assert (means.mean_gap, means.marks, means.unserved) == (None, {"5": None}, 1)


def test_instances_without_a_known_value_are_left_out_of_gaps_only():
    section = a_section(
        runs=[a_run("a1", cost=110), a_run("a2", cost=70)],
        references={"a1": {"best_known": 100}, "a2": {}},
    )
    means = Means.of("ours", section.rows("ours"))
    assert means.files == 2
    assert means.mean_gap == pytest.approx(0.1)


@pytest.mark.parametrize(
    ("cost", "known", "new"),
    [
        (99, {"best_known": 100, "proven": 90}, True),
        (99, {"best_known": 100}, True),
        (100, {"best_known": 100, "proven": 90}, False),
        # Below a bound it is a bug, not a discovery.
        (89, {"best_known": 100, "proven": 90}, False),
        (94, {"best_known": 100, "proven": 90, "bound": 95}, False),
        (99, {"best_known": 100, "proven": 100}, False),
        # 0.04 % of 10,000 are 4, which merged parallel edges may have cost too much.
        (9_996, {"best_known": 10_000, "is_merged": True}, False),
        (9_995, {"best_known": 10_000, "is_merged": True}, True),
    ],
)
def test_a_new_best_undercuts_the_known_value_of_an_open_instance(cost, known, new):
    assert row_of(a_run(cost=cost), **known).is_new_best is new


def test_costs_at_a_proven_bound_are_no_bugs():
    section = a_section(
        runs=[a_run(cost=90)], references={"a1": {"best_known": 90, "proven": 90, "bound": 90}}
    )
    assert bugs(section) == []


def test_a_cost_below_either_bound_is_a_bug_of_the_very_run():
    references = {"a1": {"best_known": 100, "proven": 90, "bound": 95}}
    section = a_section(runs=[a_run(cost=100), a_run(cost=92, seed=2)], references=references)
    (bug,) = bugs(section)
    assert bug == "a1, engine ours, seed 2: cost 92 lies below our proven bound 95"
    section = a_section(runs=[a_run(cost=89)], references=references)
    assert [("literature" in bug, "below our" in bug) for bug in bugs(section)] == [
        (True, False),
        (False, True),
    ]


def test_a_bound_above_a_known_cost_and_an_objection_are_bugs():
    runs = [a_run(cost=None, failed="the evaluator says 7", bug=True)]
    section = a_section(runs=runs, references={"a1": {"best_known": 90, "bound": 91}})
    found = bugs(section)
    assert len(found) == 2
    assert "our lower bound 91 lies above the known cost 90" in found[0]
    assert found[1].endswith("the evaluator says 7")


def test_only_marks_within_the_limit_are_shown():
    assert a_section(runs=[], references={}, seconds=15.0).marks == [5, 15]
    assert a_section(runs=[], references={}, seconds=None, iterations=9).marks == []
