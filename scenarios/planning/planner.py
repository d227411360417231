"""The pipeline of a day, spelled out: scenario, streets, tasks, instance, search, plan, check.

Nothing here knows of a file: `scenarios.plan_request` opens them. Command line, service,
comparisons and tests all come through `plan`.
"""

import logging
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from fleet import message
from optimizer.beside import begin_beside
from optimizer.bounds import Deadline, TimeBound, bound_time
from optimizer.engines import PartsRunner, Run, Watch, compile_ahead
from optimizer.errors import InputError
from optimizer.instance import FEN
from optimizer.network.road_network import RoadNetwork
from optimizer.plan import Plan
from optimizer.stop import AnyOf, Progress, Stage
from scenarios.due import find_due_work, streets_on_day
from scenarios.plan_file import PlanFile
from scenarios.planning.day_work import DayWork
from scenarios.planning.early_hands import decide_early
from scenarios.planning.kept_days import KeptDay, file_of_day, keep_day, read_day
from scenarios.planning.options import UNWATCHED, PlanOptions, PlanWatch
from scenarios.planning.searching import FoundDay, search_day
from scenarios.planning.staffing import staff
from scenarios.scenario import Scenario
from scenarios.week import keep_to_calendar, staff_by_calendar

YUAN = 100 * FEN
"""Cost units in one yuan."""

KEEP_EVERY_S = 10.0
"""Least time between two plans handed out while the search goes on; making one takes a second."""

KEEP_SHARE = 0.1
"""Most of the search's time that goes into handing out plans."""

logger = logging.getLogger(__name__)


def plan(
    scenario: Scenario,
    network: RoadNetwork,
    options: PlanOptions,
    *,
    stop: AnyOf,
    seed: int = 0,
    watch: PlanWatch = UNWATCHED,
    parts: PartsRunner | None = None,
) -> PlanFile:
    """Plans a day; every plan that it hands out has passed the checker.

    Parameters
    ----------
    stop
        Limits of the search; what comes before and after it is not counted.
    parts
        Who searches the parts of a large day; None for processes of this machine.

    Raises
    ------
    InfeasibleScenario
        When nothing can be planned at all.
    PlanRefused
        When the checker finds a violation.
    """
    network = streets_on_day(scenario, network)
    if options.calendar is not None:
        scenario = staff_by_calendar(options.calendar, scenario)

    watch.on_progress(Progress(stage=Stage.TASKS))
    kept = _file_of(scenario, network, options)
    work = _day_at_hand(kept, network, options, seed) if kept else None
    if work is None:
        due = find_due_work(scenario, network, skip_faults=options.skip_faults)
        if options.calendar is not None:
            due = keep_to_calendar(options.calendar, due)
        fleet = staff(due, network)
        work = DayWork(options=options, seed=seed, network=network, due=due, fleet=fleet)
    if options.reference is not None:
        work = _hold_against(options.reference, work)
    work = decide_early(work)
    if not work.due.tasks:
        # Weather may cancel a whole day; the plan says so.
        plan_file = work.write_up(work.haul(Plan(routes=())))
        watch.on_plan(plan_file)
        return plan_file

    watch.on_progress(Progress(stage=Stage.MATRIX))
    teller = _Teller(watch)
    run = Run(stop=stop, seed=seed, cost_unit=YUAN, watch=teller.watch, parts=parts)
    with compile_ahead():
        work = work.with_day()
        found = search_day(work, run, on_found=teller.keep)

    teller.enter(Stage.CHECK)
    plan_file = found.write_up()
    # Handed out before anything is said about it: what follows must not lose it.
    watch.on_plan(plan_file)
    said_of_it: list[tuple[Stage, Callable[[FoundDay, PlanFile], PlanFile]]] = []
    if options.reasons:
        said_of_it.append((Stage.EXPLAIN, _with_reasons))
    if options.bound_s != 0 and not found.interrupted:
        # Proved beside the reasons, where there is a process to be had.
        proving = begin_beside(partial(_prove_bound, found, plan_file))
        said_of_it.append((Stage.BOUND, partial(_with_bound, proving)))
    for stage, add in said_of_it:
        if found.interrupted or watch.should_stop():
            break
        teller.enter(stage)
        plan_file = _add(add, found, plan_file)
        watch.on_plan(plan_file)
    if kept is not None and work.made is not None:
        keep_day(kept, network, KeptDay(due=work.due, fleet=work.fleet, day=work.made))
    return plan_file


def _file_of(scenario: Scenario, network: RoadNetwork, options: PlanOptions) -> Path | None:
    """Returns where the day is kept, None where more than the scenario decides what it is."""
    if options.reference is not None or options.calendar is not None or options.hands:
        return None
    return file_of_day(scenario, network, skip_faults=options.skip_faults)


def _day_at_hand(
    path: Path, network: RoadNetwork, options: PlanOptions, seed: int
) -> DayWork | None:
    """Returns the day as an earlier plan has left it, None where there was none."""
    kept = read_day(path, network)
    if kept is None:
        return None
    return DayWork(
        options=options,
        seed=seed,
        network=network,
        due=kept.due,
        fleet=kept.fleet,
        made=kept.day,
    )


def _hold_against(reference: Plan, work: DayWork) -> DayWork:
    """Returns the work, which says how much of a reference is no part of it.

    Raises
    ------
    InputError
        When nothing is: then it was made for other streets.
    """
    due = {task.id for task in work.due.tasks}
    known = len(reference.served & due)
    if known == len(reference.served) or not due:
        return work
    if not known:
        raise InputError(
            "reference.other_work",
            "--reference: none of its {count:,} tasks is due on these streets on that day; give a "
            "plan for the same streets.",
            count=len(reference.served),
        )
    return work.with_notice(
        message(
            "notice.reference",
            "Of the {count:,} tasks of the reference {known:,} are due; the others guide nothing.",
            count=len(reference.served),
            known=known,
        )
    )


def _with_reasons(found: FoundDay, plan_file: PlanFile) -> PlanFile:
    """Returns the plan with the reason of everything that is in no route."""
    return found.write_up(explained=True)


def _prove_bound(found: FoundDay, plan_file: PlanFile) -> TimeBound:
    """Returns what no plan for the same tasks can undercut."""
    work = found.work
    return bound_time(
        work.network,
        work.fleet,
        found.tasks,
        work.due.sites,
        plan_file.plan,
        deadline=Deadline(work.options.bound_s),
    )


def _with_bound(
    proving: Callable[[], TimeBound], found: FoundDay, plan_file: PlanFile
) -> PlanFile:
    """Returns the plan with its bound, which is waited for."""
    bounded = replace(plan_file, measures=replace(plan_file.measures, bound=proving()))
    # A bound that the plan itself undercuts is none.
    found.work.require_figures(bounded, found.tasks)
    return bounded


def _add(
    add: Callable[[FoundDay, PlanFile], PlanFile], found: FoundDay, plan_file: PlanFile
) -> PlanFile:
    """Returns a plan with what is to be added to it, or with a notice why that is missing."""
    try:
        return add(found, plan_file)
    except Exception as error:  # a plan is never lost for what is said about it
        logger.exception("adding to a finished plan failed")
        notice = message(
            "notice.own_fault",
            "A fault of OneBroom's own kept something out of this plan{error:aside}; its routes "
            "are checked and complete. Please report it.",
            error=f"{type(error).__name__}: {error}",
        )
        return replace(plan_file, notices=(*plan_file.notices, notice))


class _Teller:
    """Tells the caller how the search stands, and hands out the best plan now and then."""

    def __init__(self, plans: PlanWatch) -> None:
        self.watch = Watch(on_progress=self._note, should_stop=plans.should_stop)
        self._plans = plans
        self._now = Progress(stage=Stage.SEARCH)
        self._keep_from_s = 0.0

    def enter(self, stage: Stage) -> None:
        """Says that the search is over and what is done now."""
        self._note(replace(self._now, stage=stage, share=1.0))

    def keep(self, found: Callable[[], FoundDay | None]) -> None:
        """Hands out a better plan, unless one has just been."""
        begin_s = time.monotonic()
        if begin_s < self._keep_from_s:
            return
        pause_s = 0.0
        try:
            best = found()
            if best is not None:
                self._plans.on_plan(best.write_up())
                pause_s = KEEP_EVERY_S
        except Exception:  # the search goes on, and its end will show what is wrong
            logger.exception("handing out a plan during the search failed")
        now_s = time.monotonic()
        self._keep_from_s = now_s + max(pause_s, (now_s - begin_s) / KEEP_SHARE)

    def _note(self, now: Progress) -> None:
        self._now = now
        self._plans.on_progress(now)
