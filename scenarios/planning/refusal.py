"""No plan is handed out in which the checker finds a violation."""

from collections.abc import Sequence

from optimizer.checker import Violation
from optimizer.errors import OneBroomError


class PlanRefused(OneBroomError):
    """The checker found violations in a plan that the search made: a fault of ours."""


def require_no_faults(violations: Sequence[Violation]) -> None:
    """Requires that the checker found nothing.

    Raises
    ------
    PlanRefused
        When it did.
    """
    if violations:
        raise PlanRefused(
            "planning.refused",
            "the checker found {count} violations in our own plan, so it is not handed out; "
            "please report this:{violations:lines}",
            count=len(violations),
            violations=[violation.message for violation in violations[:10]],
        )
