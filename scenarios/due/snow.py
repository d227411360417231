"""Snow to be cleared: on a day with snow every carriageway that is owed it, lane by lane."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from fleet import WORKS, Message, StreetStandard, TimeWindow, Work, message
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

PLOUGH_WIDTH_CM = 300
"""What a plough clears in one pass where none states it (assumed: 3.0 m)."""


def find_snow_clearing(
    scenario: Scenario,
    network: RoadNetwork,
    streets: Maintained,
    *,
    workable: NDArray[np.bool_],
) -> tuple[list[Task], tuple[LaneDue, ...]]:
    """Returns the tasks of clearing snow, and what is owed of each class; nothing without snow.

    Parameters
    ----------
    workable
        Mask of the arcs where a snow plough can drive there and back.

    Raises
    ------
    InputError
        When a standard leaves no time to clear a street.
    """
    owed = [one.id for one in scenario.standards if one.snow]
    if not owed or not _is_ordered(scenario):
        return [], ()
    means = Means.of(scenario, Work.SNOW, width_cm=PLOUGH_WIDTH_CM)
    tally = LaneTally(Work.SNOW, dict.fromkeys(owed, 0))
    tasks: list[Task] = []
    for carriageway in carriageways(network, workable, means.width_cm):
        standard = streets.standard_of(carriageway.arc)
        snow = standard.snow if standard else None
        if standard is None or snow is None:
            continue
        if network.arc_width_cm[carriageway.arc] < snow.min_width_cm:
            continue
        tally.add(standard.id, LaneLot.DUE, carriageway.area_m2)
        tasks += _tasks(network, carriageway, standard, means)
    return tasks, tally.rows()


def snow_notices(scenario: Scenario) -> Iterator[Message]:
    """Yields which classes are to be cleared of snow and which are not, on a day with snow."""
    owed = [one.id for one in scenario.standards if one.snow]
    if not owed or not _is_ordered(scenario):
        return
    yield message(
        "notice.snow",
        "Weather of {date}: snow; to be cleared is class {classes:list}.",
        date=scenario.date,
        classes=owed,
    )
    others = [one.id for one in scenario.standards if not one.snow]
    if others:
        yield message(
            "notice.snow_not_owed",
            "No clearing of snow is owed to class {classes:list}.",
            classes=others,
        )


def _is_ordered(scenario: Scenario) -> bool:
    return WORKS[Work.SNOW].ordered_by in scenario.conditions


def _tasks(
    network: RoadNetwork, carriageway: Kerb, standard: StreetStandard, means: Means
) -> Iterator[Task]:
    """Yields a task for each lane, or piece of one, and each pass."""
    snow = standard.snow
    assert snow is not None
    name = street_label(network, carriageway.arc)
    strips = strips_of(network, carriageway, ml_per_m2=snow.spread_ml_per_m2, tank_l=means.tank_l)
    for strip in strips:
        duration_s = means.duration_s(strip.modes)
        for number, hours in enumerate(snow.passes, start=1):
            if hours.latest_s - duration_s < hours.earliest_s:
                raise InputError(
                    "standard.no_time_to_clear",
                    "standard {standard}: pass {number} of snow clearing leaves no time for "
                    "{street:street} ({key}), which takes {duration_s} s; let it begin earlier or "
                    "be over later.",
                    standard=standard.id,
                    number=number,
                    street=name,
                    key=strip.kerb.arc,
                    duration_s=duration_s,
                )
            begin = TimeWindow(earliest_s=hours.earliest_s, latest_s=hours.latest_s - duration_s)
            yield Task(
                id=f"snow/{strip.kerb}/{number}",
                work=Work.SNOW,
                name=name,
                modes=strip.modes,
                demand_l=-(-strip.area_m2 * snow.salt_g_per_m2 // snow.salt_g_per_l),
                windows=(begin,),
                finish_by_s=hours.latest_s,
                required=snow.required,
                prize_fen=snow.prize_fen_per_m2 * strip.area_m2,
                kerb=strip.kerb,
                area_m2=strip.area_m2,
                service_class=standard.id,
                lane_change_s=standard.lane_change_s,
                lane_crossed_s=standard.lane_crossed_s,
            )
