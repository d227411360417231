"""Streets from the Overpass API."""

import datetime as dt
import hashlib
import re
from pathlib import Path
from typing import Any

from optimizer.errors import NetworkError
from optimizer.network.osm.xml_marks import find_deleted

QUERY_VERSION = 2
"""Counts changes of what is asked for; copies made by older queries are asked for again."""

MOST_CORNERS = 600
"""Of an outline in a query: Overpass looks at each of them for each street."""

FINEST_DEG, COARSEST_DEG = 0.0002, 0.02
"""How far an outline is drawn around the place's own, some 20 m to 2 km."""

_DATA_OF = re.compile(rb'osm_base="(\d{4}-\d\d-\d\d)T')


def download(place: str, directory: Path, *, fresh: bool = False) -> Path:
    """Downloads the streets, restrictions and waters of a place, once, and returns the file.

    One query gets ways and restriction relations alike within the outline of the place, so that
    the one reader handles both. An answer that is not whole is refused and not kept.

    Parameters
    ----------
    place
        A name that Nominatim knows, e.g. "Yinzhou District, Ningbo, China".
    directory
        Where the OSM XML is kept.
    fresh
        Asks again though there is a copy, which stays when no better one comes.

    Raises
    ------
    NetworkError
        When the place is unknown, the servers cannot be reached, or the answer is cut short.
    """
    import osmnx
    import requests

    path = directory / _file_name(place)
    if path.is_file() and not fresh:
        return path
    try:
        outline = osmnx.geocode_to_gdf(place).geometry.iloc[0]
        answer = requests.post(
            f"{osmnx.settings.overpass_url}/interpreter",
            data={"data": overpass_query(outline)},
            timeout=osmnx.settings.requests_timeout,
        )
        answer.raise_for_status()
    except Exception as error:  # osmnx, requests and the geocoder each raise their own
        raise NetworkError(
            "network.no_download",
            "place {place!r}: its streets cannot be downloaded{error:aside}; check the name and "
            "the connection, or give a file with --osm.",
            place=place,
            error=f"{type(error).__name__}: {error}",
        ) from None
    _require_whole(place, answer.content)
    directory.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(".part")
    partial.write_bytes(answer.content)
    partial.replace(path)
    return path


def date_of(path: Path) -> dt.date:
    """Returns the day whose streets a downloaded copy shows."""
    with path.open("rb") as stream:
        found = _DATA_OF.search(stream.read(4096))
    if found:
        return dt.date.fromisoformat(found[1].decode())
    return dt.datetime.fromtimestamp(path.stat().st_mtime).date()


def _file_name(place: str) -> str:
    """Returns the name of a place's copy: readable, and another for every spelling."""
    label = "".join(letter if letter.isalnum() else "_" for letter in place)[:80]
    mark = hashlib.sha256(f"{QUERY_VERSION}|{place}".encode()).hexdigest()[:8]
    return f"place-{label}-{mark}.osm"


def _require_whole(place: str, content: bytes) -> None:
    """Refuses an answer that the server could not finish, or that holds no street.

    It comes with the status 200 like any other, and says so in a remark at its end.
    """
    find_deleted(Path(f"place {place!r}"), [content])
    if b"<way" not in content:
        raise NetworkError(
            "network.no_street_there",
            "place {place!r}: the answer holds no street; check the name, or give a file with "
            "--osm.",
            place=place,
        )


def overpass_query(outline: Any) -> str:
    """Returns the query for all that the reader uses within an outline.

    Parameters
    ----------
    outline
        A polygon of shapely or several, in degrees.
    """
    import osmnx

    within = [f'(poly:"{ring}")' for ring in _rings(outline)]
    parts = (
        "way[highway]",
        'way[waterway~"^(river|canal|riverbank)$"]',
        "way[natural=water]",
        "relation[natural=water]",
        'relation[type~"^restriction"]',
    )
    asked = "".join(f"{part}{ring};" for ring in within for part in parts)
    return f"[out:xml][timeout:{int(osmnx.settings.requests_timeout)}];({asked});(._;>;);out body;"


def _rings(outline: Any) -> list[str]:
    """Returns the outer rings of an outline as Overpass reads them, latitude first.

    They are drawn a little around it with fewer corners, so that they leave nothing out.
    """
    reach_deg = FINEST_DEG
    while True:
        drawn = outline.buffer(reach_deg).simplify(reach_deg / 2)
        parts = list(getattr(drawn, "geoms", [drawn]))
        if reach_deg >= COARSEST_DEG or sum(len(p.exterior.coords) for p in parts) <= MOST_CORNERS:
            break
        reach_deg *= 2
    return [
        " ".join(f"{lat:.6f} {lon:.6f}" for lon, lat in part.exterior.coords[:-1])
        for part in parts
    ]
