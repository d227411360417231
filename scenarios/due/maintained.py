"""Which standard and which town each street has: classes, overrides, drawn areas."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fleet import Message, StreetStandard, message
from optimizer.network.plane import METRES_PER_DEGREE, narrowing_at
from optimizer.network.road_network import RoadNetwork
from scenarios.due.meant_streets import find_inside, find_meant, middles
from scenarios.scenario import Scenario

NOBODY = -1
"""Number of the standard of roads that no standard names."""

ELSEWHERE = ""
"""Town of streets where the scenario names no towns."""

CELL_M = 1_000
"""Side of the squares of streets that are due on the same days (assumed): large enough for a
night's work in one place, small enough that every night finds some in every town."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Maintained:
    """The standard, town and cell of every arc.

    Parameters
    ----------
    standards, towns
        What the numbers stand for.
    standard, town, cell
        Of each arc, int64, shape (arcs,). `standard` is `NOBODY` where none holds; `cell` numbers
        the squares whose streets share their days of the week.
    notices
        Overrides that mean no street here.
    """

    standards: tuple[StreetStandard, ...]
    towns: tuple[str, ...]
    standard: NDArray[np.int64]
    town: NDArray[np.int64]
    cell: NDArray[np.int64]
    notices: tuple[Message, ...]

    def standard_of(self, arc: int) -> StreetStandard | None:
        """Returns the standard of an arc, None where nobody maintains it."""
        number = int(self.standard[arc])
        return None if number == NOBODY else self.standards[number]

    def town_of(self, arc: int) -> str:
        """Returns the name of an arc's town."""
        return self.towns[int(self.town[arc])]


def find_maintained(scenario: Scenario, network: RoadNetwork) -> Maintained:
    """Returns the standard and town of every arc.

    Both directions of a street have the same town, and an override that means one of them means
    both. Where two standards name no street of the same class, the first that names it holds.
    """
    middle = middles(network)
    by_highway = {
        highway: number
        for number, standard in reversed(list(enumerate(scenario.standards)))
        for highway in standard.highways
    }
    of_class = np.array(
        [by_highway.get(highway, NOBODY) for highway in network.highways], dtype=np.int64
    )
    standard = of_class[network.arc_highway]
    number_of = {one.id: number for number, one in enumerate(scenario.standards)}
    notices = []
    for override in scenario.overrides:
        meant = find_meant(network, override)
        standard[meant] = number_of.get(override.standard, NOBODY)
        if not meant.any():
            notices.append(
                message(
                    "notice.override_unused",
                    "Override {override} means no street of {network}.",
                    override=override.id,
                    network=network.label,
                )
            )
    return Maintained(
        standards=scenario.standards,
        towns=tuple(town.name for town in scenario.towns) or (ELSEWHERE,),
        standard=standard,
        town=_towns(scenario, middle),
        cell=_cells(middle),
        notices=tuple(notices),
    )


def _towns(scenario: Scenario, middle: NDArray[np.float64]) -> NDArray[np.int64]:
    """Returns each arc's town: the one whose area holds its middle, else the nearest centre."""
    if not scenario.towns:
        return np.zeros(len(middle), dtype=np.int64)
    centres = np.array([town.at.pair for town in scenario.towns])
    narrowing = narrowing_at(centres[:, 1].mean())
    apart = (middle[:, None, :] - centres[None, :, :]) * (narrowing, 1.0)
    town = np.hypot(apart[:, :, 0], apart[:, :, 1]).argmin(axis=1)
    for number, one in enumerate(scenario.towns):
        if one.area:
            town[find_inside(one.area, middle)] = number
    return np.asarray(town, dtype=np.int64)


def _cells(middle: NDArray[np.float64]) -> NDArray[np.int64]:
    """Numbers squares so that neighbours differ: a week's days then lie side by side."""
    # By whole degrees, so that a street's day does not depend on what else is in the file.
    narrowing = narrowing_at(np.floor(middle[:, 1]) + 0.5)
    column = np.floor(middle[:, 0] * METRES_PER_DEGREE * narrowing / CELL_M).astype(np.int64)
    row = np.floor(middle[:, 1] * METRES_PER_DEGREE / CELL_M).astype(np.int64)
    # Three columns on is the same day one row up: with seven days no two neighbours share one.
    return np.asarray(column + 3 * row)
