"""Plans to files: whole or not at all."""

import datetime as dt
import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from api.exports import EXPORTS, ExportRequest, file_name, vehicles_of
from api.exports.geojson import to_geojson
from api.exports.gpx import CREATOR, to_gpx
from api.exports.svg import to_svg
from api.words import Language
from optimizer.errors import InputError
from optimizer.network.road_network import RoadNetwork
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
        raise InputError(f"--out {out}: {nearest} is a file; give a folder.")
    if not os.access(nearest, os.W_OK | os.X_OK):
        raise InputError(f"--out {out}: {nearest} cannot be written to; give another folder.")


@contextmanager
def _staged(out: Path) -> Iterator[Path]:
    """Gives a folder in `out` whose files are moved up when all of them are written."""
    try:
        out.mkdir(parents=True, exist_ok=True)
        stage = Path(tempfile.mkdtemp(prefix=".onebroom-", dir=out))
    except OSError as error:
        raise InputError(f"--out {out}: cannot be written ({error.strerror}).") from None
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


def write_plan(plan_file: PlanFile, out: Path, *, language: Language = Language.EN) -> list[Path]:
    """Writes plan.json, .geojson and .svg and a GPX file for every vehicle; returns them."""
    network = load_source(plan_file.network.source)
    names = {id_: file_name(id_, "gpx") for id_ in vehicles_of(plan_file)}
    with _staged(out) as stage:
        (stage / "plan.json").write_text(dumps(plan_file), encoding="utf-8")
        collection = to_geojson(plan_file, network)
        (stage / "plan.geojson").write_text(
            json.dumps(collection, ensure_ascii=False), encoding="utf-8"
        )
        picture = to_svg(plan_file, network, language)
        (stage / "plan.svg").write_text(picture, encoding="utf-8")
        (stage / "gpx").mkdir()
        for vehicle_id, name in names.items():
            text = to_gpx(plan_file, network, vehicle_id)
            (stage / "gpx" / name).write_text(text, encoding="utf-8")
    _remove_outdated(out / "gpx", keep=set(names.values()))
    return [out / "plan.json", out / "plan.geojson", out / "plan.svg", out / "gpx"]


def write_text(out: Path, texts: Mapping[str, str]) -> list[Path]:
    """Writes texts to files of these names in a folder, all or none; returns the files."""
    with _staged(out) as stage:
        for name, text in texts.items():
            (stage / name).write_text(text, encoding="utf-8")
    return [out / name for name in texts]


def _remove_outdated(folder: Path, *, keep: set[str]) -> None:
    """Removes tracks of an earlier plan, which a driver might take for today's; only our own."""
    for path in folder.glob("*.gpx"):
        if path.name in keep:
            continue
        with path.open("rb") as file:
            ours = f'creator="{CREATOR}"'.encode() in file.read(_HEAD_BYTES)
        if ours:
            path.unlink()


def export_plan(
    plan_file: PlanFile,
    network: RoadNetwork,
    *,
    form: str,
    vehicle_id: str | None,
    out: Path,
    language: Language,
    points: int | None = None,
    made_at: dt.datetime | None = None,
) -> list[Path]:
    """Writes a plan in one format; returns the files.

    Parameters
    ----------
    points, made_at
        As in `ExportRequest`.

    Raises
    ------
    InputError
        When the plan has no route of the vehicle, or the folder cannot be written.
    """
    vehicles = vehicles_of(plan_file)
    if vehicle_id is not None and vehicle_id not in vehicles:
        raise InputError(
            f"vehicle {vehicle_id!r} has no route in this plan; those that have: "
            f"{', '.join(vehicles) or 'none'}."
        )
    require_writable(out)
    with _staged(out) as stage:
        EXPORTS[form](
            ExportRequest(
                plan_file=plan_file,
                network=network,
                vehicle_id=vehicle_id,
                folder=stage,
                language=language,
                points=points,
                made_at=made_at,
                earlier={path.name: path.read_bytes() for path in out.glob("*.ics")},
            )
        )
        names = [p.relative_to(stage) for p in sorted(stage.rglob("*")) if p.is_file()]
    return [out / name for name in names]
