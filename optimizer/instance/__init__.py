"""A day, or a public file, as integers only: what the search knows.

::

    instance     the arrays, and what they mean
    solution     routes as elements with modes
    neighbours   which tasks are near which; near_hubs where there are very many
    drives       the drives of a route one by one
"""

from optimizer.instance.drives import Drives
from optimizer.instance.instance import (
    COMPACT,
    FAR,
    FEN,
    MOST_SHARES,
    NEVER,
    SHARES,
    UNBOUNDED,
    Instance,
    pack_travel,
)
from optimizer.instance.neighbours import nearest_tasks
from optimizer.instance.solution import Solution, Visit

__all__ = [
    "COMPACT",
    "FAR",
    "FEN",
    "MOST_SHARES",
    "NEVER",
    "SHARES",
    "UNBOUNDED",
    "Drives",
    "Instance",
    "Solution",
    "Visit",
    "nearest_tasks",
    "pack_travel",
]
