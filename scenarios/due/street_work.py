"""Street work that is due: kerbs to sweep become tasks, every kerb has its lot; lanes to wash."""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from fleet import Condition, Message, Method, StreetStandard, TimeWindow, Work, message
from fleet.street_standard import begin_windows, spread_weekdays
from optimizer.network.kerb import KerbKey
from optimizer.network.road_network import RoadNetwork
from optimizer.network.surface import Kerb, kerbs_of
from optimizer.task import Task
from scenarios.due.lanes import LaneDue, Means, along, street_label
from scenarios.due.maintained import Maintained
from scenarios.due.snow import find_snow_clearing, snow_notices
from scenarios.due.washing import find_washing
from scenarios.scenario import Scenario


class Lot(StrEnum):
    """What the standards say of a kerb on the service day, before anything is planned."""

    DUE = "due"
    MANUAL = "manual"
    UNCOVERED = "uncovered"


class LotReason(StrEnum):
    """Why a kerb is not due by machine."""

    BY_STANDARD = "by_standard"
    TOO_NARROW = "too_narrow"
    UNPAVED = "unpaved"
    WEATHER = "weather"
    NOT_DUE_TODAY = "not_due_today"
    NO_TIME = "no_time"


@dataclass(frozen=True, slots=True, kw_only=True)
class KerbLot:
    """A kerb of the maintained roads with its surface; lots add up to the maintained area.

    Parameters
    ----------
    required
        Whether its first pass must be planned, where it is due.
    reason
        None where it is due by machine.
    """

    kerb: KerbKey
    name: str
    town: str
    service_class: str
    area_m2: int
    length_m: int
    lot: Lot
    required: bool
    reason: LotReason | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StreetWork:
    """What the streets are due.

    Parameters
    ----------
    lots
        One for each kerb of the maintained roads.
    unmaintained_m2
        Surface of roads that no standard names.
    lanes
        What is owed and due lane by lane, by work and class.
    notices
        What the weather changes.
    """

    tasks: tuple[Task, ...]
    lots: tuple[KerbLot, ...]
    lanes: tuple[LaneDue, ...]
    unmaintained_m2: int
    notices: tuple[Message, ...]


def find_street_work(
    scenario: Scenario,
    network: RoadNetwork,
    streets: Maintained,
    *,
    workable: Callable[[Work], NDArray[np.bool_]],
) -> StreetWork:
    """Returns the sweeping and washing due on the scenario's day, and the clearing of snow.

    Parameters
    ----------
    workable
        Gives a mask of the arcs where vehicles with a skill can drive there and back. Kerbs out
        of reach are tasks too: the plan lists them by name with that reason.

    Raises
    ------
    InputError
        When a standard leaves no time to work on a street.
    """
    cancelled = tuple(
        (standard.id, condition)
        for standard in scenario.standards
        for condition in scenario.conditions
        if condition in standard.cancelled_by
    )
    stopped = {id_ for id_, _ in cancelled}
    tasks: list[Task] = []
    lots = []
    unmaintained_m2 = 0
    means = Means.of(scenario, Work.SWEEP)
    begins = _Begins()
    for kerb in kerbs_of(network, workable=workable(Work.SWEEP)):
        standard = streets.standard_of(kerb.arc)
        if standard is None:
            unmaintained_m2 += kerb.area_m2
            continue
        reason = _reason(scenario, network, streets, kerb, standard, stopped)
        if reason is None:
            passes = _sweep_tasks(scenario, network, kerb, standard, means, begins)
            tasks += passes
            # A street may be too long for the time between the hours to keep off.
            reason = None if passes else LotReason.NO_TIME
        lots.append(_lot(network, streets, kerb, standard, reason))
    washes, washed = find_washing(
        scenario, network, streets, workable=workable(Work.WASH), stopped=stopped
    )
    ploughs, ploughed = find_snow_clearing(
        scenario, network, streets, workable=workable(Work.SNOW)
    )
    return StreetWork(
        tasks=(*tasks, *washes, *ploughs),
        lots=tuple(lots),
        lanes=(*washed, *ploughed),
        unmaintained_m2=unmaintained_m2,
        notices=tuple(_notices(scenario, cancelled)),
    )


def _notices(scenario: Scenario, cancelled: Sequence[tuple[str, Condition]]) -> Iterator[Message]:
    if cancelled:
        yield message(
            "notice.weather",
            "Weather of {date}: {conditions:list.weather}; no sweeping and no washing of class "
            "{classes:list}.",
            date=scenario.date,
            conditions=[*dict.fromkeys(condition for _, condition in cancelled)],
            classes=[*dict.fromkeys(id_ for id_, _ in cancelled)],
        )
    yield from snow_notices(scenario)


def _reason(
    scenario: Scenario,
    network: RoadNetwork,
    streets: Maintained,
    kerb: Kerb,
    standard: StreetStandard,
    stopped: set[str],
) -> LotReason | None:
    """Returns why a kerb is not due by machine today, None when it is."""
    if standard.method is Method.MANUAL or not standard.passes:
        return LotReason.BY_STANDARD
    if network.arc_width_cm[kerb.arc] < standard.min_width_cm:
        return LotReason.TOO_NARROW
    if network.arc_unpaved[kerb.arc]:
        return LotReason.UNPAVED
    days = spread_weekdays(standard.weekdays, standard.days_per_week, int(streets.cell[kerb.arc]))
    if scenario.date.weekday() not in days:
        return LotReason.NOT_DUE_TODAY
    return LotReason.WEATHER if standard.id in stopped else None


def _lot(
    network: RoadNetwork,
    streets: Maintained,
    kerb: Kerb,
    standard: StreetStandard,
    reason: LotReason | None,
) -> KerbLot:
    manual = reason in (LotReason.BY_STANDARD, LotReason.TOO_NARROW, LotReason.UNPAVED)
    return KerbLot(
        kerb=kerb.key(network),
        name=street_label(network, kerb.arc),
        town=streets.town_of(kerb.arc),
        service_class=standard.id,
        area_m2=kerb.area_m2,
        length_m=int(network.arc_length_m[kerb.arc]),
        lot=Lot.DUE if reason is None else Lot.MANUAL if manual else Lot.UNCOVERED,
        required=standard.required,
        reason=reason,
    )


class _Begins:
    """When passes may begin, made once for all kerbs that take equally long."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, int], list[tuple[TimeWindow, ...]]] = {}

    def of(self, standard: StreetStandard, duration_s: int) -> list[tuple[TimeWindow, ...]]:
        """Returns the windows of each pass; standards have ids of their own."""
        key = standard.id, duration_s
        if key not in self._found:
            self._found[key] = [
                begin_windows(windows, standard.keep_off, duration_s)
                for windows in standard.pass_windows
            ]
        return self._found[key]


def _sweep_tasks(
    scenario: Scenario,
    network: RoadNetwork,
    kerb: Kerb,
    standard: StreetStandard,
    means: Means,
    begins: _Begins,
) -> list[Task]:
    """Returns the sweep tasks of one kerb, one for each pass; none where one has no time."""
    length_m = int(network.arc_length_m[kerb.arc])
    season = scenario.season
    sweepings = standard.sweepings_kg_per_km * (season.sweepings_share if season else 1.0)
    key = kerb.key(network)
    modes = tuple(along(network, arc) for arc in kerb.alternatives)
    duration_s = means.duration_s(modes)
    windows_of = begins.of(standard, duration_s)
    if not all(windows_of):
        return []
    return [
        Task(
            id=f"sweep/{key}/{number}",
            work=Work.SWEEP,
            name=street_label(network, kerb.arc),
            modes=modes,
            demand_kg=math.ceil(sweepings * length_m / 1000),
            demand_l=-(-standard.water_l_per_km * length_m // 1000),
            windows=windows,
            required=standard.required and (number == 1 or standard.repeats_required),
            prize_fen=round(
                standard.prize_fen_per_m2
                * kerb.area_m2
                * (1.0 if number == 1 else standard.repeat_share)
            ),
            kerb=key,
            area_m2=kerb.area_m2,
            service_class=standard.id,
            lane_change_s=standard.lane_change_s,
            lane_crossed_s=standard.lane_crossed_s,
            apart_s=standard.least_apart_s if len(standard.passes) > 1 else 0,
        )
        for number, windows in enumerate(windows_of, start=1)
    ]
