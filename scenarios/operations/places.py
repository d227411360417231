"""Where added work is done: points and streets, as people say them, become places at the kerb."""

from functools import cache

import numpy as np
from numpy.typing import NDArray

from fleet import InvalidValue, LonLat, Message, Work, message
from optimizer.errors import NetworkError
from optimizer.network.paths import PathFinder
from optimizer.network.place import Position
from optimizer.network.profile import PROFILES
from optimizer.network.road_network import RoadNetwork
from optimizer.network.snap import NoStreet, Snap, Snapper
from scenarios.operations.faults import Note
from scenarios.operations.in_force import InForce
from scenarios.operations.schema import SomewhereIn


class EventStreets:
    """The streets on which vehicles can do a work, for one reading of events."""

    def __init__(self, day: InForce) -> None:
        self._day = day
        self.drivable = cache(self._drivable)
        self._snapper = cache(self._snapper_on)

    def find(self, given: SomewhereIn, work: Work, note: Note) -> Snap | None:
        """Returns where work is done, with both directions of the street; None with a note."""
        on = self._find_named(given, note)
        if given.lon is not None or given.lat is not None:
            at = self._point(given, note)
            if at is None or on is None:
                return None
            return self._near(at, given.street.strip(), work, note)
        if on is None:
            return None
        if not given.street:
            note("lon", message("events.no_place", "has no place; give lon and lat, or street."))
            return None
        return self._in_street(given, on & self.drivable(work), note)

    def _point(self, given: SomewhereIn, note: Note) -> LonLat | None:
        """Returns the point that is given, None where it is none."""
        if given.lon is None or given.lat is None:
            note("lon", message("events.half_a_point", "gives lon or lat alone; give both."))
            return None
        try:
            return LonLat(lon=given.lon, lat=given.lat)
        except InvalidValue as error:
            note("lon", error.message)
            return None

    def _find_named(self, given: SomewhereIn, note: Note) -> NDArray[np.bool_] | None:
        """Returns a mask of the street that is named, all streets where none is."""
        if given.crossing and not given.street:
            note(
                "crossing",
                message("events.crossing_alone", "gives a crossing and no street; give both."),
            )
            return None
        if not given.street:
            return np.ones(self._day.streets.num_arcs, dtype=np.bool_)
        on = self._day.street(given.street, "street", note)
        return on if on.any() else None

    def _near(self, at: LonLat, street: str, work: Work, note: Note) -> Snap | None:
        """Returns the place nearest to a point, on the street where one is named."""
        try:
            (found,) = self._snapper(work, street).snap([at.pair])
        except NetworkError:
            note("street", _not_drivable(street, work))
            return None
        if isinstance(found, NoStreet):
            note("lon", message("events.off_street", "{why}; correct lon/lat.", why=found.message))
            return None
        return found

    def _in_street(self, given: SomewhereIn, on: NDArray[np.bool_], note: Note) -> Snap | None:
        """Returns the place in a street that has no point: at a crossing, or halfway."""
        network = self._day.network
        arcs = np.flatnonzero(on)
        if not len(arcs):
            note("street", _not_drivable(given.street.strip(), None))
            return None
        if not given.crossing:
            longest = int(arcs[np.argmax(network.arc_length_m[arcs])])
            return _snap_at(network, longest, int(network.arc_length_m[longest]) // 2)
        other = self._day.street(given.crossing, "crossing", note)
        if not other.any():
            return None
        corners = np.union1d(network.arc_from[other], network.arc_to[other])
        ending = arcs[np.isin(network.arc_to[arcs], corners)]
        if not len(ending):
            note(
                "crossing",
                message(
                    "events.no_crossing",
                    "{street} and {crossing} do not meet; give a street that it meets, or lon "
                    "and lat.",
                    street=given.street.strip(),
                    crossing=given.crossing.strip(),
                ),
            )
            return None
        arc = int(ending[0])
        return _snap_at(network, arc, int(network.arc_length_m[arc]))

    def _drivable(self, work: Work) -> NDArray[np.bool_]:
        """Returns a mask of the arcs where some vehicle with the skill can drive."""
        profiles = {one.profile for one in self._day.plan_file.fleet.vehicles if work in one.works}
        masks = [PathFinder(self._day.network, PROFILES[id_]).routable for id_ in sorted(profiles)]
        return np.asarray(np.logical_or.reduce(masks))

    def _snapper_on(self, work: Work, street: str) -> Snapper:
        network = self._day.network
        on = self.drivable(work)
        if street:
            on = on & np.isin(network.arc_name, self._day.numbers_of_street[street])
        # Canals that were generated part no real place from its street.
        return Snapper(
            network,
            on,
            max_distance_m=self._day.max_snap_m,
            cross_water=network.generated,
        )


def _snap_at(network: RoadNetwork, arc: int, offset_m: int) -> Snap:
    inverse = int(network.arc_inverse[arc])
    back = (
        (Position(arc=inverse, offset_m=int(network.arc_length_m[inverse]) - offset_m),)
        if inverse >= 0
        else ()
    )
    return Snap(positions=(Position(arc=arc, offset_m=offset_m), *back), distance_m=0.0)


def _not_drivable(street: str, work: Work | None) -> Message:
    return message(
        "events.not_drivable",
        "no vehicle with the skill can drive in {street}; name another street, or give lon and "
        "lat alone.",
        street=street,
    )
