"""Files to a folder: whole or not at all."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from api.commands.lifeline import LITTER, leave_word
from api.exports import Files
from optimizer.errors import InputError, system_message


def require_writable(out: Path) -> None:
    """Makes sure that files can be written to a folder, without making it.

    Raises
    ------
    InputError
        Better now than after a minute of search.
    """
    nearest = out.absolute()
    while not nearest.exists() and nearest != nearest.parent:
        nearest = nearest.parent
    if not nearest.is_dir():
        raise InputError(
            "out.file", "--out {out}: {path} is a file; give a folder.", out=out, path=nearest
        )
    if not os.access(nearest, os.W_OK | os.X_OK):
        raise InputError(
            "out.not_writable",
            "--out {out}: {path} cannot be written to; give another folder.",
            out=out,
            path=nearest,
        )


@contextmanager
def _stage(out: Path) -> Iterator[Path]:
    """Gives a folder in `out` whose files are moved up when all of them are written."""
    # Named for the process, so that whoever has to end it can tidy up behind it.
    stage = out / f".onebroom-{os.getpid()}"
    leave_word(LITTER, str(stage.absolute()))
    try:
        stage.mkdir(parents=True, exist_ok=True)
        yield stage
        for path in sorted(stage.rglob("*")):
            target = out / path.relative_to(stage)
            if path.is_dir():
                target.mkdir(exist_ok=True)
            else:
                path.replace(target)
    except OSError as error:
        raise InputError(
            "out.unwritable",
            "{path}: cannot be written: {why}; what was there before is there still.",
            path=_locate(out, stage, error.filename),
            why=system_message(error),
        ) from None
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def _locate(out: Path, stage: Path, name: str | bytes | int | None) -> Path:
    """Returns the file that a fault is told of, under the name that it was to have at last."""
    path = Path(name) if isinstance(name, str) else out
    return out / path.relative_to(stage) if path.is_relative_to(stage) else path


def write_files(out: Path, files: Files) -> list[Path]:
    """Writes files of these names to a folder, all or none; returns them.

    A name may lead into a folder of its own: "gpx/S1.gpx".

    Raises
    ------
    InputError
        When the system does not let them be written; what was there stays.
    """
    with _stage(out) as stage:
        for name, content in files.items():
            (stage / name).parent.mkdir(parents=True, exist_ok=True)
            (stage / name).write_bytes(content)
    return [out / name for name in files]
