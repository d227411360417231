"""What a plan that changes least leaves as it is: the work that the plan in force leaves out."""

from optimizer.events import (
    Delayed,
    DriverLate,
    FacilityShut,
    StreetClosed,
    TaskAdded,
    TaskDone,
    TaskSkipped,
    UrgentCase,
    VehicleOut,
)
from scenarios.planning.day_work import DayWork

_MAKES_NO_ROOM = (
    Delayed,
    DriverLate,
    FacilityShut,
    StreetClosed,
    TaskAdded,
    TaskDone,
    TaskSkipped,
    UrgentCase,
    VehicleOut,
)
"""Events after which no more can be done than before."""


def leave_alone(work: DayWork) -> frozenset[str]:
    """Returns what the plan in force leaves out, and a plan that changes least leaves out too.

    Nothing where an event has made room for it, or something was decided by hand; and never what
    has a deadline.
    """
    assert work.going_on is not None
    before, running = work.going_on.before, work.going_on.running
    known = {event.id for event in (before.running.events if before.running else ())}
    new = [event for event in running.events if event.id not in known]
    if running.hands or not all(isinstance(event, _MAKES_NO_ROOM) for event in new):
        return frozenset()
    tasks = work.going_on.tasks.all
    return frozenset(
        id_
        for id_ in before.plan.unassigned_by_task
        if id_ not in tasks or not tasks[id_].finish_by_s
    )
