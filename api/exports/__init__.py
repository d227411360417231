"""A plan in the formats of drivers and offices; every one is a pure function of the plan.

`EXPORTS` names the formats: each writes its files into a folder, for one vehicle or, with None,
for all. A format's library is imported when it is used: every command reads this list.
"""

import datetime as dt
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from api.words import Language

CREDIT = "© OpenStreetMap contributors (ODbL)"
"""What everything drawn on streets from OpenStreetMap has to say."""

if TYPE_CHECKING:
    from optimizer.network.road_network import RoadNetwork
    from scenarios.plan_file import PlanFile


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportRequest:
    """What is to be written where.

    Parameters
    ----------
    vehicle_id
        None stands for all vehicles.
    points
        The most points of a route in GPX, None for all.
    made_at
        When the plan was made, where that is known.
    earlier
        Files of an earlier export that those of this one take the place of, by name.
    """

    plan_file: "PlanFile"
    network: "RoadNetwork"
    vehicle_id: str | None
    folder: Path
    language: Language
    points: int | None = None
    made_at: dt.datetime | None = None
    earlier: Mapping[str, bytes] = field(default_factory=dict)

    @property
    def stem(self) -> str:
        """What the one file of all vehicles, or of one, is called."""
        return self.vehicle_id or "plan"


Export = Callable[[ExportRequest], None]


def file_name(vehicle_id: str, suffix: str) -> str:
    """Returns a vehicle's file name; a "/" in an id must not lead out of the folder."""
    name = re.sub(r"[^\w.\-]|^\.", lambda found: f"%{ord(found[0]):02X}", vehicle_id)
    return f"{name}.{suffix}"


def vehicles_of(plan_file: "PlanFile", vehicle_id: str | None = None) -> list[str]:
    """Returns the one vehicle, or all that have a route."""
    if vehicle_id is not None:
        return [vehicle_id]
    return sorted({route.vehicle_id for route in plan_file.plan.routes})


def _gpx(asked: ExportRequest) -> None:
    from api.exports.gpx import to_gpx

    for one in vehicles_of(asked.plan_file, asked.vehicle_id):
        text = to_gpx(
            asked.plan_file, asked.network, one, language=asked.language, points=asked.points
        )
        (asked.folder / file_name(one, "gpx")).write_text(text, encoding="utf-8")


def _pdf(asked: ExportRequest) -> None:
    from api.exports.pdf import to_pdf

    for one in vehicles_of(asked.plan_file, asked.vehicle_id):
        sheet = to_pdf(asked.plan_file, asked.network, one, language=asked.language)
        (asked.folder / file_name(one, "pdf")).write_bytes(sheet)


def _geojson(asked: ExportRequest) -> None:
    from api.exports.geojson import to_geojson

    collection = to_geojson(asked.plan_file, asked.network, vehicle_id=asked.vehicle_id)
    path = asked.folder / file_name(asked.stem, "geojson")
    path.write_text(json.dumps(collection, ensure_ascii=False), encoding="utf-8")


def _kml(asked: ExportRequest) -> None:
    from api.exports.kml import to_kml

    text = to_kml(asked.plan_file, asked.network, asked.vehicle_id, language=asked.language)
    (asked.folder / file_name(asked.stem, "kml")).write_text(text, encoding="utf-8")


def _csv(asked: ExportRequest) -> None:
    from api.exports.csv_table import to_csv

    # Excel takes a file for UTF-8, and shows Chinese, only with the byte order mark.
    path = asked.folder / file_name(asked.stem, "csv")
    path.write_text(to_csv(asked.plan_file, asked.vehicle_id), encoding="utf-8-sig", newline="")


def _xlsx(asked: ExportRequest) -> None:
    from api.exports.xlsx import to_xlsx

    book = to_xlsx(asked.plan_file, asked.vehicle_id, language=asked.language)
    (asked.folder / file_name(asked.stem, "xlsx")).write_bytes(book)


def _ics(asked: ExportRequest) -> None:
    from api.exports.ics import to_ics

    name = file_name(asked.stem, "ics")
    calendar = to_ics(
        asked.plan_file,
        asked.vehicle_id,
        language=asked.language,
        made_at=asked.made_at,
        earlier=asked.earlier.get(name),
    )
    (asked.folder / name).write_bytes(calendar)


EXPORTS: dict[str, Export] = {
    "gpx": _gpx,
    "kml": _kml,
    "geojson": _geojson,
    "csv": _csv,
    "xlsx": _xlsx,
    "pdf": _pdf,
    "ics": _ics,
}
