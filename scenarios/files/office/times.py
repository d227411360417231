"""Times of day and windows in office files."""

import datetime as dt
import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise

from fleet import DAY_S, TimeWindow, message
from scenarios.files.office.cells import normalise
from scenarios.files.office.fault import FaultKind, Unreadable
from scenarios.workbook import Cell

_CLOCK = re.compile(r"(\d{1,2}):([0-5]\d)(?::([0-5]\d))?")
_SPOKEN = re.compile(r"(\d{1,2})[点时](?:(半)|([0-5]?\d)分?)?")
_DAY_AFTER = re.compile(r"\+1|次日")
"""What stands with a time of the day after, as our own tables write it."""

_LASTS = re.compile(r"PT(\d{1,3})H(\d{1,2})M(\d{1,2})(?:\.\d+)?S")
"""A duration as ODF keeps it (ISO 8601)."""

_SHARE = re.compile(r"[01](?:\.\d+)?|\.\d+")
_SURELY_SHARE = re.compile(r"[01]?\.(?:\d{3,}|[6-9]\d)")
"""What can be no clock time with a point for a colon."""

_BETWEEN_WINDOWS = re.compile(r"[;,、\n]|(?<=\d)\s+(?=\d)")
_BETWEEN_TIMES = re.compile(r"\s*(?:[-~–—−]|至|到|\bto\b)\s*")

_NO_TIME = message(
    "table.write_hh_mm_e_g_06",
    "write HH:MM, e.g. 06:30, or 25:30 for half past one in the night after",
)
_DOTTED = (
    message(
        "table.may_be_a_clock_time_with", "may be a clock time with a point or a share of a day"
    ),
    message("table.write_hh_mm_e_g_06_2", "write HH:MM, e.g. 06:30"),
)
_EPOCHS = (dt.datetime(1899, 12, 31), dt.datetime(1904, 1, 1))
"""Day 0 of office programs: a time of day without a date falls on it or soon after."""


def time_s(cell: Cell, *, among: Iterable[Cell] = ()) -> int:
    """Returns a time of day in seconds after midnight.

    Takes text, and what office programs keep for a time: a clock time, a duration, or a share of
    a day.

    Parameters
    ----------
    among
        What stands with it: one share of a day among them and the others are shares too. Alone,
        0.30 may be half past midnight as well as 07:12, and is refused.
    """
    found: int | None = None
    if isinstance(cell, dt.timedelta):
        found = round(cell.total_seconds())
    elif isinstance(cell, dt.time):
        found = cell.hour * 3600 + cell.minute * 60 + cell.second
    elif isinstance(cell, dt.date):
        found = _after_epoch_s(cell)
    else:
        found = _text_s(normalise(cell), shares=any(map(_is_share, (cell, *among))))
    if found is None or not 0 <= found <= 2 * DAY_S:
        raise Unreadable(
            FaultKind.TIME, message("table.is_no_time_of_day", "is no time of day"), _NO_TIME
        )
    return found


def _after_epoch_s(cell: dt.date) -> int | None:
    """Returns the time that a cell holds which is shown as a date; a real date would be lost."""
    moment = cell if isinstance(cell, dt.datetime) else dt.datetime.combine(cell, dt.time())
    for epoch in _EPOCHS:
        if dt.timedelta() <= moment - epoch <= dt.timedelta(days=2):
            return round((moment - epoch).total_seconds())
    return None


def _is_share(cell: Cell) -> bool:
    return isinstance(cell, str | float) and _SURELY_SHARE.fullmatch(normalise(cell)) is not None


def _text_s(text: str, *, shares: bool) -> int | None:
    bare, days = _DAY_AFTER.subn("", text)
    if days == 1:
        time_s = _text_s(bare.strip(), shares=shares)
        return None if time_s is None else time_s + DAY_S
    if match := _CLOCK.fullmatch(text) or _LASTS.fullmatch(text):
        return int(match[1]) * 3600 + int(match[2]) * 60 + int(match[3] or 0)
    if match := _SPOKEN.fullmatch(text):
        return int(match[1]) * 3600 + (30 if match[2] else int(match[3] or 0)) * 60
    if not _SHARE.fullmatch(text):
        return None
    # Midnight is midnight either way.
    if shares or not float(text):
        return round(float(text) * DAY_S)
    if "." in text:
        raise Unreadable(FaultKind.TIME, *_DOTTED)
    # A bare 1 may be one o'clock or one day.
    return None


def windows(cell: Cell) -> tuple[TimeWindow, ...]:
    """Returns the windows of a cell: 13:30-16:30, several parted by ; , 、 or a line."""
    return _windows(normalise(cell))


@lru_cache(maxsize=1 << 12)
def _windows(text: str) -> tuple[TimeWindow, ...]:
    pairs = []
    for part in filter(None, (one.strip() for one in _BETWEEN_WINDOWS.split(text))):
        ends = _BETWEEN_TIMES.split(part)
        if len(ends) != 2:
            raise Unreadable(
                FaultKind.TIME,
                message(
                    "table.is_no_window",
                    "{part!r} is no window",
                    part=part,
                ),
                message("table.write_begin_and_end_as_13", "write begin and end as 13:30-16:30"),
            )
        pairs.append(ends)
    whole = [end for ends in pairs for end in ends]
    return tuple(
        window(time_s(first, among=whole), time_s(last, among=whole)) for first, last in pairs
    )


def windows_between(begins: Cell, ends: Cell) -> tuple[TimeWindow, ...]:
    """Returns the windows of two cells, one with where they begin and one with where they end."""
    from_, to = _list_cells(begins), _list_cells(ends)
    first, last = ([time_s(one, among=(*from_, *to)) for one in cells] for cells in (from_, to))
    if len(first) != len(last):
        raise Unreadable(
            FaultKind.TIME,
            message(
                "table.times_to_begin_and_to_end",
                "{num_first} times to begin and {num_last} to end",
                num_first=len(first),
                num_last=len(last),
            ),
            message("table.give_each_window_both", "give each window both"),
        )
    return tuple(window(one, other) for one, other in zip(first, last, strict=True))


def _list_cells(cell: Cell) -> list[Cell]:
    if not isinstance(cell, str):
        return [cell]
    return [part.strip() for part in _BETWEEN_WINDOWS.split(normalise(cell)) if part.strip()]


def window(earliest_s: int, latest_s: int) -> TimeWindow:
    """Returns a window; one that seems to end before it begins is refused, not guessed at."""
    if latest_s < earliest_s:
        raise Unreadable(
            FaultKind.WINDOW_ORDER,
            message(
                "table.ends_before_it_begins",
                "{earliest_s:clock}-{latest_s:clock} ends before it begins",
                earliest_s=earliest_s,
                latest_s=latest_s,
            ),
            message(
                "table.if_it_goes_past_midnight_write",
                "if it goes past midnight, write {earliest_s:clock}-{latest_s:clock}, else swap "
                "its ends",
                earliest_s=earliest_s,
                latest_s=latest_s + DAY_S,
            ),
        )
    return TimeWindow(earliest_s=earliest_s, latest_s=latest_s)


def require_apart(found: tuple[TimeWindow, ...]) -> tuple[TimeWindow, ...]:
    """Returns windows in order of time; two that overlap are refused."""
    in_order = tuple(sorted(found))
    for one, other in pairwise(in_order):
        if other.earliest_s <= one.latest_s:
            raise Unreadable(
                FaultKind.WINDOW_OVERLAP,
                message(
                    "table.the_window_from_begins_before_the",
                    "the window from {earliest_s:clock} begins before the one until "
                    "{latest_s:clock} has ended",
                    earliest_s=other.earliest_s,
                    latest_s=one.latest_s,
                ),
                message("table.make_one_window_of_the_two", "make one window of the two"),
            )
    return in_order
