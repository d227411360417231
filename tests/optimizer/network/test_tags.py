import pytest

from optimizer.network import tags
from optimizer.network.tags import Direction


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"highway": "residential"}, Direction.BOTH),
        ({"highway": "residential", "oneway": "yes"}, Direction.FORWARD),
        ({"highway": "residential", "oneway": "1"}, Direction.FORWARD),
        ({"highway": "residential", "oneway": "-1"}, Direction.BACKWARD),
        ({"highway": "residential", "oneway": "reversible"}, Direction.BOTH),
        ({"highway": "motorway"}, Direction.FORWARD),
        ({"highway": "motorway_link"}, Direction.FORWARD),
        ({"highway": "motorway", "oneway": "no"}, Direction.BOTH),
        ({"highway": "tertiary", "junction": "roundabout"}, Direction.FORWARD),
        ({"highway": "trunk"}, Direction.BOTH),
    ],
)
def test_direction(given, expected):
    assert tags.direction(given) is expected


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"highway": "residential"}, None),
        ({"highway": "footway"}, "not drivable"),
        ({"highway": "service", "service": "alley"}, None),
        ({"highway": "service", "service": "parking_aisle"}, "not drivable"),
        ({"highway": "residential", "access": "private"}, "access"),
        ({"highway": "residential", "access": "destination"}, None),
        ({"highway": "residential", "access": "no", "motor_vehicle": "yes"}, None),
        ({"highway": "residential", "motor_vehicle": "no"}, "access"),
        ({"highway": "service", "area": "yes"}, "not drivable"),
    ],
)
def test_what_cannot_be_driven_is_refused_with_its_reason(given, reason):
    refusal = tags.refusal(given)
    assert (refusal.reason if refusal else None) == reason


@pytest.mark.parametrize(
    ("text", "kph"),
    [("60", 60), ("40 mph", 64), ("CN:urban", 50), ("30;50", 30), ("fast", 30), ("", 30)],
)
def test_speed_of_a_residential_street(text, kph):
    # 40 mph = 64.37 km/h; what is not understood leaves the class default of 30.
    assert tags.speed_kph({"highway": "residential", "maxspeed": text}) == kph


def test_a_link_is_slower_than_its_road():
    assert tags.speed_kph({"highway": "trunk"}) == 70
    assert tags.speed_kph({"highway": "trunk_link"}) == 40


@pytest.mark.parametrize(
    ("text", "cm"),
    [
        ("7", 700),
        ("7.5 m", 750),
        ("3,5", 350),
        ("12'", 366),
        ("12'6\"", 381),
        ("broad", 0),
        (None, 0),
    ],
)
def test_widths_in_their_spellings(text, cm):
    # 12 ft = 365.76 cm; 6 in = 15.24 cm.
    assert tags.length_cm(text) == cm


@pytest.mark.parametrize(
    ("text", "kg"), [("10", 10_000), ("7.5 t", 7_500), ("3500 kg", 3_500), ("none", 0), (None, 0)]
)
def test_weight_limits_in_their_spellings(text, kg):
    assert tags.weight_kg(text) == kg


def test_width_comes_from_the_tag_and_else_from_the_class():
    assert tags.width_cm({"highway": "primary", "width": "20"}, one_way=False) == 2000
    assert tags.width_cm({"highway": "primary"}, one_way=True) == 1100
    assert tags.width_cm({"highway": "primary"}, one_way=False) == 1800
    assert tags.width_cm({"highway": "primary_link"}, one_way=True) == 600
    # A street a kilometre wide is a slip of the mapper's.
    assert tags.width_cm({"highway": "primary", "width": "1000"}, one_way=True) == 1100


def test_the_name_falls_back_on_chinese_english_and_the_number():
    assert tags.street_name({"name": "A", "ref": "S1"}) == "A"
    assert tags.street_name({"name:zh": "天童路", "name:en": "Tiantong Road"}) == "天童路"
    assert tags.street_name({"ref": "S1"}) == "S1"
    assert tags.street_name({}) == ""
