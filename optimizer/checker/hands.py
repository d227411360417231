"""What was decided by hand holds: pinned, banned and moved tasks, hours, locked routes.

A lock comes first: it gives way only where the route cannot be driven as it is any more, and takes
what it has from no pin and no ban. A pin gives way where its vehicle can take nothing more.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from fleet import Fleet, Message, message
from optimizer.checker.kinds import is_lost
from optimizer.checker.past import History
from optimizer.checker.violation import Violation, ViolationCode, activity_label
from optimizer.events import DriverLate
from optimizer.hands import Forbid, Hand, Lock, Move, Pin, PinAfter, PinHours, Release
from optimizer.plan import ActivityKind, DutyId, Plan, Route


@dataclass(slots=True)
class _Binding:
    """What binds in the end: pins by task, bans by task and vehicle, locks by duty, and times."""

    pins: dict[str, Pin | Move] = field(default_factory=dict)
    bans: dict[tuple[str, str], Forbid] = field(default_factory=dict)
    locks: dict[DutyId, Lock] = field(default_factory=dict)
    hours: dict[str, PinHours] = field(default_factory=dict)
    orders: dict[str, PinAfter] = field(default_factory=dict)


def _binding(hands: Sequence[Hand]) -> _Binding:
    """Returns what binds, read from the last hand back: each ends what it contradicts before it.

    That holds for one that was released later too: what it ended does not come back.
    """
    once: dict[str, Hand] = {}
    for hand in hands:
        once.setdefault(hand.id, hand)
    found = _Binding()
    released: set[str] = set()
    pinned: dict[str, set[str]] = {}
    banned: set[tuple[str, str]] = set()
    timed: set[tuple[str, str]] = set()
    for hand in reversed(once.values()):
        binds = hand.id not in released
        if isinstance(hand, Release):
            released.add(hand.hand_id)
        elif isinstance(hand, Lock):
            if binds:
                found.locks.setdefault(hand.duty_id, hand)
        elif isinstance(hand, PinHours | PinAfter):
            if binds and (hand.kind, hand.task_id) not in timed:
                if isinstance(hand, PinHours):
                    found.hours[hand.task_id] = hand
                else:
                    found.orders[hand.task_id] = hand
            timed.add((hand.kind, hand.task_id))
        elif isinstance(hand, Forbid):
            if binds and hand.vehicle_id not in pinned.get(hand.task_id, ()):
                found.bans.setdefault((hand.task_id, hand.vehicle_id), hand)
            banned.add((hand.task_id, hand.vehicle_id))
        else:
            is_last = hand.task_id not in pinned
            if binds and is_last and (hand.task_id, hand.vehicle_id) not in banned:
                found.pins[hand.task_id] = hand
            pinned.setdefault(hand.task_id, set()).add(hand.vehicle_id)
    return found


def hand_faults(
    plan: Plan, fleet: Fleet, history: History, stands: Callable[[Route], bool]
) -> Iterator[Violation]:
    """Yields where a plan does not keep to what was decided by hand.

    Parameters
    ----------
    stands
        Says whether a route, alone, breaks no rule.
    """
    binding = _binding(history.past.hands)
    route_of = {(route.vehicle_id, route.shift_id): route for route in plan.routes}
    locked: set[DutyId] = set()
    for duty, lock in binding.locks.items():
        # Without the plan before nobody can tell what was locked.
        activities = history.as_planned.get(duty, ())
        if history.is_known and activities:
            due = Route(vehicle_id=duty[0], shift_id=duty[1], activities=activities)
            if not stands(due):
                continue
            yield from _not_locked(lock, due, route_of.get(duty))
        locked.add(duty)
    over_s = {
        one.task_id: one.end_s
        for route in plan.routes
        for one in route.activities
        if one.kind is ActivityKind.SERVICE and one.task_id is not None
    }
    for route in plan.routes:
        if (route.vehicle_id, route.shift_id) not in locked:
            yield from _not_as_decided(route, binding, fleet, history, route_of, locked)
            yield from _not_then(route, binding, history, over_s)


def _not_locked(lock: Lock, due: Route, stated: Route | None) -> Iterator[Violation]:
    """Yields the first activity of a locked route that is another."""
    where = "/".join(lock.duty_id)
    if stated is None:
        detail = message(
            "violation.locked_missing",
            "is locked ({id}), and the plan has no such route",
            id=lock.id,
        )
        yield Violation(code=ViolationCode.HAND_BROKEN, where=where, detail=detail)
        return
    if stated.activities == due.activities:
        return
    pairs = zip(stated.activities, due.activities, strict=False)
    number = next(
        (n for n, (one, other) in enumerate(pairs) if one != other),
        min(len(stated.activities), len(due.activities)),
    )
    yield Violation(
        code=ViolationCode.HAND_BROKEN,
        where=activity_label(stated, number) if number < len(stated.activities) else where,
        detail=message(
            "violation.locked_changed",
            "is not as it was, and the route is locked ({id})",
            id=lock.id,
        ),
    )


def _not_as_decided(
    route: Route,
    binding: _Binding,
    fleet: Fleet,
    history: History,
    route_of: Mapping[DutyId, Route],
    locked: set[DutyId],
) -> Iterator[Violation]:
    """Yields work that a route has and another was to have, or this vehicle was not to do."""
    duty = route.vehicle_id, route.shift_id
    for number in range(history.num_past(route), len(route.activities)):
        activity = route.activities[number]
        if activity.kind is not ActivityKind.SERVICE or activity.task_id is None:
            continue
        pin = binding.pins.get(activity.task_id)
        ban = binding.bans.get((activity.task_id, route.vehicle_id))
        detail: Message | None = None
        if ban is not None:
            detail = message(
                "violation.banned",
                "{vehicle} is not to do it ({id})",
                vehicle=route.vehicle_id,
                id=ban.id,
            )
        elif pin is not None and pin.duty_id != duty:
            owner = pin.duty_id
            if owner in locked or _takes_no_more(owner, fleet, history, route_of.get(owner)):
                continue
            detail = message(
                "violation.pinned",
                "is pinned to {vehicle} ({id})",
                vehicle="/".join(owner),
                id=pin.id,
            )
        if detail is not None:
            yield Violation(
                code=ViolationCode.HAND_BROKEN, where=activity_label(route, number), detail=detail
            )


def _not_then(
    route: Route, binding: _Binding, history: History, over_s: Mapping[str, int]
) -> Iterator[Violation]:
    """Yields work that begins outside the hours decided for it, or before what it is to follow.

    Parameters
    ----------
    over_s
        When each task of the plan is over, by id.
    """
    for number in range(history.num_past(route), len(route.activities)):
        activity = route.activities[number]
        if activity.kind is not ActivityKind.SERVICE or activity.task_id is None:
            continue
        hours = binding.hours.get(activity.task_id)
        order = binding.orders.get(activity.task_id)
        if hours and not hours.earliest_s <= activity.begin_s <= hours.latest_s:
            yield Violation(
                code=ViolationCode.HAND_BROKEN,
                where=activity_label(route, number),
                detail=message(
                    "violation.pinned_hours",
                    "begins at {begin_s:clock_s}, and is to begin between {earliest_s:clock} and "
                    "{latest_s:clock} ({id})",
                    begin_s=activity.begin_s,
                    earliest_s=hours.earliest_s,
                    latest_s=hours.latest_s,
                    id=hours.id,
                ),
            )
        if order and activity.begin_s < over_s.get(order.other_id, 0):
            yield Violation(
                code=ViolationCode.HAND_BROKEN,
                where=activity_label(route, number),
                detail=message(
                    "violation.pinned_after",
                    "begins at {begin_s:clock_s}, and is to follow {other}, which is over at "
                    "{end_s:clock_s} ({id})",
                    begin_s=activity.begin_s,
                    other=order.other_id,
                    end_s=over_s[order.other_id],
                    id=order.id,
                ),
            )


def _takes_no_more(duty: DutyId, fleet: Fleet, history: History, route: Route | None) -> bool:
    """Says whether a duty can take no more work: over, out for good, or its shift has gone by."""
    ends_s = next(
        (
            shift.end_s
            for vehicle in fleet.vehicles
            for shift in vehicle.shifts
            if (vehicle.id, shift.id) == duty
        ),
        None,
    )
    if ends_s is None or history.lived.get(duty, ()) is None:
        return True
    lived = history.lived.get(duty) or ()
    if lived and lived[-1].kind is ActivityKind.END:
        return True
    # One that cannot be home in time does no more work.
    last = route.activities[-1:] if route is not None else ()
    if any(one.end_s > ends_s or is_lost(one) for one in last):
        return True
    _, back_s = history.out_until().get(duty[0], (0, 0))
    late_s = [
        one.until_s
        for one in history.told
        if isinstance(one, DriverLate) and (one.vehicle_id, one.shift_id) == duty
    ]
    return back_s is None or max(history.past.open_s, back_s, *late_s, 0) >= ends_s
