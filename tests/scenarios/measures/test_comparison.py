from dataclasses import replace

import pytest

from scenarios.measures.comparison import compare
from tests.scenarios import small_plan


def test_shows_values_side_by_side_and_the_difference():
    before = small_plan.plan_file().measures
    after = replace(before, kitchen_collected_kg=200, contracts_served=2)
    comparison = compare([("before", before), ("after", after)])
    row = next(r for r in comparison.rows if str(r.measure) == "kitchen waste collected, kg")
    assert row.values == (120, 200)
    assert (row.texts, row.difference) == (("120", "200"), "+80")


def test_prints_a_line_for_every_measure():
    measures = small_plan.plan_file().measures
    comparison = compare([("one", measures), ("two", measures)])
    lines = str(comparison).splitlines()
    assert len(lines) == 1 + len(comparison.rows)
    assert "one" in lines[0]
    assert "difference" in lines[0]


def test_a_plan_alone_cannot_be_compared():
    with pytest.raises(ValueError, match="at least two"):
        compare([("alone", small_plan.plan_file().measures)])
