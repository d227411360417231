"""What signs mean to the vehicles that could do a task: surely closed, perhaps, or open."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from fleet import Vehicle
from optimizer.checker.facts import Facts, facts_of
from optimizer.checker.signs import explain_closed, may_be_closed
from optimizer.network.road_network import Posted, RoadNetwork
from optimizer.task import Task


@dataclass(frozen=True, slots=True, kw_only=True)
class Closings:
    """How the streets of a task are closed to those who could do it.

    Parameters
    ----------
    everywhere
        Every way into it is surely closed to everybody.
    somewhere
        Some way into it is surely closed to somebody.
    perhaps
        Some way into it may be closed to somebody.
    by_hours
        Some way into it may be closed to somebody, at the hours of a shift only.
    """

    everywhere: bool
    somewhere: bool
    perhaps: bool
    by_hours: bool


def find_closings(network: RoadNetwork, task: Task, able: Sequence[Vehicle]) -> Closings:
    """Returns how the streets of a task are closed to vehicles in their shifts."""
    arcs = sorted({entry.arc for mode in task.modes for entry in mode.place.entries})
    surely: list[bool] = []
    perhaps = by_hours = False
    for vehicle, shift in ((one, shift) for one in able for shift in one.shifts):
        for arc in arcs:
            is_closed, may_be, always = _judge(
                network.signs[int(network.arc_signs[arc])],
                facts_of(network, vehicle, shift),
                facts_of(network, vehicle, None),
            )
            surely.append(is_closed)
            perhaps |= may_be
            by_hours |= may_be and not always
    return Closings(
        everywhere=bool(surely) and all(surely),
        somewhere=any(surely),
        perhaps=perhaps,
        by_hours=by_hours,
    )


@lru_cache(maxsize=1 << 14)
def _judge(posted: Posted, then: Facts, always: Facts) -> tuple[bool, bool, bool]:
    """Returns whether signs close an arc in a shift, whether they may, and always do."""
    return (
        explain_closed(posted, then) is not None,
        may_be_closed(posted, then),
        explain_closed(posted, always) is not None,
    )
