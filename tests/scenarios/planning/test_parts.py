"""A day whose search is divided: one plan, whoever searches its parts."""

from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from optimizer.engines.divided import solve_divided
from optimizer.engines.part_search import SearchedHere
from optimizer.stop import limits
from scenarios.files import load_network, load_scenario
from scenarios.plan_file import dumps
from scenarios.planning import PlanOptions, plan

DATA = Path(__file__).parents[2] / "data"


class Counted(SearchedHere):
    """Counts the parts that are searched by others than the search's own."""

    def __init__(self):
        self.parts = 0

    def count_lanes(self):
        return 3

    def search(self, lanes, caller):
        self.parts += sum(map(len, lanes))
        return super().search(lanes, caller)


@pytest.fixture(scope="module")
def network():
    return load_network(osm=str(DATA / "nine_corners.osm"))


def test_a_plan_is_the_same_whoever_searches_its_parts(network, monkeypatch):
    # So small a day would be one part.
    small = partial(solve_divided, tasks_per_part=5)
    monkeypatch.setattr("optimizer.engines.multilevel.solve_divided", small)

    def planned(processes=1, **more):
        options = PlanOptions(engine="divided", processes=processes, bound_s=0)
        scenario = load_scenario(str(DATA / "hamlet"))
        return plan(scenario, network, options, stop=limits(iterations=120), seed=2, **more)

    # Each has passed the checker.
    alone, others = planned(), Counted()
    assert dumps(planned(parts=others)) == dumps(alone)
    assert others.parts > 3
    assert dumps(replace(planned(processes=2), processes=1)) == dumps(alone)
