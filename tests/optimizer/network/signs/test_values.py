"""Numbers in tags, in their spellings."""

import pytest

from optimizer.network.signs.values import Limit, count, length_limit, speed_kph, weight_limit


@pytest.mark.parametrize(
    ("text", "kph"),
    [
        ("60", 60),
        ("60 km/h", 60),
        ("６０", 60),
        ("40 mph", 64),
        ("50;30", 30),
        ("CN:urban", 50),
        ("DE:zone30", 30),
        ("DE:zone:20", 20),
        ("RU:living_street", 20),
        ("walk", 10),
        ("none", 120),
        ("fast", 0),
        ("signals", 0),
        ("1000", 0),
        ("", 0),
        (None, 0),
    ],
)
def test_speed_limits_in_their_spellings(text, kph):
    # 40 mph = 64.37 km/h.
    assert speed_kph(text) == kph


@pytest.mark.parametrize(
    ("text", "cm"),
    [
        ("7", 700),
        ("7.5 m", 750),
        ("7.5m", 750),
        ("3,5", 350),
        ("7米", 700),
        ("７．５", 750),
        ("~6", 600),
        ("750 cm", 750),
        ("6-8", 600),
        ("8; 6.5", 650),
        ("12'", 366),
        ("12 ft", 366),
        ("12'6\"", 381),
        ("12 ft 6 in", 381),
        ("7'3\"", 221),
        ("7′3″", 221),
        ("7'-3\"", 221),
        ("2.2 m (7'3\")", 220),
        ("7'3\" (2.2 m)", 221),
        ("限高2.5米", 250),
        ("限高：2.5m", 250),
        ("限高（2.5米）", 250),
        ("净高 4.5 米", 450),
        ("2.5米以下", 250),
        ("broad", 0),
        ("-3", 0),
        ("", 0),
        (None, 0),
    ],
)
def test_lengths_in_their_spellings(text, cm):
    # 12 ft = 365.76 cm; 6 in = 15.24 cm; 7 ft 3 in = 220.98 cm.
    assert length_limit(text).least == cm


@pytest.mark.parametrize(
    ("text", "kg"),
    [
        ("10", 10_000),
        ("7.5 t", 7_500),
        ("7,5t", 7_500),
        ("10吨", 10_000),
        ("限重10吨", 10_000),
        ("总重１０ｔ", 10_000),
        ("20;15 t", 15_000),
        ("3500 kg", 3_500),
        ("8000 lbs", 3_629),
        ("5 st", 4_536),
        ("none", 0),
        ("unsigned", 0),
        (None, 0),
    ],
)
def test_weights_in_their_spellings(text, kg):
    # 8,000 lb = 3,628.7 kg; 5 short tons = 4,535.9 kg.
    assert weight_limit(text).least == kg


@pytest.mark.parametrize(
    ("text", "number"),
    [("2", 2), ("3;2", 2), ("1.5", 1), ("0", 0), ("17", 0), ("two", 0), (None, 0)],
)
def test_lanes_in_their_spellings(text, number):
    assert count(text, most=16) == number


@pytest.mark.parametrize("text", ["none", "default", "unsigned", "", None, "无限制"])
def test_some_words_say_that_there_is_no_limit(text):
    assert length_limit(text) == weight_limit(text) == Limit(least=0, is_whole=True)


@pytest.mark.parametrize(
    ("text", "least"), [("low", 0), ("3.5;low", 350), ("0", 0), ("3 m or so", 0), ("5 t", 0)]
)
def test_a_limit_that_is_not_understood_as_a_whole_says_so(text, least):
    assert length_limit(text) == Limit(least=least, is_whole=False)
