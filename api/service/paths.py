"""Folders of the server, which are nobody else's business."""

import os
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from fleet import Message
from scenarios.files import cache_directory, find_own_folder


def without_folders(said: Message, streets_dir: Path | None) -> Message:
    """Returns a message that names files of the server without the folders that they are in."""
    found = [cache_directory(), find_own_folder(), Path(tempfile.gettempdir()), streets_dir]
    names = {
        f"{name}{os.sep}"
        for folder in found
        if folder is not None
        for name in (str(folder), str(folder.resolve()))
        if os.path.isabs(name) and len(name) > 1
    }
    # The longer ones first: one may lie in another.
    cut: Message = _cut(said, sorted(names, key=len, reverse=True))
    return cut


def _cut(value: Any, folders: Sequence[str]) -> Any:
    if isinstance(value, str):
        for folder in folders:
            value = value.replace(folder, "")
        return value
    if isinstance(value, Message):
        arguments = {key: _cut(one, folders) for key, one in value.arguments.items()}
        return replace(value, text=_cut(value.text, folders), arguments=arguments)
    if isinstance(value, tuple | list):
        return tuple(_cut(one, folders) for one in value)
    return value
