"""What a variant has otherwise than its parent, told as planners say it."""

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from fleet import SnowStandard, Supply, TimeWindow
from scenarios.files import differences_from, load_scenario
from scenarios.files.differences import spans

HAMLET = Path(__file__).parents[2] / "data" / "hamlet"


@pytest.fixture(scope="module")
def hamlet():
    return load_scenario(str(HAMLET))


@pytest.fixture(scope="module")
def district():
    return load_scenario("yinzhou-2012")


def told(base, scenario):
    return [str(one) for one in differences_from(base, scenario)]


def test_a_scenario_differs_from_itself_in_nothing(district):
    assert told(district, replace(district, name="other", title="Other")) == []


def test_vehicles_that_came_are_counted_and_named(district):
    last = district.vehicles[-1]
    more = tuple(replace(last, id=f"W{n:02d}") for n in (7, 8, 9, 10))
    assert told(district, replace(district, vehicles=(*district.vehicles, *more))) == [
        "vehicles: 34 instead of 30",
        "vehicles: added W07..W10",
    ]


def test_an_exchange_says_both(district):
    first, *rest = district.vehicles
    assert told(district, replace(district, vehicles=(replace(first, id="S99"), *rest))) == [
        "vehicles: added S99",
        f"vehicles: taken out {first.id}",
    ]


def test_rows_that_changed_alike_share_a_sentence(district):
    tanks = tuple(
        replace(one, tank_l=9_999) if one.id in ("W01", "W02", "W03") else one
        for one in district.vehicles
    )
    old = next(one.tank_l for one in district.vehicles if one.id == "W01")
    assert told(district, replace(district, vehicles=tanks)) == [
        f"vehicles: W01..W03: tank_l 9999 instead of {old}"
    ]


def test_many_rows_of_one_kind_are_counted(district):
    more = tuple(replace(one, demand_kg=one.demand_kg + 1) for one in district.contracts)
    assert told(district, replace(district, contracts=more)) == [
        "contracts: 328 rows have other values of demand_kg"
    ]


def test_fields_of_parts_are_named_with_the_part(district):
    prices = replace(district.prices, apart_fen=0)
    first = district.standards[0]
    wash = replace(first.wash, washes_per_week=7)
    changed = replace(
        district,
        prices=prices,
        standards=(replace(first, wash=wash), *district.standards[1:]),
        max_snap_m=50,
    )
    assert set(told(district, changed)) == {
        "prices.apart_fen 0 instead of 300",
        "standards: I: wash.washes_per_week 7 instead of 5",
        "max_snap_m 50 instead of 300",
    }


def test_days_lists_and_what_is_new_are_told(hamlet):
    depot, *others = hamlet.facilities
    changed = replace(
        hamlet,
        date=dt.date(2024, 1, 2),
        facilities=(replace(depot, supplies=(Supply.WATER, Supply.DE_ICER)), *others),
        standards=(
            replace(
                hamlet.standards[0],
                snow=SnowStandard(passes=(TimeWindow(earliest_s=0, latest_s=60),)),
            ),
            *hamlet.standards[1:],
        ),
    )
    assert depot.supplies == (Supply.WATER,)
    assert told(hamlet, changed) == [
        "date 2024-01-02 instead of 2024-05-06",
        f"facilities: {depot.id}: supplies [water, de_icer] instead of [water]",
        f"standards: {hamlet.standards[0].id}: snow is new",
    ]


def test_another_order_is_told(hamlet):
    turned = replace(hamlet, facilities=hamlet.facilities[::-1])
    assert told(hamlet, turned) == ["facilities: in another order"]


def test_shifts_are_called_as_in_the_file(district):
    kind, *_ = district.shift_templates
    fewer = {key: value for key, value in district.shift_templates.items() if key != kind}
    assert told(district, replace(district, shift_templates=fewer)) == [
        f"shifts.{kind} is no more"
    ]


@pytest.mark.parametrize(
    ("ids", "drawn"),
    [
        (["W07", "W08", "W09"], ["W07..W09"]),
        (["W07", "W08"], ["W07", "W08"]),
        (["W07", "W09", "X"], ["W07", "W09", "X"]),
        (["W9", "W10", "W11"], ["W9", "W10", "W11"]),
        ([], []),
    ],
)
def test_ids_that_count_on_are_drawn_together(ids, drawn):
    assert spans(ids) == drawn
