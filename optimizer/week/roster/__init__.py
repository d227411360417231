"""The roster of a week: which driver does which duty."""

from optimizer.week.roster.checker import RosterCode, RosterFault, check
from optimizer.week.roster.problem import Duty, RosterProblem, RosterWeights, Rules
from optimizer.week.roster.roster import Obstacle, Roster, Uncovered
from optimizer.week.roster.solver import solve

__all__ = [
    "Duty",
    "Obstacle",
    "Roster",
    "RosterCode",
    "RosterFault",
    "RosterProblem",
    "RosterWeights",
    "Rules",
    "Uncovered",
    "check",
    "solve",
]
