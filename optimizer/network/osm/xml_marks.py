"""What pyosmium passes over in OSM XML: deletions of an editor, remarks of a server, changes.

JOSM marks what its user deleted with `action='delete'` and keeps it in the file; Overpass ends an
answer that it could not finish with a `<remark>` and says all is well.
"""

from collections.abc import Iterable
from pathlib import Path
from xml.parsers import expat

from optimizer.errors import NetworkError

Deleted = frozenset[tuple[str, int]]
"""Kind ("node", "way" or "relation") and number of what is marked as deleted."""

_HINTS = (b"action", b"<remark", b"<osmChange", b"augmented")
_LONGEST_HINT = max(map(len, _HINTS))
_KINDS = ("node", "way", "relation")


def may_have_marks(chunks: Iterable[bytes]) -> bool:
    """Says whether XML has to be looked at; a cheap look at its bytes."""
    tail = b""
    for chunk in chunks:
        # Two bytes a letter must not hide a word.
        text = (tail + chunk).replace(b"\0", b"")
        if any(hint in text for hint in _HINTS):
            return True
        tail = text[-_LONGEST_HINT:]
    return False


def find_deleted(path: Path, chunks: Iterable[bytes]) -> Deleted:
    """Returns what an OSM XML file marks as deleted.

    Raises
    ------
    NetworkError
        When the file is an answer cut short, or holds changes instead of streets.
    """
    deleted: set[tuple[str, int]] = set()
    remark: list[str] = []
    is_in_remark = False

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal is_in_remark
        is_in_remark = name == "remark"
        if name in _KINDS and attributes.get("action") == "delete":
            deleted.add((name, int(attributes["id"])))
        elif name == "osmChange" or (name == "action" and "type" in attributes):
            raise NetworkError(
                "network.changes_inside",
                "{path}: holds changes, not streets; apply them to the extract that they are for "
                "(osmium apply-changes) and give that.",
                path=path,
            )

    def text(letters: str) -> None:
        if is_in_remark:
            remark.append(letters)

    def entity(name: str, *_: object) -> None:
        raise NetworkError(
            "network.entity",
            "{path}: declares an XML entity ({name}), which no map does; download it again.",
            path=path,
            name=name,
        )

    parser = expat.ParserCreate()
    parser.EntityDeclHandler = entity
    parser.StartElementHandler = start
    parser.CharacterDataHandler = text
    try:
        for chunk in chunks:
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except (expat.ExpatError, KeyError, ValueError) as error:
        raise NetworkError(
            "network.no_osm",
            "{path}: cannot be read as OpenStreetMap data{error:aside}; download it again.",
            path=path,
            error=error,
        ) from None
    said = " ".join("".join(remark).split())
    if said:
        raise NetworkError(
            "network.cut_short",
            "{path}: is an answer cut short, not whole streets: the server says {said!r}; "
            "download it again, or a smaller area.",
            path=path,
            said=said[:120],
        )
    return frozenset(deleted)
