from dataclasses import replace

import pytest

from scenarios.measures.comparison import compare
from scenarios.measures.driving import DrivingRow
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


def driven(kind, **figures):
    whole = {
        "duties": 1,
        "moving_s": 3_600,
        "lane_changes": 0,
        "hops": 0,
        "runs": 10,
        "short_runs": 0,
        "median_run_m": 0,
        "shortest_run_m": 0,
        "breaks": 0,
        "u_turns": 0,
        "turns_across": 0,
        "empty_m": 1_000,
        "scraps": 0,
        "scrap_drive_m": 0,
        "scrap_m": 0,
    }
    return DrivingRow(kind=kind, **(whole | figures))


def test_driving_is_compared_over_all_kinds_together():
    measures = small_plan.plan_file().measures
    sweepers = driven(
        "sweeper",
        short_runs=3,
        turning_runs=1,
        short_kerb_runs=1,
        lane_changes=4,
        breaks=6,
        turns_across=8,
        scrap_drive_m=100,
    )
    washers = driven("washer", runs=30, moving_s=10_800, lane_changes=8, empty_m=3_000)
    washers = replace(washers, touched_m=2_000, partly_m=500)
    both = replace(measures, driving=(sweepers, washers))
    shown = {str(row.measure): row for row in compare([("no", measures), ("both", both)]).rows}
    # 3 of 10 + 30 runs; 3 - 1 - 1 of 40 - 1; 4 + 8 changes, 6 breaks and 8 turns in 1 + 3 hours;
    # 100 m of 1,000 + 3,000 m; 500 m of 2,000 m.
    assert {name: row.texts[1] for name, row in shown.items() if row.texts[0] != row.texts[1]} == {
        "runs below 100 m": "7.5%",
        "runs below 100 m though the kerb goes on": "2.6%",
        "changes of lane or side an hour": "3.0",
        "drives between runs an hour": "1.5",
        "turns across traffic an hour": "2.0",
        "empty km for pieces below 50 m": "2.5%",
        "carriageways washed in part": "25.0%",
    }
    # A plan without such figures, as of an earlier version, has none.
    assert shown["runs below 100 m"].texts[0] == "0.0%"
