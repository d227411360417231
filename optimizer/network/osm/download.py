"""Streets from the Overpass API."""

from pathlib import Path

import osmnx
import requests

from optimizer.errors import NetworkError


def download(place: str, directory: Path) -> Path:
    """Downloads the streets, restrictions and waters of a place, once, and returns the file.

    One query gets ways and restriction relations alike, so that the one reader handles both.

    Parameters
    ----------
    place
        A name that Nominatim knows, e.g. "Yinzhou District, Ningbo, China".
    directory
        Where the OSM XML is kept.

    Raises
    ------
    NetworkError
        When the place is unknown or the servers cannot be reached.
    """
    label = "".join(letter if letter.isalnum() else "_" for letter in place)[:80]
    path = directory / f"place-{label}.osm"
    if path.is_file():
        return path
    try:
        area = osmnx.geocode_to_gdf(place).geometry.iloc[0]
        answer = requests.post(
            f"{osmnx.settings.overpass_url}/interpreter",
            data={"data": overpass_query(area.bounds)},
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
    directory.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(".part")
    partial.write_bytes(answer.content)
    partial.replace(path)
    return path


def overpass_query(bounds: tuple[float, float, float, float]) -> str:
    """Returns the query for all that the reader uses within (west, south, east, north)."""
    west, south, east, north = bounds
    box = f"({south},{west},{north},{east})"
    parts = (
        f"way[highway]{box};",
        f'way[waterway~"^(river|canal|riverbank)$"]{box};',
        f"way[natural=water]{box};",
        f"relation[natural=water]{box};",
        f'relation[type~"^restriction"]{box};',
    )
    return (
        f"[out:xml][timeout:{int(osmnx.settings.requests_timeout)}];"
        f"({''.join(parts)});(._;>;);out body;"
    )
