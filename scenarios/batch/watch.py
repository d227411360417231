"""How a caller follows plans in a row and ends them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from optimizer.stop import Progress


@dataclass(frozen=True, slots=True, kw_only=True)
class RunsWatch:
    """How a caller follows plans in a row and ends them.

    Parameters
    ----------
    on_progress
        Told how the plan of a number stands.
    on_plan
        Given the plan of a number, or what else its run comes to, whenever it is complete, or says
        more than before.
    on_done
        Told that nothing more will be said of the plan of a number.
    should_stop
        Asked several times a second; True ends all that is not complete.
    """

    on_progress: Callable[[int, Progress], None]
    on_plan: Callable[[int, Any], None]
    on_done: Callable[[int], None]
    should_stop: Callable[[], bool]
