"""A plan for the rest of a day that has begun: three to choose from.

What was lived stays as it is; what has happened since the plan was made is laid over it. The
first plan changes nothing but what it must; the last is the best that is found from here; between
them changes have a price.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from fleet import Message, Weather, Work
from optimizer.answer import NOT_EXPLAINED
from optimizer.engines import PARALLEL, Run, Watch
from optimizer.errors import InputError, NetworkError
from optimizer.events import Event, StreetClosed, WeatherTurned, list_told
from optimizer.hands import Hand
from optimizer.instance import Solution
from optimizer.network.road_network import RoadNetwork
from optimizer.operations import (
    DayTasks,
    LivedDay,
    close_streets,
    hold_back,
    holds_of,
    join_lived,
    keep_hours,
    live,
    rest_of_day,
    shut_facilities,
    stay_while_open,
    tasks_after,
)
from optimizer.plan import Plan, Reason, Unassigned
from optimizer.stop import AnyOf, Progress, Stage, limits
from optimizer.task import Task
from scenarios.due import DueWork, find_due_again, streets_on_day
from scenarios.files import from_snapshot
from scenarios.plan_file import PlanFile, RunningDay
from scenarios.planning.day_work import DayWork
from scenarios.planning.enclosed import ENCLOSED, send_home_enclosed
from scenarios.planning.going_home import (
    keep_way_home,
    may_stay_as_planned,
    send_home_caught,
    send_home_late,
)
from scenarios.planning.going_on import GoingOn
from scenarios.planning.left_alone import leave_alone
from scenarios.planning.locking import hands_by_now, keep_locked
from scenarios.planning.once_more import send_out_again
from scenarios.planning.options import UNWATCHED, PlanOptions, PlanWatch
from scenarios.planning.planner import YUAN
from scenarios.planning.rest_bound import RestBound, bound_rest
from scenarios.planning.searching import FoundDay, search_day
from scenarios.rest_of_day import FREEZE_S, Choice
from scenarios.scenario import Scenario


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplanOptions:
    """How a day is to go on.

    Parameters
    ----------
    now_s, freeze_s
        The time of day, and for how long from then on everything stays as it is.
    choices
        Which plans are wanted.
    hands
        What is decided by hand now; what the plan in force keeps to holds anyway.
    processes
        How many cores search.
    """

    now_s: int
    freeze_s: int = FREEZE_S
    choices: tuple[Choice, ...] = tuple(Choice)
    hands: tuple[Hand, ...] = ()
    processes: int = 1


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """One plan to choose.

    Parameters
    ----------
    plan_file
        The checked plan; what is in no route has no reason yet, unless an event is one.
    found
        The solution behind it; None where nobody is left to plan for.
    """

    choice: Choice
    plan_file: PlanFile
    found: FoundDay | None

    def explain(self) -> PlanFile:
        """Returns the plan with the reason of everything that is in no route; takes a while."""
        return self.plan_file if self.found is None else self.found.write_up(explained=True)

    def bound(self, seconds: float) -> RestBound | None:
        """Returns what no plan for the same rest undercuts; None where nothing can be proved."""
        if self.found is None or seconds <= 0:
            return None
        try:
            return bound_rest(self.found, seconds)
        except NetworkError:
            return None


def replan(
    before: PlanFile,
    network: RoadNetwork,
    events: Sequence[Event],
    options: ReplanOptions,
    *,
    stop: AnyOf,
    seed: int | None = None,
    watch: PlanWatch = UNWATCHED,
) -> Iterator[Proposal]:
    """Yields plans for the rest of a day, those that change less first.

    Parameters
    ----------
    before
        The plan in force.
    events
        What has happened: all of the day, or what is new since the plan in force.
    stop
        Limits of the search; those plans that are searched for share them.
    seed
        None for that of the plan in force.

    Raises
    ------
    InputError
        When the time lies before that of the plan in force.
    PlanRefused
        When the checker finds a violation.
    """
    watch.on_progress(Progress(stage=Stage.TASKS))
    seed = before.seed if seed is None else seed
    work = day_going_on(before, network, events, options, seed=seed)
    searched = [one for one in options.choices if one is not Choice.LEAST]
    # Who changes more goes on from who changes less, and never comes out worse.
    start: Solution | None = None
    for choice in options.choices:
        engine = "completion" if choice is Choice.LEAST else before.engine
        processes = options.processes if engine in PARALLEL else 1
        moved_fen = work.due.scenario.changes.moved_fen
        change_fen = 0 if choice is Choice.BEST else moved_fen
        own = replace(
            work,
            left_alone=leave_alone(work) if choice is Choice.LEAST else frozenset(),
            options=replace(
                work.options, engine=engine, processes=processes, change_fen=change_fen
            ),
        )
        limit = stop if choice is Choice.LEAST else stop.part(1 / len(searched))
        proposal = _propose(choice, own, limit, seed, watch, start)
        start = proposal.found.solution if proposal.found else None
        yield proposal


def make_ready(before: PlanFile, network: RoadNetwork) -> None:
    """Works out, and keeps, what the next new plan of a day asks for whatever happens until then.

    For a process that waits for what happens: it makes a new plan for which nothing has happened.

    Raises
    ------
    InputError
        When the plan's scenario cannot be read, or the streets are others.
    PlanRefused
        When the checker finds a violation.
    """
    now_s = before.running.now_s if before.running else 0
    nothing_new = ReplanOptions(now_s=now_s, choices=(Choice.LEAST,))
    for _ in replan(before, network, (), nothing_new, stop=limits(iterations=1)):
        pass


def plan_rest(work: DayWork, stop: AnyOf, seed: int, watch: PlanWatch = UNWATCHED) -> PlanFile:
    """Returns the checked plan of a day that has begun, as its work says to plan it.

    Raises
    ------
    PlanRefused
        When the checker finds a violation.
    """
    return _propose(Choice.BEST, work, stop, seed, watch, None).plan_file


def _propose(
    choice: Choice,
    work: DayWork,
    stop: AnyOf,
    seed: int,
    watch: PlanWatch,
    start: Solution | None,
) -> Proposal:
    watch.on_progress(Progress(stage=Stage.MATRIX))
    if (over := write_up_nobody_left(work)) is not None:
        return Proposal(choice=choice, plan_file=over, found=None)
    run = Run(
        stop=stop,
        seed=seed,
        cost_unit=YUAN,
        watch=Watch(on_progress=watch.on_progress, should_stop=watch.should_stop),
    )
    found = search_day(work, run, on_found=lambda found: None, start=start)
    watch.on_progress(Progress(stage=Stage.CHECK))
    plan_file = found.write_up()
    watch.on_plan(plan_file)
    return Proposal(choice=choice, plan_file=plan_file, found=found)


def is_anybody_left(work: DayWork) -> bool:
    """Says whether a vehicle is out, or may go out, for which there is work."""
    assert work.going_on is not None
    works = {task.work for task in work.going_on.tasks_left(work.due.tasks)}
    vehicles = work.going_on.collecting.fleet.vehicles
    return any(vehicle.shifts and works.intersection(vehicle.works) for vehicle in vehicles)


def _list_left(work: DayWork, going_on: GoingOn) -> list[Unassigned]:
    """Returns what is still open when nobody is left to do it."""
    before = going_on.before.plan.unassigned_by_task
    left = []
    for task in going_on.tasks_left(work.due.tasks):
        told = before.get(task.id)
        # For some there never was a vehicle.
        if told is None or told.reason is not Reason.NO_VEHICLE:
            told = Unassigned(task_id=task.id, reason=Reason.NOT_EXPLAINED, detail=NOT_EXPLAINED)
        left.append(told)
    return left


def write_up_nobody_left(work: DayWork) -> PlanFile | None:
    """Returns the plan of a day in which no vehicle can take any work that is left, else None."""
    going_on = work.going_on
    if going_on is None or is_anybody_left(work):
        return None
    routes = join_lived(going_on.collecting, ())
    left = Plan(routes=routes, unassigned=work.unassigned(_list_left(work, going_on)))
    return work.write_up(work.haul(left))


def day_going_on(
    before: PlanFile,
    network: RoadNetwork,
    events: Sequence[Event],
    options: ReplanOptions,
    *,
    seed: int,
) -> DayWork:
    """Returns the rest of a day as work to plan.

    Parameters
    ----------
    network
        The streets that the plan in force was made for.

    Raises
    ------
    InputError
        When the time lies before that of the plan in force.
    """
    known = before.running.events if before.running else ()
    digest = before.begin_digest()
    if before.running and options.now_s < before.running.now_s:
        raise InputError(
            "replan.before_plan",
            "it is {now_s:clock}, and the plan in force was made at {made_s:clock}; give a later "
            "time.",
            now_s=options.now_s,
            made_s=before.running.now_s,
        )
    known_ids = {event.id for event in known}
    told = list_told(events, options.now_s)
    new = tuple(event for event in told if event.id not in known_ids)
    own = from_snapshot(before.scenario)
    network = streets_on_day(own, network)
    due = find_due_again(own, network, moved=before.moved)
    tasks = {task.id: task for task in before.tasks_on(network)}
    lived = live(before.plan, new, tasks, now_s=options.now_s, freeze_s=options.freeze_s)
    lived = hold_back(lived, (*known, *new), before.fleet)
    as_lived = lived
    closures = [one for one in (*known, *new) if isinstance(one, StreetClosed)]
    lived = keep_way_home(lived, before.plan, closures)
    turned = _in_weather(own, (*known, *new))
    now = find_due_again(turned, network, moved=before.moved) if turned else due
    has_turned = any(isinstance(event, WeatherTurned) for event in new)
    weather = {task.id: task for task in now.tasks} if has_turned else None

    def tasks_of(lived: LivedDay) -> DayTasks:
        return tasks_after(tasks, new, lived, network, known=known, weather=weather)

    running = RunningDay(
        based_on=digest(),
        number=before.running.number + 1 if before.running else 1,
        now_s=options.now_s,
        freeze_s=options.freeze_s,
        events=(*known, *new),
        hands=hands_by_now(before, options.hands, options.now_s),
    )
    given_way: tuple[Message, ...] = ()
    holds = holds_of(running.hands)
    if holds.locks:
        at_hand = tuple(tasks_of(lived).all.values())
        lived, given_way = keep_locked(lived, running, before, network, at_hand, due.sites)
    streets = close_streets(network, closures, now_s=options.now_s)
    shut = shut_facilities((*known, *new))
    caught: tuple[Message, ...] = ()
    if any(one.driving for one in closures):
        may_stay = may_stay_as_planned(tasks_of(lived), holds, shut)
        lived = stay_while_open(lived, closures, tasks, network, may_stay)
        lived, caught = send_home_caught(
            lived, before.fleet, tasks, due.sites, network, closures, shut=shut, seed=seed
        )
        lived, enclosed, out = send_home_enclosed(
            lived, before.fleet, tasks, due.sites, network, closures, new, shut=shut, seed=seed
        )
        if out and not any(event.id.startswith(ENCLOSED) for event in new):
            return day_going_on(before, network, (*events, *out), options, seed=seed)
        caught += enclosed
    day_tasks = keep_hours(tasks_of(lived), holds, lived)
    lived, late = send_home_late(
        lived, before.plan, before.fleet, tasks, due.sites, streets, new, shut=shut, seed=seed
    )
    lived = send_out_again(
        lived, as_lived, before.fleet, tasks, due.sites, streets, holds, shut=shut, seed=seed
    )
    rest = rest_of_day(lived, before.fleet, tasks, due.sites, shut=shut)
    going_on = GoingOn(
        before=before, running=running, rest=rest, tasks=day_tasks, streets=streets, kept=tasks
    )
    return DayWork(
        options=PlanOptions(engine=before.engine, reference=before.plan, bound_s=0),
        seed=seed,
        network=network,
        due=_due_by_now(due, now, day_tasks.all, as_lived, (*given_way, *caught, *late)),
        fleet=before.fleet,
        going_on=going_on,
    )


def _in_weather(own: Scenario, events: Sequence[Event]) -> Scenario | None:
    """Returns the scenario with the weather that was told last; None where none was."""
    turned = [event for event in events if isinstance(event, WeatherTurned)]
    if not turned:
        return None
    weather = Weather.of(own.date, turned[-1].conditions)
    return replace(own, weather=(weather,))


def _due_by_now(
    due: DueWork,
    now: DueWork,
    tasks: Mapping[str, Task],
    lived: LivedDay,
    notices: Sequence[Message],
) -> DueWork:
    """Returns what is due with the tasks as they are by now; bulk loads are cut anew.

    What is swept already counts by what was owed then, whatever the weather has become.
    """
    kept = tuple(task for _, task in sorted(tasks.items()) if task.work is not Work.HAUL)
    swept = {tasks[id_].kerb for id_ in lived.begun if id_ in tasks}
    lot_of = {lot.kerb: lot for lot in due.lots}
    return replace(
        now,
        scenario=due.scenario,
        tasks=kept,
        lots=tuple(lot_of[lot.kerb] if lot.kerb in swept else lot for lot in now.lots),
        notices=(*now.notices, *notices),
    )
