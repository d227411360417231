"""The map from the plan to the ground: it bends, it never folds, and it fills its box."""

import math
from random import Random

import pytest

from scenarios.district.ground import HEIGHT_M, WIDTH_M, Ground

STEP_M = 4.0

# Square, wide and tall; the last two share a side.
BOXES = (
    (3000.0, 3000.0, 3600.0, 3600.0),
    (4000.0, 3000.0, 5400.0, 3400.0),
    (6000.0, 5000.0, 6400.0, 6200.0),
    (6400.0, 5000.0, 7000.0, 6200.0),
)


def ground(seed: int) -> Ground:
    return Ground.draw(Random(seed)).with_blocks(BOXES, Random(seed))


def swelling(ground: Ground, u: float, v: float) -> float:
    """Returns how much larger a small square becomes; negative where the plan is folded."""
    (x, y), (x_u, y_u), (x_v, y_v) = (
        ground.metres(place) for place in ((u, v), (u + STEP_M, v), (u, v + STEP_M))
    )
    return ((x_u - x) * (y_v - y) - (y_u - y) * (x_v - x)) / STEP_M**2


@pytest.mark.parametrize("seed", [1, 2, 3, 7])
def test_never_folds_so_streets_cross_only_where_they_do_in_the_plan(seed: int) -> None:
    bent = ground(seed)
    places = [(20 + 100.0 * x, 20 + 100.0 * y) for x in range(100) for y in range(99)]
    assert min(swelling(bent, u, v) for u, v in places) > 0.05


def test_turns_the_inside_of_a_block_and_leaves_the_streets_around_it() -> None:
    plain, bent = Ground.draw(Random(1)), ground(1)
    for west, south, east, north in BOXES:
        for place in ((west, north), (west, (south + north) / 2), ((west + east) / 2, south)):
            assert bent.metres(place) == plain.metres(place)
        inside = (west + (east - west) / 3, south + (north - south) / 3)
        assert math.dist(bent.metres(inside), plain.metres(inside)) > 2


def test_bends_the_middle_and_keeps_the_border() -> None:
    bent = ground(1)
    assert math.dist(bent.metres((5000, 5000)), (5000, 5000)) > 50
    for place in ((0.0, 4000.0), (WIDTH_M, 2000.0), (7000.0, 0.0), (100.0, HEIGHT_M)):
        assert bent.metres(place) == pytest.approx(place)
