"""Where two routes of a duty part, and where a vehicle stays behind."""

from collections.abc import Sequence
from itertools import zip_longest

from optimizer.plan import Activity, ActivityKind, Route

_STEADY = (ActivityKind.START, ActivityKind.BREAK, ActivityKind.DELAY)


def is_lost(route: Route) -> bool:
    """Says whether a vehicle broke down and does not come back."""
    return route.activities[-1].facility_id is None


def first_difference_s(old: Sequence[Activity], new: Sequence[Activity], now_s: int) -> int | None:
    """Returns when two routes part, not before `now_s`; None where they do not from then on."""
    was = [one for one in old if one.end_s > now_s]
    now = [one for one in new if one.end_s > now_s]
    for a, b in zip_longest(was, now):
        if a is None or b is None or _show(a) != _show(b):
            parts = [_departure_s(one) for one in (a, b) if one is not None]
            return max(now_s, min(parts))
    return None


def _show(one: Activity) -> tuple[object, ...]:
    """Returns what a driver sees of an activity: not the kilograms and litres."""
    arcs = one.drive.arcs if one.drive else None
    stop = (one.kind, one.task_id, one.mode, one.facility_id)
    return (*stop, arcs, one.arrival_s, one.begin_s, one.end_s)


def _departure_s(one: Activity) -> int:
    if one.kind in _STEADY or one.drive is None:
        return one.begin_s
    return one.arrival_s - one.lane_change_s - one.drive.duration_s
