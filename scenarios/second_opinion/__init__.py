"""A second opinion on a plan file: every figure that it states, recomputed by other code.

`optimizer.checker` judges the routes by streets, fleet and tasks. Here the rest of the file is
judged: what the scenario owes on the day is derived anew, so that no task can vanish with its
record, and every sum is added up again from routes and tasks. It shares no code with
`scenarios.measures` and `scenarios.planning`, which make those figures; what is owed comes from
`scenarios.due`, as it does for them. What nobody can recompute is named as stated and unchecked.

::

    opinion        `judge` a plan file; `check_figures` of one that is being made
    comparing      what is stated beside what is due, value by value
    at_hand        the scenario in the plan beside the one at hand
    owed           tasks, bulk loads and places, derived anew
    bulk_loads     what the stations send on, cut anew
    vehicles       the fleet beside the scenario's
    routes         kilometres, hours, fuel, money; served, idle
    coverage       square metres by machine, by hand, uncovered; lanes
    areas, target  maintained area, and the rate asked for
    left           what is in no route: counts, reasons, remedies
    tonnes         points, stations, plants
    bound          what of a lower bound the plan refutes
    calendars      the week's calendar, and how much of it is kept
    notices        what the plan says to its reader
    running        the plan before, and what is owed once the day runs
"""

from scenarios.second_opinion.at_hand import AtHand
from scenarios.second_opinion.comparing import Unchecked
from scenarios.second_opinion.opinion import Opinion, check_figures, judge

__all__ = ["AtHand", "Opinion", "Unchecked", "check_figures", "judge"]
