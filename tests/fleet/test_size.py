"""Whether a vehicle can come: one rule for days, calendars and rosters."""

import pytest

from fleet import Size


@pytest.mark.parametrize(
    ("size", "limit", "is_within"),
    [
        (Size(length_cm=600), Size(length_cm=600), True),
        (Size(length_cm=601), Size(length_cm=600), False),
        (Size(width_cm=251), Size(width_cm=250), False),
        (Size(weight_kg=7_501), Size(weight_kg=7_500), False),
        # One limit kept does not make up for another that is not.
        (Size(length_cm=500, width_cm=260), Size(length_cm=600, width_cm=250), False),
        (Size(), Size(length_cm=1, width_cm=1, weight_kg=1), True),
        (Size(length_cm=2_000, width_cm=300, weight_kg=49_000), Size(), True),
    ],
)
def test_a_vehicle_is_within_a_limit_or_nobody_knows(size, limit, is_within):
    assert size.fits(limit) is is_within


def test_what_is_not_known_of_a_size_is_taken_from_the_usual_one():
    usual = Size(width_cm=240, weight_kg=12_000)
    own = Size(length_cm=600, weight_kg=7_500)
    assert own.or_else(usual) == Size(length_cm=600, width_cm=240, weight_kg=7_500)
