"""Road networks kept on disk, by the content they were read from."""

import hashlib
import json
import logging
import os
import tempfile
import zipfile
from dataclasses import asdict, fields, replace
from pathlib import Path

import numpy as np

from optimizer.errors import NetworkError, system_message
from optimizer.network.findings import EdgeJoins, LeftOut, NotApplied, RestrictionCount, Unread
from optimizer.network.osm import check_size, read_osm
from optimizer.network.road_network import OutsideStreets, RoadNetwork, Sign

logger = logging.getLogger(__name__)

RULES_VERSION = 7
"""Counts changes of the reading rules; networks read by older rules are read again."""

_ARRAYS = tuple(field.name for field in fields(RoadNetwork) if "ndarray" in str(field.type))
_OUTSIDE = tuple(field.name for field in fields(OutsideStreets))


def load(
    path: Path,
    *,
    directory: Path,
    name: str | None = None,
    source: str | None = None,
    generated: bool = False,
) -> RoadNetwork:
    """Returns the streets of a file, from the cache when its content was read before.

    Parameters
    ----------
    directory
        Folder of the cache; made when absent. A cache that cannot be written is done without.
    name, source, generated
        As in `RoadNetwork`.

    Raises
    ------
    NetworkError
        When the file cannot be used.
    """
    check_size(path)
    try:
        with path.open("rb") as stream:
            content = hashlib.file_digest(stream, "sha256")
    except OSError as error:
        raise NetworkError(
            "network.unreadable",
            "{path}: cannot be read ({why}); give an .osm, .osm.pbf or .graphml file.",
            path=path,
            why=system_message(error),
        ) from None
    content.update(f"|{RULES_VERSION}".encode())
    digest = content.hexdigest()
    kept = directory / "networks" / f"{digest[:32]}.npz"
    network = _read(kept, digest)
    if network is None:
        network = read_osm(path, digest=digest)
        _write(network, kept)
    return replace(
        network, name=name or path.name, source=source or str(path), generated=generated
    )


def _read(path: Path, digest: str) -> RoadNetwork | None:
    """Returns the network kept for a digest, or None when there is none that can be trusted."""
    if not path.is_file():
        return None
    try:
        # Opened here: numpy leaves a damaged file open.
        with path.open("rb") as stream, np.load(stream, allow_pickle=False) as stored:
            rest = json.loads(str(stored["rest"]))
            arrays = {key: stored[key] for key in _ARRAYS}
            outside = OutsideStreets(**{key: stored[f"outside_{key}"] for key in _OUTSIDE})
        if rest["digest"] != digest:
            raise ValueError("it is of another file")
        return RoadNetwork(
            **arrays,
            name=rest["name"],
            source=rest["source"],
            digest=rest["digest"],
            generated=False,
            highways=tuple(rest["highways"]),
            names=tuple(rest["names"]),
            names_en=tuple(rest["names_en"]),
            signs=tuple(
                tuple(
                    Sign(tuple((key, text) for key, text in tags), against)
                    for tags, against in one
                )
                for one in rest["signs"]
            ),
            unread=tuple(Unread(**one) for one in rest["unread"]),
            edge=EdgeJoins(**rest["edge"]),
            cleaned_names=tuple(rest["cleaned_names"]),
            outside=outside,
            left_out=tuple(LeftOut(**one) for one in rest["left_out"]),
            restrictions=RestrictionCount(
                **rest["restrictions"]
                | {
                    "not_applied": tuple(
                        NotApplied(**one) for one in rest["restrictions"]["not_applied"]
                    )
                }
            ),
        )
    except (OSError, ValueError, KeyError, TypeError, EOFError, zipfile.BadZipFile) as error:
        logger.warning("%s: damaged cache is rebuilt (%s)", path, error)
        return None


def _write(network: RoadNetwork, path: Path) -> None:
    """Keeps a network; the file appears whole or not at all."""
    rest = {
        "name": network.name,
        "source": network.source,
        "digest": network.digest,
        "highways": network.highways,
        "names": network.names,
        "names_en": network.names_en,
        "signs": network.signs,
        "unread": [asdict(one) for one in network.unread],
        "edge": asdict(network.edge),
        "cleaned_names": network.cleaned_names,
        "left_out": [asdict(one) for one in network.left_out],
        "restrictions": asdict(network.restrictions),
    }
    arrays = {key: getattr(network, key) for key in _ARRAYS}
    arrays |= {f"outside_{key}": getattr(network.outside, key) for key in _OUTSIDE}
    partial = ""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, partial = tempfile.mkstemp(dir=path.parent, suffix=".part")
        with os.fdopen(handle, "wb") as stream:
            np.savez_compressed(stream, rest=np.array(json.dumps(rest)), **arrays)
        Path(partial).replace(path)
    except OSError as error:
        logger.warning("%s: the streets could not be kept (%s)", path, error)
        if partial:
            Path(partial).unlink(missing_ok=True)
