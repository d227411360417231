"""What changes for whom between two plans of one day, as people say it.

::

    duties         two plans of a day, compared duty by duty
    difference     one difference, and the duties and totals that they make up
    strips         what work along a street is called, and what is one run of it
    kept_order     which tasks keep their order
    parting        where two routes part, and where a vehicle stays behind
    visits         facilities, breaks and ways
    swept_streets  which streets are swept in one scenario and not in another
    sentences      differences in words, and the short message for a driver
"""

from scenarios.changes.difference import (
    Changes,
    Difference,
    DifferenceKind,
    DutyChanges,
    Totals,
)
from scenarios.changes.duties import find_changes
from scenarios.changes.parting import is_lost
from scenarios.changes.sentences import MOST_CHARACTERS, heading, said, short_message
from scenarios.changes.strips import lane_of, side_of, strip_of
from scenarios.changes.swept_streets import ChangedStreets, find_changed_streets, find_swept

__all__ = [
    "MOST_CHARACTERS",
    "ChangedStreets",
    "Changes",
    "Difference",
    "DifferenceKind",
    "DutyChanges",
    "Totals",
    "find_changed_streets",
    "find_changes",
    "find_swept",
    "heading",
    "is_lost",
    "lane_of",
    "said",
    "short_message",
    "side_of",
    "strip_of",
]
