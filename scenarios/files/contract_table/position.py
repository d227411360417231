"""Where a kitchen is: coordinates of office files, turned into WGS-84."""

import re

from fleet import LonLat, Misplaced, misplaced
from scenarios.files.contract_table.cells import Cell, number_and_unit, plain
from scenarios.files.contract_table.columns import DATUM_NAMES, key, no_datum
from scenarios.files.contract_table.fault import FaultKind, Said, Unreadable
from scenarios.files.datum import Datum, Point, to_wgs84

_MARKS = ("", "°", "度", "e", "n", "°e", "°n")
_EARTH_DECIMALS = 7
"""A centimetre: what a converted coordinate is worth keeping."""

ADDRESS_ONLY = (
    Said(
        "has an address but no coordinates, and there is no map of addresses to look it up",
        "只有地址，没有坐标，且没有可查地址的地图",
    ),
    Said("fill in lon and lat", "请填写经度和纬度"),
)


def degrees(cell: Cell) -> float:
    """Returns decimal degrees."""
    value, mark = number_and_unit(cell)
    if mark.casefold() not in _MARKS:
        raise Unreadable(
            FaultKind.NO_NUMBER,
            Said("is no decimal degree", "不是十进制度数"),
            Said("write e.g. 121.54283", "请填写十进制度数，如 121.54283"),
        )
    return float(value)


def pair(cell: Cell) -> Point:
    """Returns lon and lat of one cell, as "121.54283, 29.82234"."""
    parts = [part for part in re.split(r"[,;、\s]+", plain(cell)) if part]
    if len(parts) != 2:
        raise Unreadable(
            FaultKind.NO_NUMBER,
            Said("is not lon and lat", "不是“经度,纬度”"),
            Said("write e.g. 121.54283, 29.82234", "请写成 121.54283, 29.82234"),
        )
    return degrees(parts[0]), degrees(parts[1])


def datum(cell: Cell) -> Datum:
    """Returns a coordinate system from its name."""
    name = key(plain(cell)).removesuffix("坐标系")
    found = DATUM_NAMES.get(name) or DATUM_NAMES.get(name.removesuffix("坐标"))
    if found is None:
        raise Unreadable(FaultKind.DATUM, *no_datum(plain(cell)))
    return found


def located(lon: float, lat: float, system: Datum) -> LonLat:
    """Returns a point as WGS-84; one that cannot be, or whose numbers are swapped, is refused."""
    fault = misplaced(lon, lat)
    if fault is Misplaced.SWAPPED:
        raise Unreadable(
            FaultKind.SWAPPED,
            Said(
                f"lon {lon:g} and lat {lat:g} are swapped",
                f"经度 {lon:g} 与纬度 {lat:g} 写反了",
            ),
            Said("exchange the two", "请对调经度和纬度"),
        )
    if fault is not None:
        raise Unreadable(
            FaultKind.OFF_THE_GLOBE,
            Said(
                f"lon {lon:g}, lat {lat:g} is not on the globe",
                f"经度 {lon:g}、纬度 {lat:g} 不在地球上",
            ),
            Said("write decimal degrees, e.g. 121.54283 and 29.82234", "请填写十进制度数"),
        )
    if system is not Datum.WGS84:
        lon, lat = (round(one, _EARTH_DECIMALS) for one in to_wgs84(lon, lat, system))
    return LonLat(lon=lon, lat=lat)
