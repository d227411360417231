"""Days that are drawn and lived, to see what a way of re-planning is worth.

::

    chance         streams of chance, one for each thing that something may happen to
    drawing        what happens on a day, by the rates of its scenario
    day_file       events.json: a drawn day as a file
    policies       ways to go on when something has happened
    foresight      the plan of who knows beforehand
    living         a drawn day, lived to its end by a policy
    figures        what it comes to; objective: what it costs with what is left undone
    holding        whether a plan holds when nobody plans anew, and what breaks it
    reach          whether a case could have been done in time
"""

from scenarios.simulation.day_file import day_json, read_day, told_of_day
from scenarios.simulation.drawing import Blocked, DrawnDay, draw_day
from scenarios.simulation.figures import DayFigures, figures_of, mean_of
from scenarios.simulation.foresight import Foreseen, foresee
from scenarios.simulation.holding import (
    DutyStrain,
    HeldDay,
    LostWork,
    hold_day,
    judge_day,
    share_interval,
    strains,
)
from scenarios.simulation.living import GATHER_S, LivedStep, ReplanPace, SimulatedDay, live_through
from scenarios.simulation.objective import objective_fen
from scenarios.simulation.policies import Policy, go_on
from scenarios.simulation.reach import can_be_reached

__all__ = [
    "GATHER_S",
    "Blocked",
    "DayFigures",
    "DrawnDay",
    "DutyStrain",
    "Foreseen",
    "HeldDay",
    "LivedStep",
    "LostWork",
    "Policy",
    "ReplanPace",
    "SimulatedDay",
    "can_be_reached",
    "day_json",
    "draw_day",
    "figures_of",
    "foresee",
    "go_on",
    "hold_day",
    "judge_day",
    "live_through",
    "mean_of",
    "objective_fen",
    "read_day",
    "share_interval",
    "strains",
    "told_of_day",
]
