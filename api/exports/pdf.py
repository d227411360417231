"""A driver's run sheet as PDF: map, figures and the list of turns and work of each route."""

import datetime as dt
import importlib.util
import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import typst

from api.exports import CREDIT
from api.exports.gpx import CHINA
from api.exports.instructions import instructions
from api.exports.svg import route_map
from api.exports.tracks import legs_of
from api.words import Language, say
from fleet import clock
from optimizer.network.road_network import RoadNetwork
from optimizer.plan import Route
from scenarios.plan_file import PlanFile

_FONT_PACKAGE = "rinoh_typeface_notosanscjk"
_SHEET = Path(__file__).with_name("run_sheet.typ")


class SheetFault(RuntimeError):
    """The typesetter warned, of a missing font for one: Chinese would come out as boxes."""


def to_pdf(
    plan_file: PlanFile,
    network: RoadNetwork,
    vehicle_id: str,
    *,
    language: Language = Language.EN,
) -> bytes:
    """Returns the run sheet of a vehicle's routes; the same plan gives the same bytes.

    Raises
    ------
    KeyError
        When the vehicle has no route in the plan.
    SheetFault
        When the typesetter warns.
    """
    routes = [route for route in plan_file.plan.routes if route.vehicle_id == vehicle_id]
    if not routes:
        raise KeyError(vehicle_id)
    kind = say(str(plan_file.fleet.vehicle(vehicle_id).kind), language).replace("_", " ")
    title = plan_file.title_zh if language is Language.ZH else plan_file.title
    sheet = {
        "lang": str(language),
        "heading": f"{vehicle_id} · {kind} · {plan_file.date}",
        "title": title or plan_file.title,
        "notices": [*map(str, plan_file.notices)],
        "credit": "OneBroom" if plan_file.network.generated else f"OneBroom · {CREDIT}",
        "routes": [_route(plan_file, network, route, language) for route in routes],
    }
    midnight = dt.datetime.fromisoformat(plan_file.date).replace(tzinfo=CHINA)
    compiler = typst.Compiler(
        _SHEET.read_bytes(),
        font_paths=typst.Fonts(include_system_fonts=False, font_paths=[_font_folder()]),
        ignore_system_fonts=True,
        sys_inputs={"sheet": json.dumps(sheet, ensure_ascii=False)},
    )
    pdf, warnings = compiler.compile_with_warnings(
        format="pdf", timestamp=int(midnight.timestamp())
    )
    if warnings:
        raise SheetFault("; ".join(str(warning) for warning in warnings))
    assert isinstance(pdf, bytes)
    return pdf


@cache
def _font_folder() -> str:
    # The package itself is never imported: it would parse the fonts for another typesetter.
    spec = importlib.util.find_spec(_FONT_PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError(f"No module named {_FONT_PACKAGE!r}", name=_FONT_PACKAGE)
    return next(iter(spec.submodule_search_locations))


def _route(
    plan_file: PlanFile, network: RoadNetwork, route: Route, language: Language
) -> dict[str, Any]:
    visited = {activity.facility_id for activity in route.activities}
    yards = [f.at.pair for f in plan_file.fleet.facilities if f.id in visited]
    legs = list(legs_of(plan_file, network, route))
    return {
        "name": f"{route.shift_id}  {clock(route.start_s)}-{clock(route.end_s)}",
        "figures": " · ".join(_figures(route, language)),
        "map": route_map(network, legs, yards)[0] if legs else "",
        "lines": [
            ["" if one.time_s is None else clock(one.time_s), one.text]
            for one in instructions(plan_file, network, route, language)
        ],
    }


def _figures(route: Route, language: Language) -> Iterator[str]:
    yield f"{say('tasks', language)} {len(route.task_ids)}"
    if route.service_m:
        yield f"{say('worked km', language)} {route.service_m / 1000:.1f}"
        yield f"{say('empty km', language)} {route.deadhead_m / 1000:.1f}"
    else:
        yield f"{say('km between stops', language)} {route.deadhead_m / 1000:.1f}"
    yield f"{say('hours', language)} {(route.end_s - route.start_s) / 3600:.1f}"
