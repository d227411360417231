"""Work spread over the crews: long routes are made dearer."""

from dataclasses import dataclass, replace
from typing import ClassVar, Self

import numpy as np

from fleet import Message, message
from optimizer.instance.fields import Axis, Group, Ints, column

SHARES = 1024
"""Shares of a balance count in so many parts of a whole."""

MOST_SHARES = 16 * SHARES
"""The largest share of a balance: dearer routes would leave the range of the integers."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RouteBalance(Group):
    """From which cost on a route counts more, and by how much.

    Of a route whose chain (driving, work and facility visits) costs more than `above` cost units,
    what lies above counts 1 + share / SHARES times: it costs `share * (chain - above) // SHARES`
    more.

    Parameters
    ----------
    above, share
        Shape (D,); shares lie between 0 and MOST_SHARES.
    """

    TRAIT: ClassVar[str] = "balanced"

    IS_PRICE: ClassVar[bool] = True
    MEANS: ClassVar[Message] = message("means.balance", "routes are to be balanced")
    REMEDY: ClassVar[Message] = message("way_out.balance", "leave the balance out")

    above: Ints = column(Axis.DUTY, packed="duty.balance_from")
    share: Ints = column(Axis.DUTY, packed="duty.balance_share")

    def drop_neutral(self) -> Self:
        """Returns it with 0 where no share counts."""
        counts = self.share > 0
        return replace(
            self, above=np.where(counts, self.above, 0), share=np.where(counts, self.share, 0)
        )

    @property
    def counts(self) -> bool:
        """Whether any route can cost more."""
        return bool(self.share.any())

    def tells_apart(self, num_duties: int) -> tuple[Ints, ...]:
        """Returns the balance of each duty."""
        return self.above, self.share
