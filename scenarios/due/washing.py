"""Washing that is due: every carriageway lane by lane, on some nights of a week."""

from collections.abc import Collection, Iterator

import numpy as np
from numpy.typing import NDArray

from fleet import StreetStandard, Work
from fleet.street_standard import begin_windows, spread_weekdays
from optimizer.errors import InputError
from optimizer.network.road_network import RoadNetwork
from optimizer.network.surface import Kerb
from optimizer.task import Task
from scenarios.due.lanes import (
    LaneDue,
    LaneLot,
    LaneTally,
    Means,
    carriageways,
    street_label,
    strips_of,
)
from scenarios.due.maintained import Maintained
from scenarios.scenario import Scenario

WASHING_WIDTH_CM = 350
"""What a washer wets in one pass where no washer states it (assumed: 3.5 m)."""


def find_washing(
    scenario: Scenario,
    network: RoadNetwork,
    streets: Maintained,
    *,
    workable: NDArray[np.bool_],
    stopped: Collection[str],
) -> tuple[list[Task], tuple[LaneDue, ...]]:
    """Returns the wash tasks of the day, and what is owed and due of each class.

    Parameters
    ----------
    workable
        Mask of the arcs where a washer can drive there and back.
    stopped
        Ids of the standards whose work the weather cancels.

    Raises
    ------
    InputError
        When a standard leaves no time to wash a street.
    """
    owed = {one.id: one.wash.washes_per_week for one in scenario.standards if one.wash}
    if not owed:
        return [], ()
    means = Means.of(scenario, Work.WASH, width_cm=WASHING_WIDTH_CM)
    tally = LaneTally(Work.WASH, owed)
    tasks: list[Task] = []
    for carriageway in carriageways(network, workable, means.width_cm):
        standard = streets.standard_of(carriageway.arc)
        wash = standard.wash if standard else None
        if standard is None or wash is None:
            continue
        if network.arc_width_cm[carriageway.arc] < wash.min_width_cm:
            continue
        if network.arc_unpaved[carriageway.arc] and not wash.unpaved:
            continue
        cell = int(streets.cell[carriageway.arc])
        lot = LaneLot.CANCELLED if standard.id in stopped else LaneLot.DUE
        if scenario.date.weekday() not in spread_weekdays(
            wash.weekdays, wash.washes_per_week, cell
        ):
            lot = LaneLot.NOT_TODAY
        tally.add(standard.id, lot, carriageway.area_m2)
        if lot is LaneLot.DUE:
            tasks += _tasks(network, carriageway, standard, means)
    return tasks, tally.rows()


def _tasks(
    network: RoadNetwork, carriageway: Kerb, standard: StreetStandard, means: Means
) -> Iterator[Task]:
    wash = standard.wash
    assert wash is not None
    name = street_label(network, carriageway.arc)
    for strip in strips_of(
        network, carriageway, ml_per_m2=wash.water_ml_per_m2, tank_l=means.tank_l
    ):
        duration_s = means.duration_s(strip.modes)
        windows = begin_windows(wash.windows, standard.keep_off, duration_s)
        if not windows:
            raise InputError(
                "standard.no_time_to_wash",
                "standard {standard}: its hours to keep off leave no time to wash {street:street} "
                "({key}), which takes {duration_s} s; widen the windows or take out hours to "
                "keep off.",
                standard=standard.id,
                street=name,
                key=strip.kerb.arc,
                duration_s=duration_s,
            )
        yield Task(
            id=f"wash/{strip.kerb}",
            work=Work.WASH,
            name=name,
            modes=strip.modes,
            demand_l=-(-strip.area_m2 * wash.water_ml_per_m2 // 1000),
            windows=windows,
            required=wash.required,
            prize_fen=wash.prize_fen_per_m2 * strip.area_m2,
            kerb=strip.kerb,
            area_m2=strip.area_m2,
            service_class=standard.id,
            lane_change_s=standard.lane_change_s,
            lane_crossed_s=standard.lane_crossed_s,
        )
