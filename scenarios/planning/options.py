"""What a day's planning is told besides scenario and streets, and how it is followed."""

from collections.abc import Callable
from dataclasses import dataclass, field

from optimizer.engines import IDLE, engine_named
from optimizer.errors import InputError
from optimizer.hands import EarlyHand
from optimizer.plan import Plan
from optimizer.stop import Progress
from optimizer.week.calendar import Calendar
from scenarios.plan_file import PlanFile


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanOptions:
    """How a day is to be planned.

    Parameters
    ----------
    engine, processes
        The algorithm, and how many cores it is to use.
    reference
        A plan to start from and stay close to; its routes say where territories lie.
    start
        An earlier plan of the same day to go on from; unlike a reference it binds nothing.
    calendar
        Only the kitchens that it has on the day are due, each with its truck, at the price of a
        change, and at about its hour, where that can be.
    change_fen
        What a task costs more that is not with the vehicle and shift of the reference, or of the
        calendar.
    target_rate
        Mechanised sweeping rate to be reached as cheaply as possible, a share; None for as high a
        rate as the fleet allows.
    bound_s
        Seconds for the lower bound, which says what it has proved by then; 0 for no bound, None
        for as long as it takes.
    hands
        What was decided by hand before the day begins: pins, bans and hours. A shift "" is the
        only one of the vehicle; a task may be the name of a street, for all its tasks.
    reasons
        Whether the reason of everything that is in no route is looked for; its figures are the
        same without.

    Raises
    ------
    InputError
        When the engine is unknown or cannot use so many cores, or the rate is no share.
    """

    engine: str = "ruin_recreate"
    processes: int = 1
    reference: Plan | None = None
    start: Plan | None = None
    calendar: Calendar | None = None
    change_fen: int = 0
    target_rate: float | None = None
    bound_s: float | None = None
    skip_faults: bool = False
    reasons: bool = True
    hands: tuple[EarlyHand, ...] = ()

    def __post_init__(self) -> None:
        if self.target_rate is not None and not 0 < self.target_rate <= 1:
            raise InputError(
                "request.target_rate",
                "target rate {rate}: must be a share above 0 and up to 1, e.g. 0.75.",
                rate=self.target_rate,
            )
        engine_named(self.engine, processes=self.processes)


def _keep_nothing(plan_file: PlanFile) -> None:
    """Nobody is keeping."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanWatch:
    """How a caller follows the planning of a day and ends it.

    Parameters
    ----------
    on_progress
        Told of every stage and several times a second of the search.
    on_plan
        Given each checked plan that is better, or says more, than the one before: now and then
        while the search goes on, as soon as it has ended, and with the reasons of what is not
        served. The last one is also returned.
    should_stop
        Asked several times a second; True ends the search, which keeps the best plan so far.
    """

    on_progress: Callable[[Progress], None] = field(default=IDLE.on_progress)
    on_plan: Callable[[PlanFile], None] = field(default=_keep_nothing)
    should_stop: Callable[[], bool] = field(default=IDLE.should_stop)


UNWATCHED = PlanWatch()
"""Watches nothing and lets the planning go on."""
