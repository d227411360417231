"""The day as it was lived until now: the plan in force, changed by what has happened.

Without reports a plan is taken to have been followed. What an event tells of a vehicle moves the
times of its later activities; what lies before now, and what is under way, stays as it is.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from fleet import Fleet
from optimizer.events import (
    Delayed,
    DriverLate,
    Event,
    TaskSkipped,
    VehicleBack,
    VehicleOut,
)
from optimizer.plan import Activity, ActivityKind, DutyId, Plan, Route
from optimizer.task import Task


@dataclass(frozen=True, slots=True, kw_only=True)
class LivedRoute:
    """One duty: what it has done and is just doing, and what it was to do after that.

    Parameters
    ----------
    frozen
        What can no longer be changed, in order; empty for a duty that has not begun.
    open
        What the plan in force has after that, at the times that it comes to by now.
    again
        Whether it is home and may be sent out again.
    """

    vehicle_id: str
    shift_id: str
    frozen: tuple[Activity, ...]
    open: tuple[Activity, ...] = ()
    again: bool = False

    @property
    def duty_id(self) -> DutyId:
        """Vehicle and shift."""
        return self.vehicle_id, self.shift_id

    @property
    def is_over(self) -> bool:
        """Whether the vehicle is home, on its way there, or lost: it does no more."""
        return self.is_home and not self.again

    @property
    def is_home(self) -> bool:
        """Whether the last that can no longer be changed is the end of a route."""
        return bool(self.frozen) and self.frozen[-1].kind is ActivityKind.END

    @property
    def is_lost(self) -> bool:
        """Whether the vehicle broke down and does not go on."""
        return self.is_home and self.frozen[-1].facility_id is None

    @property
    def goes_on(self) -> bool:
        """Whether the vehicle is out and may be given other work."""
        return bool(self.frozen) and not self.is_over

    @property
    def whole(self) -> Route:
        """The route as it comes to be if nothing else is changed."""
        return Route(
            vehicle_id=self.vehicle_id,
            shift_id=self.shift_id,
            activities=(*self.frozen, *self.open),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class LivedDay:
    """All duties at a time of the day.

    Parameters
    ----------
    now_s, freeze_s
        From `now_s + freeze_s` on everything may be changed.
    routes
        Of every duty that the plan in force has; those that have not begun too.
    not_before_s
        When waiting duties may leave at the earliest, where an event says so; by duty.
    out
        Vehicles that do not go out any more, or not from where they broke down.
    """

    now_s: int
    freeze_s: int
    routes: tuple[LivedRoute, ...]
    not_before_s: Mapping[DutyId, int]
    out: frozenset[str]

    @property
    def free_s(self) -> int:
        """From when on everything may be changed."""
        return self.now_s + self.freeze_s

    def with_whole(self, duties: Collection[DutyId]) -> "LivedDay":
        """Returns the day in which the whole routes of some duties can no longer be changed."""
        routes = tuple(
            replace(one, frozen=one.whole.activities, open=()) if one.duty_id in duties else one
            for one in self.routes
        )
        return replace(self, routes=routes)

    @property
    def begun(self) -> frozenset[str]:
        """Ids of the tasks that are served or just being served."""
        return frozenset(
            activity.task_id
            for route in self.routes
            for activity in route.frozen
            if activity.kind is ActivityKind.SERVICE and activity.task_id is not None
        )

    @property
    def skipped(self) -> frozenset[str]:
        """Ids of the tasks that a vehicle came to in vain."""
        return frozenset(
            activity.task_id
            for route in self.routes
            for activity in route.frozen
            if activity.kind is ActivityKind.SKIPPED and activity.task_id is not None
        )


def live(
    plan: Plan,
    events: Sequence[Event],
    tasks: Mapping[str, Task],
    *,
    now_s: int,
    freeze_s: int,
) -> LivedDay:
    """Returns the day as it was lived until now.

    Parameters
    ----------
    plan
        The plan in force.
    events
        What has happened since it was made and was told by now, in the order of `list_told`.
    tasks
        Those of the plan, by id.
    now_s, freeze_s
        The time, and for how long from now on everything stays as it is.
    """
    outages = {
        event.id: _with_return(event, events) for event in events if isinstance(event, VehicleOut)
    }
    routes = []
    not_before_s: dict[DutyId, int] = {}
    for route in plan.routes:
        duty = _DutySoFar(route, tasks)
        for event in events:
            duty.take(outages.get(event.id, event))
        lived = duty.split(now_s + freeze_s)
        routes.append(lived)
        if not lived.frozen and duty.not_before_s:
            not_before_s[lived.duty_id] = duty.not_before_s
    out = {event.vehicle_id for event in outages.values() if event.until_s is None}
    return LivedDay(
        now_s=now_s,
        freeze_s=freeze_s,
        routes=tuple(routes),
        not_before_s=not_before_s,
        out=frozenset(out | {route.vehicle_id for route in routes if route.is_lost}),
    )


def hold_back(lived: LivedDay, events: Sequence[Event], fleet: Fleet) -> LivedDay:
    """Returns the day in which nobody leaves before what was ever told of vehicles and drivers.

    Parameters
    ----------
    events
        All of the day: what the plan in force knew holds on for duties that have not begun.
    """
    outages = [_with_return(event, events) for event in events if isinstance(event, VehicleOut)]
    not_before_s = dict(lived.not_before_s)
    for vehicle in fleet.vehicles:
        for shift in vehicle.shifts:
            told_s = [
                *(one.until_s or 0 for one in outages if one.vehicle_id == vehicle.id),
                *(
                    event.until_s
                    for event in events
                    if isinstance(event, DriverLate)
                    and (event.vehicle_id, event.shift_id) == (vehicle.id, shift.id)
                ),
            ]
            if told_s:
                duty_id = vehicle.id, shift.id
                not_before_s[duty_id] = max(not_before_s.get(duty_id, 0), *told_s)
    out = {one.vehicle_id for one in outages if one.until_s is None}
    return replace(lived, not_before_s=not_before_s, out=lived.out | out)


def _with_return(outage: VehicleOut, events: Sequence[Event]) -> VehicleOut:
    """Returns an outage that ends when the vehicle was told to be back, if it was."""
    for event in events:
        is_its = isinstance(event, VehicleBack) and event.vehicle_id == outage.vehicle_id
        if is_its and event.at_s >= outage.at_s:
            return replace(outage, until_s=event.at_s)
    return outage


class _DutySoFar:
    """One route while events are laid over it."""

    def __init__(self, route: Route, tasks: Mapping[str, Task]) -> None:
        self.route = route
        self.tasks = tasks
        self.activities = list(route.activities)
        self.num_told = 0
        """So many activities are as an event tells, and stay."""
        self.not_before_s = 0

    def take(self, event: Event) -> None:
        """Lays an event over the route, if it is one of it."""
        if isinstance(event, TaskSkipped):
            self._skip(event)
        elif getattr(event, "vehicle_id", None) != self.route.vehicle_id or not self.activities:
            return
        elif isinstance(event, Delayed):
            self._delay(event)
        elif isinstance(event, DriverLate):
            if event.shift_id == self.route.shift_id:
                self._leave_at(event.until_s)
        elif isinstance(event, VehicleOut):
            self._stand_still(event)
        elif isinstance(event, VehicleBack):
            self._come_back(event)

    def split(self, free_s: int) -> LivedRoute:
        """Returns the route, parted at a time."""
        number = self.num_told
        while number < len(self.activities) and _departure_s(self.activities[number]) < free_s:
            number += 1
        return LivedRoute(
            vehicle_id=self.route.vehicle_id,
            shift_id=self.route.shift_id,
            frozen=tuple(self.activities[:number]),
            open=tuple(self.activities[number:]),
        )

    def _delay(self, event: Delayed) -> None:
        number = self._under_way(event.at_s)
        if number < len(self.activities) and self._starts_at(number):
            self._leave_at(self.activities[number].end_s + event.late_s, number)
        elif number < len(self.activities):
            self._wait(number, self.activities[number - 1].end_s + event.late_s)

    def _stand_still(self, event: VehicleOut) -> None:
        number = self._under_way(event.stands_s)
        if number == len(self.activities):
            return
        if number == 0 and event.until_s is None:
            self.activities = []
        elif self._starts_at(number) and event.until_s is not None:
            self._leave_at(event.until_s, number)
        elif self._starts_at(number):
            # It was home, and stays there.
            del self.activities[number:]
        elif event.until_s is not None:
            self._wait(number, event.until_s)
        else:
            last = self.activities[number - 1]
            time_s = max(event.stands_s, last.end_s)
            lost = _standing(last, ActivityKind.END, arrival_s=time_s, end_s=time_s)
            self.activities[number:] = [lost]
            self.num_told = len(self.activities)

    def _come_back(self, event: VehicleBack) -> None:
        end = self.activities[-1]
        if end.kind is ActivityKind.END and end.facility_id is None:
            delay = _standing(
                end, ActivityKind.DELAY, arrival_s=end.begin_s, end_s=max(end.begin_s, event.at_s)
            )
            self.activities[-1] = delay
            self.num_told = len(self.activities)

    def _skip(self, event: TaskSkipped) -> None:
        for number, activity in enumerate(self.activities):
            is_it = activity.kind is ActivityKind.SERVICE and activity.task_id == event.task_id
            if is_it and activity.begin_s < event.told_s:
                self.activities[number] = replace(activity, kind=ActivityKind.SKIPPED)
                self._take_off(number, self.tasks[event.task_id])

    def _take_off(self, number: int, task: Task) -> None:
        """Counts loads and tanks from an activity on without what a task brings and takes."""
        kg, litres = task.demand_kg, task.demand_l
        for at in range(number, len(self.activities)):
            activity = self.activities[at]
            kg = 0 if activity.kind is ActivityKind.UNLOAD else kg
            litres = 0 if activity.kind is ActivityKind.REFILL else litres
            self.activities[at] = replace(
                activity, load_kg=activity.load_kg - kg, tank_l=activity.tank_l + litres
            )

    def _starts_at(self, number: int) -> bool:
        return self.activities[number].kind is ActivityKind.START

    def _leave_at(self, time_s: int, number: int = 0) -> None:
        """Moves a start that has not been made."""
        start = self.activities[number]
        if start.end_s >= time_s:
            return
        self.not_before_s = time_s
        self.activities[number] = replace(start, arrival_s=time_s, begin_s=time_s, end_s=time_s)
        self._retime(number + 1)

    def _wait(self, number: int, until_s: int) -> None:
        """Puts a delay in before an activity."""
        last = self.activities[number - 1]
        if until_s <= last.end_s:
            return
        delay = _standing(last, ActivityKind.DELAY, arrival_s=last.end_s, end_s=until_s)
        self.activities.insert(number, delay)
        # What was told before stays, behind it or before it.
        self.num_told = self.num_told + 1 if number < self.num_told else number + 1
        self._retime(number + 1)

    def _retime(self, first: int) -> None:
        """Moves activities to when they come to be; who waits anyway, waits less."""
        for number in range(first, len(self.activities)):
            activity = self.activities[number]
            driven_s = activity.drive.duration_s if activity.drive else 0
            arrival_s = self.activities[number - 1].end_s + driven_s + activity.lane_change_s
            begin_s = max(arrival_s, activity.begin_s)
            if self._starts_at(number):
                arrival_s = begin_s
            self.activities[number] = replace(
                activity,
                arrival_s=arrival_s,
                begin_s=begin_s,
                end_s=begin_s + activity.end_s - activity.begin_s,
            )

    def _under_way(self, at_s: int) -> int:
        """Returns the number of the first activity that is not over at a time."""
        ends = (n for n, activity in enumerate(self.activities) if activity.end_s > at_s)
        return next(ends, len(self.activities))


def _standing(last: Activity, kind: ActivityKind, *, arrival_s: int, end_s: int) -> Activity:
    """Returns an activity of a vehicle that stands where it is after another."""
    return Activity(
        kind=kind,
        arrival_s=arrival_s,
        begin_s=arrival_s,
        end_s=end_s,
        load_kg=last.load_kg,
        tank_l=last.tank_l,
    )


def _departure_s(activity: Activity) -> int:
    """Returns when a vehicle leaves for an activity."""
    driven_s = activity.drive.duration_s if activity.drive else 0
    return activity.arrival_s - activity.lane_change_s - driven_s
