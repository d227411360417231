"""A plan in the formats of drivers and offices; every one is a pure function of the plan.

`EXPORTS` names the formats: each writes its files into a folder, for one vehicle or, with None,
for all. A format's library is imported when it is used: every command reads this list.
"""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from api.words import Language

if TYPE_CHECKING:
    from optimizer.network.road_network import RoadNetwork
    from scenarios.plan_file import PlanFile

Export = Callable[["PlanFile", "RoadNetwork", str | None, Path, Language], None]


def file_name(vehicle_id: str, suffix: str) -> str:
    """Returns a vehicle's file name; a "/" in an id must not lead out of the folder."""
    name = re.sub(r"[^\w.\-]|^\.", lambda found: f"%{ord(found[0]):02X}", vehicle_id)
    return f"{name}.{suffix}"


def vehicles_of(plan_file: "PlanFile", vehicle_id: str | None = None) -> list[str]:
    """Returns the one vehicle, or all that have a route."""
    if vehicle_id is not None:
        return [vehicle_id]
    return sorted({route.vehicle_id for route in plan_file.plan.routes})


def _gpx(
    plan_file: "PlanFile",
    network: "RoadNetwork",
    vehicle_id: str | None,
    folder: Path,
    language: Language,
) -> None:
    from api.exports.gpx import to_gpx

    for one in vehicles_of(plan_file, vehicle_id):
        text = to_gpx(plan_file, network, one, language=language)
        (folder / file_name(one, "gpx")).write_text(text, encoding="utf-8")


def _pdf(
    plan_file: "PlanFile",
    network: "RoadNetwork",
    vehicle_id: str | None,
    folder: Path,
    language: Language,
) -> None:
    from api.exports.pdf import to_pdf

    for one in vehicles_of(plan_file, vehicle_id):
        sheet = to_pdf(plan_file, network, one, language=language)
        (folder / file_name(one, "pdf")).write_bytes(sheet)


def _geojson(
    plan_file: "PlanFile",
    network: "RoadNetwork",
    vehicle_id: str | None,
    folder: Path,
    language: Language,
) -> None:
    from api.exports.geojson import to_geojson

    collection = to_geojson(plan_file, network, vehicle_id=vehicle_id)
    path = folder / file_name(vehicle_id or "plan", "geojson")
    path.write_text(json.dumps(collection, ensure_ascii=False), encoding="utf-8")


def _kml(
    plan_file: "PlanFile",
    network: "RoadNetwork",
    vehicle_id: str | None,
    folder: Path,
    language: Language,
) -> None:
    from api.exports.kml import to_kml

    text = to_kml(plan_file, network, vehicle_id)
    (folder / file_name(vehicle_id or "plan", "kml")).write_text(text, encoding="utf-8")


def _csv(
    plan_file: "PlanFile",
    network: "RoadNetwork",
    vehicle_id: str | None,
    folder: Path,
    language: Language,
) -> None:
    from api.exports.csv_table import to_csv

    # Excel takes a file for UTF-8, and shows Chinese, only with the byte order mark.
    path = folder / file_name(vehicle_id or "plan", "csv")
    path.write_text(to_csv(plan_file, vehicle_id), encoding="utf-8-sig", newline="")


def _xlsx(
    plan_file: "PlanFile",
    network: "RoadNetwork",
    vehicle_id: str | None,
    folder: Path,
    language: Language,
) -> None:
    from api.exports.xlsx import to_xlsx

    book = to_xlsx(plan_file, vehicle_id, language=language)
    (folder / file_name(vehicle_id or "plan", "xlsx")).write_bytes(book)


def _ics(
    plan_file: "PlanFile",
    network: "RoadNetwork",
    vehicle_id: str | None,
    folder: Path,
    language: Language,
) -> None:
    from api.exports.ics import to_ics

    calendar = to_ics(plan_file, vehicle_id, language=language)
    (folder / file_name(vehicle_id or "plan", "ics")).write_bytes(calendar)


EXPORTS: dict[str, Export] = {
    "gpx": _gpx,
    "kml": _kml,
    "geojson": _geojson,
    "csv": _csv,
    "xlsx": _xlsx,
    "pdf": _pdf,
    "ics": _ics,
}
