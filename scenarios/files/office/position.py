"""Where a thing is: coordinates of office files, turned into WGS-84."""

import re

from fleet import LonLat, Misplaced, find_misplacement, message
from scenarios.files.datum import UNSHIFTED, Datum, Point, to_wgs84
from scenarios.files.office.cells import normalise, number_and_unit
from scenarios.files.office.fault import FaultKind, Unreadable
from scenarios.workbook import Cell

_MARKS = ("", "°", "度", "e", "n", "°e", "°n")
_EARTH_DECIMALS = 7
"""A centimetre: what a converted coordinate is worth keeping."""

ADDRESS_ONLY = (
    message(
        "table.has_an_address_but_no_coordinates",
        "has an address but no coordinates, and there is no map of addresses to look it up",
    ),
    message("table.fill_in_lon_and_lat", "fill in lon and lat"),
)


def degrees(cell: Cell) -> float:
    """Returns decimal degrees."""
    value, mark = number_and_unit(cell)
    if mark.casefold() not in _MARKS:
        raise Unreadable(
            FaultKind.NO_NUMBER,
            message("table.is_no_decimal_degree", "is no decimal degree"),
            message("table.write_e_g_121_54283", "write e.g. 121.54283"),
        )
    return float(value)


def pair(cell: Cell) -> Point:
    """Returns lon and lat of one cell, as "121.54283, 29.82234"."""
    parts = [part for part in re.split(r"[,;、\s]+", normalise(cell)) if part]
    if len(parts) != 2:
        raise Unreadable(
            FaultKind.NO_NUMBER,
            message("table.is_not_lon_and_lat", "is not lon and lat"),
            message("table.write_e_g_121_54283_29", "write e.g. 121.54283, 29.82234"),
        )
    return degrees(parts[0]), degrees(parts[1])


def locate_wgs84(lon: float, lat: float, system: Datum) -> LonLat:
    """Returns a point as WGS-84; one that cannot be, or whose numbers are swapped, is refused."""
    fault = find_misplacement(lon, lat)
    if fault is Misplaced.SWAPPED:
        raise Unreadable(
            FaultKind.SWAPPED,
            message(
                "table.lon_and_lat_are_swapped",
                "lon {lon:g} and lat {lat:g} are swapped",
                lon=lon,
                lat=lat,
            ),
            message("table.exchange_the_two", "exchange the two"),
        )
    if fault is not None:
        raise Unreadable(
            FaultKind.OFF_THE_GLOBE,
            message(
                "table.lon_lat_is_not_on_the",
                "lon {lon:g}, lat {lat:g} is not on the globe",
                lon=lon,
                lat=lat,
            ),
            message(
                "table.write_decimal_degrees_e_g_121",
                "write decimal degrees, e.g. 121.54283 and 29.82234",
            ),
        )
    if system not in UNSHIFTED:
        lon, lat = (round(one, _EARTH_DECIMALS) for one in to_wgs84(lon, lat, system))
    return LonLat(lon=lon, lat=lat)
