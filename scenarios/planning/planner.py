"""The pipeline of a day, spelled out: scenario, streets, tasks, instance, search, plan, check.

The command line, the service and comparisons all call `plan_day`.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from fleet import Condition, Weather, Work
from optimizer.answer import solution_of
from optimizer.bounds import bound_time
from optimizer.day import Day
from optimizer.engines import CONTINUING, IDLE, Outcome, Watch, engine_named
from optimizer.errors import InputError
from optimizer.instance import FEN, Solution
from optimizer.plan import Plan, duties_of
from optimizer.solver import solve
from optimizer.stop import AnyOf, Progress, limits
from optimizer.target import solve_for_area
from optimizer.week.calendar import Calendar
from scenarios.due import due_work
from scenarios.files import load_network, load_scenario
from scenarios.measures import target_m2
from scenarios.plan_file import PlanFile, read_plan
from scenarios.plan_request import PlanRequest
from scenarios.planning.day_work import DayWork
from scenarios.planning.haulage import Hauled, said_of_storage, tightened, too_much
from scenarios.planning.staffing import staff
from scenarios.scenario import Scenario
from scenarios.week import by_the_hour, duties_on, followed, kept, read_calendar, staffed

YUAN = 100 * FEN
"""Cost units in one yuan."""

HOURS_FIRST = 0.75
"""Share of the limits in which a calendar's hours bind all kitchens."""

AGAIN_SHARE = 0.25
"""Share of the limits for another search, from what is there, when bulk trucks do not keep up."""

KEEP_EVERY_S = 10.0
"""Least time between two plans handed to `on_best`; making one takes a second or two."""


def plan_day(
    request: PlanRequest,
    *,
    on_progress: Callable[[Progress], None] | None = None,
    on_best: Callable[[PlanFile], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> PlanFile:
    """Plans a day; every plan that it hands out has passed the checker.

    Parameters
    ----------
    on_progress
        Told of every stage and several times a second of the search.
    on_best
        Given the best plan so far now and then while the search goes on.
    should_stop
        Asked several times a second; True ends the search, which keeps the best plan so far.

    Raises
    ------
    InputError
        When scenario, streets, limits, reference or calendar cannot be used.
    InfeasibleScenario
        When nothing can be planned at all.
    PlanRefused
        When the checker finds a violation.
    """
    report = on_progress or IDLE.on_progress
    try:
        stop = limits(iterations=request.iterations, seconds=request.seconds)
    except ValueError as error:
        raise InputError(str(error)) from None
    # Asked for here only to refuse an unknown engine before the streets are read.
    engine_named(request.engine, processes=request.processes)
    reference = read_plan(Path(request.reference)).plan if request.reference else None
    calendar = read_calendar(Path(request.calendar)).calendar if request.calendar else None
    scenario = _scenario(request, calendar)
    report(Progress(stage="streets"))
    network = replace(
        load_network(osm=request.osm, place=request.place, fresh=request.fresh),
        driving_side=scenario.driving_side,
        date=scenario.date,
    )
    report(Progress(stage="tasks"))
    due = due_work(scenario, network)
    if calendar is not None:
        due = followed(calendar, due)
    wanted = duties_of(reference) if reference else {}
    if calendar is not None:
        wanted |= duties_on(calendar, scenario.date)
    work = DayWork(
        request=request,
        network=network,
        due=due,
        fleet=staff(due, network),
        wanted=wanted,
        reference=reference,
    )
    if not due.tasks:
        # Weather may cancel a whole day; the plan says so.
        return work.write_up(work.hauled(Plan(routes=())), iterations=0, interrupted=False)
    report(Progress(stage="matrix"))
    planning = _Planning(
        work, reference, calendar, report, on_best, should_stop or IDLE.should_stop
    )
    plan_file = planning.run(stop)
    report(replace(planning.progress, stage="bound", share=1.0))
    bound = bound_time(network, work.fleet, planning.tasks, due.sites, plan_file.plan)
    if calendar is not None:
        sentence = kept(calendar, scenario.date, plan_file.plan)
        plan_file = replace(plan_file, notices=(*plan_file.notices, sentence))
    return replace(plan_file, measures=replace(plan_file.measures, bound=bound))


def _scenario(request: PlanRequest, calendar: Calendar | None) -> Scenario:
    """Returns the scenario with what the request says otherwise."""
    scenario = load_scenario(request.scenario, date=request.date, contracts=request.contracts)
    if request.weather is not None:
        conditions = tuple(map(Condition, request.weather))
        scenario = replace(scenario, weather=(Weather.of(scenario.date, conditions),))
    return scenario if calendar is None else staffed(calendar, scenario)


class _Planning:
    """The search for a day's plan, told to the caller as it goes.

    Attributes
    ----------
    progress
        How the search stood last.
    tasks
        What was due with the bulk loads that came of it, once the plan is there.
    """

    def __init__(
        self,
        work: DayWork,
        reference: Plan | None,
        calendar: Calendar | None,
        report: Callable[[Progress], None],
        on_best: Callable[[PlanFile], None] | None,
        should_stop: Callable[[], bool],
    ) -> None:
        self.work = work
        self.progress = Progress(stage="search")
        self.tasks = work.due.tasks
        self._reference = reference
        self._calendar = calendar
        self._report = report
        self._on_best = on_best
        self._watch = Watch(on_progress=self._note, on_best=self._keep, should_stop=should_stop)
        self._kept_at_s = -KEEP_EVERY_S

    def run(self, stop: AnyOf) -> PlanFile:
        """Returns the best plan that the bulk trucks can keep up with."""
        most_kg: dict[str, int] = {}
        start: Solution | None = None
        while True:
            self._whole_day = self.work.day(self.work.due.tasks, most_kg=most_kg)
            if start is None and self._reference is not None:
                start = solution_of(self._whole_day, self._reference)
            outcome, timed = self._found(stop, most_kg, start)
            self._report(replace(self.progress, stage="check", share=1.0))
            whole = self._collected(timed, outcome.solution)
            fleet = self.work.fleet
            over_kg = too_much(fleet, whole)
            if not over_kg:
                self.tasks = (*self.work.due.tasks, *whole.tasks)
                return self.work.write_up(
                    whole, iterations=outcome.iterations, interrupted=outcome.interrupted
                )
            # The bulk trucks do not keep up: what collects is to bring less there, or elsewhere.
            most_kg = tightened(fleet, most_kg, over_kg)
            notices = (*self.work.due.notices, said_of_storage(fleet, over_kg))
            self.work = replace(self.work, due=replace(self.work.due, notices=notices))
            self._report(replace(self.progress, stage="search", share=0.0))
            if self.work.request.engine in CONTINUING:
                start, stop = outcome.solution, stop.part(AGAIN_SHARE)

    def _found(
        self, stop: AnyOf, most_kg: Mapping[str, int], start: Solution | None
    ) -> tuple[Outcome, Day]:
        """Returns the best solution, and the day whose windows it keeps.

        The search has no price for a calendar's hours, so kitchens are held to theirs at first;
        those that find no place there get all of their windows for the rest of the search.
        """
        day, calendar = self._whole_day, self._calendar
        if calendar is None:
            return self._search(day, stop, start), day
        tasks, date = self.work.due.tasks, self.work.due.scenario.date
        day = self.work.day(by_the_hour(calendar, date, tasks), most_kg=most_kg)
        first = self._search(day, stop.part(HOURS_FIRST), start)
        if first.interrupted:
            return first, day
        absent = (day.tasks[number] for number in first.solution.absent)
        late = {task.id for task in absent if task.work is Work.KITCHEN}
        if late:
            day = self.work.day(by_the_hour(calendar, date, tasks, but=late), most_kg=most_kg)
        last = self._search(day, stop.part(1 - HOURS_FIRST), first.solution)
        return replace(last, iterations=first.iterations + last.iterations), day

    def _search(self, day: Day, stop: AnyOf, start: Solution | None) -> Outcome:
        """Returns the best solution of a day, or the cheapest that sweeps an area."""
        request, due = self.work.request, self.work.due
        self._day = day
        if request.target_rate is None:
            return solve(
                day.instance,
                stop=stop,
                seed=request.seed,
                engine=request.engine,
                processes=request.processes,
                cost_unit=YUAN,
                watch=self._watch,
                start=start,
            )
        return solve_for_area(
            day,
            target_m2=target_m2(due.lots, request.target_rate),
            optional_weight=due.scenario.optional_weight,
            stop=stop,
            seed=request.seed,
            engine=request.engine,
            processes=request.processes,
            cost_unit=YUAN,
            watch=self._watch,
            start=start,
        )

    def _collected(self, timed: Day, solution: Solution) -> Hauled:
        # A calendar's hours hold for the timetable, not for what is said of unserved tasks.
        return self.work.collected(timed, solution, explained=self._whole_day)

    def _note(self, now: Progress) -> None:
        self.progress = now
        self._report(now)

    def _keep(self, solution: Callable[[], Solution]) -> None:
        """Hands out the best plan so far, now and then."""
        if self._on_best is None or self.progress.elapsed_s - self._kept_at_s < KEEP_EVERY_S:
            return
        self._kept_at_s = self.progress.elapsed_s
        whole = self._collected(self._day, solution())
        if not too_much(self.work.fleet, whole):
            self._on_best(
                self.work.write_up(whole, iterations=self.progress.iterations, interrupted=True)
            )
