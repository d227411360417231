"""What is owed on a date, as tasks: kerbs to sweep, lanes to wash, kitchens, containers."""

from scenarios.due.again import find_due_again
from scenarios.due.areas import AreaLevel, AreaRow
from scenarios.due.closures import close_streets
from scenarios.due.container_work import Decision, PointDue
from scenarios.due.demand import DueWork, find_due_work, streets_on_day
from scenarios.due.lanes import LaneDue, street_label
from scenarios.due.placing import place_on
from scenarios.due.stops import stop_at
from scenarios.due.street_work import KerbLot, Lot, LotReason

__all__ = [
    "AreaLevel",
    "AreaRow",
    "Decision",
    "DueWork",
    "KerbLot",
    "LaneDue",
    "Lot",
    "LotReason",
    "PointDue",
    "close_streets",
    "find_due_again",
    "find_due_work",
    "place_on",
    "stop_at",
    "street_label",
    "streets_on_day",
]
