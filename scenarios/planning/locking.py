"""Locked routes of a day that runs: they stay whole, unless they cannot be driven any more."""

from collections.abc import Mapping, Sequence

from fleet import Message, message
from optimizer.checker import Past, route_faults
from optimizer.hands import Hand
from optimizer.network.place import Place
from optimizer.network.road_network import RoadNetwork
from optimizer.operations import LivedDay, holds_of
from optimizer.plan import DutyId
from optimizer.task import Task
from scenarios.plan_file import PlanFile, RunningDay


def hands_by_now(before: PlanFile, more: Sequence[Hand], now_s: int) -> tuple[Hand, ...]:
    """Returns the hands of the plan in force with what is decided now, each once."""
    once: dict[str, Hand] = {}
    for hand in (*before.hands_by_now, *more):
        if hand.told_s <= now_s:
            once.setdefault(hand.id, hand)
    return tuple(once.values())


def keep_locked(
    lived: LivedDay,
    running: RunningDay,
    before: PlanFile,
    network: RoadNetwork,
    tasks: Sequence[Task],
    sites: Mapping[str, Place],
) -> tuple[LivedDay, tuple[Message, ...]]:
    """Returns the day in which locked routes can no longer be changed.

    The checker says whether one can still be driven as it is: where not, the lock gives way, and a
    notice says why.

    Parameters
    ----------
    tasks
        What is owed by now.
    """
    locks = holds_of(running.hands).locks
    if not locks:
        return lived, ()
    past = Past(
        before=before.plan,
        known=before.running.events if before.running else (),
        events=running.events,
        hands=running.hands,
        now_s=running.now_s,
        freeze_s=running.freeze_s,
    )
    kept: set[DutyId] = set()
    notices: list[Message] = []
    for route in lived.routes:
        lock = locks.get(route.duty_id)
        if lock is None or not route.whole.activities:
            continue
        faults = route_faults(network, before.fleet, tasks, sites, route.whole, past)
        if not faults:
            kept.add(route.duty_id)
            continue
        notices.append(
            message(
                "notice.lock_gave_way",
                "The route of {vehicle} is locked ({id}) and cannot be driven as it was: {why}.",
                vehicle=route.vehicle_id,
                id=lock.id,
                why=faults[0].detail,
            )
        )
    return lived.with_whole(kept), tuple(notices)
