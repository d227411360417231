"""What every part of a plan's picture needs to know, and the sizes that it is drawn in."""

from collections.abc import Mapping
from dataclasses import dataclass

from api.exports.svg.frame import Frame
from api.words import Phrasebook
from fleet import Work
from optimizer.network.road_network import RoadNetwork
from scenarios.measures import RouteRow
from scenarios.plan_file import PlanFile

RouteKey = tuple[str, str]
"""(vehicle id, shift id)."""

SIGNAL = "#e5002b"
"""Required work that nobody does."""

BY_HAND = "#8d6e3f"
"""Optional work that is left to brooms."""

SHIFT_DASHES = ("", "6 1.6", "1.6 1.2", "9 1.6 1.6 1.6")
"""Of a vehicle's first shift, its second and so on, in widths of a route's line."""

_MAIN = ("motorway", "trunk", "primary")
_MIDDLE = ("secondary", "tertiary")


def rank_of(highway: str) -> int:
    """Returns 0 for main roads, 1 for those between districts, 2 for the others."""
    kind = highway.removesuffix("_link")
    return 0 if kind in _MAIN else 1 if kind in _MIDDLE else 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Pen:
    """How wide things are drawn, in drawing units; all grow with the scale of the map.

    Parameters
    ----------
    factor
        1 for a city on a wall, more for a village on the same sheet.
    """

    factor: float

    @classmethod
    def at_scale(cls, units_per_m: float) -> "Pen":
        """Returns a pen that suits the scale of a map."""
        return cls(factor=min(max(units_per_m / 0.15, 0.6), 2.5))

    @property
    def route(self) -> float:
        """Width of a route's line."""
        return 1.15 * self.factor

    def dash(self, shift: int) -> str:
        """Returns the dashes of a vehicle's shift by its number, "none" for the first."""
        lengths = SHIFT_DASHES[shift % len(SHIFT_DASHES)].split()
        return " ".join(f"{float(length) * self.route:.1f}" for length in lengths) or "none"

    def street(self, rank: int) -> float:
        """Width of a street of a rank."""
        return (2.4, 1.6, 0.9)[rank] * self.factor

    def offset(self, rank: int, *, one_way: bool, lane: int, num_lanes: int, side: str) -> float:
        """Returns how far right of its street a line lies; left is negative."""
        step = 1.35 * self.factor
        if side not in ("right", "left"):
            return (lane - (num_lanes - 1) / 2) * step
        if side == "left" and one_way:
            # The median: what lies there of both carriageways has little room between them.
            return -(0.4 + 0.9 * lane) * self.factor
        nearest = (1.2, 1.1, 0.9)[rank] if one_way else (1.9, 1.5, 1.1)[rank]
        distance = nearest * self.factor + lane * step
        return distance if side == "right" else -distance


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """One map: which works of which plan, on which ground, in which colours.

    Parameters
    ----------
    works
        The works that this map shows.
    colours
        Of every vehicle, by id.
    """

    plan_file: PlanFile
    network: RoadNetwork
    frame: Frame
    pen: Pen
    words: Phrasebook
    works: frozenset[Work]
    colours: Mapping[str, str]

    @property
    def rows(self) -> list[RouteRow]:
        """The routes that do some of the works, in the order of the fleet and of the day."""
        work_of = {task.id: task.work for task in self.plan_file.tasks}
        drawn = {
            (route.vehicle_id, route.shift_id)
            for route in self.plan_file.plan.routes
            if any(work_of[id_] in self.works for id_ in route.task_ids)
        }
        place = {vehicle.id: n for n, vehicle in enumerate(self.plan_file.fleet.vehicles)}
        return sorted(
            (
                row
                for row in self.plan_file.measures.routes
                if (row.vehicle_id, row.shift_id) in drawn
            ),
            key=lambda row: (place[row.vehicle_id], row.start_s),
        )

    def shift_number(self, key: RouteKey) -> int:
        """Returns the place of a shift among its vehicle's shifts of the day."""
        shifts = [shift.id for shift in self.plan_file.fleet.vehicle(key[0]).shifts]
        return shifts.index(key[1]) if key[1] in shifts else 0

    def shift_name(self, key: RouteKey) -> str:
        """Returns what people call a shift."""
        return self.words.say(self.plan_file.shift_label(*key))
