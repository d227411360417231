"""The rounds of a divided search: how the budget and the temperatures are shared out."""

from collections.abc import Sequence
from typing import NamedTuple


class Round(NamedTuple):
    """One division of the instance and the search of all its parts.

    Parameters
    ----------
    begin, end
        Shares of the whole budget that are used up before and after it.
    warmth_begin, warmth_end
        How far down the way from hot to cold it begins and ends.
    is_return
        Whether it goes on from the best solution, not from where the round before ended.
    """

    begin: float
    end: float
    warmth_begin: float
    warmth_end: float
    is_return: bool

    def temperatures(self, hot: float, cold: float) -> tuple[float, float]:
        """Returns the first and the last temperature of the round: one way down for all rounds."""
        fall = cold / hot
        return hot * fall**self.warmth_begin, hot * fall**self.warmth_end


def rounds_of(cycles: Sequence[tuple[float, float]], count: int) -> list[Round]:
    """Returns about `count` rounds, at least one for each of the cycles of `Params`."""
    rounds: list[Round] = []
    begin = 0.0
    for number, (end, warm) in enumerate(cycles):
        own = max(1, round(count * (end - begin)))
        rounds.extend(
            Round(
                begin=begin + (end - begin) * k / own,
                end=begin + (end - begin) * (k + 1) / own,
                warmth_begin=warm + (1 - warm) * k / own,
                warmth_end=warm + (1 - warm) * (k + 1) / own,
                is_return=number > 0 and k == 0,
            )
            for k in range(own)
        )
        begin = end
    return rounds
