"""What was decided by hand, in the instance of the rest of a day.

Only its own duty may do a pinned task. What a vehicle is not to do is taken from its type, of
which it then is the only one. Locked routes are none of the instance: see `LivedDay.with_whole`.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from optimizer.day import Day
from optimizer.hands import Forbid, Hand, Lock, Move, Pin, PinAfter, PinHours, hands_in_force
from optimizer.instance import Pins, with_own_type
from optimizer.plan import DutyId, Plan


@dataclass(frozen=True, slots=True, kw_only=True)
class Holds:
    """What hands come to.

    Parameters
    ----------
    pins
        The pin that binds each task, by its id.
    bans
        Vehicles that are not to do a task, by its id.
    locks
        The lock of each locked duty.
    hours, orders
        When a task is to begin, and after which other one, by its id: see `hours`.
    """

    pins: Mapping[str, Pin | Move]
    bans: Mapping[str, frozenset[str]]
    locks: Mapping[DutyId, Lock]
    hours: Mapping[str, PinHours]
    orders: Mapping[str, PinAfter]

    def allows(self, task_id: str, duty_id: DutyId, duties: Collection[DutyId]) -> bool:
        """Says whether a duty may do a task.

        Parameters
        ----------
        duties
            Those that can still take work; a pin to another one has no force.
        """
        pin = self.pins.get(task_id)
        if pin is not None and pin.duty_id in duties and pin.duty_id != duty_id:
            return False
        return duty_id[0] not in self.bans.get(task_id, ())

    def laid_over(self, plan: Plan, duties: Collection[DutyId]) -> Plan:
        """Returns a plan without what vehicles may not do any more."""
        routes = tuple(
            replace(
                route,
                activities=tuple(
                    one
                    for one in route.activities
                    if one.task_id is None
                    or self.allows(one.task_id, (route.vehicle_id, route.shift_id), duties)
                ),
            )
            for route in plan.routes
        )
        return replace(plan, routes=routes)

    def bind(self, day: Day, duties: Collection[DutyId]) -> Day:
        """Returns a day in which tasks stay with vehicles and away from them.

        Of pinned tasks none is dearer to leave out than a pinned one. What a pinned vehicle cannot
        do at all, nobody may do.
        """
        day = self._keep_away(day)
        duty_of = day.duty_numbers
        pinned = {
            number: pin.duty_id
            for number, task in enumerate(day.tasks)
            if (pin := self.pins.get(task.id)) is not None and pin.duty_id in duties
        }
        if not pinned:
            return day
        instance = day.instance
        pins, prize = instance.pins.copy(), instance.prize.copy()
        allowed = instance.allowed.copy()
        for number, duty_id in pinned.items():
            duty = duty_of.get(duty_id)
            if duty is None or not allowed[instance.duty_type[duty], number]:
                allowed[:, number] = False
            else:
                pins[number] = duty
        prize[list(pinned)] = max(int(prize.max()), 0)
        bound = instance.replace(fixed=Pins(duty=pins), prize=prize, allowed=allowed)
        return replace(day, instance=bound)

    def _keep_away(self, day: Day) -> Day:
        """Returns a day in which vehicles are not given what they are not to do."""
        banned: dict[str, list[int]] = {}
        for number, task in enumerate(day.tasks):
            for vehicle_id in self.bans.get(task.id, ()):
                banned.setdefault(vehicle_id, []).append(number)
        instance = day.instance
        for vehicle_id, numbers in sorted(banned.items()):
            own = [n for n, duty in enumerate(day.duties) if duty.vehicle.id == vehicle_id]
            for kind in np.unique(instance.duty_type[own]).tolist():
                alike = [n for n in own if instance.duty_type[n] == kind]
                instance, new = with_own_type(instance, alike)
                allowed = instance.allowed.copy()
                allowed[new, numbers] = False
                instance = instance.replace(allowed=allowed)
        return replace(day, instance=instance)


def holds_of(hands: Sequence[Hand]) -> Holds:
    """Returns what hands come to."""
    pins: dict[str, Pin | Move] = {}
    bans: dict[str, frozenset[str]] = {}
    locks: dict[DutyId, Lock] = {}
    hours: dict[str, PinHours] = {}
    orders: dict[str, PinAfter] = {}
    for hand in hands_in_force(hands):
        if isinstance(hand, Pin | Move):
            pins[hand.task_id] = hand
        elif isinstance(hand, Forbid):
            bans[hand.task_id] = bans.get(hand.task_id, frozenset()) | {hand.vehicle_id}
        elif isinstance(hand, Lock):
            locks[hand.duty_id] = hand
        elif isinstance(hand, PinHours):
            hours[hand.task_id] = hand
        elif isinstance(hand, PinAfter):
            orders[hand.task_id] = hand
    return Holds(pins=pins, bans=bans, locks=locks, hours=hours, orders=orders)
