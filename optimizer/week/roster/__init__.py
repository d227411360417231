"""The roster of a week: which driver does which duty."""

from optimizer.week.roster.checker import RosterCode, RosterFault, check
from optimizer.week.roster.problem import RosterDuty, RosterProblem, RosterRules, RosterWeights
from optimizer.week.roster.roster import Obstacle, Roster, Uncovered
from optimizer.week.roster.solver import solve

__all__ = [
    "Obstacle",
    "Roster",
    "RosterCode",
    "RosterDuty",
    "RosterFault",
    "RosterProblem",
    "RosterRules",
    "RosterWeights",
    "Uncovered",
    "check",
    "solve",
]
