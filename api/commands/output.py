"""Plans to files: whole or not at all."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from api.exports import ExportRequest, Files, export_files
from api.exports.gpx import CREATOR
from api.words import Language
from optimizer.errors import InputError, system_message
from scenarios.files import load_source
from scenarios.plan_file import PlanFile, dumps

_HEAD_BYTES = 400


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
def _staged(out: Path) -> Iterator[Path]:
    """Gives a folder in `out` whose files are moved up when all of them are written."""
    try:
        out.mkdir(parents=True, exist_ok=True)
        stage = Path(tempfile.mkdtemp(prefix=".onebroom-", dir=out))
    except OSError as error:
        raise InputError(
            "out.unwritable",
            "--out {out}: cannot be written: {why}.",
            out=out,
            why=system_message(error),
        ) from None
    try:
        yield stage
        for path in sorted(stage.rglob("*")):
            target = out / path.relative_to(stage)
            if path.is_dir():
                target.mkdir(exist_ok=True)
            else:
                path.replace(target)
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def write_files(out: Path, files: Files) -> list[Path]:
    """Writes files of these names to a folder, all or none; returns them.

    A name may lead into a folder of its own: "gpx/S1.gpx".
    """
    with _staged(out) as stage:
        for name, content in files.items():
            (stage / name).parent.mkdir(exist_ok=True)
            (stage / name).write_bytes(content)
    return [out / name for name in files]


def write_plan(plan_file: PlanFile, out: Path, *, language: Language = Language.EN) -> list[Path]:
    """Writes plan.json, .geojson and .svg and a GPX file for every vehicle; returns them."""
    asked = ExportRequest(
        plan_file=plan_file, network=load_source(plan_file.network.source), language=language
    )
    whole = {
        "plan.json": dumps(plan_file).encode(),
        **export_files("geojson", asked),
        **export_files("svg", asked),
    }
    tracks = export_files("gpx", asked)
    write_files(out, {**whole, **{f"gpx/{name}": text for name, text in tracks.items()}})
    _remove_outdated(out / "gpx", keep=set(tracks))
    return [*(out / name for name in whole), *([out / "gpx"] if tracks else [])]


def _remove_outdated(folder: Path, *, keep: set[str]) -> None:
    """Removes tracks of an earlier plan, which a driver might take for today's; only our own."""
    for path in folder.glob("*.gpx"):
        if path.name in keep:
            continue
        with path.open("rb") as file:
            ours = f'creator="{CREATOR}"'.encode() in file.read(_HEAD_BYTES)
        if ours:
            path.unlink()
