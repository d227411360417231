"""The clock of one route: when each element begins and ends, and when to leave and to rest."""

from collections.abc import Sequence
from typing import NamedTuple

from fleet import Break


class Timing(NamedTuple):
    """Times of one element: arrival, begin and end, and the begin of a break after it or None.

    Before the arrival the vehicle may have to go over to another lane.
    """

    lane_change_s: int
    arrival_s: int
    begin_s: int
    end_s: int
    rest_begin_s: int | None


Way = tuple[int, list[Timing], int]
"""Departure, the timing of each element, and the return."""


class ElementTimes(NamedTuple):
    """What the clock must know of one element: the way there, its windows and its work."""

    travel_s: int
    lane_change_s: int
    windows: tuple[tuple[int, int], ...]
    service_s: int


def drive_legs(
    legs: Sequence[ElementTimes],
    home_s: int,
    now_s: int,
    rest: Break | None = None,
    after: int = -1,
) -> tuple[int, list[Timing], int] | None:
    """Returns departure, timings and return when leaving from `now_s` on, None when too late.

    The break is taken after element number `after`.
    """
    departure_s = now_s
    timings: list[Timing] = []
    for number, leg in enumerate(legs):
        arrival_s = now_s + leg.travel_s + leg.lane_change_s
        begin_s = next((max(arrival_s, a) for a, b in leg.windows if arrival_s <= b), None)
        if begin_s is None:
            return None
        if number == 0:
            arrival_s, departure_s = begin_s, begin_s - leg.travel_s
        now_s = begin_s + leg.service_s
        rest_begin_s = None
        if rest and number == after:
            rest_begin_s = max(now_s, rest.earliest_s)
        timings.append(
            Timing(
                lane_change_s=leg.lane_change_s,
                arrival_s=arrival_s,
                begin_s=begin_s,
                end_s=now_s,
                rest_begin_s=rest_begin_s,
            )
        )
        if rest and rest_begin_s is not None:
            now_s = rest_begin_s + rest.duration_s
    return departure_s, timings, now_s + home_s


def leave_late(legs: Sequence[ElementTimes], home_s: int, way: Way) -> Way:
    """Returns a way that waits less for leaving later, with the same return."""
    departure_s, timings, return_s = way
    if not any(timing.begin_s > timing.arrival_s for timing in timings):
        return way
    return (
        drive_legs(legs, home_s, _latest_departure_s(legs, home_s, departure_s, return_s)) or way
    )


def _latest_departure_s(
    legs: Sequence[ElementTimes],
    home_s: int,
    earliest_s: int,
    return_s: int,
    rest: Break | None = None,
    after: int = -1,
) -> int:
    """Returns the latest departure with the return of who leaves at `earliest_s`.

    Who leaves later never comes home earlier, so it is found by halving.
    """
    too_late_s = return_s
    while too_late_s - earliest_s > 1:
        now_s = (earliest_s + too_late_s) // 2
        if _is_home_by(return_s, legs, home_s, now_s, rest, after):
            earliest_s = now_s
        else:
            too_late_s = now_s
    return earliest_s


def _is_home_by(
    return_s: int,
    legs: Sequence[ElementTimes],
    home_s: int,
    now_s: int,
    rest: Break | None,
    after: int,
) -> bool:
    """Says whether `drive_legs` is home by a time, and in time for the break; without timings."""
    for number, leg in enumerate(legs):
        arrival_s = now_s + leg.travel_s + leg.lane_change_s
        for earliest_s, latest_s in leg.windows:
            if arrival_s <= latest_s:
                now_s = max(arrival_s, earliest_s) + leg.service_s
                break
        else:
            return False
        if rest is not None and number == after:
            begin_s = max(now_s, rest.earliest_s)
            if begin_s > rest.latest_s:
                return False
            now_s = begin_s + rest.duration_s
    return now_s + home_s <= return_s


def return_with_break_s(
    legs: Sequence[ElementTimes], home_s: int, ended_s: int, rest: Break, after: int
) -> int | None:
    """Returns the return of `drive_legs` with a break, None when too late.

    Parameters
    ----------
    ended_s
        When element number `after` is over.
    """
    now_s = max(ended_s, rest.earliest_s) + rest.duration_s
    for leg in legs[after + 1 :]:
        arrival_s = now_s + leg.travel_s + leg.lane_change_s
        for earliest_s, latest_s in leg.windows:
            if arrival_s <= latest_s:
                now_s = max(arrival_s, earliest_s) + leg.service_s
                break
        else:
            return None
    return now_s + home_s


class Judged(NamedTuple):
    """A way with a break after one of its elements, or with none (-1), without its timings."""

    leaves_s: int
    waiting_s: int
    stretch_s: int
    after: int


class BreakTrial:
    """Compares ways that are home at the same time: there may be as many as elements."""

    def __init__(
        self, legs: Sequence[ElementTimes], home_s: int, return_s: int, since_s: int | None
    ) -> None:
        self._legs, self._home_s, self._return_s = legs, home_s, return_s
        self._since_s = since_s
        self._busy_s = home_s + sum(
            leg.travel_s + leg.lane_change_s + leg.service_s for leg in legs
        )

    def judge(
        self, departure_s: int, rest: Break | None = None, after: int = -1, ended_s: int = 0
    ) -> Judged:
        """Returns when to leave, the waiting, and the longest stretch without a break.

        Parameters
        ----------
        departure_s, ended_s
            When the way that leaves earliest does so, and when its element number `after` is over.
        """
        busy_s = self._busy_s + (rest.duration_s if rest else 0)
        leaves_s = departure_s
        # What is neither driven nor worked, nor the break, is waited.
        if self._return_s - departure_s > busy_s:
            leaves_s = _latest_departure_s(
                self._legs, self._home_s, departure_s, self._return_s, rest, after
            )
        since_s = leaves_s if self._since_s is None else self._since_s
        stretch_s = self._return_s - since_s
        if rest is not None:
            if leaves_s != departure_s:
                ended_s = _end_s(self._legs, leaves_s, after)
            begin_s = max(ended_s, rest.earliest_s)
            stretch_s = max(begin_s - since_s, self._return_s - begin_s - rest.duration_s)
        return Judged(leaves_s, self._return_s - leaves_s - busy_s, stretch_s, after)


def _end_s(legs: Sequence[ElementTimes], now_s: int, after: int) -> int:
    """Returns when element number `after` is over for who leaves at a time and is never late."""
    for leg in legs[: after + 1]:
        arrival_s = now_s + leg.travel_s + leg.lane_change_s
        for earliest_s, latest_s in leg.windows:
            if arrival_s <= latest_s:
                now_s = max(arrival_s, earliest_s) + leg.service_s
                break
    return now_s
