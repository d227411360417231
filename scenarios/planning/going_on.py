"""A day that has begun: what of it is left to plan, and what it goes on from."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from fleet import Message, Work, message
from optimizer.answer import NOT_EXPLAINED
from optimizer.checker import Past
from optimizer.day import Day, is_able
from optimizer.events import VehicleOut
from optimizer.network.place import ArcKey
from optimizer.network.road_network import RoadNetwork
from optimizer.operations import (
    DayTasks,
    Holds,
    RestOfDay,
    find_takers,
    give_loads,
    holds_of,
    open_plan,
    send_for_loads,
)
from optimizer.plan import Activity, DutyId, Plan, Reason, Unassigned
from optimizer.task import Task
from scenarios.plan_file import PlanFile, RunningDay
from scenarios.planning.decided import (
    duties_of_fleet,
    say_by_hand,
    tell_missed_pins,
    tell_missed_times,
)

NOBODY_LEFT = message(
    "reason.nobody_left",
    "every vehicle with the skill is home, on its way there, or out of order.",
)
"""Why nobody does what is left when nobody is."""

NEVER = (Reason.NO_VEHICLE, Reason.CAPACITY, Reason.UNREACHABLE, Reason.NOT_EXPLAINED)
"""Reasons that hold whatever happens."""


@dataclass(frozen=True, kw_only=True)
class GoingOn:
    """What a day's planning knows of a day that has begun.

    Parameters
    ----------
    before
        The plan in force.
    running
        How the new plan goes on from it.
    rest
        The vehicles, each where and when it becomes free.
    tasks
        What is still to be done.
    streets
        Those of the day, closed where they are closed by now.
    kept
        The tasks of the plan in force, by id.
    """

    before: PlanFile
    running: RunningDay
    rest: RestOfDay
    tasks: DayTasks
    streets: RoadNetwork
    kept: Mapping[str, Task]

    def keyed(self, task: Task, network: RoadNetwork) -> Task[ArcKey]:
        """Returns a task with the names of its arcs, as the plan in force has it if it does."""
        if self.kept.get(task.id) is task:
            return self._kept_keyed[task.id]
        return task.with_arcs(network.arc_key)

    @cached_property
    def _kept_keyed(self) -> Mapping[str, Task[ArcKey]]:
        return {task.id: task for task in self.before.tasks}

    @cached_property
    def collecting(self) -> RestOfDay:
        """The vehicles that work on streets and at stops."""
        return self.rest.only({v.id for v in self.before.fleet.vehicles if not self._hauls(v.id)})

    @cached_property
    def hauling(self) -> RestOfDay:
        """The bulk trucks."""
        return self.rest.only({v.id for v in self.before.fleet.vehicles if self._hauls(v.id)})

    def _hauls(self, vehicle_id: str) -> bool:
        return Work.HAUL in self.before.fleet.vehicle(vehicle_id).works

    @cached_property
    def days(self) -> dict[frozenset[tuple[str, int]], Day]:
        """The instances that were made of it, by what facilities take: every choice has them."""
        return {}

    @cached_property
    def takers(self) -> dict[str, str]:
        """The vehicle that is to take over each load that stands, by the load's task."""
        return {
            event.load.id: event.taken_by
            for event in self.running.events
            if isinstance(event, VehicleOut) and event.load is not None
        }

    @cached_property
    def _taking(self) -> dict[str, DutyId]:
        """The duty that is to take over each load that is still open, by the load's task."""
        return find_takers(self.tasks, self.takers, self.collecting.fleet)

    def give_loads(self, day: Day) -> Day:
        """Returns a day in which loads that stand are taken over by who is to, or by nobody."""
        return give_loads(day, tuple(self.takers), self._taking)

    @cached_property
    def holds(self) -> Holds:
        """What was decided by hand."""
        return holds_of(self.running.hands)

    @cached_property
    def duties(self) -> frozenset[DutyId]:
        """Those that can still take work."""
        return duties_of_fleet(self.collecting.fleet)

    @cached_property
    def open_plan(self) -> Plan:
        """What the plan in force has left, without what vehicles may not do any more."""
        plan = self.holds.laid_over(open_plan(self.collecting, self.tasks.open), self.duties)
        routes = tuple(
            replace(
                route, activities=tuple(one for one in route.activities if self._is_in_hours(one))
            )
            for route in plan.routes
        )
        return send_for_loads(replace(plan, routes=routes), self.tasks, self._taking)

    def _is_in_hours(self, activity: Activity) -> bool:
        """Says whether work begins when it may by what was decided of its hours by hand."""
        id_ = activity.task_id or ""
        if id_ not in self.holds.hours and id_ not in self.holds.orders:
            return True
        windows = self.tasks.open[id_].windows
        return any(one.earliest_s <= activity.begin_s <= one.latest_s for one in windows)

    def tell_missed_pins(self, plan: Plan) -> Iterator[Message]:
        """Yields which pins a plan does not keep, and why."""
        yield from tell_missed_times(self.holds, plan, self.tasks.all)
        yield from tell_missed_pins(self.holds, plan, self.tasks.open, self.duties)

    def tasks_left(self, tasks: Sequence[Task]) -> tuple[Task, ...]:
        """Returns those of some tasks that may still be done, and the vehicles' going on."""
        left = [self.tasks.open[task.id] for task in tasks if task.id in self.tasks.open]
        return (*left, *(one.task for one in self.collecting.go_ons))

    def say_nobody_left(self, one: Unassigned) -> Unassigned:
        """Returns why a task is left: those who could do it may have no time left on this day."""
        task = self.tasks.all[one.task_id]
        able = (v for v in self.before.fleet.vehicles if v.shifts and is_able(v, task))
        if task.taken_from and task.id not in self._taking:
            detail = message(
                "reason.taker_gone",
                "{vehicle} was to take it over and takes no more work; tell another vehicle.",
                vehicle=self.takers[task.id],
            )
            return replace(one, reason=Reason.SHIFT_TIME, detail=detail)
        if one.reason is not Reason.NO_VEHICLE or not any(able):
            return one
        if (never := self._say_never_fitted(task)) is not None:
            return never
        return replace(one, reason=Reason.SHIFT_TIME, detail=NOBODY_LEFT)

    def _say_never_fitted(self, task: Task) -> Unassigned | None:
        """Returns why a task is left that no vehicle of the day could ever do; None for others."""
        able = [v for v in self.before.fleet.vehicles if v.shifts and is_able(v, task)]
        if any(task.demand_kg <= v.hopper_kg and task.demand_l <= v.tank_l for v in able):
            return None
        told = self.before.plan.unassigned_by_task.get(task.id)
        if told is not None and told.reason in NEVER:
            return told
        return Unassigned(task_id=task.id, reason=Reason.NOT_EXPLAINED, detail=NOT_EXPLAINED)

    @property
    def not_possible(self) -> tuple[Unassigned, ...]:
        """What cannot be planned any more, with what happened."""
        tried = [
            Unassigned(
                task_id=id_,
                reason=Reason.SKIPPED,
                detail=message(
                    "reason.skipped",
                    "a vehicle came at {at_s:clock} and could not do it: {said}",
                    at_s=event.at_s,
                    said=event.reason,
                ),
            )
            for id_, event in self.tasks.given_up.items()
        ]
        closed = [
            self._say_never_fitted(self.tasks.all[id_])
            or Unassigned(
                task_id=id_,
                reason=Reason.WINDOW,
                detail=message(
                    "reason.street_closed",
                    "its street is closed from {from_s:clock} for as long as it may be done.",
                    from_s=event.from_s,
                ),
            )
            for id_, event in self.tasks.shut_out.items()
        ]
        too_soon = [
            Unassigned(
                task_id=id_,
                reason=Reason.WINDOW,
                detail=message(
                    "reason.too_soon",
                    "its kerb was worked so late that no hour of its own is long enough after "
                    "that.",
                ),
            )
            for id_ in sorted(self.tasks.too_soon)
        ]
        held = [say_by_hand(id_) for id_ in self.tasks.held_out]
        return (*tried, *closed, *too_soon, *held)

    @property
    def past(self) -> Past:
        """What the checker is told of the day so far."""
        known = self.before.running.events if self.before.running else ()
        return Past(
            before=self.before.plan,
            known=known,
            events=self.running.events,
            hands=self.running.hands,
            now_s=self.running.now_s,
            freeze_s=self.running.freeze_s,
        )
