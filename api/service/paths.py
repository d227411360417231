"""Folders of the server, which are nobody else's business."""

import os
import re
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

from fleet import Message
from scenarios.folders import cache_directory, find_own_folder

SCRATCH = "onebroom-"
"""How the names of folders begin that are made for what comes with a request."""


def without_folders(said: Message, streets_dir: Path | None) -> Message:
    """Returns a message that names files of the server without the folders that they are in."""
    found = [cache_directory(), find_own_folder(), Path(tempfile.gettempdir()), streets_dir]
    names = {
        re.escape(f"{name}{os.sep}")
        for folder in found
        if folder is not None
        for name in (str(folder), str(folder.resolve()))
        if os.path.isabs(name) and len(name) > 1
    }
    # The longer ones first: one may lie in another.
    either = "|".join(sorted(names, key=len, reverse=True))
    cut: Message = _cut(said, re.compile(rf"(?:{either})(?:{SCRATCH}\w+{re.escape(os.sep)})?"))
    return cut


def _cut(value: Any, folders: re.Pattern[str]) -> Any:
    if isinstance(value, str):
        return folders.sub("", value)
    if isinstance(value, Message):
        arguments = {key: _cut(one, folders) for key, one in value.arguments.items()}
        return replace(value, text=_cut(value.text, folders), arguments=arguments)
    if isinstance(value, tuple | list):
        return tuple(_cut(one, folders) for one in value)
    return value
