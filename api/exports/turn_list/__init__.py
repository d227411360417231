"""What a driver is told, in order: one list for paper, phone, navigator, office and terminal.

::

    line       one line: work, a stop, a visit, a turn, with its metres and times
    corners    which streets meet where, what an unnamed lane is called, how far from a corner
    steps      a drive cut where a driver has something to do
    work       what is said of work along streets, with from where to where
    stops      what is said of stops: place, side of the street, amount, windows, limits
    listing    the lines of a route; those of one add up to its metres
    signs      what is seen of a line before it is read
    notices    what a driver has to know of the day
"""

from api.exports.turn_list.corners import HEADINGS, corners_of
from api.exports.turn_list.line import LineKind, TurnLine
from api.exports.turn_list.listing import turn_list
from api.exports.turn_list.notices import select_notices
from api.exports.turn_list.signs import ARROWS, TO_DO

__all__ = [
    "ARROWS",
    "HEADINGS",
    "TO_DO",
    "LineKind",
    "TurnLine",
    "corners_of",
    "select_notices",
    "turn_list",
]
