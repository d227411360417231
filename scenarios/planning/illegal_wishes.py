"""Wishes that cannot be: which rule is in the way, in words, and names that there are not."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from fleet import Message, message
from optimizer.answer import Rule, rules_in_the_way
from optimizer.day import Day, is_able
from optimizer.hands import (
    Forbid,
    Hand,
    Lock,
    Move,
    Pin,
    PinAfter,
    PinHours,
    Release,
)
from optimizer.instance import Solution, with_own_type
from optimizer.plan import ActivityKind, DutyId
from scenarios.planning.day_work import DayWork


class HandRule(StrEnum):
    """What is in the way of a wish."""

    BEGUN = "begun"
    """It is done or under way."""
    GONE = "gone"
    """It cannot be done any more on this day."""
    LOCKED = "locked"
    """A locked route would have to give or take it."""
    OVER = "over"
    """The vehicle takes no more work."""
    NO_ROUTE = "no_route"
    """There is no route to lock."""
    UPSET = "upset"
    """The route cannot be driven as it is any more."""
    SKILL = "skill"
    SIZE = "size"
    REACH = "reach"
    """The vehicle cannot get there and back."""
    ORDER = "order"
    """The task before which it is to be done is not on that route any more."""
    TIME = "time"
    """The shift is too short."""
    WINDOW = "window"
    """The task's hours."""
    ROOM = "room"
    """Hopper or tank."""
    TOGETHER = "together"
    """No fewer rules would do than all of them."""


NO_CHOICE = (HandRule.BEGUN, HandRule.GONE, HandRule.NO_ROUTE, HandRule.UPSET)
"""Rules that leave nothing to choose."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternative:
    """Where else a task may go.

    Parameters
    ----------
    begin_s
        When it would be done.
    price_fen
        How much more the day would cost, in a plan that the checker has passed.
    """

    duty_id: DutyId
    begin_s: int
    price_fen: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WishRefusal:
    """Why a wish cannot be.

    Parameters
    ----------
    rules
        What is in the way; more than one only together.
    why
        The same in words.
    alternative
        Where else the task would cost least; None where nowhere.
    """

    rules: tuple[HandRule, ...]
    why: Message
    alternative: Alternative | None = None

    @property
    def has_choice(self) -> bool:
        """Whether there might be another place: not for what is done, gone or no task."""
        return self.rules[0] not in NO_CHOICE


def known_refusal(work: DayWork, hand: Hand) -> WishRefusal | None:
    """Returns why a wish cannot be, where that needs no pricing; None where it does."""
    if isinstance(hand, Release):
        return None
    if isinstance(hand, Lock):
        return _lock_refusal(work, hand)
    refused = _task_refusal(work, hand)
    if refused is not None or not isinstance(hand, Pin | Move):
        return refused
    return _vehicle_refusal(work, hand)


def _lock_refusal(work: DayWork, hand: Lock) -> WishRefusal | None:
    going_on = work.going_on
    assert going_on is not None
    route = next((r for r in going_on.rest.lived.routes if r.duty_id == hand.duty_id), None)
    if route is None or not route.whole.activities:
        return WishRefusal(
            rules=(HandRule.NO_ROUTE,),
            why=message("hand.no_route", "{vehicle} has no route.", vehicle=hand.vehicle_id),
        )
    if route.is_over and hand.duty_id not in going_on.holds.locks:
        return _over(hand.vehicle_id)
    return None


def _over(vehicle_id: str) -> WishRefusal:
    return WishRefusal(
        rules=(HandRule.OVER,),
        why=message("hand.over", "{vehicle} takes no more work.", vehicle=vehicle_id),
    )


def _task_refusal(
    work: DayWork, hand: Pin | Move | Forbid | PinHours | PinAfter
) -> WishRefusal | None:
    """Returns why nothing can be decided about a task any more."""
    going_on = work.going_on
    assert going_on is not None
    lived, locks = going_on.rest.lived, going_on.holds.locks
    for route in lived.routes:
        for one in route.frozen:
            if one.kind is not ActivityKind.SERVICE or one.task_id != hand.task_id:
                continue
            if route.duty_id in locks and one.begin_s >= lived.free_s:
                return _refuse_locked(route.duty_id, locks[route.duty_id].id)
            return WishRefusal(
                rules=(HandRule.BEGUN,),
                why=message(
                    "hand.begun",
                    "It is done or under way since {begin_s:clock}, by {vehicle}.",
                    begin_s=one.begin_s,
                    vehicle=route.vehicle_id,
                ),
            )
    if hand.task_id not in going_on.tasks.open:
        return WishRefusal(
            rules=(HandRule.GONE,),
            why=message("hand.gone", "It cannot be done any more on this day."),
        )
    return None


def _refuse_locked(duty_id: DutyId, hand_id: str) -> WishRefusal:
    return WishRefusal(
        rules=(HandRule.LOCKED,),
        why=message(
            "hand.locked",
            "The route of {vehicle} is locked ({id}); release it first.",
            vehicle=duty_id[0],
            id=hand_id,
        ),
    )


def _vehicle_refusal(work: DayWork, hand: Pin | Move) -> WishRefusal | None:
    """Returns why a vehicle cannot have a task, wherever it would be on its route."""
    going_on = work.going_on
    assert going_on is not None
    lock = going_on.holds.locks.get(hand.duty_id)
    if lock is not None and hand.duty_id not in going_on.duties:
        return _refuse_locked(hand.duty_id, lock.id)
    if hand.duty_id not in going_on.duties:
        return _over(hand.vehicle_id)
    task, vehicle = going_on.tasks.open[hand.task_id], work.fleet.vehicle(hand.vehicle_id)
    if not is_able(vehicle, task):
        has_skill = task.work in vehicle.works
        return WishRefusal(
            rules=(HandRule.SIZE if has_skill else HandRule.SKILL,),
            why=message("hand.too_big", "{vehicle} is too large for it.", vehicle=vehicle.id)
            if has_skill
            else message(
                "hand.no_skill",
                "{vehicle} has no skill for {work:word.work}.",
                vehicle=vehicle.id,
                work=task.work,
            ),
        )
    # By the instance before hands are laid over it.
    work.day(work.due.tasks, most_kg={})
    (day, *_) = going_on.days.values()
    number, duty = day.task_numbers.get(task.id), day.duty_numbers.get(hand.duty_id)
    if number is None or duty is None or not _may(day, number, duty):
        return WishRefusal(
            rules=(HandRule.REACH,),
            why=message(
                "hand.no_way", "{vehicle} cannot drive there and back.", vehicle=vehicle.id
            ),
        )
    if not isinstance(hand, Move) or hand.before is None:
        return None
    ahead = [
        one.task_id
        for route in going_on.open_plan.routes
        if (route.vehicle_id, route.shift_id) == hand.duty_id
        for one in route.activities
    ]
    if hand.before in ahead and hand.before != hand.task_id:
        return None
    return WishRefusal(
        rules=(HandRule.ORDER,),
        why=message(
            "hand.not_ahead",
            "{vehicle} does not have {other} ahead of it.",
            vehicle=vehicle.id,
            other=hand.before,
        ),
    )


def _may(day: Day, number: int, duty: int) -> bool:
    return bool(day.instance.allowed[day.instance.duty_type[duty], number])


def why_no_fit(day: Day, standing: Solution, number: int, hand: Pin | Move) -> WishRefusal:
    """Returns which rules keep a task out of a vehicle's route as it stands.

    Parameters
    ----------
    day
        With the wish laid over it.
    standing
        Routes without the task.
    """
    if isinstance(hand, Move) and hand.before is not None:
        return WishRefusal(
            rules=(HandRule.ORDER,),
            why=message(
                "hand.not_there",
                "Hours, shift or load forbid it right before {other}.",
                other=hand.before,
            ),
        )
    duty = day.duty_numbers[hand.duty_id]
    instance, own = with_own_type(day.instance, [duty])
    allowed = instance.allowed.copy()
    allowed[:, number] = False
    allowed[own, number] = True
    sets = rules_in_the_way(instance.replace(allowed=allowed), standing, [number])[number]
    rules = sets[0] if sets else tuple(Rule)
    said = [_say_rule(day, number, duty, rule) for rule in rules]
    return WishRefusal(
        rules=tuple(HandRule(rule.value) for rule in rules) if sets else (HandRule.TOGETHER,),
        why=said[0]
        if len(said) == 1
        else message("hand.together", "Together they forbid it: {whys:both}.", whys=said),
    )


def why_not_then(hand: PinHours | PinAfter) -> WishRefusal:
    """Returns that a task has no place at the time that was wished."""
    if isinstance(hand, PinAfter):
        why = message(
            "hand.not_after",
            "Hours, shifts, loads and the routes as they stand leave no place for it after "
            "{other}.",
            other=hand.other_id,
        )
        return WishRefusal(rules=(HandRule.ORDER,), why=why)
    why = message(
        "hand.not_then",
        "Its hours, shifts, loads and the routes as they stand leave no place for it between "
        "{earliest_s:clock} and {latest_s:clock}.",
        earliest_s=hand.earliest_s,
        latest_s=hand.latest_s,
    )
    return WishRefusal(rules=(HandRule.WINDOW,), why=why)


def _say_rule(day: Day, number: int, duty: int, rule: Rule) -> Message:
    task, owner = day.tasks[number], day.duties[duty]
    if rule is Rule.TIME:
        return message(
            "hand.time",
            "the shift of {vehicle} ends at {end_s:clock}",
            vehicle=owner.vehicle.id,
            end_s=owner.shift.end_s,
        )
    if rule is Rule.WINDOW:
        return message(
            "hand.window",
            "its hours are {windows:bands}",
            windows=[(one.earliest_s, one.latest_s) for one in task.windows],
        )
    column = int(np.argmax(day.resources.demand(task)))
    return message(
        "hand.room",
        "{vehicle} holds {most} {unit}, it is {demand} {unit}, and the route leaves no room",
        vehicle=owner.vehicle.id,
        most=int(day.instance.type_capacity[day.instance.duty_type[duty], column]),
        demand=int(day.resources.demand(task)[column]),
        unit=day.resources.unit(column),
    )
