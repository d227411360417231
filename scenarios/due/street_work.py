"""Sweeping and washing that is due: kerbs and lanes become tasks, and every kerb has its lot."""

import math
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from fleet import Condition, Method, StreetStandard, Work
from fleet.street_standard import begin_windows, due_weekdays
from optimizer.errors import InputError
from optimizer.network.place import Place, Position
from optimizer.network.road_network import RoadNetwork
from optimizer.network.surface import Kerb, kerbs_of
from optimizer.task import Mode, Task
from scenarios.due.maintained import Maintained
from scenarios.scenario import Scenario

WASHING_WIDTH_CM = 350
"""What a washer wets in one pass where no washer states it (assumed: 3.5 m)."""

TANK_SHARE = 0.5
"""A wash task takes at most this share of the smallest tank, so that tanks can be used up."""


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
    kerb
        As in `Task.kerb`.
    required
        Whether its first pass must be planned, where it is due.
    reason
        None where it is due by machine.
    """

    kerb: str
    name: str
    town: str
    service_class: str
    area_m2: int
    length_m: int
    lot: Lot
    required: bool
    reason: LotReason | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WashDue:
    """Washing of one class: what the standard owes in a week, and what of it is due today."""

    service_class: str
    washes_per_week: int
    maintained_m2: int
    due_m2: int
    cancelled_m2: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StreetWork:
    """What the streets are due.

    Parameters
    ----------
    lots
        One for each kerb of the maintained roads.
    unmaintained_m2
        Surface of roads that no standard names.
    cancelled
        The weather for which work was cancelled, by standard.
    """

    tasks: tuple[Task, ...]
    lots: tuple[KerbLot, ...]
    washing: tuple[WashDue, ...]
    unmaintained_m2: int
    cancelled: tuple[tuple[str, Condition], ...]


def street_work(
    scenario: Scenario,
    network: RoadNetwork,
    streets: Maintained,
    *,
    sweepable: NDArray[np.bool_],
    washable: NDArray[np.bool_],
) -> StreetWork:
    """Returns the sweeping and washing due on the scenario's day.

    Parameters
    ----------
    sweepable, washable
        Masks of the arcs where a sweeper, or a washer, can drive there and back. Kerbs out of
        reach are tasks too: the plan lists them by name with that reason.

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
    kph = _slowest_kph(scenario, Work.SWEEP)
    for kerb in kerbs_of(network, workable=sweepable):
        standard = streets.standard_of(kerb.arc)
        if standard is None:
            unmaintained_m2 += kerb.area_m2
            continue
        reason = _reason(scenario, network, streets, kerb, standard, stopped)
        if reason is None:
            passes = _sweep_tasks(scenario, network, kerb, standard, kph)
            tasks += passes
            # A street may be too long for the time between the hours to keep off.
            reason = None if passes else LotReason.NO_TIME
        lots.append(_lot(network, streets, kerb, standard, reason))
    washes, washing = _washing(scenario, network, streets, washable, stopped)
    return StreetWork(
        tasks=(*tasks, *washes),
        lots=tuple(lots),
        washing=washing,
        unmaintained_m2=unmaintained_m2,
        cancelled=cancelled,
    )


def _slowest_kph(scenario: Scenario, work: Work) -> int:
    """Returns the slowest working speed of the vehicles with a skill: the longest work takes."""
    speeds = [vehicle.working_kph for vehicle in scenario.vehicles if work in vehicle.works]
    return min(speeds, default=1)


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
    days = due_weekdays(standard.weekdays, standard.days_per_week, int(streets.cell[kerb.arc]))
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
        kerb=kerb_key(network, kerb),
        name=street_label(network, kerb.arc),
        town=streets.town_of(kerb.arc),
        service_class=standard.id,
        area_m2=kerb.area_m2,
        length_m=int(network.arc_length_m[kerb.arc]),
        lot=Lot.DUE if reason is None else Lot.MANUAL if manual else Lot.UNCOVERED,
        required=standard.required,
        reason=reason,
    )


def kerb_key(network: RoadNetwork, kerb: Kerb) -> str:
    """Returns "arc key/side"."""
    return f"{network.arc_key(kerb.arc)}/{kerb.side}"


def street_label(network: RoadNetwork, arc: int) -> str:
    """Returns a street's name, or what there is to say of one without."""
    return network.street_name(arc) or f"({network.highway(arc)}, no name)"


def _sweep_tasks(
    scenario: Scenario, network: RoadNetwork, kerb: Kerb, standard: StreetStandard, kph: int
) -> list[Task]:
    """Returns the sweep tasks of one kerb, one for each pass; none where one has no time."""
    length_m = int(network.arc_length_m[kerb.arc])
    season = scenario.season
    sweepings = standard.sweepings_kg_per_km * (season.sweepings_share if season else 1.0)
    key = kerb_key(network, kerb)
    modes = tuple(
        _mode(network, arc, 0, int(network.arc_length_m[arc])) for arc in kerb.alternatives
    )
    duration_s = max(-(-mode.service_m * 3600 // (kph * 1000)) for mode in modes)
    windows_of = [
        begin_windows(windows, standard.keep_off, duration_s) for windows in standard.pass_windows
    ]
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
            apart_s=standard.least_apart_s if len(standard.passes) > 1 else 0,
        )
        for number, windows in enumerate(windows_of, start=1)
    ]


def _mode(network: RoadNetwork, arc: int, first_m: int, last_m: int) -> Mode:
    """Returns the mode of working along an arc from one offset to another."""
    return Mode(
        place=Place(
            entries=(Position(arc=arc, offset_m=first_m),),
            exits=(Position(arc=arc, offset_m=last_m),),
        ),
        service_m=last_m - first_m,
        service_s=0,
    )


def _washing(
    scenario: Scenario,
    network: RoadNetwork,
    streets: Maintained,
    washable: NDArray[np.bool_],
    stopped: set[str],
) -> tuple[list[Task], tuple[WashDue, ...]]:
    """Returns the wash tasks of the day, and what is owed and due of each class."""
    washers = [vehicle for vehicle in scenario.vehicles if Work.WASH in vehicle.works]
    width_cm = min((v.sweeping_width_cm for v in washers if v.sweeping_width_cm), default=0)
    tank_l = min((vehicle.tank_l for vehicle in washers), default=0)
    kph = _slowest_kph(scenario, Work.WASH)
    owing = {standard.id: standard.wash for standard in scenario.standards if standard.wash}
    if not owing:
        return [], ()
    tasks: list[Task] = []
    sums: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for kerb in _carriageways(network, washable, width_cm or WASHING_WIDTH_CM):
        standard = streets.standard_of(kerb.arc)
        wash = standard.wash if standard else None
        if standard is None or wash is None:
            continue
        if network.arc_width_cm[kerb.arc] < wash.min_width_cm:
            continue
        if network.arc_unpaved[kerb.arc] and not wash.unpaved:
            continue
        sums[standard.id]["maintained"] += kerb.area_m2
        days = due_weekdays(wash.weekdays, wash.washes_per_week, int(streets.cell[kerb.arc]))
        if scenario.date.weekday() not in days:
            continue
        lot = "cancelled" if standard.id in stopped else "due"
        sums[standard.id][lot] += kerb.area_m2
        if lot == "due":
            tasks += _wash_tasks(network, kerb, standard, kph=kph, tank_l=tank_l)
    return tasks, tuple(
        WashDue(
            service_class=id_,
            washes_per_week=wash.washes_per_week,
            maintained_m2=sums[id_]["maintained"],
            due_m2=sums[id_]["due"],
            cancelled_m2=sums[id_]["cancelled"],
        )
        for id_, wash in owing.items()
    )


def _carriageways(
    network: RoadNetwork, washable: NDArray[np.bool_], width_cm: int
) -> Iterator[Kerb]:
    """Yields what is washed from each arc: both kerbs of a one-way carriageway in one.

    Its lanes are counted over the whole width, from the kerb with the traffic.
    """
    by_arc: dict[int, list[Kerb]] = defaultdict(list)
    for kerb in kerbs_of(network, workable=washable, pass_width_cm=width_cm):
        by_arc[kerb.arc].append(kerb)
    for kerbs in by_arc.values():
        whole_cm = sum(kerb.width_cm for kerb in kerbs)
        yield replace(
            kerbs[0],
            width_cm=whole_cm,
            area_m2=sum(kerb.area_m2 for kerb in kerbs),
            passes=-(-whole_cm // width_cm),
        )


def _wash_tasks(
    network: RoadNetwork, kerb: Kerb, standard: StreetStandard, *, kph: int, tank_l: int
) -> Iterator[Task]:
    """Yields one wash task a lane, in pieces where a lane needs more than a share of the tank."""
    wash = standard.wash
    assert wash is not None
    key = kerb_key(network, kerb)
    needed_l = kerb.area_m2 * wash.water_ml_per_m2 / kerb.passes / 1000
    length_m = int(network.arc_length_m[kerb.arc])
    pieces = max(1, math.ceil(needed_l / (TANK_SHARE * tank_l))) if tank_l else 1
    pieces = min(pieces, length_m)
    shares = kerb.passes * pieces
    for number in range(shares):
        lane, piece = divmod(number, pieces)
        area_m2 = kerb.area_m2 * (number + 1) // shares - kerb.area_m2 * number // shares
        modes = tuple(
            _piece(network, arc, piece, pieces, backward=place > 0)
            for place, arc in enumerate(kerb.alternatives)
        )
        duration_s = max(-(-mode.service_m * 3600 // (kph * 1000)) for mode in modes)
        windows = begin_windows(wash.windows, standard.keep_off, duration_s)
        if not windows:
            raise InputError(
                f"standard {standard.id}: its hours to keep off leave no time to wash "
                f"{street_label(network, kerb.arc)} ({network.arc_key(kerb.arc)}), which takes "
                f"{duration_s} s; widen the windows or take out hours to keep off."
            )
        name = f"{key}/{lane + 1}" + (f"/{piece + 1}" if pieces > 1 else "")
        yield Task(
            id=f"wash/{name}",
            work=Work.WASH,
            name=street_label(network, kerb.arc),
            modes=modes,
            demand_l=-(-area_m2 * wash.water_ml_per_m2 // 1000),
            windows=windows,
            required=wash.required,
            prize_fen=wash.prize_fen_per_m2 * area_m2,
            kerb=name,
            area_m2=area_m2,
            service_class=standard.id,
        )


def _piece(network: RoadNetwork, arc: int, piece: int, pieces: int, *, backward: bool) -> Mode:
    """Returns the mode of one piece of an arc; on the way back the pieces count from its end."""
    length_m = int(network.arc_length_m[arc])
    place = pieces - 1 - piece if backward else piece
    return _mode(network, arc, length_m * place // pieces, length_m * (place + 1) // pieces)
