"""One cell: blanks, ids, numbers, units, choices."""

import pytest

from scenarios.files.office.cells import (
    Rounding,
    count,
    is_blank,
    key,
    normalise,
    parts_of,
    quantity,
    share,
)
from scenarios.files.office.fault import Unreadable
from scenarios.files.office.units import Dimension


@pytest.mark.parametrize(
    "text", ["A2", "A2\u200b", "\ufeffA2", "A\u00ad2", "Ａ２", " A2 ", "A\u20602\u00a0"]
)
def test_ids_that_look_alike_are_alike(text):
    assert normalise(text) == "A2"
    assert key(text) == "a2"


def test_names_of_other_scripts_keep_their_letters():
    assert normalise("𠮷野家 مطعم") == "𠮷野家 مطعم"


@pytest.mark.parametrize("text", ["", " ", "-", "——", "无", "N/A", "\u3000", "\u200b", " / "])
def test_what_offices_write_where_there_is_nothing_is_blank(text):
    assert is_blank(text)


@pytest.mark.parametrize("cell", ["0", "无锡面馆", "--2", "x", 0.0, False])
def test_what_is_written_is_not_blank(cell):
    assert not is_blank(cell)


@pytest.mark.parametrize(
    ("text", "dimension", "unit", "amount"),
    [
        ("5.5吨", Dimension.MASS, None, 5_500),
        ("8 m³", Dimension.VOLUME, None, 8_000),
        ("28 升/百公里", Dimension.FUEL_A_KM, None, 280),
        ("10", Dimension.FUEL_AN_HOUR, "升/小时", 10_000),
        ("2.24 元/公里", Dimension.MONEY_A_KM, None, 224),
        ("每小时", Dimension.MONEY_AN_HOUR, None, None),
        ("44.5", Dimension.WORKING_TIME, "h", 160_200),
        ("90 t/天", Dimension.MASS_A_DAY, None, 90_000),
        ("40 km/h", Dimension.SPEED, None, 40),
    ],
)
def test_quantities_come_in_the_programs_unit(text, dimension, unit, amount):
    if amount is None:
        with pytest.raises(Unreadable):
            quantity(text, dimension, unit)
    else:
        assert quantity(text, dimension, unit) == amount


def test_parts_of_a_unit_are_more_to_do_less_room_or_a_slip():
    assert quantity("0.0015", Dimension.MASS, "t") == 2
    assert quantity("0.0015", Dimension.MASS, "t", Rounding.DOWN) == 1
    with pytest.raises(Unreadable, match="whole number"):
        quantity("7.5", Dimension.SPEED, "km/h", Rounding.NONE)


@pytest.mark.parametrize("text", ["99999999999999999999", "0.9999999999999999999e9", "3e9"])
def test_a_number_out_of_all_proportion_is_refused(text):
    with pytest.raises(Unreadable):
        quantity(text, Dimension.TIME, "h")
    with pytest.raises(Unreadable):
        count(text)


def test_a_count_takes_only_the_words_that_make_sense():
    assert count("3次", "次") == 3
    with pytest.raises(Unreadable):
        count("3桶", "次")


def test_shares_and_percents():
    assert share("30%") == share("0.3") == 0.3
    with pytest.raises(Unreadable):
        share("3 kg")


def test_a_list_may_be_parted_in_many_ways():
    assert parts_of("a；b，c、d/e f\ng") == list("abcdefg")
