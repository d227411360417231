"""Scenarios that clients send: a zip of a folder as `./run scenario validate` takes it."""

import io
import re
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from optimizer.errors import InputError

if TYPE_CHECKING:
    from scenarios.scenario import Scenario

MOST_PACKED_BYTES = 5_000_000
MOST_BYTES = 20_000_000
MOST_FILES = 40

SCENARIO_FILE = "scenario.toml"
_NAME = re.compile(r"[^\W_][\w.\- ]{0,79}\.(?:toml|csv|xlsx|xls|ods|md|txt)", re.IGNORECASE)
_ENCRYPTED = 0x1

Files = Mapping[str, bytes]
"""Contents by name."""


def files_in(packed: bytes) -> Files:
    """Returns the files of a zip, of its root or of the one folder in it.

    Nothing is believed of what the zip says of its sizes: what is unpacked is counted.

    Raises
    ------
    InputError
        When it is none, is too large, or holds what is no file of a scenario.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(packed)) as archive:
            entries = [one for one in archive.infolist() if not one.is_dir()]
            if len(entries) > MOST_FILES:
                raise InputError(
                    "upload.too_many",
                    "the zip holds {num} files; a scenario has {most} at most.",
                    num=len(entries),
                    most=MOST_FILES,
                )
            return _unpack(archive, entries)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError):
        raise InputError(
            "upload.no_zip",
            "this is no zip that can be read; send the folder of a scenario, packed.",
        ) from None


def _unpack(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> Files:
    files: dict[str, bytes] = {}
    folders, left = set(), MOST_BYTES
    for entry in entries:
        *folder, name = entry.filename.split("/")
        folders.add(tuple(folder))
        if (
            len(folder) > 1
            or folder in ([".."], ["."], [""])
            or len(folders) > 1
            or not _NAME.fullmatch(name)
            or name in files
            or entry.flag_bits & _ENCRYPTED
        ):
            raise InputError(
                "upload.no_such_file",
                "the zip holds {name!r}, which is no file of a scenario; pack scenario.toml and "
                "the tables beside it, in one folder or none.",
                name=entry.filename if entry.filename.isprintable() else "",
            )
        with archive.open(entry) as content:
            files[name] = content.read(left + 1)
        left -= len(files[name])
        if left < 0:
            raise InputError(
                "upload.too_large",
                "the zip holds more than {most:,} bytes; a scenario has no more.",
                most=MOST_BYTES,
            )
    if SCENARIO_FILE not in files:
        raise InputError(
            "upload.no_scenario", "the zip holds no scenario.toml; pack the folder of a scenario."
        )
    return files


def write_folder(folder: Path, files: Files) -> Path:
    """Writes the files of a scenario into a folder and returns that."""
    folder.mkdir()
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return folder


def read_scenario(folder: Path) -> "Scenario":
    """Returns the scenario in a folder, once it is checked as files of users are.

    Raises
    ------
    InputError
        With all its faults, or when it extends what this service does not offer.
    """
    from scenarios.files import list_scenarios, load_scenario, read_toml

    parent = read_toml(folder / SCENARIO_FILE).get("extends")
    if parent is not None and parent not in list_scenarios():
        # A path would read whatever lies on the server.
        raise InputError(
            "upload.extends",
            "the scenario extends {parent!r}, which this service does not have; there are "
            "{known:list}.",
            parent=str(parent)[:80],
            known=[*list_scenarios()],
        )
    return load_scenario(str(folder))
