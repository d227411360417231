"""Stated against measured area, on a square of streets with round figures."""

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from scenarios.due.areas import AreaLevel, AreaRow, area_notices, area_rows
from scenarios.due.demand import find_due_work
from scenarios.due.maintained import find_maintained
from scenarios.files.store import from_snapshot, load_scenario, snapshot
from tests.streets import street_network

HAMLET = str(Path(__file__).parents[2] / "data" / "hamlet")


def square():
    """Secondary 2,800, tertiary 2,000, residential 1,600, trunk (no standard) 2,400 m2."""
    return street_network(
        {1: (0, 0), 2: (200, 0), 3: (200, 200), 4: (0, 200)},
        [
            (1, 2, {"highway": "secondary", "width_cm": 1400}),
            (2, 3, {"highway": "tertiary", "width_cm": 1000}),
            (3, 4, {"highway": "residential", "width_cm": 800}),
            (4, 1, {"highway": "trunk", "width_cm": 1200}),
        ],
    )


def stating(total_m2=0, **by_class):
    scenario = load_scenario(HAMLET)
    return replace(
        scenario,
        contracts=(),
        max_snap_m=10_000,
        stated_area_m2=total_m2,
        stated_area_m2_by_class=by_class,
    )


def rows_of(scenario):
    return area_rows(scenario, square(), find_maintained(scenario, square()))


def found(scenario):
    return {row.label: (row.stated_m2, row.measured_m2) for row in rows_of(scenario)}


def test_measures_what_nobody_states():
    rows = rows_of(stating())
    assert [(row.level, row.label, row.stated_m2) for row in rows] == [
        ("service_class", "II", None),
        ("service_class", "IV", None),
        ("total", "", None),
    ]
    # Roads that no standard names are not maintained: 4,800 + 1,600.
    assert [row.measured_m2 for row in rows] == [4800, 1600, 6400]
    assert all(row.difference_m2 is None and row.difference_share is None for row in rows)


def test_a_scenario_without_street_work_states_nothing():
    rows = rows_of(replace(stating(), standards=()))
    assert [(row.label, row.stated_m2, row.measured_m2) for row in rows] == [("", None, 0)]


def test_a_total_is_held_against_all_maintained_streets():
    total = rows_of(stating(8_000))[-1]
    # 6,400 less 8,000, a fifth of what is stated.
    assert (total.difference_m2, total.difference_share) == (-1600, -0.2)


def test_a_class_is_stated_by_its_id():
    assert found(stating(II=5_000)) == {"II": (5000, 4800), "IV": (None, 1600), "": (None, 6400)}


def test_an_osm_class_has_a_row_of_its_own():
    rows = found(stating(tertiary=1_900))
    assert rows["tertiary"] == (1900, 2000)
    # Primary and secondary are in class II too, and nobody states them.
    assert rows["II"] == (None, 4800)


def test_a_class_whose_roads_are_all_stated_is_stated():
    rows = found(stating(primary=100, secondary=2_700, tertiary=1_900))
    assert rows["primary"] == (100, 0)
    assert rows["II"] == (4700, 4800)


def test_classes_that_are_all_stated_make_a_total():
    assert found(stating(II=5_000, IV=1_500))[""] == (6500, 6400)
    assert found(stating(7_000, II=5_000, IV=1_500))[""] == (7000, 6400)


@pytest.mark.parametrize(("stated_m2", "noticed"), [(1000, False), (999, True), (1106, True)])
def test_more_than_a_twentieth_is_noticed_in_either_direction(stated_m2, noticed):
    # 1,050 is exactly 5 % more than 1,000, and 5.06 % less than 1,106.
    row = AreaRow.of(AreaLevel.TOTAL, "", stated_m2=stated_m2, measured_m2=1050)
    assert row.is_noticed is noticed


def test_the_plan_is_told_which_areas_are_far_off():
    due = find_due_work(stating(6_500, II=4_000, IV=1_600), square())
    (notice,) = [one for one in map(str, due.notices) if "differs" in one]
    assert "II +20.0% (4,000 m2 stated, 4,800 m2 measured)" in notice
    assert "in total" not in notice
    assert "IV" not in notice
    assert due.areas == rows_of(stating(6_500, II=4_000, IV=1_600))


def test_areas_that_agree_are_no_notice():
    assert area_notices(rows_of(stating(6_500))) == []


def test_the_measured_classes_are_those_of_the_audit():
    due = find_due_work(stating(), square())
    audited = Counter()
    for lot in due.lots:
        audited[lot.service_class] += lot.area_m2
    assert audited == {
        row.label: row.measured_m2 for row in due.areas if row.level is AreaLevel.SERVICE_CLASS
    }


def test_what_is_stated_stays_with_the_plan():
    scenario = stating(6_500, II=4_000)
    assert from_snapshot(snapshot(scenario)).stated_area_m2_by_class == {"II": 4_000}
