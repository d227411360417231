"""Work along streets: strips of them as tasks have them, and whole carriageways lane by lane."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from fleet import Work
from optimizer.network.kerb import KerbKey
from optimizer.network.place import Place, Position
from optimizer.network.road_network import RoadNetwork
from optimizer.network.surface import Kerb, kerbs_of
from optimizer.task import Mode
from scenarios.scenario import Scenario

TANK_SHARE = 0.5
"""A piece of a lane takes at most this share of the smallest tank, so that tanks can be used
up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Means:
    """What the vehicles with a skill can all do: as the least of them does it.

    Parameters
    ----------
    working_kph
        The slowest: the longest that work takes.
    width_cm
        The narrowest.
    tank_l
        The smallest; 0 where none has a tank.
    """

    working_kph: int
    width_cm: int
    tank_l: int

    @classmethod
    def of(cls, scenario: Scenario, work: Work, *, width_cm: int = 0) -> "Means":
        """Returns the means for a work; `width_cm` is for vehicles that state none."""
        vehicles = [one for one in scenario.vehicles if work in one.works]
        stated_cm = [one.sweeping_width_cm for one in vehicles if one.sweeping_width_cm]
        return cls(
            working_kph=min((one.working_kph for one in vehicles), default=1),
            width_cm=min(stated_cm, default=width_cm),
            tank_l=min((one.tank_l for one in vehicles), default=0),
        )

    def duration_s(self, modes: tuple[Mode, ...]) -> int:
        """Returns how long work along a street takes in the longest of its modes."""
        metres_an_hour = self.working_kph * 1000
        return max(-(-mode.service_m * 3600 // metres_an_hour) for mode in modes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Strip:
    """A lane of a carriageway, or a piece of one, that one task works."""

    kerb: KerbKey
    area_m2: int
    modes: tuple[Mode, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LaneDue:
    """What a class is owed of a work lane by lane, and what of it is due today.

    Parameters
    ----------
    times_a_week
        0 where it is not owed by the week.
    """

    work: Work
    service_class: str
    times_a_week: int
    maintained_m2: int
    due_m2: int
    cancelled_m2: int


class LaneLot(StrEnum):
    """What the standards say of a carriageway that is owed a work."""

    DUE = "due"
    CANCELLED = "cancelled"
    NOT_TODAY = "not_today"


class LaneTally:
    """Adds up the carriageways that a work is owed on, by class and by what is said of them."""

    def __init__(self, work: Work, times_a_week: Mapping[str, int]) -> None:
        self.work = work
        self.times_a_week = times_a_week
        self._area_m2: Counter[tuple[str, LaneLot]] = Counter()

    def add(self, service_class: str, lot: LaneLot, area_m2: int) -> None:
        """Adds a carriageway."""
        self._area_m2[service_class, lot] += area_m2

    def rows(self) -> tuple[LaneDue, ...]:
        """Returns a row for each class that is owed the work."""
        area_m2 = self._area_m2
        return tuple(
            LaneDue(
                work=self.work,
                service_class=id_,
                times_a_week=times,
                maintained_m2=sum(area_m2[id_, lot] for lot in LaneLot),
                due_m2=area_m2[id_, LaneLot.DUE],
                cancelled_m2=area_m2[id_, LaneLot.CANCELLED],
            )
            for id_, times in self.times_a_week.items()
        )


def street_label(network: RoadNetwork, arc: int) -> str:
    """Returns a street's name, or what there is to say of one without."""
    return network.street_name(arc) or f"({network.highway(arc)})"


def along(network: RoadNetwork, arc: int, first_m: int = 0, last_m: int | None = None) -> Mode:
    """Returns the mode of working along an arc between two offsets, all of it by default."""
    end_m = int(network.arc_length_m[arc]) if last_m is None else last_m
    return Mode(
        place=Place(
            entries=(Position(arc=arc, offset_m=first_m),),
            exits=(Position(arc=arc, offset_m=end_m),),
        ),
        service_m=end_m - first_m,
        service_s=0,
    )


def carriageways(
    network: RoadNetwork, workable: NDArray[np.bool_], width_cm: int
) -> Iterator[Kerb]:
    """Yields what is worked lane by lane on each arc: both kerbs of a one-way carriageway in one.

    Its lanes are counted over the whole width, from the kerb with the traffic.
    """
    by_arc: dict[int, list[Kerb]] = defaultdict(list)
    for kerb in kerbs_of(network, workable=workable, pass_width_cm=width_cm):
        by_arc[kerb.arc].append(kerb)
    for kerbs in by_arc.values():
        whole_cm = sum(kerb.width_cm for kerb in kerbs)
        yield replace(
            kerbs[0],
            width_cm=whole_cm,
            area_m2=sum(kerb.area_m2 for kerb in kerbs),
            passes=-(-whole_cm // width_cm),
        )


def strips_of(
    network: RoadNetwork, carriageway: Kerb, *, ml_per_m2: int, tank_l: int
) -> Iterator[Strip]:
    """Yields the lanes of a carriageway, in pieces where one needs too much of the tank."""
    key = carriageway.key(network)
    needed_l = carriageway.area_m2 * ml_per_m2 / carriageway.passes / 1000
    length_m = int(network.arc_length_m[carriageway.arc])
    pieces = max(1, math.ceil(needed_l / (TANK_SHARE * tank_l))) if tank_l else 1
    pieces = min(pieces, length_m)
    shares = carriageway.passes * pieces
    for number in range(shares):
        lane, piece = divmod(number, pieces)
        first_m2, last_m2 = (carriageway.area_m2 * part // shares for part in (number, number + 1))
        yield Strip(
            kerb=replace(key, lane=lane + 1, piece=piece + 1 if pieces > 1 else 0),
            area_m2=last_m2 - first_m2,
            modes=tuple(
                _piece(network, arc, piece, pieces, backward=place > 0)
                for place, arc in enumerate(carriageway.alternatives)
            ),
        )


def _piece(network: RoadNetwork, arc: int, piece: int, pieces: int, *, backward: bool) -> Mode:
    """Returns the mode of one piece of an arc; on the way back the pieces count from its end."""
    length_m = int(network.arc_length_m[arc])
    place = pieces - 1 - piece if backward else piece
    return along(network, arc, length_m * place // pieces, length_m * (place + 1) // pieces)
