"""Values as files by content: written once to a machine's cache, and mapped into memory there.

A file holds a pickle whose arrays lie behind it, each on a page of its own: whoever opens it maps
the arrays, so that all processes of a machine share one copy.
"""

import hashlib
import json
import mmap
import os
import pickle
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any

from scenarios.folders import cache_directory

MOST_KEPT = 32
"""Files after which the ones that were used longest ago are removed."""

_PAGE = mmap.ALLOCATIONGRANULARITY
_MARK = b"onebroom-content-1\n"


def pack_content(value: object) -> bytes:
    """Returns a value as the content of a file."""
    buffers: list[pickle.PickleBuffer] = []
    packed = pickle.dumps(value, protocol=5, buffer_callback=buffers.append)
    parts = [packed, *(buffer.raw().tobytes() for buffer in buffers)]
    head = _MARK + json.dumps([len(part) for part in parts]).encode() + b"\n"
    return b"".join(_fill(part) for part in (head, *parts))


def content_digest(content: bytes) -> str:
    """Returns the name of a content."""
    return hashlib.sha256(content).hexdigest()


def has_content(digest: str) -> bool:
    """Says whether this machine has a content."""
    return _path(digest).is_file()


def keep_content(content: bytes) -> None:
    """Writes a content to this machine's cache; it appears whole or not at all.

    Raises
    ------
    OSError
        When it cannot be written.
    """
    path = _path(content_digest(content))
    if path.is_file():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, partial = tempfile.mkstemp(dir=path.parent, suffix=".part")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
        Path(partial).replace(path)
    except BaseException:
        Path(partial).unlink(missing_ok=True)
        raise
    _remove_oldest(path)


def open_content(digest: str) -> Any:
    """Returns the value of a content, its arrays mapped and read-only.

    Raises
    ------
    LookupError
        When this machine does not have it, or what it has is damaged: it is removed then.
    """
    path = _path(digest)
    try:
        with path.open("rb") as stream:
            mapped = mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)
        os.utime(path)
    except (OSError, ValueError):
        raise LookupError(digest) from None
    if hashlib.sha256(mapped).hexdigest() != digest:
        path.unlink(missing_ok=True)
        raise LookupError(digest)
    head_end = mapped.find(b"\n", len(_MARK))
    view, at = memoryview(mapped), _whole_pages(head_end + 1)
    parts = []
    for length in json.loads(mapped[len(_MARK) : head_end]):
        parts.append(view[at : at + length])
        at += _whole_pages(length)
    return pickle.loads(parts[0], buffers=parts[1:])


def _fill(part: bytes) -> bytes:
    return part + bytes(_whole_pages(len(part)) - len(part))


def _whole_pages(length: int) -> int:
    return -(-length // _PAGE) * _PAGE


def _path(digest: str) -> Path:
    return cache_directory() / "content" / digest


def _remove_oldest(newest: Path) -> None:
    """Removes what was used longest ago; what a process has mapped stays with it."""
    used_s: dict[Path, float] = {}
    for path in newest.parent.iterdir():
        # Another process may just have removed it, or given it its name.
        with suppress(FileNotFoundError):
            used_s[path] = path.stat().st_mtime
    for path in sorted(used_s, key=lambda path: used_s[path], reverse=True)[MOST_KEPT:]:
        if path != newest:
            path.unlink(missing_ok=True)
