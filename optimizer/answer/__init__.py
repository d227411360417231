"""What an integer solution says to people: times, reasons and remedies.

::

    route_clock    the clock of one route, its departure and its break
    timetable      when each activity happens, the break where it costs least
    reasons        why a task is in no route
    exchanges      what required work of a higher class would take the place of
    giving_way     and such exchanges that the search has missed, made after it
    urgent         what has a deadline goes first, whatever has to give way
    facility_room  what facilities with a daily limit still take
    binding        which rules keep it out, alone or together
    remedies       the cheapest change that would serve it, tried and priced
    earlier_plan   the way back: an earlier plan as a solution of today's instance
"""

from optimizer.answer.binding import Rule, rules_in_the_way
from optimizer.answer.earlier_plan import solution_of
from optimizer.answer.giving_way import let_lower_classes_give_way
from optimizer.answer.reasons import NOT_EXPLAINED, explain, list_unassigned
from optimizer.answer.route_clock import Timing
from optimizer.answer.timetable import routes_of, schedule
from optimizer.answer.urgent import put_urgent_first

__all__ = [
    "NOT_EXPLAINED",
    "Rule",
    "Timing",
    "explain",
    "let_lower_classes_give_way",
    "list_unassigned",
    "put_urgent_first",
    "routes_of",
    "rules_in_the_way",
    "schedule",
    "solution_of",
]
