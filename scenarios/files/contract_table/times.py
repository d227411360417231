"""Times of day and windows in office files."""

import datetime as dt
import re
from itertools import pairwise

from fleet import DAY_S, TimeWindow, clock
from scenarios.files.contract_table.cells import Cell, plain
from scenarios.files.contract_table.fault import FaultKind, Said, Unreadable

_CLOCK = re.compile(r"(\d{1,2}):([0-5]\d)(?::([0-5]\d))?")
_SPOKEN = re.compile(r"(\d{1,2})[点时](?:(半)|([0-5]?\d)分?)?")
_FRACTION = re.compile(r"[01]?\.\d+|0(?:\.0+)?")
_BETWEEN_WINDOWS = re.compile(r"[;,、\n]|(?<=\d)\s+(?=\d)")
_BETWEEN_TIMES = re.compile(r"\s*(?:[-~–—−]|至|到|\bto\b)\s*")

_NO_TIME = Said(
    "write HH:MM, e.g. 06:30, or 25:30 for half past one in the night after",
    "请写成 HH:MM，如 06:30；次日凌晨一点半写作 25:30",
)
_EPOCH = dt.datetime(1899, 12, 31)
"""Day 0 of office programs: a time of day without a date falls on it or soon after."""


def time_s(cell: Cell) -> int:
    """Returns a time of day in seconds after midnight.

    Takes text, and what office programs keep for a time: a clock time, a duration, or a fraction
    of a day.
    """
    found: int | None = None
    if isinstance(cell, dt.datetime):
        # A real date beside the time would be lost.
        found = round((cell - _EPOCH).total_seconds()) if cell.year <= 1900 else None
    elif isinstance(cell, dt.timedelta):
        found = round(cell.total_seconds())
    elif isinstance(cell, dt.time):
        found = cell.hour * 3600 + cell.minute * 60 + cell.second
    else:
        found = _text_s(plain(cell))
    if found is None or not 0 <= found <= 2 * DAY_S:
        raise Unreadable(FaultKind.TIME, Said("is no time of day", "不是一天中的时间"), _NO_TIME)
    return found


def _text_s(text: str) -> int | None:
    if match := _CLOCK.fullmatch(text):
        return int(match[1]) * 3600 + int(match[2]) * 60 + int(match[3] or 0)
    if match := _SPOKEN.fullmatch(text):
        return int(match[1]) * 3600 + (30 if match[2] else int(match[3] or 0)) * 60
    # A bare 6 may be six o'clock or six days; a fraction can only be a share of the day.
    return round(float(text) * DAY_S) if _FRACTION.fullmatch(text) else None


def windows(cell: Cell) -> tuple[TimeWindow, ...]:
    """Returns the windows of a cell: 13:30-16:30, several parted by ; , 、 or a line."""
    found = []
    for part in filter(None, (one.strip() for one in _BETWEEN_WINDOWS.split(plain(cell)))):
        ends = _BETWEEN_TIMES.split(part)
        if len(ends) != 2:
            raise Unreadable(
                FaultKind.TIME,
                Said(f"{part!r} is no window", f"“{part}”不是时间段"),
                Said("write begin and end as 13:30-16:30", "请写成起止时间，如 13:30-16:30"),
            )
        found.append(window(time_s(ends[0]), time_s(ends[1])))
    return tuple(found)


def windows_between(begins: Cell, ends: Cell) -> tuple[TimeWindow, ...]:
    """Returns the windows of two cells, one with where they begin and one with where they end."""
    first, last = _times(begins), _times(ends)
    if len(first) != len(last):
        raise Unreadable(
            FaultKind.TIME,
            Said(
                f"{len(first)} times to begin and {len(last)} to end",
                f"开始时间 {len(first)} 个，结束时间 {len(last)} 个",
            ),
            Said("give each window both", "每个时间段都要有开始和结束"),
        )
    return tuple(window(one, other) for one, other in zip(first, last, strict=True))


def _times(cell: Cell) -> list[int]:
    if not isinstance(cell, str):
        return [time_s(cell)]
    return [time_s(part.strip()) for part in _BETWEEN_WINDOWS.split(plain(cell)) if part.strip()]


def window(earliest_s: int, latest_s: int) -> TimeWindow:
    """Returns a window; one that seems to end before it begins is refused, not guessed at."""
    if latest_s < earliest_s:
        over = f"{clock(earliest_s)}-{clock(latest_s + DAY_S)}"
        raise Unreadable(
            FaultKind.WINDOW_ORDER,
            Said(
                f"{clock(earliest_s)}-{clock(latest_s)} ends before it begins",
                f"{clock(earliest_s)}-{clock(latest_s)} 的结束早于开始",
            ),
            Said(
                f"if it goes past midnight, write {over}, else swap its ends",
                f"若跨过午夜请写作 {over}，否则请对调起止时间",
            ),
        )
    return TimeWindow(earliest_s=earliest_s, latest_s=latest_s)


def apart(found: tuple[TimeWindow, ...]) -> tuple[TimeWindow, ...]:
    """Returns windows in order of time; two that overlap are refused."""
    in_order = tuple(sorted(found))
    for one, other in pairwise(in_order):
        if other.earliest_s <= one.latest_s:
            raise Unreadable(
                FaultKind.WINDOW_OVERLAP,
                Said(
                    f"the window from {clock(other.earliest_s)} begins before the one until "
                    f"{clock(one.latest_s)} has ended",
                    f"{clock(other.earliest_s)} 起的时间段与 {clock(one.latest_s)} 止的重叠",
                ),
                Said("make one window of the two", "请合并为一个时间段"),
            )
    return in_order
