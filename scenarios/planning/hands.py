"""What a dispatcher decides by hand, answered at once: a price and a plan, or the rule in the way.

Nothing is searched. The plan in force is taken as it stands, the wish is laid over it, and what
had to leave its place is put where it costs least.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from fleet import Message
from optimizer.day import Day
from optimizer.events import Event
from optimizer.hands import Forbid, Hand, Move, Pin, PinAfter, PinHours, hands_in_force
from optimizer.instance import Solution
from optimizer.network.road_network import RoadNetwork
from optimizer.operations import Fit, find_fits, fit_before
from scenarios.plan_file import PlanFile
from scenarios.planning.day_work import DayWork
from scenarios.planning.illegal_wishes import (
    Alternative,
    HandRule,
    WishRefusal,
    known_refusal,
    why_no_fit,
    why_not_then,
)
from scenarios.planning.known_names import require_known
from scenarios.planning.replanning import (
    ReplanOptions,
    day_going_on,
    is_anybody_left,
    write_up_nobody_left,
)
from scenarios.planning.standing import complete_plan, write_up_solution

NOT_KEPT = frozenset(
    {
        "notice.pin_left_out",
        "notice.pins_left_out",
        "notice.time_left_out",
        "notice.pin_gave_way",
        "notice.lock_gave_way",
    }
)
"""Codes of the notices that tell which hands a plan could not keep."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HandAnswer:
    """What a wish comes to.

    Parameters
    ----------
    before, plan_file
        The checked plans of the rest of the day without it and with it; the latter None where it
        is refused.
    falls_out
        Tasks that the first serves and the second does not, by id.
    refused
        The rule in the way, and the cheapest legal alternative; None where there is none.
    """

    hand: Hand
    before: PlanFile
    plan_file: PlanFile | None = None
    falls_out: tuple[str, ...] = ()
    refused: WishRefusal | None = None

    @property
    def price_fen(self) -> int | None:
        """How much more the day costs with it; None where it is refused."""
        if self.plan_file is None:
            return None
        return _price_fen(self.before, self.plan_file)

    @property
    def not_kept(self) -> tuple[Message, ...]:
        """Which hands the plan could not keep, and why."""
        notices = self.plan_file.notices if self.plan_file else ()
        return tuple(one for one in notices if one.code in NOT_KEPT)


def _price_fen(before: PlanFile, after: PlanFile) -> int:
    return after.measures.costs.total_fen - before.measures.costs.total_fen


def try_hand(
    before: PlanFile,
    network: RoadNetwork,
    events: Sequence[Event],
    hand: Hand,
    options: ReplanOptions,
) -> HandAnswer:
    """Returns at once what a wish costs and the plan that keeps it, or why it cannot be.

    Parameters
    ----------
    before
        The plan in force.
    events
        What has happened: all of the day, or what is new since the plan in force.
    options
        The time; `choices` is not looked at.

    Raises
    ------
    InputError
        When it names a task, vehicle, shift or hand that there is not.
    PlanRefused
        When the checker finds a violation.
    """
    base = day_going_on(before, network, events, options, seed=before.seed)
    require_known(base, hand)
    # What is changed by what has happened is not the price of the wish.
    without = _as_it_stands(base, None)
    refused = known_refusal(base, hand)
    if refused is not None:
        return _refuse(base, without, hand, refused)
    if isinstance(hand, Pin | Move | Forbid):
        work = with_hands(base, (*base.hands, hand))
    else:
        told = replace(options, hands=(*options.hands, hand))
        work = day_going_on(before, network, events, told, seed=before.seed)
    left = {one.task_id for one in without.plan.unassigned}
    wish = _lay_over(work, left, hand)
    if isinstance(wish, WishRefusal):
        return _refuse(base, without, hand, wish)
    gave_way = (one for one in wish.notices if one.code == "notice.lock_gave_way")
    own = next((one for one in gave_way if one.arguments["id"] == hand.id), None)
    if own is not None:
        refused = WishRefusal(rules=(HandRule.UPSET,), why=own)
        return HandAnswer(hand=hand, before=without, refused=refused)
    return HandAnswer(
        hand=hand,
        before=without,
        plan_file=wish,
        falls_out=tuple(sorted(without.plan.served - wish.plan.served)),
    )


def with_hands(work: DayWork, hands: Sequence[Hand]) -> DayWork:
    """Returns the rest of a day with other hands; no lock may be among what is other."""
    going_on = work.going_on
    assert going_on is not None
    other = replace(going_on, running=replace(going_on.running, hands=tuple(hands)))
    # The instances are the same before hands are laid over them.
    other.days.update(going_on.days)
    return replace(work, going_on=other)


def _lay_over(work: DayWork, left: set[str], hand: Hand) -> PlanFile | WishRefusal:
    """Returns the plan that stands with a wish laid over it.

    Parameters
    ----------
    left
        Tasks that nobody does without it.
    """
    if isinstance(hand, PinHours | PinAfter):
        return _lay_time_over(work, left, hand)
    if not isinstance(hand, Pin | Move):
        own = {hand.task_id} if isinstance(hand, Forbid) else set[str]()
        return _as_it_stands(work, left - own)
    assert work.start is not None
    is_there = any(
        (route.vehicle_id, route.shift_id) == hand.duty_id and hand.task_id in route.task_ids
        for route in work.start.routes
    )
    if is_there and isinstance(hand, Pin):
        return _as_it_stands(work, left)
    day = work.day(work.due.tasks, most_kg={})
    number = day.task_numbers[hand.task_id]
    standing = _standing_without(work, day, left, hand.task_id)
    fit = _fit_of(day, standing, number, hand)
    if fit is None:
        return why_no_fit(day, standing, number, hand)
    return write_up_solution(work, day, fit.solution)


def _lay_time_over(
    work: DayWork, left: set[str], hand: PinHours | PinAfter
) -> PlanFile | WishRefusal:
    """Returns the plan that stands with a task at its time, in the route that costs least."""
    if work.start is None or not is_anybody_left(work):
        return why_not_then(hand)
    if hand.task_id in work.start.served:
        return _as_it_stands(work, left)
    day = work.day(work.due.tasks, most_kg={})
    number = day.task_numbers.get(hand.task_id)
    if number is None:
        return why_not_then(hand)
    standing = _standing_without(work, day, left, hand.task_id)
    fits = find_fits(day, standing, number, most=1)
    if not fits:
        return why_not_then(hand)
    return write_up_solution(work, day, fits[0].solution)


def _as_it_stands(work: DayWork, left: set[str] | None) -> PlanFile:
    """Returns the plan in force as it goes on, with what has no place put where it costs least.

    Parameters
    ----------
    left
        Tasks that are left out; None for those that the plan in force leaves out.
    """
    if (over := write_up_nobody_left(work)) is not None:
        return over
    assert work.start is not None
    day = work.day(work.due.tasks, most_kg={})
    solution = complete_plan(day, work.start, without=left, seed=work.seed)
    return write_up_solution(work, day, solution)


def _standing_without(work: DayWork, day: Day, left: set[str], task_id: str) -> Solution:
    """Returns the routes that stand without a task."""
    assert work.start is not None
    routes = tuple(
        replace(route, activities=tuple(one for one in route.activities if one.task_id != task_id))
        for route in work.start.routes
    )
    start = replace(work.start, routes=routes)
    return complete_plan(day, start, without={*left, task_id}, seed=work.seed)


def _fit_of(day: Day, standing: Solution, number: int, hand: Pin | Move) -> Fit | None:
    if isinstance(hand, Move) and hand.before is not None:
        duty, other = day.duty_numbers[hand.duty_id], day.task_numbers[hand.before]
        return fit_before(day, standing, number, duty, other)
    fits = find_fits(day, standing, number, most=1, only=hand.duty_id)
    return fits[0] if fits else None


def _refuse(base: DayWork, without: PlanFile, hand: Hand, refusal: WishRefusal) -> HandAnswer:
    """Returns the answer to a wish that cannot be, with the cheapest that can."""
    if isinstance(hand, Pin | Move) and refusal.has_choice:
        refusal = replace(refusal, alternative=_find_alternative(base, without, hand))
    return HandAnswer(hand=hand, before=without, refused=refusal)


def _find_alternative(base: DayWork, without: PlanFile, hand: Pin | Move) -> Alternative | None:
    """Returns where a task would cost least, other than where it is and was wished to be."""
    # An earlier pin of it would end with another.
    others = [one for one in hands_in_force(base.hands) if not _is_pin_of(one, hand.task_id)]
    work = with_hands(base, others)
    if work.start is None or not is_anybody_left(work):
        return None
    day = work.day(work.due.tasks, most_kg={})
    number = day.task_numbers.get(hand.task_id)
    if number is None:
        return None
    left = {one.task_id for one in without.plan.unassigned}
    standing = _standing_without(work, day, left, hand.task_id)
    taken = {
        (route.vehicle_id, route.shift_id)
        for route in work.start.routes
        if hand.task_id in route.task_ids
    }
    if isinstance(hand, Move) and hand.before is not None:
        # At another place of the same route it may fit.
        taken -= {hand.duty_id}
    else:
        taken |= {hand.duty_id}
    fits = find_fits(day, standing, number, most=len(day.duties))
    best = next((one for one in fits if one.duty_id not in taken), None)
    if best is None:
        return None
    return Alternative(
        duty_id=best.duty_id,
        begin_s=best.begin_s,
        price_fen=_price_fen(without, write_up_solution(work, day, best.solution)),
    )


def _is_pin_of(hand: Hand, task_id: str) -> bool:
    return isinstance(hand, Pin | Move) and hand.task_id == task_id
