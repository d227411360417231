"""Which kerb, lane or piece of a lane work is done at, in words that outlast a network."""

from dataclasses import dataclass
from enum import StrEnum

from optimizer.errors import InvalidValue
from optimizer.network.place import ArcKey


class Side(StrEnum):
    """Which kerb, seen in the direction of its arc; WHOLE stands for a street swept once."""

    RIGHT = "right"
    LEFT = "left"
    WHOLE = "whole"


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class KerbKey:
    """A strip of street that is worked as one: what makes two passes passes of the same kerb.

    Parameters
    ----------
    arc
        The key of its arc, as `RoadNetwork.arc_key` gives it.
    lane
        Counted from the kerb, the first is 1; 0 where the kerb itself is worked.
    piece
        Counted in the direction of the arc, the first is 1; 0 where the arc is worked as a whole.
    """

    arc: ArcKey
    side: Side
    lane: int = 0
    piece: int = 0

    def __post_init__(self) -> None:
        if min(self.lane, self.piece) < 0:
            raise InvalidValue(
                "kerb.counted",
                "kerb {arc}: lane and piece are counted from 1, or 0 for none, got {lane} and "
                "{piece}.",
                arc=self.arc,
                lane=self.lane,
                piece=self.piece,
            )

    def __str__(self) -> str:
        """Returns "4711>4712/right/2/1", for ids and for people; nothing reads it."""
        counted = (str(number) for number in (self.lane, self.piece) if number)
        return "/".join((self.arc, self.side, *counted))
