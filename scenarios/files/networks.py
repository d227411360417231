"""Where the streets of a plan come from."""

import os
import re
from dataclasses import replace
from pathlib import Path

from optimizer.errors import InputError
from optimizer.network.cache import load
from optimizer.network.osm import date_of, download
from optimizer.network.road_network import RoadNetwork
from scenarios.district import district_file
from scenarios.folders import cache_directory

DISTRICT = "district"
"""The source of the embedded district, and its name in `./run network district`."""

_DISTRICTS = re.compile(rf"{DISTRICT}(?:-x(\d{{1,3}}))?")

PLACE = "place:"
"""How the source of a downloaded place begins."""


def count_districts(source: str) -> int:
    """Returns how many generated districts a source is, 0 when it is something else.

    One is called `district`, ten are `district-x10`.
    """
    match = _DISTRICTS.fullmatch(source)
    return int(match[1] or 1) if match else 0


def load_network(
    *,
    osm: str | None = None,
    place: str | None = None,
    fresh: bool = False,
    districts: int = 1,
) -> RoadNetwork:
    """Returns the streets of a file, of a place, or of the embedded district.

    Parameters
    ----------
    osm
        Path of an `.osm`, `.osm.pbf` or `.graphml` file.
    place
        Name of a place, downloaded once.
    fresh
        Downloads the place again.
    districts
        How many generated districts side by side, where neither is given.

    Raises
    ------
    NetworkError
        When the streets cannot be read.
    InputError
        When both a file and a place are given.
    """
    if osm is not None and place is not None:
        raise InputError(
            "network.two_sources",
            "--osm and --place exclude each other; give one of them.",
        )
    folder = cache_directory()
    if osm is not None:
        return load(Path(osm), source=osm, directory=folder)
    if place is not None:
        file = download(place, folder, fresh=fresh)
        network = load(file, name=place, source=f"{PLACE}{place}", directory=folder)
        return replace(network, copied_of=date_of(file))
    several = districts > 1
    return load(
        district_file(folder, scale=districts),
        name=f"{districts} districts (generated)" if several else "embedded district (generated)",
        source=f"{DISTRICT}-x{districts}" if several else DISTRICT,
        generated=True,
        directory=folder,
    )


def load_source(source: str) -> RoadNetwork:
    """Returns the streets that a plan file names as its source.

    A file that is named without a folder, and is not in the working directory, is looked for in
    the folder that the environment variable ONEBROOM_STREETS names: there the service has its own.
    """
    districts = count_districts(source)
    if districts:
        return load_network(districts=districts)
    if source.startswith(PLACE):
        return load_network(place=source.removeprefix(PLACE))
    folder = os.environ.get("ONEBROOM_STREETS")
    if folder and Path(source).name == source and not Path(source).exists():
        return replace(load_network(osm=str(Path(folder) / source)), source=source)
    return load_network(osm=source)
