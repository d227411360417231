"""A plan that is made while its day runs: what it goes on from, and what is owed from then on."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from fleet import Message, Weather, Work, message
from optimizer.checker import History, Past, Violation, ViolationCode, words_on_tasks
from optimizer.events import Event, WeatherTurned
from optimizer.hands import Hand
from optimizer.network.road_network import RoadNetwork
from optimizer.plan import ActivityKind
from optimizer.task import Task
from scenarios.due import DueWork
from scenarios.plan_file import PlanFile, RunningDay, digest_of
from scenarios.scenario import Scenario
from scenarios.second_opinion.comparing import Finding, Unchecked, compare

SAME_DAY = ("date", "scenario", "moved", "on_calendar", "fleet", "sites")
"""What a plan has from the one that it goes on from."""


def past_of(plan_file: PlanFile, before: PlanFile | None = None) -> Past | None:
    """Returns what a plan goes on from, as the checker wants it; None where it goes on from none.

    What was decided by hand before a day began binds from its midnight on.

    Parameters
    ----------
    before
        The plan before, where it is at hand and the one that is meant.
    """
    running = plan_file.running
    if running is None:
        return Past(hands=plan_file.hands, now_s=0, freeze_s=0) if plan_file.hands else None
    return Past(
        before=before.plan if before else None,
        known=before.running.events if before and before.running else (),
        events=running.events,
        hands=running.hands,
        now_s=running.now_s,
        freeze_s=running.freeze_s,
    )


def history_of(
    plan_file: PlanFile, tasks: Mapping[str, Task], before: PlanFile | None = None
) -> History | None:
    """Returns what of a plan's routes is history; None where its day does not run."""
    past = past_of(plan_file, before)
    return History(past, plan_file.plan, tasks) if past else None


def meant(plan_file: PlanFile, before: PlanFile | None) -> PlanFile | None:
    """Returns the plan before if it is the one that a plan goes on from, else None."""
    running = plan_file.running
    if before is None or running is None or digest_of(before) != running.based_on:
        return None
    return before


def check_running(plan_file: PlanFile, before: PlanFile | None) -> Iterator[Finding]:
    """Yields what is wrong with how a plan goes on from another, and what of it nobody can tell.

    Parameters
    ----------
    before
        What it is to go on from; None where that is not at hand.
    """
    running = plan_file.running
    yield from _early_hand_faults(plan_file)
    if running is None:
        if before is not None:
            yield _other_before(
                message("violation.not_running", "the plan goes on from no other, it says")
            )
        return
    why = message("unchecked.told", "what is told, and when a plan is made, nobody can recompute")
    for name in ("events", "hands", "now_s", "freeze_s"):
        yield Unchecked(what=f"running.{name}", why=why)
    yield from _told_faults(running)
    if before is None:
        why = message(
            "unchecked.before",
            "the past of the routes was not compared: only the plan before can tell it (give it "
            "with --before)",
        )
        for name in ("based_on", "number"):
            yield Unchecked(what=f"running.{name}", why=why)
        return
    digest = digest_of(before)
    if digest != running.based_on:
        yield _other_before(
            message(
                "violation.other_before",
                "the plan goes on from {stated}, and the one given is {digest}",
                stated=running.based_on[:12],
                digest=digest[:12],
            )
        )
        return
    yield from _following(plan_file, running, before)


def _other_before(detail: Message) -> Violation:
    return Violation(code=ViolationCode.OTHER_BEFORE, where="running.based_on", detail=detail)


def _told_faults(running: RunningDay) -> Iterator[Finding]:
    """Yields events or hands that are told twice or too late, and hours that are none.

    What was told later is not known to the plan, so that it may not be in it.
    """
    for name, told in (("events", running.events), ("hands", running.hands)):
        yield from _told_again(f"running.{name}", told)
        for number, one in enumerate(told):
            if one.told_s > running.now_s:
                yield _report_stated(
                    f"running.{name}.{number}",
                    message(
                        "violation.event_later",
                        "{id} was told at {told_s:clock_s}, and the plan was made at "
                        "{now_s:clock_s}",
                        id=one.id,
                        told_s=one.told_s,
                        now_s=running.now_s,
                    ),
                )
    for name in ("now_s", "freeze_s"):
        value = getattr(running, name)
        if value < 0:
            yield _report_stated(
                f"running.{name}",
                message("violation.running_negative", "is {value} s", value=value),
            )


def _told_again(where: str, told: Sequence[Event | Hand]) -> Iterator[Finding]:
    """Yields what has the id of something that was told before it."""
    seen: set[str] = set()
    for number, one in enumerate(told):
        if one.id in seen:
            again = message("violation.event_again", "{id} is told before", id=one.id)
            yield _report_stated(f"{where}.{number}", again)
        seen.add(one.id)


def _early_hand_faults(plan_file: PlanFile) -> Iterator[Finding]:
    """Yields hands of before the day that are decided twice or later, or stand where none belong.

    A plan of a running day has them among the others.
    """
    if plan_file.running is not None:
        yield from compare(plan_file.hands, (), "hands", ViolationCode.STATED_RUNNING)
        return
    why = message("unchecked.decided", "what was decided by hand nobody can recompute")
    yield Unchecked(what="hands", why=why)
    yield from _told_again("hands", plan_file.hands)
    for number, hand in enumerate(plan_file.hands):
        yield from compare(hand.told_s, 0, f"hands.{number}.told_s", ViolationCode.STATED_RUNNING)


def _following(plan_file: PlanFile, running: RunningDay, before: PlanFile) -> Iterator[Finding]:
    """Yields where a plan does not follow on the one before."""
    then = before.running
    number = then.number + 1 if then else 1
    yield from compare(running.number, number, "running.number", ViolationCode.STATED_RUNNING)
    known = then.events if then else ()
    yield from compare(
        running.events[: len(known)], known, "running.events", ViolationCode.STATED_RUNNING
    )
    kept = before.hands_by_now
    yield from compare(
        running.hands[: len(kept)], kept, "running.hands", ViolationCode.STATED_RUNNING
    )
    if then and running.now_s < then.now_s:
        yield _report_stated(
            "running.now_s",
            message(
                "violation.running_earlier",
                "is {now_s:clock_s}, and the plan before was made at {then_s:clock_s}",
                now_s=running.now_s,
                then_s=then.now_s,
            ),
        )
    for name in SAME_DAY:
        if getattr(plan_file, name) != getattr(before, name):
            yield _report_stated(
                name, message("violation.not_of_that_day", "is other than in the plan before")
            )


def _report_stated(where: str, detail: Message) -> Violation:
    return Violation(code=ViolationCode.STATED_RUNNING, where=where, detail=detail)


def find_turned_weather(scenario: Scenario, history: History) -> Scenario | None:
    """Returns a scenario with the weather that was told last; None where none was."""
    turned = [one for one in history.told if isinstance(one, WeatherTurned)]
    if not turned:
        return None
    others = [one for one in scenario.weather if one.date != scenario.date]
    weather = Weather.of(scenario.date, turned[-1].conditions)
    return replace(scenario, weather=(*others, weather))


def due_from_now(
    due: DueWork,
    now: DueWork,
    tasks: Mapping[str, Task],
    network: RoadNetwork,
    history: History,
    before: Mapping[str, Task] | None,
) -> DueWork:
    """Returns what is owed on a day that runs.

    What is begun stays as it was; all else is owed by the weather that it is now, and by what was
    told of it.

    Parameters
    ----------
    due, now
        What the scenario owes by the weather that it has, and by the one told last.
    tasks
        Those of the plan, by id.
    before
        Those of the plan before, by id; None where it is not at hand.
    """
    words = words_on_tasks(history)
    owed = {task.id: task for task in now.tasks}
    for id_, word in words.items():
        # One on no street of ours is none, and the checker says so.
        if word.added is not None and all(_is_on(network, word.added)):
            owed[id_] = word.added.with_arcs(network.arc_of_key.__getitem__)
        if word.over is not None:
            owed.pop(id_, None)
        elif id_ in owed and word.demand_kg is not None:
            owed[id_] = replace(owed[id_], demand_kg=word.demand_kg)
    at_first = {task.id: task for task in due.tasks}
    begun = sorted({id_ for id_, _ in history.worked})
    for id_ in begun:
        then = before.get(id_) if before is not None else None
        task = then or _as_begun(id_, at_first, owed, tasks, history)
        if task is not None and task.work is not Work.HAUL:
            owed[id_] = task
    swept = {
        owed[id_].kerb
        for id_ in begun
        if id_ in owed and history.is_begun(id_, ActivityKind.SERVICE)
    }
    lot_of = {lot.kerb: lot for lot in due.lots}
    return replace(
        now,
        tasks=tuple(owed.values()),
        lots=tuple(lot_of[lot.kerb] if lot.kerb in swept else lot for lot in now.lots),
    )


def _is_on(network: RoadNetwork, task: Task[str]) -> Iterator[bool]:
    for mode in task.modes:
        for position in (*mode.place.entries, *mode.place.exits):
            yield position.arc in network.arc_of_key


def _as_begun(
    id_: str,
    at_first: Mapping[str, Task],
    owed: Mapping[str, Task],
    tasks: Mapping[str, Task],
    history: History,
) -> Task | None:
    """Returns a task that is begun as it may have been then: with any amount that was told."""
    task = at_first.get(id_, owed.get(id_))
    if task is None:
        return None
    amounts = history.amounts_told(id_)
    if id_ in tasks and tasks[id_].demand_kg in amounts:
        return replace(task, demand_kg=tasks[id_].demand_kg)
    return task
