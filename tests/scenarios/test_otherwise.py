"""A day that is not like others: who stays in, where nobody collects, wider hours."""

import pytest

from fleet import TimeWindow
from optimizer.errors import InputError
from scenarios import load_scenario
from scenarios.otherwise import WiderHours, apply_otherwise


@pytest.fixture(scope="module")
def scenario():
    return load_scenario("yinzhou-2011")


def test_who_stays_in_is_not_in_the_fleet(scenario):
    day = apply_otherwise(scenario, vehicles_off=["S01", "B01"])
    gone = {one.id for one in scenario.vehicles} - {one.id for one in day.vehicles}
    assert gone == {"S01"}
    assert "B01" not in {one.id for one in day.bulk_trucks}


def test_where_nobody_collects_nothing_is_due(scenario):
    day = apply_otherwise(scenario, stops_off=["K001", "C001"])
    assert {one.id for one in scenario.contracts} - {one.id for one in day.contracts} == {"K001"}
    assert {one.id for one in scenario.containers} - {one.id for one in day.containers} == {"C001"}


def test_hours_are_wider_at_the_stop_that_is_named_and_at_no_other(scenario):
    wish = WiderHours(stop="K001", earlier_s=600, later_s=300)
    day = apply_otherwise(scenario, wider=[wish])
    before = {one.id: one.windows for one in scenario.contracts}
    after = {one.id: one.windows for one in day.contracts}
    assert {id_ for id_ in before if before[id_] != after[id_]} == {"K001"}
    assert after["K001"] == tuple(
        TimeWindow(earliest_s=one.earliest_s - 600, latest_s=one.latest_s + 300)
        for one in before["K001"]
    )


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"vehicles_off": ["S99"]}, "request.vehicle_off"),
        ({"stops_off": ["K9999"]}, "request.stop_off"),
        ({"wider": [WiderHours(stop="K9999")]}, "request.stop_off"),
    ],
)
def test_an_id_that_is_none_is_refused_by_name(scenario, asked, code):
    with pytest.raises(InputError, match="9") as refused:
        apply_otherwise(scenario, **asked)
    assert refused.value.message.code == code
