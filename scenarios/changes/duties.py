"""Two plans of a day, compared duty by duty."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from fleet import Message, message
from optimizer.errors import InputError
from optimizer.network.place import ArcKey
from optimizer.plan import Activity, ActivityKind, DutyId, Route, duties_of
from optimizer.task import Task
from scenarios.changes.difference import (
    Changes,
    Difference,
    DifferenceKind,
    DutyChanges,
    Totals,
)
from scenarios.changes.kept_order import keep_in_order
from scenarios.changes.parting import first_difference_s, is_lost
from scenarios.changes.strips import lane_of, side_of, strip_of
from scenarios.changes.visits import visit_differences, way_differences
from scenarios.plan_file import PlanFile
from scenarios.rest_of_day import TOLERANCE_S

_SAME_LATENESS_S = 300
"""Tasks on end whose lateness differs by no more than that are told of as one."""


def find_changes(old: PlanFile, new: PlanFile, *, tolerance_s: int = TOLERANCE_S) -> Changes:
    """Returns what is different in the new one of two plans of a day.

    Raises
    ------
    InputError
        When they are plans of different days.
    """
    if old.date != new.date:
        raise InputError(
            "changes.other_day",
            "the old plan is for {old}, the new one for {new}; give two plans of one day.",
            old=old.date,
            new=new.date,
        )
    day = _TwoPlans.of(old, new, tolerance_s)
    before, after = _routes_of(old), _routes_of(new)
    all_duties = [
        day.duty(key, before.get(key), after.get(key)) for key in sorted({*before, *after})
    ]
    duties = [one for one in all_duties if one.from_s is not None or one.differences]
    return Changes(
        date=new.date,
        now_s=day.now_s,
        tolerance_s=tolerance_s,
        totals=day.totals(all_duties),
        duties=tuple(duties),
    )


def _routes_of(plan_file: PlanFile) -> dict[DutyId, Route]:
    return {(route.vehicle_id, route.shift_id): route for route in plan_file.plan.routes}


@dataclass(frozen=True, kw_only=True)
class _TwoPlans:
    """What both plans know of tasks and duties, by id."""

    old: PlanFile
    new: PlanFile
    tolerance_s: int
    now_s: int
    tasks: Mapping[str, Task[ArcKey]]
    facilities: Mapping[str, str]
    duty_before: Mapping[str, DutyId]
    duty_after: Mapping[str, DutyId]
    owed: frozenset[str]
    """Tasks of the new plan."""
    skipped: Mapping[str, DutyId]
    """Where somebody came and could not do it, by the new plan."""

    @classmethod
    def of(cls, old: PlanFile, new: PlanFile, tolerance_s: int) -> "_TwoPlans":
        return cls(
            old=old,
            new=new,
            tolerance_s=tolerance_s,
            now_s=new.running.now_s if new.running else 0,
            tasks={task.id: task for task in (*old.tasks, *new.tasks)},
            facilities={
                facility.id: facility.name
                for facility in (*old.fleet.facilities, *new.fleet.facilities)
            },
            duty_before=duties_of(old.plan),
            duty_after=duties_of(new.plan),
            owed=frozenset(task.id for task in new.tasks),
            skipped={
                activity.task_id: (route.vehicle_id, route.shift_id)
                for route in new.plan.routes
                for activity in route.activities
                if activity.kind is ActivityKind.SKIPPED and activity.task_id
            },
        )

    def duty(self, key: DutyId, old: Route | None, new: Route | None) -> DutyChanges:
        was, now = _activities(old), _activities(new)
        begins = {a.task_id: a.begin_s for a in was if a.kind is ActivityKind.SERVICE}
        common = [a for a in now if a.kind is ActivityKind.SERVICE and a.task_id in begins]
        place = {id_: number for number, id_ in enumerate(begins)}
        kept = keep_in_order([place[a.task_id] for a in common])
        in_order = {a.task_id for a in common if place[a.task_id] in kept}
        differences = [
            *self._came(key, now),
            *self._went(key, was, known=new is not None and is_lost(new)),
            *self._find_reordered(now, begins, in_order),
            *self._find_retimed(now, begins, in_order),
        ]
        if old is not None and new is not None and not is_lost(new):
            differences += self._on_the_way(was, now)
        differences += self._ends(old, new, alone=not any(not d.known for d in differences))
        return DutyChanges(
            vehicle_id=key[0],
            shift_id=key[1],
            shift=self._shift(key),
            from_s=first_difference_s(was, now, self.now_s),
            before=None if old is None else (old.start_s, old.end_s),
            after=None if new is None else (new.start_s, new.end_s),
            num_common=len(common),
            num_in_order=len(in_order),
            differences=tuple(sorted(differences, key=lambda one: one.rank)),
        )

    def _shift(self, key: DutyId) -> Message | str:
        known = any(vehicle.id == key[0] for vehicle in self.new.fleet.vehicles)
        return (self.new if known else self.old).shift_label(*key)

    def _came(self, key: DutyId, now: Sequence[Activity]) -> Iterator[Difference]:
        def is_new(one: Activity) -> bool:
            return self.duty_before.get(one.task_id or "") != key

        def other(one: Activity) -> DutyId | None:
            return self.duty_before.get(one.task_id or "")

        for run in self._runs(now, is_new, other):
            came = self._run(DifferenceKind.CAME, run, before_s=None, after_s=run[0].begin_s)
            by = other(run[0])
            yield replace(came, other=by, other_name=self._name(key, by))

    def _went(self, key: DutyId, was: Sequence[Activity], *, known: bool) -> Iterator[Difference]:
        def is_gone(one: Activity) -> bool:
            return self.duty_after.get(one.task_id or "") != key

        def fate(one: Activity) -> tuple[DutyId | None, Message | None, bool]:
            id_ = one.task_id or ""
            return self.duty_after.get(id_), self._why(id_), known or self.skipped.get(id_) == key

        for run in self._runs(was, is_gone, fate):
            other, why, is_known = fate(run[0])
            went = self._run(DifferenceKind.WENT, run, before_s=run[0].begin_s, after_s=None)
            name = self._name(key, other)
            yield replace(went, other=other, other_name=name, why=why, known=is_known)

    def _why(self, task_id: str) -> Message | None:
        """Returns why nobody does a task any more."""
        if task_id in self.duty_after:
            return None
        if task_id in self.skipped:
            return message("changes.skipped", "could not be done")
        if task_id not in self.owed:
            return message("changes.no_more", "is not to be done any more")
        left = self.new.plan.unassigned_by_task.get(task_id)
        reason = left.reason if left else "not_explained"
        return message("changes.unserved", "{reason:word.reason}", reason=reason)

    def _find_reordered(
        self, now: Sequence[Activity], begins: Mapping[str | None, int], kept: set[str | None]
    ) -> Iterator[Difference]:
        def is_moved(one: Activity) -> bool:
            return one.task_id in begins and one.task_id not in kept

        for run in self._runs(now, is_moved, lambda one: None):
            yield self._run(
                DifferenceKind.REORDERED,
                run,
                before_s=begins[run[0].task_id],
                after_s=run[0].begin_s,
            )

    def _find_retimed(
        self, now: Sequence[Activity], begins: Mapping[str | None, int], kept: set[str | None]
    ) -> Iterator[Difference]:
        group: list[Activity] = []
        later_s = 0
        for one in (a for a in now if a.kind is ActivityKind.SERVICE and a.task_id in kept):
            by_s = one.begin_s - begins[one.task_id]
            # What has begun is as it is: nobody can be told to be later.
            is_retimed = abs(by_s) > self.tolerance_s and one.begin_s >= self.now_s
            if group and not (is_retimed and abs(by_s - later_s) <= _SAME_LATENESS_S):
                yield self._later(group, begins)
                group = []
            if is_retimed:
                later_s = later_s if group else by_s
                group.append(one)
        if group:
            yield self._later(group, begins)

    def _later(self, group: list[Activity], begins: Mapping[str | None, int]) -> Difference:
        before_s, after_s = begins[group[0].task_id], group[0].begin_s
        return self._run(DifferenceKind.RETIMED, group, before_s=before_s, after_s=after_s)

    def _on_the_way(
        self, was: Sequence[Activity], now: Sequence[Activity]
    ) -> Iterator[Difference]:
        names = {**self.facilities, **{id_: task.name for id_, task in self.tasks.items()}}
        yield from visit_differences(
            [one for one in was if one.end_s > self.now_s],
            [one for one in now if one.end_s > self.now_s],
            names,
            tolerance_s=self.tolerance_s,
        )
        yield from way_differences(was, now, names, self.now_s)

    def _ends(self, old: Route | None, new: Route | None, *, alone: bool) -> Iterator[Difference]:
        """Yields what is different about leaving and coming back.

        Parameters
        ----------
        alone
            Whether there is nothing else to tell: then being back a little later is nothing.
        """
        if old is None and new is not None:
            yield Difference(kind=DifferenceKind.NEW_ROUTE, after_s=new.start_s)
            yield Difference(kind=DifferenceKind.BACK, after_s=new.end_s)
            return
        if new is None or old is None:
            start_s = old.start_s if old else None
            yield Difference(kind=DifferenceKind.NO_ROUTE, before_s=start_s)
            return
        if is_lost(new):
            if not is_lost(old):
                at_s = new.end_s
                yield Difference(kind=DifferenceKind.BROKEN_DOWN, after_s=at_s, known=True)
            return
        if abs(new.start_s - old.start_s) > self.tolerance_s and new.start_s >= self.now_s:
            yield Difference(kind=DifferenceKind.START, before_s=old.start_s, after_s=new.start_s)
            alone = False
        if is_lost(old):
            yield Difference(kind=DifferenceKind.BACK, after_s=new.end_s)
            return
        least_s = self.tolerance_s if alone else 59
        if abs(new.end_s - old.end_s) > least_s and new.end_s > self.now_s:
            yield Difference(kind=DifferenceKind.BACK, before_s=old.end_s, after_s=new.end_s)

    def _runs(
        self,
        activities: Sequence[Activity],
        is_asked: Callable[[Activity], bool],
        alike: Callable[[Activity], object],
    ) -> Iterator[list[Activity]]:
        """Yields the tasks that are asked for; those on end along one strip are one run."""
        run: list[Activity] = []
        key: object = None
        for one in activities:
            asked = one.kind is ActivityKind.SERVICE and is_asked(one)
            task = self.tasks[one.task_id or ""] if asked else None
            here = (strip_of(task), alike(one)) if task else None
            if run and (here != key or task is None or task.kerb is None):
                yield run
                run = []
            if asked:
                run.append(one)
            key = here
        if run:
            yield run

    def _run(
        self,
        kind: DifferenceKind,
        run: Sequence[Activity],
        *,
        before_s: int | None,
        after_s: int | None,
    ) -> Difference:
        task = self.tasks[run[0].task_id or ""]
        return Difference(
            kind=kind,
            before_s=before_s,
            after_s=after_s,
            task_ids=tuple(one.task_id for one in run if one.task_id),
            work=str(task.work),
            what=task.name,
            side=side_of(task),
            lane=lane_of(task),
            length_m=sum(one.service_m for one in run),
        )

    def _name(self, key: DutyId, other: DutyId | None) -> Message | str:
        """Returns what a driver calls another duty: its vehicle, or the shift of the own one."""
        if other is None:
            return ""
        if other[0] != key[0]:
            return other[0]
        return message(
            "changes.other_shift",
            "{vehicle} ({shift})",
            vehicle=other[0],
            shift=self._shift(other),
        )

    def totals(self, duties: Iterable[DutyChanges]) -> Totals:
        listed = list(duties)
        both = [
            (duty, self.duty_after[id_])
            for id_, duty in self.duty_before.items()
            if id_ in self.duty_after
        ]
        kept = sum(duty.num_in_order for duty in listed)
        return Totals(
            before=len(self.duty_before),
            after=len(self.duty_after),
            kept=kept,
            reordered=sum(duty.num_common for duty in listed) - kept,
            retimed=sum(len(duty.task_ids(DifferenceKind.RETIMED)) for duty in listed),
            moved_vehicle=sum(a[0] != b[0] for a, b in both),
            moved_shift=sum(a[0] == b[0] and a[1] != b[1] for a, b in both),
            lost=len(self.duty_before) - len(both),
            won=len(self.duty_after) - len(both),
            to_call=sum(duty.is_to_call for duty in listed),
        )


def _activities(route: Route | None) -> tuple[Activity, ...]:
    return route.activities if route else ()
