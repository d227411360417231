"""Links that hand a place over to the phone's map program, each in the datum that it expects."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from api.exports.tracks import Point
from scenarios.files import Datum, from_wgs84


def handover_links(at: Point, name: str) -> Mapping[str, str]:
    """Returns a link for each program, by its name.

    Apple's maps of China are those of Amap, in GCJ-02; OsmAnd shows OpenStreetMap, in WGS-84.

    References
    ----------
    Amap URI API, https://lbs.amap.com/api/uri-api/guide/travel/route;
    Baidu, https://lbsyun.baidu.com/faq/api?title=webapi/uri/web;
    Apple, https://developer.apple.com/library/archive/featuredarticles/iPhoneURLScheme_Reference
    """
    lon, lat = at
    gcj_lon, gcj_lat = from_wgs84(*at, Datum.GCJ02)
    bd_lon, bd_lat = from_wgs84(*at, Datum.BD09)
    called = quote(name, safe="")
    return {
        "amap": f"https://uri.amap.com/navigation?to={gcj_lon:.6f},{gcj_lat:.6f},{called}"
        "&mode=car&coordinate=gaode&callnative=1",
        "baidu": f"https://api.map.baidu.com/marker?location={bd_lat:.6f},{bd_lon:.6f}"
        f"&title={called}&content={called}&output=html&coord_type=bd09ll&src=onebroom",
        "apple": f"https://maps.apple.com/?daddr={gcj_lat:.6f},{gcj_lon:.6f}&dirflg=d",
        "osmand": f"https://osmand.net/map?pin={lat:.6f},{lon:.6f}#17/{lat:.6f}/{lon:.6f}",
    }


def shift_of(points: Sequence[Point]) -> dict[str, Any]:
    """Returns by how much GCJ-02 shifts the ground around points, at its corners.

    Some phones give positions of Chinese maps. `box` is west, south, east, north in GCJ-02; `at`
    the degrees to take off in its corners, from west to east, the southern ones first.
    """
    if not points:
        return {"box": [0, 0, 0, 0], "at": [[0, 0]] * 4}
    lons, lats = zip(*points, strict=True)
    corners = [(lon, lat) for lat in (min(lats), max(lats)) for lon in (min(lons), max(lons))]
    shifted = [from_wgs84(*one, Datum.GCJ02) for one in corners]
    return {
        "box": [*shifted[0], *shifted[3]],
        "at": [
            [round(b - a, 8) for a, b in zip(one, other, strict=True)]
            for one, other in zip(corners, shifted, strict=True)
        ],
    }
