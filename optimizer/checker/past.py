"""What a plan that is made while the day runs goes on from, and what of it is history."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from optimizer.checker.kinds import AT_A_TASK, is_lost
from optimizer.checker.leeway import Leeway
from optimizer.checker.lived import back_at_s, live
from optimizer.events import (
    AmountChanged,
    Delayed,
    DriverLate,
    Event,
    TaskSkipped,
    VehicleOut,
    added_task,
)
from optimizer.hands import Hand
from optimizer.plan import Activity, ActivityKind, DutyId, Plan, Route
from optimizer.task import Task


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """What a plan that is made while the day runs goes on from.

    Parameters
    ----------
    before
        The plan that was in force; None where it is not at hand: then what is history is not
        held against it, all else is judged.
    known
        The events that `before` was made with.
    events
        All that are known now, those too.
    hands
        All that was decided by hand, in the order in which it was told.
    now_s, freeze_s
        When the plan is made, and for how long from then on everything stays as it was.
    """

    before: Plan | None = None
    known: tuple[Event, ...] = ()
    events: tuple[Event, ...] = ()
    hands: tuple[Hand, ...] = ()
    now_s: int
    freeze_s: int

    @property
    def open_s(self) -> int:
        """From when on anything may be another."""
        return self.now_s + self.freeze_s

    @property
    def told(self) -> tuple[Event, ...]:
        """The events, each once, by when they were told."""
        once: dict[str, Event] = {}
        for event in self.events:
            once.setdefault(event.id, event)
        return tuple(sorted(once.values(), key=lambda one: (one.told_s, one.at_s, one.id)))

    @property
    def news(self) -> tuple[Event, ...]:
        """The events of which `before` knew nothing."""
        known = {event.id for event in self.known}
        return tuple(event for event in self.told if event.id not in known)


class History:
    """What of a plan's routes is history.

    Parameters
    ----------
    is_known
        Whether it is read off the plan before; otherwise off the plan itself.
    lived
        By duty, the activities that can no longer be changed; none for a duty that waits, and
        None for one that was to be driven and is not any more.
    as_planned
        By duty, the whole of its route as it comes to be if nothing but what has happened changes
        it; empty where the plan before is not known.
    served_s
        When the work of each task began that is done or being done, by id.
    """

    def __init__(self, past: Past, plan: Plan, tasks: Mapping[str, Task]) -> None:
        self.past = past
        self.told = past.told
        self.is_known = past.before is not None
        self.lived: dict[DutyId, tuple[Activity, ...] | None] = {}
        self.as_planned: dict[DutyId, tuple[Activity, ...]] = {}
        source, news = (past.before, past.news) if past.before is not None else (plan, ())
        for route in source.routes:
            if not route.activities:
                continue
            lived = live(route, news, tasks)
            known = lived.history(past.open_s) if lived is not None else None
            if lived is not None and self.is_known:
                self.as_planned[route.vehicle_id, route.shift_id] = lived.activities
            if known is not None and not self.is_known:
                known = route.activities[: max(len(known), _num_upset(route))]
            self.lived[route.vehicle_id, route.shift_id] = known
        self._skipped = {one.task_id for one in self.told if isinstance(one, TaskSkipped)}
        self._upset_vehicles = {
            one.vehicle_id for one in self.told if isinstance(one, Delayed | VehicleOut)
        }
        self._upset_duties = {
            (one.vehicle_id, one.shift_id) for one in self.told if isinstance(one, DriverLate)
        }
        self.worked = frozenset(
            (activity.task_id or "", activity.kind)
            for route in plan.routes
            for activity in route.activities[: self.num_past(route)]
            if activity.kind in AT_A_TASK
        )
        self.served_s = {
            activity.task_id or "": activity.begin_s
            for route in plan.routes
            for activity in route.activities[: self.num_past(route)]
            if activity.kind is ActivityKind.SERVICE
        }

    def num_past(self, route: Route) -> int:
        """Returns how many activities of a route are history."""
        return len(self.lived.get((route.vehicle_id, route.shift_id)) or ())

    def leeway(self, route: Route) -> Leeway:
        """Returns what is forgiven of a route."""
        duty = route.vehicle_id, route.shift_id
        return Leeway(
            num_past=self.num_past(route),
            is_upset=route.vehicle_id in self._upset_vehicles
            or duty in self._upset_duties
            or any(
                one.kind is ActivityKind.SKIPPED and one.task_id in self._skipped
                for one in route.activities
            ),
            open_s=self.past.open_s,
        )

    def is_begun(self, task_id: str, *kinds: ActivityKind) -> bool:
        """Says whether history has a task, served or skipped."""
        return any((task_id, kind) in self.worked for kind in kinds or AT_A_TASK)

    def amounts_told(self, task_id: str) -> list[int]:
        """Returns every amount that was told of a task."""
        return [
            event.demand_kg
            for event in self.told
            if isinstance(event, AmountChanged) and event.task_id == task_id
        ] + [
            task.demand_kg
            for task in map(added_task, self.told)
            if task is not None and task.id == task_id
        ]

    def out_until(self) -> dict[str, tuple[int, int | None]]:
        """Returns since and until when each vehicle is out, None for the rest of the day."""
        return {
            event.vehicle_id: (event.stands_s, back_at_s(event, self.told[number + 1 :]))
            for number, event in enumerate(self.told)
            if isinstance(event, VehicleOut)
        }


def _num_upset(route: Route) -> int:
    """Returns how many activities there are up to the last that only an event can tell of."""
    upset = [
        number
        for number, one in enumerate(route.activities, start=1)
        if one.kind is ActivityKind.DELAY or is_lost(one)
    ]
    return max(upset, default=0)


def tells_of(events: Sequence[Event], route: Route, activity: Activity) -> bool:
    """Says whether an event tells of a delay, of skipped work, or of a breakdown for good."""
    if activity.kind is ActivityKind.SKIPPED:
        return any(
            isinstance(one, TaskSkipped)
            and one.task_id == activity.task_id
            and one.told_s > activity.begin_s
            for one in events
        )
    lasts_s = activity.end_s - activity.begin_s
    for number, one in enumerate(events):
        if isinstance(one, Delayed):
            is_it = activity.kind is ActivityKind.DELAY and one.late_s == lasts_s
        elif isinstance(one, VehicleOut):
            until_s = back_at_s(one, events[number + 1 :])
            if is_lost(activity):
                is_it = until_s is None and one.stands_s <= activity.begin_s
            else:
                is_it = until_s is not None and until_s <= activity.end_s
        else:
            continue
        if is_it and one.vehicle_id == route.vehicle_id:
            return True
    return False
