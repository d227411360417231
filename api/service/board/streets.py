"""The streets of a board, their standards, and kerbs at which no machine is due."""

from collections.abc import Iterable, Sequence
from itertools import pairwise

import numpy as np

from api.exports.geojson import mark_barred_streets
from api.service.board.schema import (
    STEPS_PER_DEG,
    BarredOut,
    KerbsOut,
    Line,
    StandardOut,
    StreetsOut,
    Windows,
)
from api.words import Phrasebook
from fleet import TimeWindow
from optimizer.network.road_network import RoadNetwork
from scenarios.due import KerbLot, Lot
from scenarios.plan_file import PlanFile
from scenarios.scenario import Scenario


class NameNumbers:
    """Gives whatever is named a number, the same for the same."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def of(self, name: str) -> int:
        """Returns the number of a name."""
        return self._numbers.setdefault(name, len(self._numbers))

    def list(self) -> list[str]:
        """Returns the names in the order of their numbers."""
        return [*self._numbers]


class Ways:
    """The number of every arc of a network as a way.

    Parameters
    ----------
    arcs
        One for each street, in the order of their numbers.
    """

    def __init__(self, network: RoadNetwork) -> None:
        inverse = network.arc_inverse
        numbers = np.arange(network.num_arcs)
        is_first = (inverse < 0) | (inverse > numbers)
        self._network = network
        self.arcs: list[int] = np.flatnonzero(is_first).tolist()
        way = np.zeros(network.num_arcs, np.int64)
        way[is_first] = 2 * np.arange(len(self.arcs))
        way[~is_first] = way[inverse[~is_first]] + 1
        self._way: list[int] = way.tolist()

    def of_arc(self, arc: int) -> int:
        """Returns the way of an arc."""
        return self._way[arc]

    def of_key(self, key: str) -> int:
        """Returns the way of an arc that is named as in files."""
        return self._way[self._network.arc_of_key[key]]


def step_to(lon: float, lat: float) -> tuple[int, int]:
    """Returns a place in whole steps."""
    return round(lon * STEPS_PER_DEG), round(lat * STEPS_PER_DEG)


def pack(points: Iterable[Sequence[float]]) -> Line:
    """Returns a line in steps; a line that is shorter than one still has two points."""
    packed: Line = []
    last = (0, 0)
    for lon, lat in points:
        here = step_to(lon, lat)
        if len(packed) > 2 and here == last:
            continue
        packed += [here[0] - last[0], here[1] - last[1]]
        last = here
    return packed


def tabulate_streets(
    network: RoadNetwork,
    ways: Ways,
    lots: Iterable[KerbLot],
    *,
    names: NameNumbers,
    highways: NameNumbers,
    standard_ids: Sequence[str],
) -> StreetsOut:
    """Returns the streets with the standard that each is kept to."""
    arcs = ways.arcs
    number_of = {id_: number for number, id_ in enumerate(standard_ids)}
    standard = [-1] * len(arcs)
    for lot in lots:
        street = ways.of_key(lot.kerb.arc) // 2
        standard[street] = number_of.get(lot.service_class, -1)
    return StreetsOut(
        line=[pack(network.arc_geometry(arc).tolist()) for arc in arcs],
        name=[names.of(network.street_name(arc)) for arc in arcs],
        highway=[highways.of(network.highway(arc)) for arc in arcs],
        standard=standard,
        length_m=network.arc_length_m[arcs].tolist(),
        width_cm=network.arc_width_cm[arcs].tolist(),
        lanes=network.arc_lanes[arcs].tolist(),
        one_way=(network.arc_inverse[arcs] < 0).astype(int).tolist(),
        beyond=network.is_beyond[arcs].astype(int).tolist(),
    )


def tabulate_kerbs(lots: Iterable[KerbLot], ways: Ways) -> KerbsOut:
    """Returns the kerbs at which the standards want no machine today."""
    left = [lot for lot in lots if lot.lot is not Lot.DUE]
    return KerbsOut(
        way=[ways.of_key(lot.kerb.arc) for lot in left],
        side=[str(lot.kerb.side) for lot in left],
        lot=[str(lot.lot) for lot in left],
        reason=[str(lot.reason) for lot in left],
        area_m2=[lot.area_m2 for lot in left],
    )


def pairs_of(windows: Iterable[TimeWindow]) -> Windows:
    """Returns windows as pairs of seconds."""
    return [(one.earliest_s, one.latest_s) for one in windows]


def list_standards(scenario: Scenario) -> list[StandardOut]:
    """Returns what the classes of streets are owed."""
    return [
        StandardOut(
            id=one.id,
            method=str(one.method),
            passes=[pairs_of(windows) for windows in one.pass_windows],
            days_per_week=one.days_per_week,
            required=one.required,
            washes_per_week=one.wash.washes_per_week if one.wash else 0,
            wash_windows=pairs_of(one.wash.windows) if one.wash else [],
            keep_off=pairs_of(one.keep_off),
        )
        for one in scenario.standards
    ]


def list_barred(plan_file: PlanFile, network: RoadNetwork, words: Phrasebook) -> list[BarredOut]:
    """Returns the streets that some of the plan's vehicles cannot use."""
    profiles = {one.profile for one in plan_file.fleet.vehicles}
    return [
        BarredOut(
            line=pack(one["geometry"]["coordinates"]),
            properties=one["properties"],
        )
        for one in mark_barred_streets(network, profiles, words)
        if one["geometry"]["type"] == "LineString"
    ]


def list_water(network: RoadNetwork) -> list[Line]:
    """Returns the canals, rivers and banks."""
    starts = network.water_start.tolist()
    return [pack(network.water[begin:end].tolist()) for begin, end in pairwise(starts)]
