"""What a road class, or a street named on its own, is owed."""

from dataclasses import dataclass
from enum import StrEnum

from fleet.time_window import DAY_S, TimeWindow, clock
from fleet.weather import Condition

EVERY_DAY = (0, 1, 2, 3, 4, 5, 6)
"""Weekdays, Monday = 0."""


class Method(StrEnum):
    """How a road class is swept."""

    MECHANISED = "mechanised"
    MANUAL = "manual"


@dataclass(frozen=True, slots=True, kw_only=True)
class WashStandard:
    """The washing owed to a class: the whole carriageway, lane by lane.

    Parameters
    ----------
    washes_per_week
        How often in a week; which days is spread over the streets, so that every night has its
        share.
    windows
        A pass may begin in any of them; a night may reach past 86,400 s.
    weekdays
        Days on which it may be due; a night belongs to the day on which it begins.
    required
        Whether a due wash must be planned; otherwise it is worth `prize_fen_per_m2`.
    water_ml_per_m2
        Millilitres on a square metre.
    min_width_cm
        Narrower carriageways are not washed.
    unpaved
        Whether unpaved carriageways are washed too.
    """

    washes_per_week: int
    windows: tuple[TimeWindow, ...]
    weekdays: tuple[int, ...] = EVERY_DAY
    required: bool = False
    prize_fen_per_m2: int = 0
    water_ml_per_m2: int = 1_500
    min_width_cm: int = 0
    unpaved: bool = False

    def __post_init__(self) -> None:
        if not self.windows:
            raise ValueError("wash: windows is empty; give at least one.")
        _check_days("wash", self.weekdays, self.washes_per_week, "washes_per_week")
        for name in ("prize_fen_per_m2", "water_ml_per_m2", "min_width_cm"):
            if getattr(self, name) < 0:
                raise ValueError(f"wash: {name} must not be negative, got {getattr(self, name)}.")


@dataclass(frozen=True, slots=True, kw_only=True)
class StreetStandard:
    """The sweeping and washing owed to one service class (I to IV), or to streets named apart.

    Parameters
    ----------
    id
        Service class: "I", "II", "III" or "IV", or a name for streets that an override names.
    highways
        OSM `highway` values in this class; empty where only overrides name its streets.
    passes
        Windows of each mechanised pass of the day: the pass may begin in any of its windows.
    keep_off
        Hours in which no sweeping and no washing may be going on, not even the end of it.
    weekdays, sweeps_per_week
        Days on which sweeping may be due, and on how many of them it is; which ones is spread
        over the streets.
    least_apart_s
        Least seconds from the beginning of one pass of a kerb to the beginning of its next.
        Windows that do not keep them apart are divided; see `pass_windows`.
    required
        Whether a pass must be planned; otherwise it is worth `prize_fen_per_m2`.
    repeats_required
        The same for further passes of the day, where the first is required.
    prize_fen_per_m2
        Worth of sweeping one square metre by machine for the first time that day.
    repeat_share
        Worth of each further pass, as a share of the first one's.
    min_width_cm
        Narrower carriageways are swept by hand.
    sweepings_kg_per_km, water_l_per_km
        What one kilometre of kerb adds to the hopper, and takes from the tank.
    cancelled_by
        Weather in which neither sweeping nor washing is done.
    wash
        What washing is owed, None for none.
    """

    id: str
    highways: tuple[str, ...]
    method: Method = Method.MECHANISED
    passes: tuple[tuple[TimeWindow, ...], ...]
    keep_off: tuple[TimeWindow, ...] = ()
    weekdays: tuple[int, ...] = EVERY_DAY
    sweeps_per_week: int = 0
    least_apart_s: int = 7_200
    required: bool
    repeats_required: bool = True
    prize_fen_per_m2: int = 0
    repeat_share: float = 0.25
    min_width_cm: int = 0
    sweepings_kg_per_km: int = 20
    water_l_per_km: int = 60
    cancelled_by: tuple[Condition, ...] = tuple(Condition)
    wash: WashStandard | None = None

    def __post_init__(self) -> None:
        where = f"standard {self.id}"
        if any(not windows for windows in self.passes):
            raise ValueError(f"{where}: every pass needs at least one window.")
        _check_days(where, self.weekdays, self.days_per_week, "sweeps_per_week")
        if not 0 <= self.repeat_share <= 1:
            raise ValueError(f"{where}: repeat_share must be in [0, 1], got {self.repeat_share}.")
        for name in (
            "least_apart_s",
            "prize_fen_per_m2",
            "min_width_cm",
            "sweepings_kg_per_km",
            "water_l_per_km",
        ):
            if getattr(self, name) < 0:
                raise ValueError(
                    f"{where}: {name} must not be negative, got {getattr(self, name)}."
                )
        _divided(where, self.passes, self.least_apart_s)

    @property
    def pass_windows(self) -> tuple[tuple[TimeWindow, ...], ...]:
        """When each pass may begin, narrowed so that passes keep apart."""
        return _divided(f"standard {self.id}", self.passes, self.least_apart_s)

    @property
    def days_per_week(self) -> int:
        """On how many days of a week sweeping is due."""
        return self.sweeps_per_week or len(self.weekdays)

    @property
    def is_divided(self) -> bool:
        """Whether the passes' windows had to be narrowed to keep the passes apart."""
        return self.pass_windows != self.passes


def _check_days(where: str, weekdays: tuple[int, ...], count: int, name: str) -> None:
    if not weekdays or not set(weekdays) <= set(EVERY_DAY):
        raise ValueError(f"{where}: weekdays must be among 0-6 (Monday is 0), got {weekdays}.")
    if not 0 < count <= len(set(weekdays)):
        raise ValueError(
            f"{where}: {name} must be between 1 and the {len(set(weekdays))} weekdays, "
            f"got {count}."
        )


def _divided(
    where: str, passes: tuple[tuple[TimeWindow, ...], ...], apart_s: int
) -> tuple[tuple[TimeWindow, ...], ...]:
    """Returns the windows of each pass, narrowed so that no two passes come too close.

    Passes that could come too close share their hours out: the span of their windows is cut into
    as many equal parts as there are passes, with `apart_s` between one part and the next.
    """
    runs: list[list[int]] = []
    in_order = sorted(range(len(passes)), key=lambda k: min(w.earliest_s for w in passes[k]))
    for number in in_order:
        earliest_s = min(window.earliest_s for window in passes[number])
        if runs and earliest_s < max(_latest_s(passes[k]) for k in runs[-1]) + apart_s:
            runs[-1].append(number)
        else:
            runs.append([number])
    found = list(passes)
    for run in runs:
        if len(run) == 1:
            continue
        begin_s = min(window.earliest_s for k in run for window in passes[k])
        end_s = max(_latest_s(passes[k]) for k in run)
        part_s = (end_s - begin_s - apart_s * (len(run) - 1)) / len(run)
        for place, number in enumerate(run):
            first_s = round(begin_s + place * (part_s + apart_s))
            last_s = int(begin_s + place * (part_s + apart_s) + part_s)
            found[number] = tuple(
                TimeWindow(
                    earliest_s=max(window.earliest_s, first_s),
                    latest_s=min(window.latest_s, last_s),
                )
                for window in passes[number]
                if max(window.earliest_s, first_s) <= min(window.latest_s, last_s)
            )
    for number, (windows, own) in enumerate(zip(found, passes, strict=True), start=1):
        if not windows:
            bands = ", ".join(f"{clock(w.earliest_s)}-{clock(w.latest_s)}" for w in own)
            raise ValueError(
                f"{where}: pass {number} ({bands}) cannot be kept {apart_s // 60} min from the "
                "pass before or after it; widen the windows or lower least_apart."
            )
    return tuple(found)


def _latest_s(windows: tuple[TimeWindow, ...]) -> int:
    return max(window.latest_s for window in windows)


def begin_windows(
    windows: tuple[TimeWindow, ...], keep_off: tuple[TimeWindow, ...], duration_s: int
) -> tuple[TimeWindow, ...]:
    """Returns when work of a duration may begin so that none of it falls into hours to keep off.

    Hours to keep off hold on every day: a night that reaches past 86,400 s meets the next
    morning's, and the small hours meet those that began the evening before.
    """
    open_ = list(windows)
    for hours in keep_off:
        for day in (-1, 0, 1, 2):
            first_s = hours.earliest_s + day * DAY_S - duration_s + 1
            last_s = hours.latest_s + day * DAY_S - 1
            open_ = [part for window in open_ for part in _without(window, first_s, last_s)]
    return tuple(sorted(open_))


def _without(window: TimeWindow, first_s: int, last_s: int) -> list[TimeWindow]:
    """Returns what is left of a window without the beginnings first_s..last_s."""
    parts = []
    if window.earliest_s < first_s:
        latest_s = min(window.latest_s, first_s - 1)
        parts.append(TimeWindow(earliest_s=window.earliest_s, latest_s=latest_s))
    if window.latest_s > last_s:
        earliest_s = max(window.earliest_s, last_s + 1)
        parts.append(TimeWindow(earliest_s=earliest_s, latest_s=window.latest_s))
    return parts


def due_weekdays(weekdays: tuple[int, ...], per_week: int, offset: int) -> frozenset[int]:
    """Returns the weekdays on which a street is due, spread evenly over the allowed ones.

    Streets of different offsets get different days, and over as many offsets as there are allowed
    days every allowed day is chosen `per_week` times.
    """
    allowed = sorted(set(weekdays))
    count = len(allowed)
    return frozenset(allowed[(offset + k * count // per_week) % count] for k in range(per_week))
