"""Kinds of street files by their names, as users have them: `Town.OSM`, `town.osm.xml.gz`."""

import bz2
import gzip
import lzma
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from optimizer.errors import NetworkError


class Content(StrEnum):
    """What a file holds, unpacked."""

    XML = "XML"
    PBF = "PBF"
    GRAPHML = "GraphML"


class Packing(StrEnum):
    """How a file is packed."""

    NONE = ""
    GZIP = "gzip"
    BZIP2 = "bzip2"
    XZ = "xz"


PACKED = {".gz": Packing.GZIP, ".bz2": Packing.BZIP2, ".xz": Packing.XZ}
OPENERS: dict[Packing, Callable[..., Any]] = {
    Packing.NONE: Path.open,
    Packing.GZIP: gzip.open,
    Packing.BZIP2: bz2.open,
    Packing.XZ: lzma.open,
}

_CONTENTS = {
    ".osm": Content.XML,
    ".osh": Content.XML,
    ".xml": Content.XML,
    ".pbf": Content.PBF,
    ".graphml": Content.GRAPHML,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class FileKind:
    """What a file is by its name."""

    content: Content
    packing: Packing = Packing.NONE


def is_street_file(path: Path) -> bool:
    """Says whether a name is that of a street file that can be read."""
    try:
        kind_of(path)
    except NetworkError:
        return False
    return True


def kind_of(path: Path) -> FileKind:
    """Returns what a file is by its name, in capitals or not.

    Raises
    ------
    NetworkError
        When the name is that of no street file.
    """
    suffixes = [suffix.lower() for suffix in path.suffixes]
    packing = PACKED.get(suffixes[-1], Packing.NONE) if suffixes else Packing.NONE
    if packing:
        suffixes.pop()
    last = suffixes[-1] if suffixes else ""
    if last == ".osc" or suffixes[-2:] == [".osc", ".xml"]:
        raise NetworkError(
            "network.changes",
            "{path}: is a file of changes, not of streets; apply it to the extract that it is "
            "for (osmium apply-changes) and give that.",
            path=path,
        )
    content = _CONTENTS.get(last)
    if content is None or (packing and content is not Content.XML):
        raise NetworkError(
            "network.unknown_kind",
            "{path}: unknown kind of file; its name must end in .osm, .osm.xml (also .gz, .bz2, "
            ".xz), .osm.pbf or .graphml.",
            path=path,
        )
    return FileKind(content=content, packing=packing)
