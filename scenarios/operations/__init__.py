"""The day while it runs, from what a dispatcher writes.

::

    reading         files and bodies of requests become events; the list that they are added to
    schema          what they may say
    resolving       names are looked up and times held against each other
    in_force        the plan in force, where names are looked up; nearest: those that are meant
    closures        streets that are closed
    new_work        added tasks and urgent cases; places: where they are
    positions       how late a vehicle is that reports where it is
    categories      what cases come to, where a scenario does not say
    contradictions  what cannot be true together
    faults          all that is wrong, in one error
"""

from scenarios.operations.categories import CATEGORIES, categories_of
from scenarios.operations.faults import MOST_FAULTS, EventFault, EventFaults
from scenarios.operations.nearest import nearest_names
from scenarios.operations.reading import append_events, events_of, is_drawn_day, read_events
from scenarios.operations.schema import EventIn, EventsIn, TaskAddedIn, UrgentCaseIn

__all__ = [
    "CATEGORIES",
    "MOST_FAULTS",
    "EventFault",
    "EventFaults",
    "EventIn",
    "EventsIn",
    "TaskAddedIn",
    "UrgentCaseIn",
    "append_events",
    "categories_of",
    "events_of",
    "is_drawn_day",
    "nearest_names",
    "read_events",
]
