"""Coordinates of exported files in the datum that the reader's map has."""

from collections.abc import Mapping

from api.exports.tracks import Point
from scenarios.files import Datum, from_wgs84

DATUMS: Mapping[str, Datum] = {
    "wgs84": Datum.WGS84,
    "gcj02": Datum.GCJ02,
    "bd09": Datum.BD09,
}
"""By the names that commands and addresses have for them."""


def write_point(point: Point, datum: Datum) -> Point:
    """Returns a point (lon, lat) of WGS-84 as a file has it in a datum.

    Shifted ones have two digits more, with which one finds the way back to a millimetre.
    """
    if datum is Datum.WGS84:
        return point
    lon, lat = from_wgs84(*point, datum)
    return round(lon, 8), round(lat, 8)
