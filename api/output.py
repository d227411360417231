"""Plans to files: whole or not at all."""

import json
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from api.exports import EXPORTS
from api.exports.geojson import to_geojson
from api.exports.gpx import to_gpx
from api.words import Language
from optimizer.errors import InputError
from optimizer.network.road_network import RoadNetwork
from scenarios.networks import load_source
from scenarios.plan_file import PlanFile, dumps


@contextmanager
def _staged(out: Path) -> Iterator[Path]:
    """Gives a folder beside `out` whose files are moved there when all are written."""
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


def write_plan(plan_file: PlanFile, out: Path) -> list[Path]:
    """Writes plan.json, plan.geojson and a GPX file for every vehicle; returns what it wrote."""
    network = load_source(plan_file.network.source)
    vehicles = sorted({route.vehicle_id for route in plan_file.plan.routes})
    with _staged(out) as stage:
        (stage / "plan.json").write_text(dumps(plan_file), encoding="utf-8")
        collection = to_geojson(plan_file, network)
        (stage / "plan.geojson").write_text(
            json.dumps(collection, ensure_ascii=False), encoding="utf-8"
        )
        (stage / "gpx").mkdir()
        for vehicle_id in vehicles:
            text = to_gpx(plan_file, network, vehicle_id)
            (stage / "gpx" / f"{vehicle_id}.gpx").write_text(text, encoding="utf-8")
    return [out / "plan.json", out / "plan.geojson", out / "gpx"]


def export_plan(
    plan_file: PlanFile,
    network: RoadNetwork,
    *,
    form: str,
    vehicle_id: str | None,
    out: Path,
    language: Language,
) -> list[Path]:
    """Writes a plan in one format; returns the files.

    Raises
    ------
    InputError
        When the plan has no route of the vehicle.
    """
    vehicles = sorted({route.vehicle_id for route in plan_file.plan.routes})
    if vehicle_id is not None and vehicle_id not in vehicles:
        raise InputError(
            f"vehicle {vehicle_id!r} has no route in this plan; those that have: "
            f"{', '.join(vehicles)}."
        )
    with _staged(out) as stage:
        EXPORTS[form](plan_file, network, vehicle_id, stage, language)
        names = [p.relative_to(stage) for p in sorted(stage.rglob("*")) if p.is_file()]
    return [out / name for name in names]
