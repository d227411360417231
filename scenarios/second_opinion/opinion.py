"""All that there is to say of a plan file: what is wrong, and what nobody can tell."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from fleet import Work, message
from optimizer.checker import Violation, ViolationCode, check
from optimizer.errors import OneBroomError
from optimizer.network.road_network import RoadNetwork
from optimizer.task import Task
from optimizer.week.calendar import Calendar
from scenarios.due import DueWork, find_due_work
from scenarios.files import from_snapshot, snapshot_digest
from scenarios.plan_file import PlanFile
from scenarios.scenario import Scenario
from scenarios.second_opinion.areas import check_areas
from scenarios.second_opinion.at_hand import AtHand, find_at_hand
from scenarios.second_opinion.bound import check_bound
from scenarios.second_opinion.calendars import check_calendar
from scenarios.second_opinion.closures import with_closures
from scenarios.second_opinion.comparing import Finding, Unchecked, compare
from scenarios.second_opinion.coverage import check_coverage
from scenarios.second_opinion.left import check_left
from scenarios.second_opinion.notices import check_notices
from scenarios.second_opinion.owed import check_bulk_loads, check_places, check_tasks
from scenarios.second_opinion.routes import check_driving, check_routes
from scenarios.second_opinion.running import (
    check_running,
    due_from_now,
    find_turned_weather,
    history_of,
    meant,
    past_of,
)
from scenarios.second_opinion.target import check_target
from scenarios.second_opinion.tonnes import check_tonnes
from scenarios.second_opinion.vehicles import check_fleet

HOW_IT_RAN = ("engine", "seed", "iterations", "processes", "interrupted")
"""What a plan states of the search."""

UNUSABLE = (OneBroomError, ValueError, ArithmeticError, LookupError)
"""What a scenario raises that was edited until it makes no sense."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """What there is to say of a plan file.

    Parameters
    ----------
    unchecked
        What it states and nobody can recompute.
    at_hand
        How its scenario stands to the one at hand.
    """

    violations: tuple[Violation, ...]
    unchecked: tuple[Unchecked, ...]
    at_hand: AtHand


def judge(
    plan_file: PlanFile,
    network: RoadNetwork,
    *,
    scenario: str | None = None,
    calendar: Calendar | None = None,
    before: PlanFile | None = None,
) -> Opinion:
    """Returns the opinion on a plan file: its routes, its figures, and what is owed on the day.

    Parameters
    ----------
    network
        The streets that it was made for.
    scenario
        Name or path of the scenario that it is to have been made from; None for the library's of
        that name, where there is one.
    calendar
        The calendar that it is to have kept to.
    before
        The plan that it is to go on from, for one that was made while its day ran.

    Raises
    ------
    InputError
        When tasks or places lie on streets that the network does not have, or the scenario given
        cannot be read.
    """
    findings = [*_streets(plan_file, network), *_how_it_ran()]
    network = with_closures(network, plan_file.scenario)
    findings += check_running(plan_file, before)
    before = meant(plan_file, before)
    # As the plan calls them, wherever their file lies now.
    stated = plan_file.network
    named = replace(
        network, name=stated.name, driving_side=stated.driving_side, country=stated.country
    )
    tasks, sites = plan_file.tasks_on(named), plan_file.sites_on(named)
    balance = plan_file.measures.balance
    findings += check(
        named,
        plan_file.fleet,
        tasks,
        sites,
        plan_file.plan,
        ledger=balance.ledger if balance else (),
        past=past_of(plan_file, before),
    )
    at_hand = AtHand()
    try:
        own = from_snapshot(plan_file.scenario)
        due = _find_owed_now(plan_file, own, named, tasks, before)
    except UNUSABLE as error:
        findings.append(_report_unusable(error))
        findings += _judge_routes_alone(plan_file, tasks, named)
    else:
        at_hand = find_at_hand(own, named, given=scenario)
        findings += _day(plan_file, own)
        findings += _origin(plan_file, at_hand)
        findings += check_calendar(plan_file.on_calendar, own.date, calendar)
        findings += check_fleet(plan_file.fleet, own)
        findings += check_places(sites, due.sites, named)
        collected = [(n, task) for n, task in enumerate(tasks) if task.work is not Work.HAUL]
        findings += check_tasks(collected, due.tasks, named)
        findings += check_notices(
            plan_file.notices,
            due,
            plan_file.fleet,
            tasks,
            plan_file.plan,
            on_calendar=plan_file.on_calendar,
            calendar=calendar,
        )
        findings += check_figures(plan_file, due, tasks, named, before=before)
    return Opinion(
        violations=tuple(one for one in findings if isinstance(one, Violation)),
        unchecked=tuple(one for one in findings if isinstance(one, Unchecked)),
        at_hand=at_hand,
    )


def check_figures(
    plan_file: PlanFile,
    due: DueWork,
    tasks: Sequence[Task],
    network: RoadNetwork,
    *,
    before: PlanFile | None = None,
) -> Iterator[Finding]:
    """Yields what is wrong with the figures of a plan, and which nobody can recompute.

    Parameters
    ----------
    due
        What is owed on the day; while it runs, by what was told.
    tasks
        Those of the plan, on the network.
    before
        The plan that it goes on from, where that is at hand.
    """
    fleet, plan, measures = plan_file.fleet, plan_file.plan, plan_file.measures
    yield from _judge_routes_alone(plan_file, tasks, network)
    yield from check_coverage(measures.coverage, due, tasks, plan)
    yield from check_areas(measures.areas, due, network)
    yield from check_target(measures.target, due, fleet, plan)
    yield from check_tonnes(measures.balance, due, fleet, tasks, plan)
    history = history_of(plan_file, {task.id: task for task in tasks}, before)
    kept = before.tasks_on(network) if before else ()
    yield from check_bulk_loads(
        tasks, due, fleet, plan, network, history=history, kept={one.id: one for one in kept}
    )


def _judge_routes_alone(
    plan_file: PlanFile, tasks: Sequence[Task], network: RoadNetwork
) -> Iterator[Finding]:
    """Yields what of the figures can be judged without knowing what is owed."""
    fleet, plan, measures = plan_file.fleet, plan_file.plan, plan_file.measures
    yield from check_routes(
        measures,
        fleet,
        tasks,
        plan,
        waiting_fen_per_hour=_waiting_fen_per_hour(plan_file.scenario),
    )
    history = history_of(plan_file, {task.id: task for task in tasks})
    yield from check_left(measures.unassigned, fleet, tasks, plan, network, history=history)
    yield from check_bound(measures.bound, fleet, tasks, plan)
    yield from check_driving(measures.driving, network, fleet, tasks, plan)


def _waiting_fen_per_hour(scenario: Any) -> int:
    """Returns what a plan's scenario has waiting cost, whatever else of it can be read."""
    prices = scenario.get("prices") if isinstance(scenario, Mapping) else None
    stated = prices.get("waiting_fen_per_hour", 0) if isinstance(prices, Mapping) else 0
    return stated if type(stated) is int else 0


def _find_owed(plan_file: PlanFile, own: Scenario, network: RoadNetwork) -> DueWork:
    """Returns what is owed on the day of a plan, derived anew."""
    streets = replace(network, driving_side=own.driving_side, country=own.country)
    due = find_due_work(own, streets, moved=plan_file.moved)
    on_calendar = plan_file.on_calendar
    if on_calendar is None:
        return due
    kept = (task for task in due.tasks if not task.contract_id or task.contract_id in on_calendar)
    return replace(due, tasks=tuple(kept))


def _find_owed_now(
    plan_file: PlanFile,
    own: Scenario,
    network: RoadNetwork,
    tasks: Sequence[Task],
    before: PlanFile | None,
) -> DueWork:
    """Returns what is owed on the day of a plan, by what was told while it ran."""
    due, task_of = _find_owed(plan_file, own, network), {task.id: task for task in tasks}
    history = history_of(plan_file, task_of, before)
    if history is None:
        return due
    turned = find_turned_weather(own, history)
    now = _find_owed(plan_file, turned, network) if turned else due
    then = {task.id: task for task in before.tasks_on(network)} if before else None
    return due_from_now(due, now, task_of, network, history, then)


def _report_unusable(error: Exception) -> Violation:
    said = error.message if isinstance(error, OneBroomError) else str(error)
    return Violation(
        code=ViolationCode.STATED_SCENARIO,
        where="scenario",
        detail=message(
            "violation.scenario_unusable",
            "nothing can be derived from the scenario in the plan, so that what is owed on the "
            "day and most figures could not be checked: {said}",
            said=said,
        ),
    )


def _how_it_ran() -> Iterator[Finding]:
    why = message("unchecked.search", "only the search that ran could know it")
    for name in HOW_IT_RAN:
        yield Unchecked(what=name, why=why)


def _streets(plan_file: PlanFile, network: RoadNetwork) -> Iterator[Finding]:
    """Yields what a plan states otherwise of its streets."""
    stated = plan_file.network
    names = ["digest", "generated"]
    if stated.source == network.source:
        names.append("name")
    else:
        why = message("unchecked.source", "the streets come from elsewhere now")
        for name in ("name", "source"):
            yield Unchecked(what=f"network.{name}", why=why)
    for name in names:
        yield from compare(
            getattr(stated, name),
            getattr(network, name),
            f"network.{name}",
            ViolationCode.STATED_DAY,
        )


def _day(plan_file: PlanFile, own: Scenario) -> Iterator[Finding]:
    """Yields what a plan states of its day otherwise than the scenario in it."""
    for path, stated, due in (
        ("scenario_name", plan_file.scenario_name, own.name),
        ("title", plan_file.title, own.title),
        ("title_zh", plan_file.title_zh, own.title_zh),
        ("date", plan_file.date, own.date.isoformat()),
        ("network.driving_side", plan_file.network.driving_side, own.driving_side),
        ("network.country", plan_file.network.country, own.country),
    ):
        yield from compare(stated, due, path, ViolationCode.STATED_DAY)


def _origin(plan_file: PlanFile, at_hand: AtHand) -> Iterator[Finding]:
    """Yields whether the scenario was edited in the plan, and whether it is the one at hand."""
    digest = snapshot_digest(plan_file.scenario)
    if not plan_file.scenario_digest:
        why = message("unchecked.no_digest", "an earlier version wrote the plan, without it")
        yield Unchecked(what="scenario_digest", why=why)
    elif plan_file.scenario_digest != digest:
        yield Violation(
            code=ViolationCode.STATED_SCENARIO,
            where="scenario",
            detail=message(
                "violation.scenario_edited",
                "the scenario in the plan was edited: its digest is {digest}, stated is {stated}",
                digest=digest[:12],
                stated=plan_file.scenario_digest[:12],
            ),
        )
    if at_hand.is_given and at_hand.differs_in:
        yield Violation(
            code=ViolationCode.OTHER_SCENARIO, where="scenario", detail=at_hand.message
        )
    elif not at_hand.is_same:
        yield Unchecked(what="scenario", why=at_hand.message)
