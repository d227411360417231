"""Which vehicle for this case: the best places for one more task, without a search."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from fleet import Message
from optimizer.answer import routes_of
from optimizer.checker import route_faults
from optimizer.day import Day
from optimizer.errors import InputError
from optimizer.events import Event
from optimizer.instance import Solution
from optimizer.network.road_network import RoadNetwork
from optimizer.operations import Fit, find_fits, join_lived
from scenarios.plan_file import PlanFile
from scenarios.planning.day_work import DayWork
from scenarios.planning.refusal import require_no_faults
from scenarios.planning.replanning import ReplanOptions, day_going_on
from scenarios.planning.standing import complete_plan, write_up_solution


@dataclass(frozen=True, kw_only=True)
class FitDesk:
    """A running day made ready for such questions: every further one takes no preparation."""

    work: DayWork
    day: Day
    standing: Solution

    def fits(self, task_id: str, *, most: int = 5) -> tuple[Fit, ...]:
        """Returns the best places for a task of the day that no route has, the cheapest first.

        There is none for what no vehicle on duty can do; `why_nowhere` says why.

        Raises
        ------
        InputError
            When there is no such task, or a route has it.
        """
        if self.why_nowhere(task_id) is not None:
            return ()
        number = self.day.task_numbers.get(task_id)
        if number is None or number not in self.standing.absent:
            raise InputError(
                "fit.no_task",
                "task {task_id!r}: is not among those that are still to be placed; name one that "
                "is in no route, or tell of it as an event.",
                task_id=task_id,
            )
        return find_fits(self.day, self.standing, number, most=most)

    def why_nowhere(self, task_id: str) -> Message | None:
        """Returns why no vehicle can do a task at all, wherever it is put; None where some can."""
        assert self.work.going_on is not None
        left = map(self.work.going_on.say_nobody_left, self.day.left_out)
        return next((one.detail for one in left if one.task_id == task_id), None)

    def vouch_for(self, fit: Fit) -> None:
        """Requires that the checker has nothing against the route with a task where it fits.

        Of one route: what stands beside it has been checked, or is when a plan is made of it. So
        it takes no longer than the question itself.

        Raises
        ------
        PlanRefused
            When it has.
        """
        work, going_on = self.work, self.work.going_on
        assert going_on is not None
        duty = self.day.duty_numbers[fit.duty_id]
        alone = tuple(
            visits if number == duty else () for number, visits in enumerate(fit.solution.routes)
        )
        (planned,) = routes_of(self.day, fit.solution._replace(routes=alone))
        rest = going_on.collecting.only({planned.vehicle_id})
        own = tuple(one for one in rest.lived.routes if one.duty_id == fit.duty_id)
        rest = replace(rest, lived=replace(rest.lived, routes=own))
        (route,) = join_lived(rest, (planned,))
        require_no_faults(
            route_faults(
                work.network, work.fleet, work.due.tasks, work.due.sites, route, going_on.past
            )
        )

    def plan_with(self, fit: Fit) -> PlanFile:
        """Returns the checked plan in which a task is where it fits.

        Raises
        ------
        PlanRefused
            When the checker finds a violation.
        """
        return write_up_solution(self.work, self.day, fit.solution)

    def standing_plan(self) -> PlanFile:
        """Returns the checked plan in which nothing is done but what stands.

        Raises
        ------
        PlanRefused
            When the checker finds a violation.
        """
        return write_up_solution(self.work, self.day, self.standing)


def open_fit_desk(
    before: PlanFile,
    network: RoadNetwork,
    events: Sequence[Event],
    options: ReplanOptions,
) -> FitDesk:
    """Returns a running day made ready to be asked where tasks fit.

    Parameters
    ----------
    events
        What has happened, with the cases that are to be placed.
    """
    return desk_of(day_going_on(before, network, events, options, seed=before.seed))


def desk_of(work: DayWork) -> FitDesk:
    """Returns the rest of a day made ready to be asked where tasks fit."""
    day = work.day(work.due.tasks, most_kg={})
    assert work.start is not None
    # What stands must keep the rules of the day, and nothing is added to it.
    standing = complete_plan(day, work.start, without=None, seed=work.seed)
    return FitDesk(work=work, day=day, standing=standing)
