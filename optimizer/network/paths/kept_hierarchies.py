"""Hierarchies kept on disk, by the graphs that they were made of.

Making one takes half a second on a district's streets, and a day needs one for each kind of
vehicle and its hours. A plan that goes on from another asks for the same ones again, in another
process.
"""

import hashlib
import logging
import os
import tempfile
import zipfile
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from platformdirs import user_cache_path

from optimizer.network.paths import contraction, heap
from optimizer.network.paths.contraction import Hierarchy, contract

KEPT_FROM = 4_000
"""Vertices of a graph that is worth a file; smaller ones are made in no time."""

MOST_KEPT = 64
"""Files in the folder; those that were used longest ago make room."""

logger = logging.getLogger(__name__)


def hierarchy_of(
    start: NDArray[np.int64], head: NDArray[np.int64], cost: NDArray[np.int64]
) -> Hierarchy:
    """Returns what `contract` does, from the disk where it was made before."""
    if len(start) <= KEPT_FROM:
        return contract(start, head, cost)
    content = hashlib.sha256(_rules())
    for array in (start, head, cost):
        content.update(str(len(array)).encode())
        content.update(np.ascontiguousarray(array).data)
    path = _folder() / f"{content.hexdigest()[:32]}.npz"
    found = _read(path)
    if found is None:
        found = contract(start, head, cost)
        _write(found, path)
    return found


@cache
def _rules() -> bytes:
    """Returns what tells one way of making hierarchies from another: its source."""
    files = [Path(module.__file__ or "") for module in (contraction, heap)]
    return b"".join(file.read_bytes() for file in files)


def _folder() -> Path:
    given = os.environ.get("ONEBROOM_CACHE")
    return (Path(given) if given else user_cache_path("onebroom")) / "hierarchies"


def _read(path: Path) -> Hierarchy | None:
    """Returns the hierarchy in a file, or None when there is none that can be trusted."""
    if not path.is_file():
        return None
    try:
        with path.open("rb") as stream, np.load(stream, allow_pickle=False) as stored:
            found = Hierarchy(**{name: stored[name] for name in Hierarchy._fields})
        os.utime(path)
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile) as error:
        logger.warning("%s: damaged cache is rebuilt (%s)", path, error)
        return None
    return found


def _write(found: Hierarchy, path: Path) -> None:
    """Keeps a hierarchy; the file appears whole or not at all."""
    partial = ""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, partial = tempfile.mkstemp(dir=path.parent, suffix=".part")
        with os.fdopen(handle, "wb") as stream:
            np.savez(stream, **found._asdict())
        Path(partial).replace(path)
        kept = sorted(path.parent.glob("*.npz"), key=lambda one: one.stat().st_mtime)
        for old in kept[:-MOST_KEPT]:
            old.unlink(missing_ok=True)
    except OSError as error:
        logger.warning("%s: a hierarchy could not be kept (%s)", path, error)
        if partial:
            Path(partial).unlink(missing_ok=True)
