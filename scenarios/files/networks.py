"""Where the streets of a plan come from."""

import os
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

PLACE = "place:"
"""How the source of a downloaded place begins."""


def load_network(
    *, osm: str | None = None, place: str | None = None, fresh: bool = False
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
    return load(
        district_file(folder),
        name="embedded district (generated)",
        source=DISTRICT,
        generated=True,
        directory=folder,
    )


def load_source(source: str) -> RoadNetwork:
    """Returns the streets that a plan file names as its source.

    A file that is named without a folder, and is not in the working directory, is looked for in
    the folder that the environment variable ONEBROOM_STREETS names: there the service has its own.
    """
    if source == DISTRICT:
        return load_network()
    if source.startswith(PLACE):
        return load_network(place=source.removeprefix(PLACE))
    folder = os.environ.get("ONEBROOM_STREETS")
    if folder and Path(source).name == source and not Path(source).exists():
        return replace(load_network(osm=str(Path(folder) / source)), source=source)
    return load_network(osm=source)
