"""The search for a day's plan, with the haulage of what it collects.

What is found is searched again where the bulk trucks cannot keep up with it, and where a calendar
says at which hour kitchens are collected, these are held to it first.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from fleet import Work
from optimizer.answer import (
    explain,
    let_lower_classes_give_way,
    list_unassigned,
    put_urgent_first,
    solution_of,
)
from optimizer.day import Day
from optimizer.engines import CONTINUING, Outcome, Run
from optimizer.instance import Solution
from optimizer.plan import Plan
from optimizer.solver import solve
from optimizer.stop import NOTHING_SPENT, Progress
from optimizer.target import solve_for_area
from optimizer.task import Task
from scenarios.measures import target_m2
from scenarios.plan_file import PlanFile
from scenarios.planning.day_work import DayWork
from scenarios.planning.haulage import (
    Hauled,
    find_overfull_stations,
    most_after_overfull,
    storage_notice,
)
from scenarios.planning.readiness import make_writing_ready
from scenarios.week import hold_to_hours, say_how_kept

HOURS_FIRST = 0.75
"""Share of the limits in which a calendar's hours bind all kitchens."""

AGAIN_SHARE = 0.25
"""Share of the limits for another search, from what is there, when bulk trucks do not keep up."""


EXCHANGE_SHARE = 0.05
"""Share of the time in which, after the search, what it has missed is exchanged."""


@dataclass(frozen=True, kw_only=True)
class FoundDay:
    """A solution of a day, and how it becomes a plan.

    Parameters
    ----------
    timed
        The day whose windows the solution keeps.
    asked
        The day as it was asked for: by its windows reasons are given, not by a calendar's hours.
    """

    work: DayWork
    timed: Day
    asked: Day
    solution: Solution
    iterations: int
    interrupted: bool

    @cached_property
    def hauled(self) -> Hauled:
        """The plan with the haulage of what it collects; what is left out has no reason yet."""
        return self.work.haul(
            Plan(
                routes=self.work.routes(self.timed, self.solution),
                unassigned=self.work.unassigned(list_unassigned(self.asked, self.solution)),
            )
        )

    @property
    def _sweeps_enough(self) -> bool:
        return self.work.sweeps_enough(self.hauled.plan.routes)

    @property
    def tasks(self) -> tuple[Task, ...]:
        """What was due, with the bulk loads that came of it."""
        return (*self.work.due.tasks, *self.hauled.tasks)

    def with_exchanges(self) -> "FoundDay":
        """Returns it with the exchanges between classes that the search has missed.

        Not where somebody waits for the end; see `has_exchanges`.
        """
        if self.interrupted or not has_exchanges(self.work):
            return self
        scenario = self.work.due.scenario
        solution = let_lower_classes_give_way(
            self.timed,
            self.solution,
            higher_class_m2=scenario.prices.higher_class_m2,
            optional_weight=scenario.optional_weight,
        )
        return replace(self, solution=solution)

    def with_urgent(self) -> "FoundDay":
        """Returns it with what came up on a running day and has a deadline, where it can be."""
        if self.work.going_on is None:
            return self
        return replace(self, solution=put_urgent_first(self.timed, self.solution))

    def write_up(self, *, explained: bool = False) -> PlanFile:
        """Returns the checked plan file.

        Parameters
        ----------
        explained
            With the reason of everything that is in no route: that takes a while.
        """
        whole, scenario = self.hauled, self.work.due.scenario
        if explained:
            loads = {task.id for task in whole.tasks}
            unassigned = (
                *(one for one in whole.plan.unassigned if one.task_id in loads),
                *self.work.unassigned(
                    explain(
                        self.asked,
                        self.solution,
                        enough_swept=self._sweeps_enough,
                        higher_class_m2=scenario.prices.higher_class_m2,
                        optional_weight=scenario.optional_weight,
                    )
                ),
            )
            in_order = tuple(sorted(unassigned, key=lambda one: one.task_id))
            whole = replace(whole, plan=replace(whole.plan, unassigned=in_order))
        plan_file = self.work.write_up(
            whole, iterations=self.iterations, interrupted=self.interrupted
        )
        calendar, date = self.work.options.calendar, scenario.date
        if calendar is None:
            return plan_file
        sentence = say_how_kept(calendar, date, self.tasks, plan_file.plan)
        return replace(plan_file, notices=(*plan_file.notices, sentence))


def has_exchanges(work: DayWork) -> bool:
    """Says whether exchanges are looked for after the search.

    Not where an area is asked for, or another engine is tried; nor on a day that runs, where
    nothing is to move without need.
    """
    options = work.options
    return options.target_rate is None and options.engine in CONTINUING and work.going_on is None


def search_day(
    work: DayWork,
    run: Run,
    *,
    on_found: Callable[[Callable[[], FoundDay | None]], None],
    start: Solution | None = None,
) -> FoundDay:
    """Returns the best solution found that the bulk trucks can keep up with.

    Parameters
    ----------
    start
        A solution of the day to go on from; None for what the work has to start from.
    on_found
        Called when there is a better solution, with a function that returns it, or None where the
        bulk trucks cannot keep up with it.
    """
    most_kg: Mapping[str, int] = {}
    if has_exchanges(work):
        run = replace(run, stop=run.stop.reserve(EXCHANGE_SHARE))
    times, iterations = 0, 0
    while True:
        asked = work.day(work.due.tasks, most_kg=most_kg)
        make_writing_ready(asked)
        if start is None and work.start is not None:
            start = solution_of(asked, work.start)
        found = _HourlySearch(work=work, asked=asked, most_kg=most_kg, on_found=on_found).search(
            run, start
        )
        found = found.with_exchanges().with_urgent()
        iterations += found.iterations
        found = replace(found, iterations=iterations)
        over_kg = find_overfull_stations(work.fleet, found.hauled)
        if not over_kg:
            return found
        # The bulk trucks do not keep up: what collects is to bring less there, or elsewhere.
        times += 1
        rest = work.going_on.collecting if work.going_on else None
        less_kg = most_after_overfull(work.fleet, most_kg, over_kg, times=times, rest=rest)
        if less_kg == most_kg:
            return found
        most_kg = less_kg
        work = work.with_notice(storage_notice(work.fleet, over_kg))
        if work.options.engine in CONTINUING:
            start, run = found.solution, replace(run, stop=run.stop.part(AGAIN_SHARE))


@dataclass(frozen=True, kw_only=True)
class _HourlySearch:
    """One search of a day, in two parts where a calendar's hours are to be kept.

    The search has no price for a calendar's hours, so kitchens are held to theirs at first; those
    that find no place there get all of their windows for the rest of the search.
    """

    work: DayWork
    asked: Day
    most_kg: Mapping[str, int]
    on_found: Callable[[Callable[[], FoundDay | None]], None]

    def search(self, run: Run, start: Solution | None) -> FoundDay:
        calendar = self.work.options.calendar
        if calendar is None:
            return self._describe_found(
                self.asked, self._part(self.asked, run, 1.0, NOTHING_SPENT, start)
            )
        tasks, date = self.work.due.tasks, self.work.due.scenario.date
        day = self.work.day(hold_to_hours(calendar, date, tasks), most_kg=self.most_kg)
        first = self._part(day, run, HOURS_FIRST, NOTHING_SPENT, start)
        if first.interrupted:
            return self._describe_found(day, first)
        absent = (day.tasks[number] for number in first.solution.absent)
        late = {task.id for task in absent if task.work is Work.KITCHEN}
        if late:
            held = hold_to_hours(calendar, date, tasks, but=late)
            day = self.work.day(held, most_kg=self.most_kg)
        spent = first.count_spent(HOURS_FIRST)
        last = self._part(day, run, 1 - HOURS_FIRST, spent, first.solution)
        return self._describe_found(
            day, replace(last, iterations=first.iterations + last.iterations)
        )

    def _part(
        self, day: Day, run: Run, share: float, spent: Progress, start: Solution | None
    ) -> Outcome:
        """Returns the best solution of a day, or the cheapest that sweeps an area."""
        options, due = self.work.options, self.work.due

        def keep(solution: Callable[[], Solution]) -> None:
            self.on_found(lambda: self._haul(day, solution()))

        part = run.part(share, before=spent)
        part = replace(part, watch=replace(part.watch, on_best=keep))
        if options.target_rate is None:
            return solve(
                day.instance,
                part,
                engine=options.engine,
                processes=options.processes,
                start=start,
            )
        return solve_for_area(
            day,
            part,
            target_m2=target_m2(due.lots, options.target_rate),
            optional_weight=due.scenario.optional_weight,
            engine=options.engine,
            processes=options.processes,
            start=start,
        )

    def _haul(self, day: Day, solution: Solution) -> FoundDay | None:
        """Returns a solution on the way, unless the bulk trucks cannot keep up with it."""
        found = self._describe_found(
            day, Outcome(solution=solution, iterations=0, elapsed_s=0.0, interrupted=True)
        )
        return None if find_overfull_stations(self.work.fleet, found.hauled) else found

    def _describe_found(self, day: Day, outcome: Outcome) -> FoundDay:
        return FoundDay(
            work=self.work,
            timed=day,
            asked=self.asked,
            solution=outcome.solution,
            iterations=outcome.iterations,
            interrupted=outcome.interrupted,
        )
