"""Why a task is in no route, and what would have to change."""

from collections.abc import Mapping, Sequence
from functools import cache

import numpy as np

from fleet import Message, Work, message
from optimizer.answer.binding import Rule, rules_in_the_way
from optimizer.answer.class_order import ClassOrder
from optimizer.answer.exchanges import Exchange, least_exchanges, list_exchangeable
from optimizer.answer.facility_room import facility_room
from optimizer.answer.giving_way import exchange_in
from optimizer.answer.remedies import find_cheapest_changes
from optimizer.day import Day, worth_per_m2
from optimizer.instance import FEN, UNBOUNDED, Solution
from optimizer.plan import Change, ChangeKind, Reason, Unassigned
from optimizer.search import insertion_prices, shuns_of_solution
from optimizer.task import Task

CHANGEABLE = (Rule.TIME, Rule.WINDOW)
"""Rules that a few minutes may take out of the way."""

_REASON_OF = {
    Rule.TIME: Reason.SHIFT_TIME,
    Rule.WINDOW: Reason.WINDOW,
    Rule.ROOM: Reason.CAPACITY,
}
_RULE_OF = {
    ChangeKind.EARLIER_WINDOW: Rule.WINDOW,
    ChangeKind.LATER_WINDOW: Rule.WINDOW,
    ChangeKind.LONGER_SHIFT: Rule.TIME,
    ChangeKind.MORE_SHIFT: Rule.TIME,
}


NOT_EXPLAINED = message(
    "reason.not_explained", "its reason was not worked out, since the planning was ended before."
)


def list_unassigned(day: Day, solution: Solution) -> tuple[Unassigned, ...]:
    """Returns every task that is in no route, at once, sorted by task id.

    A reason is given only where that takes no time: `explain` finds the others.
    """
    absent = [
        Unassigned(task_id=day.tasks[number].id, reason=Reason.NOT_EXPLAINED, detail=NOT_EXPLAINED)
        for number in solution.absent
    ]
    return tuple(sorted((*absent, *day.left_out), key=lambda one: one.task_id))


def explain(
    day: Day,
    solution: Solution,
    *,
    enough_swept: bool = False,
    higher_class_m2: float = 0.0,
    optional_weight: float = 1.0,
) -> tuple[Unassigned, ...]:
    """Returns every task that is in no route, with the reason; sorted by task id.

    Parameters
    ----------
    enough_swept
        Whether the solution sweeps the area that was asked for: more would only cost.
    higher_class_m2, optional_weight
        By which work on streets was priced; see `Prices` and `price_day`.
    """
    # Each kind of reason asks for it.
    price = cache(
        insertion_prices(
            day.instance, solution.sequences, shuns_of_solution(day.instance, solution)
        )
    )
    worth = worth_per_m2(
        day.tasks, higher_class_m2=higher_class_m2, optional_weight=optional_weight
    )
    exchangeable = list_exchangeable(day, solution, worth)
    exchanges = least_exchanges(day, solution, exchangeable, worth)
    order = ClassOrder(day, solution, worth, tried=exchangeable)
    room = facility_room(day, solution)
    lanes_of = _lanes_left_out(day, solution)
    found: dict[int, Unassigned] = {}
    in_the_way = []
    for task in solution.absent:
        one = (
            _explain_by_hand(day, task)
            or _explain_too_much(day, task)
            or _explain_not_whole(day, lanes_of, task, price(task))
            or _explain_exchange(day, solution, task, price(task), exchanges.get(task))
            or _explain_price(day, task, price(task), enough_swept=enough_swept)
            or _explain_full(day, room, task)
        )
        if one is None:
            in_the_way.append(task)
        else:
            found[task] = one
    rules_of = rules_in_the_way(day.instance, solution, in_the_way)
    # Kerbs are left out for want of hours by the thousand; stops are somebody's, one by one.
    stops = [
        task
        for task, sets in rules_of.items()
        if any(rule in CHANGEABLE for rules in sets for rule in rules)
        and not day.tasks[task].modes[0].service_m
    ]
    changes = find_cheapest_changes(day, solution, stops)
    for task, sets in rules_of.items():
        found[task] = _bound(day, task, sets, changes.get(task), order)
    return tuple(sorted((*found.values(), *day.left_out), key=lambda one: one.task_id))


def _types_for(day: Day, number: int) -> list[int]:
    """Returns the types of the duties that may do a task."""
    instance, pins = day.instance, day.instance.fixed
    if pins is not None and pins.duty[number] >= 0:
        return [int(instance.duty_type[pins.duty[number]])]
    return [int(kind) for kind in np.flatnonzero(instance.allowed[:, number])]


def _explain_by_hand(day: Day, number: int) -> Unassigned | None:
    """Returns the reason of a task that no duty may do: some could before that was decided."""
    if day.instance.allowed[day.instance.duty_type, number].any():
        return None
    return Unassigned(
        task_id=day.tasks[number].id,
        reason=Reason.BY_HAND,
        detail=message(
            "reason.by_hand",
            "by what was decided by hand no vehicle may do it; release a pin or a ban.",
        ),
    )


def _explain_too_much(day: Day, number: int) -> Unassigned | None:
    """Returns the reason of a task that no vehicle can hold."""
    types = _types_for(day, number)
    for resource, demand in enumerate(day.resources.demand(day.tasks[number])):
        unit = day.resources.unit(resource)
        most = max(int(day.instance.type_capacity[kind, resource]) for kind in types)
        if demand > most:
            return Unassigned(
                task_id=day.tasks[number].id,
                reason=Reason.CAPACITY,
                detail=message(
                    "reason.too_much",
                    "needs {demand} {unit}, the largest vehicle holds {most} {unit}; split the "
                    "task or add a larger vehicle.",
                    demand=demand,
                    unit=unit,
                    most=most,
                ),
            )
    return None


def _lanes_left_out(day: Day, solution: Solution) -> dict[int, int]:
    """Returns of each bundle that is wholly left out how many tasks it has."""
    bundles = day.instance.bundles
    if bundles is None:
        return {}
    every, count = np.unique(bundles.task_bundle, return_counts=True)
    absent = bundles.task_bundle[np.array(solution.absent, dtype=np.int64)]
    left, left_count = np.unique(absent, return_counts=True)
    is_whole = count[np.searchsorted(every, left)] == left_count
    return {int(one): int(n) for one, n in zip(left[is_whole], left_count[is_whole], strict=True)}


def _explain_not_whole(
    day: Day, lanes_of: Mapping[int, int], number: int, cost: int
) -> Unassigned | None:
    """Returns the reason of a lane that would fit in, while the whole carriageway is left out."""
    bundles = day.instance.bundles
    if bundles is None or bundles.task_bundle[number] < 0 or cost >= day.instance.prize[number]:
        return None
    lanes = lanes_of.get(int(bundles.task_bundle[number]), 0)
    if lanes < 2:
        return None
    return Unassigned(
        task_id=day.tasks[number].id,
        reason=Reason.SHIFT_TIME,
        detail=message(
            "reason.not_whole",
            "would fit in by itself, but the search found no time for all {lanes} lanes of its "
            "carriageway, and only the whole counts; lengthen a shift or add one.",
            lanes=lanes,
        ),
    )


def _explain_exchange(
    day: Day, solution: Solution, number: int, cost: int, exchange: Exchange | None
) -> Unassigned | None:
    """Returns the reason of required work that fits in only for work of lower classes."""
    if exchange is None or cost < day.instance.prize[number]:
        return None
    task, others = day.tasks[number], [day.tasks[one] for one in exchange.gives_way]
    most_m2 = exchange.times * task.area_m2
    said = {
        "service_class": task.service_class,
        "area_m2": task.area_m2,
        "lost_m2": exchange.lost_m2,
        "classes": sorted({one.service_class for one in others}),
        "most_m2": round(most_m2),
        "times": exchange.times,
    }
    if exchange.lost_m2 >= most_m2:
        detail = message(
            "reason.costs_others",
            "class {service_class}, {area_m2:,} m2: doing it would cost {lost_m2:,} m2 of class "
            "{classes:list}, more than k = {times:.2f} times as many ({most_m2:,}); lengthen a "
            "shift or add one.",
            **said,
        )
        return Unassigned(task_id=task.id, reason=Reason.SHIFT_TIME, detail=detail)
    exchanged = exchange_in(day, solution, number, exchange)
    if exchanged is None:
        return None
    if exchanged.cost >= 0:
        detail = message(
            "reason.exchange_not_worth",
            "class {service_class}, {area_m2:,} m2: it counts as {most_m2:,} m2 of class "
            "{classes:list} (k = {times:.2f}) and could replace {lost_m2:,}, but the route would "
            "then cost {yuan:,.0f} yuan more than that is worth, with the prices on short runs "
            "and on changes of lane; lower those prices, or raise k.",
            **said,
            yuan=exchanged.cost / FEN / 100,
        )
        return Unassigned(task_id=task.id, reason=Reason.NOT_WORTH, detail=detail)
    detail = message(
        "reason.could_replace",
        "class {service_class}, {area_m2:,} m2: it counts as {most_m2:,} m2 of class "
        "{classes:list} (k = {times:.2f}) and could replace {lost_m2:,}, but the search ended "
        "before it found that; give it more time.",
        **said,
    )
    return Unassigned(task_id=task.id, reason=Reason.SEARCH_ENDED, detail=detail)


def _explain_price(day: Day, number: int, cost: int, *, enough_swept: bool) -> Unassigned | None:
    """Returns the reason of a task that would fit in at a cost."""
    if cost >= UNBOUNDED:
        return None
    task, worth = day.tasks[number], int(day.instance.prize[number])
    yuan, worth_yuan = cost / FEN / 100, worth / FEN / 100
    if cost >= worth and task.required and task.area_m2:
        reason = Reason.NOT_WORTH
        detail = message(
            "reason.required_not_worth",
            "would cost {yuan:.0f} yuan with the prices on short runs and on changes of lane, and "
            "counts {worth_yuan:.0f}; it is left to who passes: lower those prices, or sweep it "
            "by hand.",
            yuan=yuan,
            worth_yuan=worth_yuan,
        )
    elif cost >= worth:
        reason = Reason.NOT_WORTH
        detail = message(
            "reason.not_worth",
            "would cost {yuan:.0f} yuan and is worth {worth_yuan:.0f}; raise its prize or make "
            "it required.",
            yuan=yuan,
            worth_yuan=worth_yuan,
        )
    elif enough_swept and task.work is Work.SWEEP and not task.required:
        reason = Reason.NOT_WORTH
        detail = message(
            "reason.not_needed",
            "would cost {yuan:.0f} yuan, and the rate asked for is reached without it; ask for "
            "a higher one.",
            yuan=yuan,
        )
    else:
        reason = Reason.SEARCH_ENDED
        detail = message(
            "reason.search_ended",
            "would cost {yuan:.0f} yuan and is worth {worth_yuan:.0f}, but the search ended "
            "before it found its place; give it more time.",
            yuan=yuan,
            worth_yuan=worth_yuan,
        )
    return Unassigned(task_id=task.id, reason=reason, detail=detail)


def _explain_full(day: Day, room: Mapping[tuple[int, int], int], number: int) -> Unassigned | None:
    """Returns the reason of a task whose waste no facility takes any more."""
    full = _find_full_facilities(day, room, _types_for(day, number), number)
    if not full:
        return None
    return Unassigned(
        task_id=day.tasks[number].id,
        reason=Reason.CAPACITY,
        detail=message(
            "reason.full",
            "{facilities:list} take no more of its {demand_kg} kg today; raise a daily capacity "
            "or add a facility.",
            facilities=full,
            demand_kg=day.tasks[number].demand_kg,
        ),
    )


def _bound(
    day: Day,
    number: int,
    sets: Sequence[tuple[Rule, ...]],
    change: Change | None,
    order: ClassOrder,
) -> Unassigned:
    """Returns the reason of a task that would fit in without some rules.

    Parameters
    ----------
    sets
        As `rules_in_the_way` gives them: alone, or as few as do it together.
    change
        The cheapest change that would serve it; where it lifts one of the rules, that is the one.
    """
    if change is not None:
        # The sort keeps the order of the others.
        sets = sorted(sets, key=lambda rules: rules != (_RULE_OF[change.kind],))
    task, instance = day.tasks[number], day.instance
    least_s = min(
        int(instance.mode_service_s[kind, mode])
        for kind in _types_for(day, number)
        for mode in instance.modes(number)
    )
    alone = len(sets) > 0 and len(sets[0]) == 1
    reason = _REASON_OF[sets[0][0]] if alone else Reason.TOGETHER
    said = {"work_s": least_s, "way_out": _way_out(task, sets)}
    kept = order.why_lower_work_is_kept(number) if reason is Reason.SHIFT_TIME else None
    if kept is None:
        detail = message(
            "reason.fits_nowhere",
            "needs {work_s} s of work and the drive there, and fits into no route as it stands; "
            "{way_out}.",
            **said,
        )
    else:
        detail = message(
            "reason.lower_kept",
            "needs {work_s} s of work and the drive there, and fits into no route as it stands; "
            "{kept}; {way_out}.",
            **said,
            kept=kept,
        )
    return Unassigned(task_id=task.id, reason=reason, detail=detail, change=change)


def _way_out(task: Task, sets: Sequence[tuple[Rule, ...]]) -> Message:
    """Returns what would have to give way."""
    if not sets:
        return message(
            "remedy.none",
            "no longer shift, wider window or emptier vehicle would do; add a vehicle",
        )
    together = [
        message("remedy.both", "{remedies:both}", remedies=[_remedy(task, rule) for rule in rules])
        for rules in sets
    ]
    if len(sets[0]) == 1:
        return message("remedy.alone", "{ways:either}", ways=together)
    return message("remedy.together", "only together would do: {ways:either}", ways=together)


def _remedy(task: Task, rule: Rule) -> Message:
    if rule is Rule.TIME:
        return message("remedy.time", "lengthen a shift or add one")
    if rule is Rule.WINDOW:
        return message(
            "remedy.window",
            "widen its windows ({windows:bands})",
            windows=[(window.earliest_s, window.latest_s) for window in task.windows],
        )
    return message("remedy.room", "add a vehicle or take a larger one")


def _find_full_facilities(
    day: Day, room: Mapping[tuple[int, int], int], kinds: Sequence[int], number: int
) -> list[str]:
    """Returns the facilities where a task might be unloaded, when none of them has room for it."""
    instance, by_column = day.instance, day.resources.demand(day.tasks[number])
    column = max(day.resources.hoppers, key=lambda one: by_column[one])
    demand = by_column[column]
    reached = {
        day.mode_of[mode]
        for kind in kinds
        if instance.type_reset[kind, column] >= 0
        for mode in instance.modes(int(instance.type_reset[kind, column]))
    }
    if not demand or any(room.get((one, column), demand) >= demand for one in reached):
        return []
    return sorted(day.facilities[one].id for one in reached)
