"""The networks that paths are measured on."""

import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from optimizer.network.cache import load
from scenarios.district import district_file
from tests.benchmarks.routing.memory import PeakMemory

NETWORKS = ("changxing", "district", "district10")
_CHANGXING = "huzhou_changxing.osm.pbf"


def streets_file(name: str, *, data: Path, directory: Path) -> Path:
    """Returns the street file of a network; a generated one is written into `directory`."""
    if name == "changxing":
        return data / _CHANGXING
    return district_file(directory, scale=10 if name == "district10" else 1)


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
