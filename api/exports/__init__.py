"""A plan in the formats of drivers and offices; every one is a pure function of the plan.

`EXPORTS` names the formats. Each makes its files, by name, for one vehicle or for all; the command
line writes them to a folder, the service sends them. A new format is a module here and a row
there. A format's library is imported when it is used: every command reads this list.
"""

import datetime as dt
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING

from api.words import Language
from optimizer.errors import InputError
from optimizer.extras import needing

CREATOR = "OneBroom"
"""What a GPX file of ours says of its maker."""

DATUM_NAMES = ("wgs84", "gcj02", "bd09")
"""What coordinates can be exported in."""

COVER = "departures.pdf"
"""The shift leader's list of who leaves when, beside the run sheets of all vehicles."""

CREDIT = "© OpenStreetMap contributors (ODbL)"
"""What everything drawn on streets from OpenStreetMap has to say."""

if TYPE_CHECKING:
    from optimizer.network.road_network import RoadNetwork
    from optimizer.plan import DutyId
    from scenarios.plan_file import PlanFile

Files = Mapping[str, bytes]
"""Contents by file name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportRequest:
    """What is to be exported.

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
    datum
        Of the coordinates in files that hold any, one of `DATUM_NAMES`.
    drivers
        Their names, by duty, where a roster is known.
    links
        Addresses of drivers' pages, by duty: where a phone reads its duty.
    post_to
        Addresses that take what drivers report, by duty; "" where there is none.
    """

    plan_file: "PlanFile"
    network: "RoadNetwork"
    vehicle_id: str | None = None
    language: Language = Language.EN
    points: int | None = None
    made_at: dt.datetime | None = None
    earlier: Mapping[str, bytes] = field(default_factory=dict)
    datum: str = "wgs84"
    drivers: Mapping["DutyId", str] = field(default_factory=dict)
    links: Mapping["DutyId", str] = field(default_factory=dict)
    post_to: Mapping["DutyId", str] = field(default_factory=dict)

    @property
    def vehicle_ids(self) -> list[str]:
        """The one vehicle, or all that have a route."""
        return vehicles_of(self.plan_file) if self.vehicle_id is None else [self.vehicle_id]

    def name_file(self, suffix: str) -> str:
        """Returns the name of the one file of all vehicles, or of one."""
        return file_name(self.vehicle_id or "plan", suffix)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportFormat:
    """A format: its files for a request, and the media type of each."""

    files: Callable[[ExportRequest], dict[str, bytes]]
    media_type: str


def export_files(form: str, asked: ExportRequest) -> dict[str, bytes]:
    """Returns the files of a plan in a format, by name.

    Raises
    ------
    InputError
        When the plan has no route of the vehicle, the format is for all vehicles only, or its
        library is not installed.
    """
    if asked.vehicle_id is not None:
        require_route(asked.plan_file, asked.vehicle_id)
    return EXPORTS[form].files(asked)


def require_route(plan_file: "PlanFile", vehicle_id: str) -> None:
    """Makes sure that a vehicle has a route in a plan.

    Raises
    ------
    InputError
        Names the vehicles that have one.
    """
    vehicles = vehicles_of(plan_file)
    if vehicle_id not in vehicles:
        raise InputError(
            "export.no_route",
            "vehicle {vehicle!r} has no route in this plan; those that have: {vehicles:list}.",
            vehicle=vehicle_id,
            vehicles=vehicles,
        )


def vehicles_of(plan_file: "PlanFile") -> list[str]:
    """Returns the vehicles that have a route."""
    return sorted({route.vehicle_id for route in plan_file.plan.routes})


def file_name(stem: str, suffix: str = "") -> str:
    """Returns the file name of a vehicle or plan; a "/" in an id must not lead out of a folder."""
    name = re.sub(r"[^\w.\-]|^\.", lambda found: f"%{ord(found[0]):02X}", stem)
    return f"{name}.{suffix}" if suffix else name


def _gpx(asked: ExportRequest) -> dict[str, bytes]:
    from api.exports.datum import DATUMS
    from api.exports.gpx import to_gpx

    return {
        file_name(id_, "gpx"): to_gpx(
            asked.plan_file,
            asked.network,
            id_,
            language=asked.language,
            points=asked.points,
            datum=DATUMS[asked.datum],
        ).encode()
        for id_ in asked.vehicle_ids
    }


def _pdf(asked: ExportRequest) -> dict[str, bytes]:
    with needing("pdf", thing="pdf"):
        from api.exports.run_sheet import set_sheets

        sheets = set_sheets(partial(_sheet, asked), asked.vehicle_ids)
    files = {
        file_name(id_, "pdf"): pdf for id_, pdf in zip(asked.vehicle_ids, sheets, strict=True)
    }
    return files | (_cover(asked) if asked.vehicle_id is None and files else {})


def _sheet(asked: ExportRequest, vehicle_id: str) -> bytes:
    from api.exports.run_sheet import to_pdf

    return to_pdf(
        asked.plan_file,
        asked.network,
        vehicle_id,
        language=asked.language,
        drivers=asked.drivers,
        links=asked.links,
    )


def _cover(asked: ExportRequest) -> dict[str, bytes]:
    """Returns the shift leader's list, beside the run sheets of all vehicles."""
    with needing("pdf", thing="pdf"):
        from api.exports.run_sheet import cover_to_pdf

        cover = cover_to_pdf(
            asked.plan_file, asked.network, language=asked.language, drivers=asked.drivers
        )
        return {COVER: cover}


def _html(asked: ExportRequest) -> dict[str, bytes]:
    from api.exports.phone import to_html

    return {
        file_name(id_, "html"): to_html(
            asked.plan_file,
            asked.network,
            id_,
            language=asked.language,
            drivers=asked.drivers,
            post_to=asked.post_to,
        ).encode()
        for id_ in asked.vehicle_ids
    }


def _geojson(asked: ExportRequest) -> dict[str, bytes]:
    from api.exports.datum import DATUMS
    from api.exports.geojson import to_geojson

    collection = to_geojson(
        asked.plan_file,
        asked.network,
        vehicle_id=asked.vehicle_id,
        language=asked.language,
        datum=DATUMS[asked.datum],
    )
    return {asked.name_file("geojson"): json.dumps(collection, ensure_ascii=False).encode()}


def _kml(asked: ExportRequest) -> dict[str, bytes]:
    from api.exports.datum import DATUMS
    from api.exports.kml import to_kml

    text = to_kml(
        asked.plan_file,
        asked.network,
        asked.vehicle_id,
        language=asked.language,
        datum=DATUMS[asked.datum],
    )
    return {asked.name_file("kml"): text.encode()}


def _csv(asked: ExportRequest) -> dict[str, bytes]:
    from api.exports.csv_table import to_csv

    # Excel takes a file for UTF-8, and shows Chinese, only with the byte order mark.
    return {asked.name_file("csv"): to_csv(asked.plan_file, asked.vehicle_id).encode("utf-8-sig")}


def _xlsx(asked: ExportRequest) -> dict[str, bytes]:
    from api.exports.xlsx import to_xlsx

    book = to_xlsx(
        asked.plan_file, asked.vehicle_id, language=asked.language, network=asked.network
    )
    return {asked.name_file("xlsx"): book}


def _ics(asked: ExportRequest) -> dict[str, bytes]:
    from api.exports.ics import to_ics

    name = asked.name_file("ics")
    calendar = to_ics(
        asked.plan_file,
        asked.vehicle_id,
        language=asked.language,
        made_at=asked.made_at,
        earlier=asked.earlier.get(name),
    )
    return {name: calendar}


def _txt(asked: ExportRequest) -> dict[str, bytes]:
    from api.exports.text import to_text

    return {
        file_name(id_, "txt"): to_text(
            asked.plan_file, asked.network, id_, language=asked.language
        ).encode()
        for id_ in asked.vehicle_ids
    }


def _svg(asked: ExportRequest) -> dict[str, bytes]:
    from api.exports.svg import route_to_svg, to_svg

    if asked.vehicle_id is not None:
        drawn = route_to_svg(asked.plan_file, asked.network, asked.vehicle_id, asked.language)
        return {asked.name_file("svg"): drawn.encode()}
    return {"plan.svg": to_svg(asked.plan_file, asked.network, asked.language).encode()}


EXPORTS: dict[str, ExportFormat] = {
    "gpx": ExportFormat(files=_gpx, media_type="application/gpx+xml"),
    "kml": ExportFormat(files=_kml, media_type="application/vnd.google-earth.kml+xml"),
    "geojson": ExportFormat(files=_geojson, media_type="application/geo+json"),
    "csv": ExportFormat(files=_csv, media_type="text/csv; charset=utf-8"),
    "xlsx": ExportFormat(
        files=_xlsx,
        media_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
    "pdf": ExportFormat(files=_pdf, media_type="application/pdf"),
    "html": ExportFormat(files=_html, media_type="text/html; charset=utf-8"),
    "ics": ExportFormat(files=_ics, media_type="text/calendar; charset=utf-8"),
    "txt": ExportFormat(files=_txt, media_type="text/plain; charset=utf-8"),
    "svg": ExportFormat(files=_svg, media_type="image/svg+xml"),
}

_OF_VEHICLE = ("pdf", "html", "gpx", "kml", "xlsx", "ics", "txt", "svg")
_OF_DAY = ("xlsx", "csv", "kml", "geojson", "ics", "svg")


def export_all(asked: ExportRequest) -> dict[str, bytes]:
    """Returns a day's folder: a folder for each depot, in it one for each vehicle, and the day's.

    Raises
    ------
    InputError
        As of `export_files`.
    """
    files: dict[str, bytes] = {}
    for vehicle_id in asked.vehicle_ids:
        folder = f"{_depot_folder(asked, vehicle_id)}/{file_name(vehicle_id)}"
        for form in _OF_VEHICLE:
            made = export_files(form, _of_vehicle(asked, vehicle_id, folder))
            files |= {f"{folder}/{name}": content for name, content in made.items()}
    if asked.vehicle_id is None:
        for form in _OF_DAY:
            files |= export_files(form, asked)
        files |= _cover(asked)
    return files


def _of_vehicle(asked: ExportRequest, vehicle_id: str, folder: str) -> ExportRequest:
    before = {
        name.removeprefix(f"{folder}/"): content
        for name, content in asked.earlier.items()
        if name.startswith(f"{folder}/")
    }
    return replace(asked, vehicle_id=vehicle_id, earlier=before)


def _depot_folder(asked: ExportRequest, vehicle_id: str) -> str:
    """Returns the folder of the depot that a vehicle leaves first."""
    routes = [one for one in asked.plan_file.plan.routes if one.vehicle_id == vehicle_id]
    first = min(routes, key=lambda one: one.start_s)
    return file_name(first.activities[0].facility_id or "depot")
