"""Which parts are searched one after the other, where several are searched at a time."""

from collections.abc import Sequence
from typing import NamedTuple


class Turn(NamedTuple):
    """When a part has its turn, as shares of a round.

    Parameters
    ----------
    lane
        Who searches it.
    begin, end
        Of the steps of the round, which all parts share.
    over
        Of the time of the round, which those of its lane share.
    """

    lane: int
    begin: float
    end: float
    over: float


def turns_of(sizes: Sequence[int], num_lanes: int) -> list[Turn]:
    """Returns the turn of each part, so that all lanes have about as much to do.

    The steps of a part go by its size alone, so they are the same with any number of lanes.
    """
    whole = sum(sizes)
    loads = [0] * max(1, num_lanes)
    lane_of = [0] * len(sizes)
    for number in sorted(range(len(sizes)), key=lambda one: (-sizes[one], one)):
        lane_of[number] = loads.index(min(loads))
        loads[lane_of[number]] += sizes[number]
    turns, before, before_in_lane = [], 0, [0] * len(loads)
    for size, lane in zip(sizes, lane_of, strict=True):
        before_in_lane[lane] += size
        turns.append(
            Turn(
                lane=lane,
                begin=before / whole,
                end=(before + size) / whole,
                over=before_in_lane[lane] / loads[lane],
            )
        )
        before += size
    return turns
