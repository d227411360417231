"""The networks that paths are measured on."""

import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from optimizer.network.cache import load
from optimizer.network.osm import read_osm
from optimizer.network.road_network import RoadNetwork
from scenarios.district import district_file

from .memory import PeakMemory

NETWORKS = ("changxing", "district", "district10")
_CHANGXING = "huzhou_changxing.osm.pbf"


def streets_file(name: str, *, data: Path, directory: Path) -> Path:
    """Returns the street file of a network; a generated one is written into `directory`."""
    if name == "changxing":
        return data / _CHANGXING
    return district_file(directory, scale=10 if name == "district10" else 1)


_SQUARE = """<?xml version="1.0"?><osm version="0.6">
<node id="1" lon="0" lat="0"/><node id="2" lon="0.001" lat="0"/>
<node id="3" lon="0.001" lat="0.001"/><node id="4" lon="0" lat="0.001"/>
<node id="5" lon="0" lat="0.002"/>
<way id="1"><nd ref="1"/><nd ref="2"/><nd ref="3"/><tag k="highway" v="residential"/></way>
<way id="2"><nd ref="3"/><nd ref="4"/><nd ref="1"/><tag k="highway" v="residential"/></way>
<way id="3"><nd ref="4"/><nd ref="5"/><tag k="highway" v="residential"/></way></osm>"""


def small_network() -> RoadNetwork:
    """Returns a block of streets and a dead end, to compile every kernel on."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "square.osm"
        file.write_text(_SQUARE, encoding="utf-8")
        return read_osm(file)


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadFigures:
    """How long a network takes to read, and by how much memory grows at most."""

    cold_s: float
    warm_s: float
    peak_bytes: int | None


def measure_load(file: Path, *, cache: Path) -> LoadFigures:
    """Loads a file twice, with an empty cache and from it, in a process of its own.

    A new process, because memory that an earlier network left free would hide growth.
    """
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(_load_twice, file, cache).result()


def _load_twice(file: Path, cache: Path) -> LoadFigures:
    begin = time.perf_counter()
    with PeakMemory() as memory:
        load(file, directory=cache)
    middle = time.perf_counter()
    load(file, directory=cache)
    return LoadFigures(
        cold_s=middle - begin,
        warm_s=time.perf_counter() - middle,
        peak_bytes=memory.growth_bytes,
    )
