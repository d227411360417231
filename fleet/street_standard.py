"""What a road class, or a street named on its own, is owed."""

from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from itertools import pairwise

from fleet.checks import (
    EVERY_DAY,
    require_not_negative,
    require_positive,
    require_range,
    require_weekdays,
    require_windows,
)
from fleet.clock import DAY_S
from fleet.message import InvalidValue
from fleet.time_window import TimeWindow
from fleet.weather import Condition


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
        require_windows("wash", windows=self.windows)
        _check_days("wash", self.weekdays, self.washes_per_week, "washes_per_week")
        require_not_negative(
            "wash",
            prize_fen_per_m2=self.prize_fen_per_m2,
            water_ml_per_m2=self.water_ml_per_m2,
            min_width_cm=self.min_width_cm,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class SnowStandard:
    """The clearing owed to a class on a day with snow: ploughed and spread on, lane by lane.

    Hours and amounts differ from city to city. Read: main roads passable within two hours and
    free within four (Beijing Daily, 2004-10-29); priority 1 treated within three hours, priority 2
    within five, 20 g/m2 of salt with each pass of a plough (Cumbria County Council, winter
    maintenance); 20 g/m2 with ploughing, in successive passes, and brine of 23 % at most
    (Transport Scotland, salt treatment matrix of winter 2009/10). Hours to keep off sweeping do
    not hold it up.

    Parameters
    ----------
    passes
        For each pass from when it may begin and by when it must be over; in order, each after
        the one before it.
    required
        Whether a pass must be planned. Where the fleet cannot do all that is required, what has
        the larger prize comes first: the class that is to be cleared before others.
    prize_fen_per_m2
        Worth of clearing a square metre in one pass.
    salt_g_per_m2
        Spread in one pass.
    salt_g_per_l
        What a litre out of the tank holds: brine of 23 % (assumed: 1.17 kg a litre), or some
        1,200 for salt by itself.
    min_width_cm
        Narrower carriageways are cleared by hand.
    """

    passes: tuple[TimeWindow, ...]
    required: bool = True
    prize_fen_per_m2: int = 0
    salt_g_per_m2: int = 20
    salt_g_per_l: int = 270
    min_width_cm: int = 0

    def __post_init__(self) -> None:
        require_windows("snow", passes=self.passes)
        for number, (one, following) in enumerate(pairwise(self.passes), start=2):
            if following.earliest_s < one.latest_s:
                raise InvalidValue(
                    "standard.snow_passes",
                    "snow: pass {number} may begin at {begin_s:clock}, before the one before it "
                    "must be over at {over_s:clock}.",
                    number=number,
                    begin_s=following.earliest_s,
                    over_s=one.latest_s,
                )
        require_not_negative(
            "snow",
            prize_fen_per_m2=self.prize_fen_per_m2,
            salt_g_per_m2=self.salt_g_per_m2,
            min_width_cm=self.min_width_cm,
        )
        require_positive("snow", salt_g_per_l=self.salt_g_per_l)

    @property
    def spread_ml_per_m2(self) -> int:
        """What leaves the tank on a square metre, rounded up."""
        return -(-1000 * self.salt_g_per_m2 // self.salt_g_per_l)


@dataclass(frozen=True, slots=True, kw_only=True)
class StreetStandard:
    """What one service class (I to IV) is owed, or streets named apart.

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
    lane_change_s, lane_crossed_s
        Seconds that a vehicle takes to go over to another lane or to the other kerb and work on
        there: to lift the brooms, slow down and look; and again for each lane that it crosses.
    cancelled_by
        Weather in which neither sweeping nor washing is done.
    wash
        What washing is owed, None for none.
    snow
        What clearing is owed on a day with snow, None for none.
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
    lane_change_s: int = 0
    lane_crossed_s: int = 0
    cancelled_by: tuple[Condition, ...] = tuple(Condition)
    wash: WashStandard | None = None
    snow: SnowStandard | None = None

    def __post_init__(self) -> None:
        where = f"standards {self.id}"
        if any(not windows for windows in self.passes):
            raise InvalidValue(
                "standard.pass_without_window",
                "{where}: every pass needs at least one window.",
                where=where,
            )
        _check_days(where, self.weekdays, self.days_per_week, "sweeps_per_week")
        require_range(
            where,
            "repeat_share",
            self.repeat_share,
            is_in=0 <= self.repeat_share <= 1,
            range_="[0, 1]",
        )
        require_not_negative(
            where,
            least_apart_s=self.least_apart_s,
            prize_fen_per_m2=self.prize_fen_per_m2,
            min_width_cm=self.min_width_cm,
            sweepings_kg_per_km=self.sweepings_kg_per_km,
            water_l_per_km=self.water_l_per_km,
            lane_change_s=self.lane_change_s,
            lane_crossed_s=self.lane_crossed_s,
        )
        _divide(where, self.passes, self.least_apart_s)

    @property
    def pass_windows(self) -> tuple[tuple[TimeWindow, ...], ...]:
        """When each pass may begin, narrowed so that passes keep apart."""
        return _divide(f"standards {self.id}", self.passes, self.least_apart_s)

    @property
    def days_per_week(self) -> int:
        """On how many days of a week sweeping is due."""
        return self.sweeps_per_week or len(self.weekdays)

    @property
    def is_divided(self) -> bool:
        """Whether the passes' windows had to be narrowed to keep the passes apart."""
        return self.pass_windows != self.passes


def _check_days(where: str, weekdays: tuple[int, ...], count: int, name: str) -> None:
    require_weekdays(where, weekdays)
    if not 0 < count <= len(set(weekdays)):
        raise InvalidValue(
            "standard.days",
            "{where}: {name} must be between 1 and the {days} weekdays, got {count}.",
            where=where,
            name=name,
            days=len(set(weekdays)),
            count=count,
        )


@cache
def _divide(
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
            raise InvalidValue(
                "standard.passes_too_close",
                "{where}: pass {number} ({bands:bands}) cannot be kept {apart_min} min from the "
                "pass before or after it; widen the windows or lower least_apart.",
                where=where,
                number=number,
                bands=[(w.earliest_s, w.latest_s) for w in own],
                apart_min=apart_s // 60,
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
            open_ = [part for window in open_ for part in _cut_out(window, first_s, last_s)]
    return tuple(sorted(open_))


def _cut_out(window: TimeWindow, first_s: int, last_s: int) -> list[TimeWindow]:
    """Returns what is left of a window without the beginnings first_s..last_s."""
    parts = []
    if window.earliest_s < first_s:
        latest_s = min(window.latest_s, first_s - 1)
        parts.append(TimeWindow(earliest_s=window.earliest_s, latest_s=latest_s))
    if window.latest_s > last_s:
        earliest_s = max(window.earliest_s, last_s + 1)
        parts.append(TimeWindow(earliest_s=earliest_s, latest_s=window.latest_s))
    return parts


def spread_weekdays(weekdays: tuple[int, ...], per_week: int, offset: int) -> frozenset[int]:
    """Returns the weekdays on which a street is due, spread evenly over the allowed ones.

    Streets of different offsets get different days, and over as many offsets as there are allowed
    days every allowed day is chosen `per_week` times.
    """
    allowed = sorted(set(weekdays))
    count = len(allowed)
    return frozenset(allowed[(offset + k * count // per_week) % count] for k in range(per_week))
