"""Which of the things in a row keep their order in another row."""

from bisect import bisect_left
from collections.abc import Sequence


def keep_in_order(places: Sequence[int]) -> set[int]:
    """Returns the most of some different places, in a new order, that still come after each other.

    Of several such sets it is the one that ends with the earliest places.

    Parameters
    ----------
    places
        Where each thing stood before, in the order in which they stand now.

    References
    ----------
    Fredman (1975), On computing the length of longest increasing subsequences, Discrete
    Mathematics 11, 29-35.
    """
    ends: list[int] = []
    """The lowest place at which so many in order can end."""
    before: dict[int, int | None] = {}
    for place in places:
        length = bisect_left(ends, place)
        before[place] = ends[length - 1] if length else None
        ends[length : length + 1] = [place]
    kept: set[int] = set()
    last = ends[-1] if ends else None
    while last is not None:
        kept.add(last)
        last = before[last]
    return kept
