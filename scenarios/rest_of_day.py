"""What one may choose for the rest of a day, as values; `scenarios.planning` makes them."""

from dataclasses import dataclass
from enum import StrEnum

FREEZE_S = 600
"""For so long from now on everything stays as it was planned, unless it is said otherwise."""

TOLERANCE_S = 600
"""Ten minutes: what begins by no more than that earlier or later is where it was."""


class Choice(StrEnum):
    """How much a new plan changes."""

    LEAST = "least"
    """Only what it must."""
    SOME = "some"
    """What is worth the price of a change."""
    BEST = "best"
    """Whatever makes the rest of the day best."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """A plan to choose, with what speaks for it and against it.

    Parameters
    ----------
    cost_yuan, more_yuan
        Of the whole day; and how much more than by the plan in force.
    changes_yuan
        What the changes cost by the scenario's prices of changes.
    rate, rate_before
        Mechanised sweeping rate, by this plan and the one in force.
    required_left, lost
        Required tasks in no route; tasks that the plan in force served and this one does not.
    moved, retimed, reordered
        Tasks that go to another vehicle, to another hour, or change places in their route.
    kept_share
        Of the tasks that the plan in force serves, those that keep vehicle, shift and order.
    calls
        Drivers to be called.
    violations
        What the checker found: always 0, as no other plan is handed out.
    rest_gap
        How far the paid time from now on lies above what no plan for the same work undercuts, as a
        share; None until it is proved, or where nothing is.
    """

    choice: Choice
    cost_yuan: float
    more_yuan: float
    changes_yuan: float
    rate: float
    rate_before: float
    required_left: int
    unassigned: int
    lost: int
    moved: int
    retimed: int
    reordered: int
    kept_share: float
    calls: int
    violations: int = 0
    rest_gap: float | None = None
