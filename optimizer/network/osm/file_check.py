"""Whether a file is what its name says, and no more than can be read: before anything is read.

Only its bytes are looked at: how it begins, what its blocks state, what it unpacks to.
"""

import codecs
import lzma
import zlib
from collections.abc import Iterator
from pathlib import Path

from optimizer.errors import NetworkError
from optimizer.network.osm.file_kind import OPENERS, Content, FileKind, Packing
from optimizer.network.osm.limits import (
    FREE_BYTES,
    MAX_GRAPHML_TAGS,
    MAX_RATIO,
    MAX_TOKEN_BYTES,
    MAX_UNPACKED_BYTES,
    MIB,
)

_BROKEN = (OSError, EOFError, zlib.error, lzma.LZMAError, ValueError)
"""What gzip, bz2 and lzma raise on files that are damaged or cut short."""

_PACKED = ((b"\x1f\x8b", Packing.GZIP), (b"BZh", Packing.BZIP2), (b"\xfd7zXZ", Packing.XZ))


def check_file(path: Path, kind: FileKind) -> None:
    """Refuses files that are not what their name says, or hold more than can be read.

    Raises
    ------
    NetworkError
        Names the reason.
    """
    with path.open("rb") as stream:
        head = stream.read(64)
    said = kind.packing or ("PBF" if kind.content is Content.PBF else "XML")
    found = _format(head)
    if found and said != found:
        raise NetworkError(
            "network.other_format",
            "{path}: is {found}, not {said} as its name says; rename it.",
            path=path,
            found=found,
            said=said,
        )
    try:
        if kind.content is Content.PBF:
            _check_blocks(path)
        else:
            _check_xml(path, kind)
    except _BROKEN as error:
        raise NetworkError(
            "network.damaged",
            "{path}: cannot be read{error:aside}; download it again.",
            path=path,
            error=error,
        ) from None


def _format(head: bytes) -> str:
    """Returns what a file that begins so is, or "" when the reader has to find out."""
    for begins, packing in _PACKED:
        if head.startswith(begins):
            return packing
    if b"OSMHeader" in head:
        return "PBF"
    text = head.replace(b"\0", b"")
    for mark in (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        text = text.removeprefix(mark)
    return "XML" if text.lstrip().startswith(b"<") else ""


def _check_blocks(path: Path) -> None:
    """Refuses a `.osm.pbf` whose blocks say that they unpack to too much.

    The reader holds each block to the size that it states, so the statements can be believed.
    """
    unpacked = 0
    with path.open("rb") as stream:
        while prefix := stream.read(4):
            header = _fields(stream.read(min(int.from_bytes(prefix, "big"), MIB)))
            end = stream.tell() + header.get(3, 0)
            # The size of what is packed is stated before it.
            unpacked += max(_fields(stream.read(16)).get(2, 0), header.get(3, 0))
            _check_unpacked(path, unpacked)
            if end > path.stat().st_size or len(prefix) < 4 or not header:
                raise NetworkError(
                    "network.damaged",
                    "{path}: cannot be read{error:aside}; download it again.",
                    path=path,
                    error="it is cut short or damaged",
                )
            stream.seek(end)


def _fields(message: bytes) -> dict[int, int]:
    """Returns the numbers among the fields of a protobuf message, as far as it goes."""
    numbers: dict[int, int] = {}
    at = 0

    def number() -> int:
        nonlocal at
        value = shift = 0
        while at < len(message):
            byte = message[at]
            at += 1
            value |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80 or shift > 63:
                break
        return value

    while at < len(message):
        key = number()
        if key & 7 == 0:
            numbers[key >> 3] = number()
        elif key & 7 == 2:
            length = number()
            at += length
        else:
            break
    return numbers


def _check_xml(path: Path, kind: FileKind) -> None:
    """Refuses XML that unpacks to too much, has endless texts, or is a GraphML with entities."""
    graphml = kind.content is Content.GRAPHML
    read = since = tags = 0
    tail = b""
    for chunk in chunks_of(path, kind):
        read += len(chunk)
        _check_unpacked(path, read)
        last = chunk.rfind(b">")
        since = since + len(chunk) if last < 0 else len(chunk) - last - 1
        if since > MAX_TOKEN_BYTES:
            raise NetworkError(
                "network.long_text",
                "{path}: holds a text of more than {most} MiB; it is damaged, download it again.",
                path=path,
                most=MAX_TOKEN_BYTES // MIB,
            )
        if graphml:
            tags += chunk.count(b"<")
            # Two bytes a letter must not hide the word.
            text = (tail + chunk).replace(b"\0", b"")
            tail = text[-16:]
            if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
                raise NetworkError(
                    "network.entities",
                    "{path}: declares XML entities, which no GraphML of osmnx does; save the "
                    "graph with osmnx.",
                    path=path,
                )
            if tags > MAX_GRAPHML_TAGS:
                raise NetworkError(
                    "network.too_many_tags",
                    "{path}: has more than {most} XML tags; cut the district out of it (osmium "
                    "extract) and give that.",
                    path=path,
                    most=MAX_GRAPHML_TAGS,
                )


def chunks_of(path: Path, kind: FileKind) -> Iterator[bytes]:
    """Yields an XML file's content, unpacked."""
    with OPENERS[kind.packing](path, "rb") as stream:
        while chunk := stream.read(MIB):
            yield chunk


def _check_unpacked(path: Path, unpacked: int) -> None:
    if unpacked > MAX_UNPACKED_BYTES:
        raise NetworkError(
            "network.unpacks_large",
            "{path}: unpacks to more than {most} MiB; cut the district out of it (osmium "
            "extract) and give that.",
            path=path,
            most=MAX_UNPACKED_BYTES // MIB,
        )
    if unpacked > max(FREE_BYTES, MAX_RATIO * path.stat().st_size):
        raise NetworkError(
            "network.unpacks_much",
            "{path}: unpacks to more than {times} times its size, as no map does; download it "
            "again.",
            path=path,
            times=MAX_RATIO,
        )
