"""How far the rest of a day lies above what no plan for the same work can undercut."""

from dataclasses import dataclass

from optimizer.answer import routes_of
from optimizer.bounds import Deadline, bound_time
from optimizer.plan import Plan
from scenarios.planning.searching import FoundDay


@dataclass(frozen=True, slots=True, kw_only=True)
class RestBound:
    """A lower bound on the paid time from now on of the vehicles that collect and clean.

    Parameters
    ----------
    plan_s
        What the plan takes for the tasks that it still serves.
    least_s
        What no plan for them takes less than.
    """

    plan_s: int
    least_s: int

    @property
    def gap(self) -> float | None:
        """How far the plan lies above, as a share of the bound; None where that is nothing."""
        return self.plan_s / self.least_s - 1 if self.least_s > 0 else None


def bound_rest(found: FoundDay, seconds: float) -> RestBound:
    """Returns what is proved of the rest of a day in so many seconds.

    Whoever is out would, with a drive from his depot to where he goes on, have made a route of a
    whole day: with those drives no rest takes less than the bound on such days, and without them
    no less than the bound without them.

    Raises
    ------
    NetworkError
        When there is no way from a depot to where its vehicle goes on: then nothing is proved.
    """
    work = found.work
    going_on = work.going_on
    assert going_on is not None
    rest, streets, sites = going_on.collecting, going_on.streets, work.due.sites
    routes = routes_of(found.timed, found.solution)
    bound = bound_time(
        streets,
        rest.fleet,
        going_on.tasks_left(work.due.tasks),
        sites,
        Plan(routes=routes),
        deadline=Deadline(seconds),
    )
    # As routes are handed out, such a drive leads to where each of them goes on.
    leads_s = 0
    for route in routes:
        drive = route.activities[1].drive
        if (route.vehicle_id, route.shift_id) in rest.by_duty and drive is not None:
            leads_s += drive.duration_s
    return RestBound(plan_s=bound.plan_s - leads_s, least_s=max(0, bound.value_s - leads_s))
