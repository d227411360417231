"""How many vehicles of each kind are needed: targets, what is proven of them, the search.

::

    target     what is to be reached, and how far a plan is from it
    proof      what no plan can do: a share that is out of reach, fewer vehicles than needed
    counts     the search for the least number of each kind
"""

from scenarios.sizing.counts import (
    CountSearch,
    CountTrial,
    KindCount,
    Tried,
    search_counts,
    settings_of,
)
from scenarios.sizing.proof import TargetProof, prove
from scenarios.sizing.target import SizeTarget, read_targets

__all__ = [
    "CountSearch",
    "CountTrial",
    "KindCount",
    "SizeTarget",
    "TargetProof",
    "Tried",
    "prove",
    "read_targets",
    "search_counts",
    "settings_of",
]
