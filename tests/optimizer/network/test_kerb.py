"""Which kerb, lane or piece work is done at."""

import pytest

from optimizer.network.kerb import KerbKey, Side

KERB = {"arc": "4711>4712", "side": Side.RIGHT}


@pytest.mark.parametrize(
    ("numbers", "text"),
    [
        ({}, "4711>4712/right"),
        ({"lane": 2}, "4711>4712/right/2"),
        ({"lane": 2, "piece": 1}, "4711>4712/right/2/1"),
    ],
)
def test_a_kerb_is_said_from_the_street_inwards(numbers, text):
    assert str(KerbKey(**KERB, **numbers)) == text


def test_kerbs_are_the_same_where_all_of_them_is():
    one = KerbKey(**KERB, lane=2)
    assert {one, KerbKey(**KERB, lane=2), KerbKey(**KERB), KerbKey(**KERB, piece=2)} == {
        KerbKey(**KERB),
        one,
        KerbKey(**KERB, piece=2),
    }


@pytest.mark.parametrize("name", ["lane", "piece"])
def test_lanes_and_pieces_are_counted_from_one(name):
    with pytest.raises(ValueError, match=r"counted from 1, or 0 for none, got .*-1"):
        KerbKey(**KERB, **{name: -1})
