"""Values of a scenario set to others: counts of vehicles, shifts, numbers by their path."""

import pytest

from fleet import VehicleKind
from optimizer.errors import InputError
from scenarios.files import load_scenario
from scenarios.variations import Setting, combine_variations, read_variation, vary


@pytest.fixture(scope="module")
def district():
    return load_scenario("yinzhou-2012")


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("vehicles.washer=6..8", [6, 7, 8]),
        ("vehicles.washer=6..12:3", [6, 9, 12]),
        ("a=1,2,2,5..6", [1, 2, 5, 6]),
        ("prices.balance_share=0.5, 1.25", [0.5, 1.25]),
        (" a =-1", [-1]),
    ],
)
def test_values_are_listed_or_in_ranges(text, values):
    assert [one.value for one in read_variation(text)] == values
    assert {one.path for one in read_variation(text)} == {text.partition("=")[0].strip()}


@pytest.mark.parametrize(
    "text", ["", "vehicles.washer", "=1", "a=", "a=x", "a=1..", "a=1,,2", "a=1;2"]
)
def test_what_is_no_variation_is_refused(text):
    with pytest.raises(InputError, match=r"is no variation; write a path"):
        read_variation(text)


def test_every_combination_is_planned_and_too_many_are_refused():
    # 2 x 3 = 6; 9 x 8 = 72 > 64.
    six = combine_variations([read_variation("a=1,2"), read_variation("b=1..3")])
    assert len(set(six)) == 6
    assert six[0] == (Setting("a", 1), Setting("b", 1))
    with pytest.raises(InputError, match="more than 64"):
        combine_variations([read_variation("a=1..9"), read_variation("b=1..8")])


def test_more_vehicles_are_copies_of_the_last_with_ids_that_count_on(district):
    more = vary(district, read_variation("vehicles.washer=8"))
    washers = [one for one in more.vehicles if one.kind is VehicleKind.WASHER]
    assert [one.id for one in washers] == ["W01", "W02", "W03", "W04", "W05", "W06", "W07", "W08"]
    assert len(more.vehicles) == 32
    assert {one.tank_l for one in washers} == {12_000}


def test_fewer_vehicles_leave_out_the_last(district):
    fewer = vary(district, read_variation("vehicles.sweeper=12"))
    assert [one.id for one in district.vehicles if one not in fewer.vehicles] == ["S13", "S14"]
    none = vary(district, read_variation("vehicles.washer=0"))
    assert not any(one.kind is VehicleKind.WASHER for one in none.vehicles)


def test_shifts_are_the_first_of_a_kind(district):
    early = vary(district, read_variation("shifts.sweeper=1"))
    assert [one.id for one in early.shift_templates[VehicleKind.SWEEPER]] == ["early"]
    with pytest.raises(InputError, match="has 2 shifts of that kind; write 1 to 2"):
        vary(district, read_variation("shifts.sweeper=3"))


def test_numbers_are_found_by_fields_and_by_ids_of_rows(district):
    varied = vary(
        district,
        [
            Setting("prices.apart_fen", 500),
            Setting("optional_weight", 2.5),
            Setting("standards.II.wash.washes_per_week", 4),
            Setting("facilities.dayanqiao.storage_kg", 60_000),
        ],
    )
    assert (varied.prices.apart_fen, varied.optional_weight) == (500, 2.5)
    second = next(one for one in varied.standards if one.id == "II")
    assert second.wash is not None
    assert second.wash.washes_per_week == 4
    station = next(one for one in varied.facilities if one.id == "dayanqiao")
    assert station.storage_kg == 60_000


@pytest.mark.parametrize(
    ("path", "value", "why"),
    [
        ("vehicles.broom", 3, "'broom' names no number"),
        ("vehicles.snow_plough", 3, "names no number"),
        ("prices.none", 3, "'none' names no number"),
        ("title", 3, "'title' names no number"),
        ("standards.II", 3, "'standards.II' names no number"),
        ("standards.IX.prize_fen_per_m2", 3, "'IX' names no number"),
        ("prices.apart_fen", 0.5, "write a whole number"),
        ("vehicles.washer", -1, "write a whole number"),
    ],
)
def test_what_cannot_be_set_is_refused_with_examples(district, path, value, why):
    with pytest.raises(InputError, match=why):
        vary(district, [Setting(path, value)])
