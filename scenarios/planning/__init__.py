"""The pipeline of a day: scenario, streets, tasks, instance, search, plan, check.

::

    planner        the pipeline, told once: `plan`
    options        what it is told besides scenario and streets, and how it is followed
    searching      the search with the haulage, and a calendar's hours
    day_work       the day while it is planned: instance, plan with its haulage, checked file
    kept_days      days on disk as they are before the search
    readiness      what is compiled before the clock of the search runs
    staffing       depots and shifts for vehicles that leave them open
    haulage        bulk trucks carry on what the collection brings to the stations
    replanning     a day that has begun: plans for the rest of it, to choose among
    left_alone     what a plan that changes least does not put in
    going_on       what of such a day is left, and what it goes on from
    enclosed       who is shut in by closed streets; way_home: whether there is a way
    fitting        where one more task fits
    hands          what a dispatcher decides by hand; illegal_wishes: the rule in the way
    locking        locked routes stay whole
    missing_work   works of which nothing is planned, kinds of vehicles that are idle
"""

from scenarios.planning.day_work import DayWork
from scenarios.planning.enclosed import SHUT_IN
from scenarios.planning.fitting import FitDesk, desk_of, open_fit_desk
from scenarios.planning.going_on import GoingOn
from scenarios.planning.hands import HandAnswer, try_hand
from scenarios.planning.illegal_wishes import Alternative, HandRule, WishRefusal
from scenarios.planning.known_names import only_shift_of
from scenarios.planning.options import UNWATCHED, PlanOptions, PlanWatch
from scenarios.planning.planner import YUAN, plan
from scenarios.planning.refusal import PlanRefused
from scenarios.planning.replanning import (
    Proposal,
    ReplanOptions,
    day_going_on,
    is_anybody_left,
    make_ready,
    plan_rest,
    replan,
)
from scenarios.planning.rest_bound import RestBound
from scenarios.planning.runs import moves_of_run, try_run

__all__ = [
    "SHUT_IN",
    "UNWATCHED",
    "YUAN",
    "Alternative",
    "DayWork",
    "FitDesk",
    "GoingOn",
    "HandAnswer",
    "HandRule",
    "PlanOptions",
    "PlanRefused",
    "PlanWatch",
    "Proposal",
    "ReplanOptions",
    "RestBound",
    "WishRefusal",
    "day_going_on",
    "desk_of",
    "is_anybody_left",
    "make_ready",
    "moves_of_run",
    "only_shift_of",
    "open_fit_desk",
    "plan",
    "plan_rest",
    "replan",
    "try_hand",
    "try_run",
]
