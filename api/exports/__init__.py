"""A plan in the formats of drivers and offices; every one is a pure function of the plan.

`EXPORTS` names the formats: each writes its files into a folder.
"""

import json
from collections.abc import Callable
from pathlib import Path

from api.exports.geojson import to_geojson
from api.exports.gpx import to_gpx
from api.words import Language
from optimizer.network.road_network import RoadNetwork
from scenarios.plan_file import PlanFile

Export = Callable[[PlanFile, RoadNetwork, str | None, Path, Language], None]


def _vehicles(plan_file: PlanFile, vehicle_id: str | None) -> list[str]:
    if vehicle_id is not None:
        return [vehicle_id]
    return sorted({route.vehicle_id for route in plan_file.plan.routes})


def _gpx(
    plan_file: PlanFile,
    network: RoadNetwork,
    vehicle_id: str | None,
    folder: Path,
    language: Language,
) -> None:
    for one in _vehicles(plan_file, vehicle_id):
        text = to_gpx(plan_file, network, one, language=language)
        (folder / f"{one}.gpx").write_text(text, encoding="utf-8")


def _geojson(
    plan_file: PlanFile,
    network: RoadNetwork,
    vehicle_id: str | None,
    folder: Path,
    language: Language,
) -> None:
    collection = to_geojson(plan_file, network, vehicle_id=vehicle_id)
    name = f"{vehicle_id or 'plan'}.geojson"
    (folder / name).write_text(json.dumps(collection, ensure_ascii=False), encoding="utf-8")


EXPORTS: dict[str, Export] = {"gpx": _gpx, "geojson": _geojson}
