"""The roster of a week: which driver does which duty."""

from optimizer.roster.checker import RosterCode, RosterFault, check
from optimizer.roster.problem import Duty, RosterProblem, RosterWeights, Rules
from optimizer.roster.roster import Obstacle, Roster, Uncovered
from optimizer.roster.solver import solve

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
