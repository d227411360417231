"""The pipeline of a day, spelled out: scenario, streets, tasks, instance, search, plan, check.

The command line, the service and comparisons all call `plan_day`.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from fleet import Condition, Fleet, Weather, Work
from optimizer.calendar import Calendar
from optimizer.checker import check
from optimizer.day import Day, build_day
from optimizer.day_bound import time_bound
from optimizer.day_ties import Balance, DutyId, balanced, duties_of, preferring, solution_of
from optimizer.engines import IDLE, Outcome, Watch, engine_named
from optimizer.errors import InputError, OneBroomError
from optimizer.explain import explain
from optimizer.instance import FEN, Solution
from optimizer.network.road_network import RoadNetwork
from optimizer.plan import Plan
from optimizer.solver import solve
from optimizer.stop import AnyOf, Progress, limits
from optimizer.target import solve_for_area
from optimizer.task import Task
from optimizer.timetable import routes_of
from optimizer.worth import weighted
from scenarios.calendar_day import by_the_hour, duties_on, followed, kept
from scenarios.calendar_file import read as read_calendar
from scenarios.coverage import coverage
from scenarios.demand import DueWork, due_work
from scenarios.measures import measure
from scenarios.networks import load_network
from scenarios.plan_file import NetworkRecord, PlanFile, read, record_place, record_task
from scenarios.scenario import Scenario
from scenarios.staffing import staff
from scenarios.store import load_scenario, snapshot
from scenarios.target_rate import target_m2, target_row
from scenarios.week import staffed

YUAN = 100 * FEN
"""Cost units in one yuan."""

HOURS_FIRST = 0.75
"""Share of the limits in which a calendar's hours bind all kitchens."""

KEEP_EVERY_S = 10.0
"""Least time between two plans handed to `on_best`; making one takes a second or two."""


class PlanRefused(OneBroomError):
    """The checker found violations in a plan that the search made: a fault of ours."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanRequest:
    """What a user asks for.

    Parameters
    ----------
    scenario
        Name in the library, or path of a folder or `.toml` file.
    osm, place
        The streets: a file or the name of a place; neither for the embedded district.
    date
        Service day as YYYY-MM-DD, instead of the scenario's own.
    seconds, iterations
        Limits of the search; at least one.
    processes
        How many cores the search is to use.
    reference
        A plan.json to start from and stay close to.
    calendar
        A calendar.json: only the kitchens that it has on the day are due, each with its truck, at
        the price of a change, and at about its hour, where that can be.
    change_fen
        What a task costs more that is not with the vehicle and shift of the reference, or of the
        calendar.
    target_rate
        Mechanised sweeping rate to be reached as cheaply as possible, a share; None for as high a
        rate as the fleet allows.
    weather
        Conditions of the service day, instead of what the scenario says of it; see
        `fleet.Condition`. None leaves the scenario's.
    """

    scenario: str
    osm: str | None = None
    place: str | None = None
    date: str | None = None
    seconds: float | None = None
    iterations: int | None = None
    seed: int = 0
    engine: str = "ruin_recreate"
    processes: int = 1
    reference: str | None = None
    calendar: str | None = None
    change_fen: int = 0
    target_rate: float | None = None
    weather: tuple[str, ...] | None = None

    def __post_init__(self) -> None:
        if self.target_rate is not None and not 0 < self.target_rate <= 1:
            raise InputError(
                f"target rate {self.target_rate}: must be a share above 0 and up to 1, e.g. 0.75."
            )
        unknown = set(self.weather or ()) - set(Condition)
        if unknown:
            raise InputError(
                f"weather {', '.join(sorted(unknown))} is unknown; conditions are "
                f"{', '.join(Condition)}."
            )


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
        When scenario, streets, limits or reference cannot be used.
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
    reference = read(Path(request.reference)).plan if request.reference else None
    scenario = load_scenario(request.scenario, date=request.date)
    if request.weather is not None:
        scenario = replace(
            scenario, weather=(Weather.of(scenario.date, tuple(map(Condition, request.weather))),)
        )
    calendar = read_calendar(Path(request.calendar)).calendar if request.calendar else None
    if calendar is not None:
        scenario = staffed(calendar, scenario)
    report(Progress(stage="streets"))
    network = replace(
        load_network(osm=request.osm, place=request.place), driving_side=scenario.driving_side
    )
    report(Progress(stage="tasks"))
    due = due_work(scenario, network)
    if calendar is not None:
        due = followed(calendar, due)
    fleet = staff(due, network)

    def write_up(plan: Plan, *, iterations: int, interrupted: bool) -> PlanFile:
        return _checked(
            request, scenario, network, due, fleet, plan, iterations, interrupted=interrupted
        )

    if not due.tasks:
        # Weather may cancel a whole day; the plan says so.
        return write_up(Plan(routes=()), iterations=0, interrupted=False)
    report(Progress(stage="matrix"))
    wanted: dict[str, DutyId] = duties_of(reference) if reference else {}
    if calendar is not None:
        wanted |= duties_on(calendar, scenario.date)

    def day_with(tasks: tuple[Task, ...]) -> Day:
        built = day_of(replace(due, tasks=tasks), fleet, network)
        return preferring(built, wanted, change_fen=request.change_fen) if wanted else built

    # A calendar's hours hold for the timetable, not for what is said of unserved tasks.
    day = timed = day_with(due.tasks)

    def finish(solution: Solution, *, iterations: int, interrupted: bool) -> PlanFile:
        plan = Plan(routes=routes_of(timed, solution), unassigned=explain(day, solution))
        return write_up(plan, iterations=iterations, interrupted=interrupted)

    kept_at_s = -KEEP_EVERY_S
    progress = Progress(stage="search")

    def note(now: Progress) -> None:
        nonlocal progress
        progress = now
        report(now)

    def keep(solution: Callable[[], Solution]) -> None:
        nonlocal kept_at_s
        if on_best is not None and progress.elapsed_s - kept_at_s >= KEEP_EVERY_S:
            kept_at_s = progress.elapsed_s
            on_best(finish(solution(), iterations=progress.iterations, interrupted=True))

    def search(day: Day, stop: AnyOf, start: Solution | None) -> Outcome:
        return _search(
            request,
            day,
            stop=stop,
            watch=Watch(
                on_progress=note, on_best=keep, should_stop=should_stop or IDLE.should_stop
            ),
            start=start,
            area_m2=None
            if request.target_rate is None
            else target_m2(due.lots, request.target_rate),
            optional_weight=scenario.optional_weight,
        )

    start = None if reference is None else solution_of(day, reference)
    if calendar is None:
        outcome = search(day, stop, start)
    else:
        outcome, timed = _by_the_hour(calendar, due, day_with, search, stop=stop)
    report(replace(progress, stage="check", share=1.0))
    plan_file = finish(
        outcome.solution, iterations=outcome.iterations, interrupted=outcome.interrupted
    )
    report(replace(progress, stage="bound", share=1.0))
    bound = time_bound(network, fleet, due.tasks, due.sites, plan_file.plan)
    if calendar is not None:
        sentence = kept(calendar, scenario.date, plan_file.plan)
        plan_file = replace(plan_file, notices=(*plan_file.notices, sentence))
    return replace(plan_file, measures=replace(plan_file.measures, bound=bound))


def _by_the_hour(
    calendar: Calendar,
    due: DueWork,
    day_with: Callable[[tuple[Task, ...]], Day],
    search: Callable[[Day, AnyOf, Solution | None], Outcome],
    *,
    stop: AnyOf,
) -> tuple[Outcome, Day]:
    """Returns the best solution that keeps the calendar's hours where it can, and its day.

    The search has no price for an hour, so kitchens are held to theirs at first; those that find
    no place there get all of their windows for the rest of the search.
    """
    date = due.scenario.date
    day = day_with(by_the_hour(calendar, date, due.tasks))
    first = search(day, stop.part(HOURS_FIRST), None)
    if first.interrupted:
        return first, day
    late = {due.tasks[n].id for n in first.solution.absent if due.tasks[n].work is Work.KITCHEN}
    if late:
        day = day_with(by_the_hour(calendar, date, due.tasks, but=late))
    last = search(day, stop.part(1 - HOURS_FIRST), first.solution)
    return replace(last, iterations=first.iterations + last.iterations), day


def day_of(due: DueWork, fleet: Fleet, network: RoadNetwork) -> Day:
    """Returns the instance of what is due, with the scenario's weights.

    Raises
    ------
    InfeasibleScenario
        As `build_day`.
    """
    scenario = due.scenario
    day = build_day(network, fleet, due.tasks, due.sites, apart_fen=scenario.apart_fen)
    weight = scenario.optional_weight
    prize = weighted(day.instance, day.tasks, sweep_weight=weight, other_weight=weight)
    day = replace(day, instance=day.instance._replace(prize=prize))
    if not scenario.balance_share:
        return day
    balance = Balance(above_s=scenario.balance_above_s, share=scenario.balance_share)
    return balanced(day, balance)


def _checked(
    request: PlanRequest,
    scenario: Scenario,
    network: RoadNetwork,
    due: DueWork,
    fleet: Fleet,
    plan: Plan,
    iterations: int,
    *,
    interrupted: bool,
) -> PlanFile:
    """Returns a plan with all that goes with it, once the checker has passed it.

    Raises
    ------
    PlanRefused
        When the checker finds a violation.
    """
    violations = check(network, fleet, due.tasks, due.sites, plan)
    if violations:
        raise PlanRefused(
            f"the checker found {len(violations)} violations in our own plan, so it is not "
            "handed out; please report this:\n  "
            + "\n  ".join(str(violation) for violation in violations[:10])
        )
    audit = coverage(
        due.lots, due.tasks, plan, washing=due.washing, unmaintained_m2=due.unmaintained_m2
    )
    return PlanFile(
        scenario_name=scenario.name,
        title=scenario.title,
        title_zh=scenario.title_zh,
        date=scenario.date.isoformat(),
        network=NetworkRecord(
            name=network.name,
            source=network.source,
            digest=network.digest,
            generated=network.generated,
            driving_side=network.driving_side,
        ),
        engine=request.engine,
        seed=request.seed,
        iterations=iterations,
        processes=request.processes,
        interrupted=interrupted,
        notices=due.notices,
        measures=measure(
            fleet,
            due.tasks,
            plan,
            audit,
            areas=due.areas,
            target=None
            if request.target_rate is None
            else target_row(request.target_rate, due.lots, due.tasks, fleet, plan, audit),
        ),
        plan=plan,
        task_records=tuple(record_task(task, network) for task in due.tasks),
        site_records={id_: record_place(place, network) for id_, place in due.sites.items()},
        fleet=fleet,
        scenario=snapshot(due.scenario),
    )


def _search(
    request: PlanRequest,
    day: Day,
    *,
    stop: AnyOf,
    watch: Watch,
    start: Solution | None,
    area_m2: int | None,
    optional_weight: float,
) -> Outcome:
    """Returns the best solution of a day, or the cheapest that sweeps an area."""
    if area_m2 is None:
        return solve(
            day.instance,
            stop=stop,
            seed=request.seed,
            engine=request.engine,
            processes=request.processes,
            cost_unit=YUAN,
            watch=watch,
            start=start,
        )
    return solve_for_area(
        day,
        target_m2=area_m2,
        optional_weight=optional_weight,
        stop=stop,
        seed=request.seed,
        engine=request.engine,
        processes=request.processes,
        cost_unit=YUAN,
        watch=watch,
        start=start,
    )
