"""How a caller follows plans in a row and ends them."""

from collections.abc import Callable
from dataclasses import dataclass

from optimizer.stop import Progress
from scenarios.plan_file import PlanFile


@dataclass(frozen=True, slots=True, kw_only=True)
class RunsWatch:
    """How a caller follows plans in a row and ends them.

    Parameters
    ----------
    on_progress
        Told how the plan of a number stands.
    on_plan
        Given the plan of a number whenever it is complete, or says more than before.
    on_done
        Told that nothing more will be said of the plan of a number.
    should_stop
        Asked several times a second; True ends all that is not complete.
    """

    on_progress: Callable[[int, Progress], None]
    on_plan: Callable[[int, PlanFile], None]
    on_done: Callable[[int], None]
    should_stop: Callable[[], bool]
