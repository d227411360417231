"""A day, or a public file, as integers only: what the search knows.

::

    instance     the arrays, and what they mean
    fields       how each is cut, joined and packed
    pins, reference, territories, balance, partners, daily_limits,
    driving_use, lane_changes, interruptions, bundles, waiting
                 what an instance may be without
    own_types    duties with a type of their own
    solution     routes as elements with modes
    neighbours   which tasks are near which; near_hubs where there are very many
    drives       the drives of a route one by one
"""

from optimizer.instance.balance import MOST_SHARES, SHARES, RouteBalance
from optimizer.instance.bundles import Bundles
from optimizer.instance.daily_limits import DailyLimits
from optimizer.instance.drives import Drives
from optimizer.instance.driving_use import DrivingUse
from optimizer.instance.fields import (
    Axis,
    Column,
    Group,
    columns_of,
    join_columns,
    may_be_joined,
    modes_may_follow,
)
from optimizer.instance.instance import (
    COMPACT,
    FAR,
    FEN,
    GROUPS,
    NEVER,
    UNBOUNDED,
    Instance,
    pack_travel,
)
from optimizer.instance.interruptions import Interruptions
from optimizer.instance.lane_changes import LaneChanges
from optimizer.instance.neighbours import nearest_tasks
from optimizer.instance.own_types import with_own_type
from optimizer.instance.partners import Partners
from optimizer.instance.pins import Pins
from optimizer.instance.reference import Reference
from optimizer.instance.solution import Solution, Visit
from optimizer.instance.territories import Territories
from optimizer.instance.waiting import Waiting

__all__ = [
    "COMPACT",
    "FAR",
    "FEN",
    "GROUPS",
    "MOST_SHARES",
    "NEVER",
    "SHARES",
    "UNBOUNDED",
    "Axis",
    "Bundles",
    "Column",
    "DailyLimits",
    "Drives",
    "DrivingUse",
    "Group",
    "Instance",
    "Interruptions",
    "LaneChanges",
    "Partners",
    "Pins",
    "Reference",
    "RouteBalance",
    "Solution",
    "Territories",
    "Visit",
    "Waiting",
    "columns_of",
    "join_columns",
    "may_be_joined",
    "modes_may_follow",
    "nearest_tasks",
    "pack_travel",
    "with_own_type",
]
