"""A plan beside the scenario that is at hand, and plans of earlier versions."""

import json
from dataclasses import replace

import pytest

from optimizer.errors import InputError
from scenarios.plan_file import loads, read_plan
from scenarios.second_opinion import judge
from tests.scenarios.second_opinion.forging import (
    DATA,
    WORKS,
    is_unchecked,
    opinion_on,
    plan_values,
    sealed,
    streets,
)


def judged(values, scenario):
    return judge(loads(json.dumps(values)), streets(), scenario=str(DATA / scenario))


def test_the_scenario_that_it_was_made_from_is_the_same():
    opinion = judged(plan_values(), WORKS)
    assert opinion.violations == ()
    assert opinion.at_hand.is_same
    assert not is_unchecked(opinion, "scenario")


def test_another_scenario_is_a_violation_that_names_what_differs():
    values = plan_values()
    values["scenario"]["stated_area_m2"] += 1
    sealed(values)
    opinion = judged(values, WORKS)
    assert opinion.at_hand.differs_in == ("stated_area_m2",)
    assert "other_scenario" in {str(one.code) for one in opinion.violations}


def test_where_none_is_at_hand_the_plan_is_judged_by_its_own():
    opinion = opinion_on(plan_values())
    assert opinion.at_hand.is_same is None
    assert is_unchecked(opinion, "scenario.vehicles.0.hopper_kg")


def test_a_scenario_that_is_none_is_refused():
    with pytest.raises(InputError, match="no-such-hamlet"):
        judged(plan_values(), "no-such-hamlet")


def test_figures_of_an_earlier_version_are_recomputed_too():
    older = read_plan(DATA / "older" / "plan-format-2.json")
    # That version took the digest of streets otherwise.
    then = replace(streets(), digest=older.network.digest)
    assert judge(older, then).violations == ()
    costs = replace(older.measures.costs, shifts_fen=0)
    cheaper = replace(older, measures=replace(older.measures, costs=costs))
    assert [str(one.where) for one in judge(cheaper, then).violations] == [
        "measures.costs.shifts_fen"
    ]
