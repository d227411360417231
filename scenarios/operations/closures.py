"""Streets that are closed: names, OSM ways and drawn areas become pieces of street."""

import numpy as np
import shapely
from numpy.typing import NDArray

from fleet import InvalidValue, LonLat, message
from optimizer.network.road_network import RoadNetwork
from scenarios.operations.faults import Note
from scenarios.operations.in_force import InForce
from scenarios.operations.schema import StreetClosedIn


def arcs_closed(given: StreetClosedIn, day: InForce, note: Note) -> NDArray[np.bool_]:
    """Returns a mask of the arcs that an event closes."""
    closed = np.zeros(day.streets.num_arcs, dtype=np.bool_)
    if not (given.streets or given.ways or given.area):
        note(
            "streets",
            message("events.closes_nothing", "names no street; give streets, ways or an area."),
        )
    for number, name in enumerate(given.streets):
        closed |= day.street(name, f"streets.{number}", note)
    for number, way in enumerate(given.ways):
        closed |= _of_way(way, number, day.streets, note)
    if given.area:
        closed |= _inside(given, day.streets, note)
    return closed


def names_closed(
    given: StreetClosedIn, closed: NDArray[np.bool_], day: InForce
) -> tuple[str, ...]:
    """Returns what people call the streets that are closed, those that they named first."""
    numbers = np.unique(day.streets.arc_name[closed])
    found = sorted({day.streets.names[int(number)] for number in numbers} - {""})
    named = [name.strip() for name in given.streets]
    if not (given.ways or given.area):
        return tuple(dict.fromkeys(named))
    return tuple(dict.fromkeys((*named, *found)))


def _of_way(way: int, number: int, streets: RoadNetwork, note: Note) -> NDArray[np.bool_]:
    mask = np.asarray((streets.arc_way_id == way) & ~streets.is_beyond)
    if not mask.any():
        note(
            f"ways.{number}",
            message(
                "events.unknown_way",
                "no street is OSM way {way}, or it is joined to another and goes by that one's "
                "number; name the street instead.",
                way=way,
            ),
        )
    return mask


def _inside(given: StreetClosedIn, streets: RoadNetwork, note: Note) -> NDArray[np.bool_]:
    """Returns a mask of the arcs that run through the drawn area, however short a way."""
    nowhere = np.zeros(streets.num_arcs, dtype=np.bool_)
    try:
        corners = [LonLat(lon=lon, lat=lat).pair for lon, lat in given.area]
    except InvalidValue as error:
        note("area", error.message)
        return nowhere
    if len(set(corners)) < 3:
        note(
            "area",
            message(
                "events.few_corners",
                "an area needs three different corners at least, got {corners}.",
                corners=len(set(corners)),
            ),
        )
        return nowhere
    area = shapely.Polygon(corners)
    if not area.is_valid:
        note(
            "area",
            message(
                "events.area_crosses_itself",
                "the outline of the area crosses itself; give its corners in order.",
            ),
        )
        return nowhere
    of_point = np.repeat(np.arange(streets.num_arcs), np.diff(streets.geometry_start))
    lines = shapely.linestrings(streets.geometry, indices=of_point)
    shapely.prepare(area)
    # Streets that only touch its edge lie outside.
    inside = shapely.intersects(area, lines) & ~shapely.touches(area, lines)
    mask = np.asarray(inside & ~streets.is_beyond)
    if not mask.any():
        west, south, east, north = streets.bounds
        note(
            "area",
            message(
                "events.area_of_nothing",
                "no street runs through the area; the streets lie between lon {west:.4f} and "
                "{east:.4f}, lat {south:.4f} and {north:.4f}.",
                west=west,
                south=south,
                east=east,
                north=north,
            ),
        )
    return mask
