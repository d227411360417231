"""Days kept on disk as they are before the search: the next plan of the same day begins sooner.

What a day owes, its fleet with depots and shifts, and its instance with travel times and
neighbours depend on the scenario and the streets alone, and take most of the time until a search
begins. They are pickled, as compiled kernels are: who may write into this folder may run anything
as its owner anyway.
"""

import hashlib
import json
import logging
import os
import pickle
import sys
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np

from fleet import Fleet
from optimizer.day import Day
from optimizer.garbage import nothing_thrown_away
from optimizer.network.paths import PathFinder, path_finder
from optimizer.network.road_network import RoadNetwork
from scenarios.due import DueWork
from scenarios.files import snapshot, snapshot_digest
from scenarios.folders import cache_directory
from scenarios.scenario import Scenario

KEPT_FROM = 4_000
"""Arcs of streets on which a day is worth a file; on fewer it is made in no time."""

MOST_KEPT = 4
"""Files in the folder, of some 40 MB; those that were used longest ago make room."""

_ROOT = Path(__file__).parents[2]
_PACKAGES = ("fleet", "optimizer", "scenarios")

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptDay:
    """What is worked out before a search."""

    due: DueWork
    fleet: Fleet
    day: Day


def file_of_day(scenario: Scenario, network: RoadNetwork, *, skip_faults: bool) -> Path | None:
    """Returns where a day is kept: by all that it depends on, this program's source included.

    None for a day that is not worth it.
    """
    if network.num_arcs < KEPT_FROM:
        return None
    content = [
        snapshot_digest(snapshot(scenario)),
        network.digest,
        network.name,
        network.generated,
        skip_faults,
        sys.version,
        np.__version__,
        _source_state(),
    ]
    digest = hashlib.sha256(json.dumps(content).encode(errors="surrogatepass"))
    return cache_directory() / "days" / f"{digest.hexdigest()[:32]}.pickle"


def read_day(path: Path, network: RoadNetwork) -> KeptDay | None:
    """Returns the day that was kept in a file, None when there is none that can be used."""
    if not path.is_file():
        return None
    try:
        with path.open("rb") as stream, nothing_thrown_away():
            found = _DayReader(stream, network).load()
        os.utime(path)
    except Exception as error:  # whatever is wrong with it, the day can be made anew
        logger.warning("%s: damaged cache is rebuilt (%s)", path, error)
        return None
    return found if isinstance(found, KeptDay) else None


def keep_day(path: Path, network: RoadNetwork, day: KeptDay) -> None:
    """Keeps a day, unless it is kept already; the file appears whole or not at all."""
    if path.is_file():
        return
    partial = ""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, partial = tempfile.mkstemp(dir=path.parent, suffix=".part")
        with os.fdopen(handle, "wb") as stream:
            _DayWriter(stream, network).dump(day)
        Path(partial).replace(path)
        kept = sorted(path.parent.glob("*.pickle"), key=lambda one: one.stat().st_mtime)
        for old in kept[:-MOST_KEPT]:
            old.unlink(missing_ok=True)
    except (OSError, pickle.PicklingError) as error:
        logger.warning("%s: a day could not be kept (%s)", path, error)
        if partial:
            Path(partial).unlink(missing_ok=True)


@cache
def _source_state() -> list[tuple[str, int, int]]:
    """Returns what changes when a module does that has to do with days."""
    return [
        (path.relative_to(_ROOT).as_posix(), found.st_size, found.st_mtime_ns)
        for package in _PACKAGES
        for path in sorted((_ROOT / package).rglob("*.py"))
        for found in [path.stat()]
    ]


class _DayWriter(pickle.Pickler):
    """Writes a day without its streets, which whoever reads it has."""

    def __init__(self, stream: BinaryIO, network: RoadNetwork) -> None:
        super().__init__(stream, protocol=5)
        self._network = network

    def persistent_id(self, value: Any) -> Any:
        """Returns a name for what the reader has."""
        if isinstance(value, PathFinder) and value.network is self._network:
            return "finder", value.profile
        if isinstance(value, RoadNetwork):
            if value is self._network:
                return "network", None
            raise pickle.PicklingError("a day holds other streets than its own")
        return None


class _DayReader(pickle.Unpickler):
    """Reads a day on its streets."""

    def __init__(self, stream: BinaryIO, network: RoadNetwork) -> None:
        super().__init__(stream)
        self._network = network

    def persistent_load(self, name: Any) -> Any:
        """Returns what has such a name."""
        kind, profile = name
        return self._network if kind == "network" else path_finder(self._network, profile)
