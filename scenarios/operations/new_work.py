"""Work that comes up during the day: added tasks and urgent cases become tasks of the plan.

A task that comes up is a stop of so many minutes, whatever its work: a sweeper goes up and down
where the load was spilled until the minutes are over. So it has no kerb, and no square metres of
the street's own sweeping are credited to it or taken from it.
"""

from collections.abc import Sequence

from fleet import DAY_S, WORKS, CaseCategory, InvalidValue, TimeWindow, Work, message
from optimizer.events import TaskAdded, UrgentCase
from optimizer.network.place import ArcKey
from optimizer.task import Task
from scenarios.due import stop_at, street_label
from scenarios.operations.faults import Note
from scenarios.operations.in_force import InForce, case_task_id
from scenarios.operations.places import EventStreets
from scenarios.operations.schema import SomewhereIn, TaskAddedIn, UrgentCaseIn

LAST_S = 2 * DAY_S
"""The end of all windows of a day."""


def resolve_added_task(
    given: TaskAddedIn, id_: str, told_s: int, day: InForce, streets: EventStreets, note: Note
) -> TaskAdded | None:
    """Returns the event of more work; None with a note of what is wrong."""
    windows = _windows(given, told_s, note)
    task = _task(
        given,
        id_=f"added/{id_}",
        work=given.work,
        name=given.name,
        service_s=60 * given.minutes,
        demand_kg=given.kg,
        demand_l=given.litres,
        windows=windows,
        finish_by_s=given.deadline or 0,
        day=day,
        streets=streets,
        note=note,
    )
    if task is None:
        return None
    return TaskAdded(id=id_, at_s=given.at, told_s=told_s, task=task)


def urgent_case(
    given: UrgentCaseIn, id_: str, told_s: int, day: InForce, streets: EventStreets, note: Note
) -> UrgentCase | None:
    """Returns the event of a case; None with a note of what is wrong."""
    category = day.category(given.category, note)
    if category is None:
        return None
    task = _task(
        given,
        id_=case_task_id(given.number),
        work=category.work,
        name=given.name,
        service_s=category.service_s if given.minutes is None else 60 * given.minutes,
        demand_kg=category.demand_kg if given.kg is None else given.kg,
        demand_l=_litres(category, day) if given.litres is None else given.litres,
        windows=(TimeWindow(earliest_s=told_s, latest_s=LAST_S),) if told_s <= LAST_S else (),
        finish_by_s=given.at + category.deadline_s if given.deadline is None else given.deadline,
        day=day,
        streets=streets,
        note=note,
    )
    if task is None:
        return None
    return UrgentCase(
        id=id_,
        at_s=given.at,
        told_s=told_s,
        number=given.number,
        category=category.name,
        source=given.source,
        task=task,
    )


def _litres(category: CaseCategory, day: InForce) -> int:
    """Returns what a case takes from a tank: nothing where sweepers sweep dry."""
    vehicles = [one for one in day.plan_file.fleet.vehicles if category.work in one.works]
    return category.demand_l if any(one.tank_l for one in vehicles) else 0


def _task(
    given: SomewhereIn,
    *,
    id_: str,
    work: Work,
    name: str,
    service_s: int,
    demand_kg: int,
    demand_l: int,
    windows: Sequence[TimeWindow],
    finish_by_s: int,
    day: InForce,
    streets: EventStreets,
    note: Note,
) -> Task[ArcKey] | None:
    if not _can_be_done(work, demand_kg, demand_l, day, note):
        return None
    windows = _until(windows, finish_by_s, service_s, note) if finish_by_s else tuple(windows)
    snap = streets.find(given, work, note)
    if snap is None or not windows:
        return None
    network = day.network
    stop = stop_at(network, snap, work, service_s)
    return Task(
        id=id_,
        work=work,
        name=name or street_label(network, stop.arc),
        modes=stop.modes,
        demand_kg=demand_kg,
        demand_l=demand_l,
        windows=windows,
        finish_by_s=finish_by_s,
    ).with_arcs(network.arc_key)


def _can_be_done(work: Work, kg: int, litres: int, day: InForce, note: Note) -> bool:
    """Notes a work that no vehicle does, and more than any of them can take."""
    vehicles = [one for one in day.plan_file.fleet.vehicles if work in one.works]
    if work is Work.HAUL or not vehicles:
        works = {one for vehicle in day.plan_file.fleet.vehicles for one in vehicle.works}
        note(
            "work",
            message(
                "events.nobody_does",
                "no vehicle of the plan does this work ({work:word.work}); they do "
                "{works:list.work}.",
                work=work,
                works=sorted(works - {Work.HAUL}),
            ),
        )
        return False
    stream = WORKS[work].stream
    most_kg = max(one.holds_kg(stream) for one in vehicles) if stream else 0
    most_l = max(one.tank_l for one in vehicles)
    return is_amount_possible("kg", kg, most_kg, note) and is_amount_possible(
        "litres", litres, most_l, note
    )


def is_amount_possible(field: str, amount: int, most: int, note: Note) -> bool:
    """Notes an amount that no hopper, or no tank, can take."""
    if amount <= most:
        return True
    note(
        field,
        message(
            "events.too_much",
            "{amount:,} is more than any vehicle for it takes ({most:,}); tell it as several "
            "tasks.",
            amount=amount,
            most=most,
        ),
    )
    return False


def _windows(given: TaskAddedIn, told_s: int, note: Note) -> tuple[TimeWindow, ...]:
    """Returns when added work may begin, from when it is told on; those that overlap as one."""
    if told_s > LAST_S:
        # The event's own times are refused for that.
        return ()
    if not given.windows:
        return (TimeWindow(earliest_s=told_s, latest_s=LAST_S),)
    try:
        stated = sorted(window.to_domain() for window in given.windows)
    except InvalidValue as error:
        note("windows", error.message)
        return ()
    merged: list[TimeWindow] = []
    for window in stated:
        if window.latest_s < told_s:
            continue
        earliest_s, latest_s = max(told_s, window.earliest_s), window.latest_s
        if merged and earliest_s <= merged[-1].latest_s:
            earliest_s = merged[-1].earliest_s
            latest_s = max(merged.pop().latest_s, latest_s)
        merged.append(TimeWindow(earliest_s=earliest_s, latest_s=latest_s))
    if not merged:
        note(
            "windows",
            message(
                "events.windows_over",
                "are over at {told_s:clock}, when it is told; give one that is not.",
                told_s=told_s,
            ),
        )
    return tuple(merged)


def _until(
    windows: Sequence[TimeWindow], finish_by_s: int, service_s: int, note: Note
) -> tuple[TimeWindow, ...]:
    """Returns windows such that work which begins in them is over by its deadline."""
    last_s = finish_by_s - service_s
    kept = tuple(
        TimeWindow(earliest_s=one.earliest_s, latest_s=min(one.latest_s, last_s))
        for one in windows
        if one.earliest_s <= last_s
    )
    if windows and not kept:
        note(
            "deadline",
            message(
                "events.no_time",
                "takes {service_min} min, may begin at {earliest_s:clock} and is to be over at "
                "{finish_by_s:clock}; give it a later deadline or fewer minutes.",
                service_min=service_s // 60,
                earliest_s=windows[0].earliest_s,
                finish_by_s=finish_by_s,
            ),
        )
    return kept
