"""A driver's run sheet as PDF: map, figures and the list of turns and work of each route."""

import datetime as dt
import importlib.util
import json
from functools import cache
from pathlib import Path
from typing import Any

import typst

from api.exports import CREDIT
from api.exports.gpx import CHINA
from api.exports.svg import route_map
from api.exports.tracks import legs_of
from api.exports.turn_list import select_notices, turn_list
from api.words import Language, Phrasebook, phrasebook
from optimizer.legible import make_legible
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
    words = phrasebook(language)
    sheet = {
        "lang": str(language),
        "heading": words(
            "sheet.heading",
            vehicle=vehicle_id,
            kind=plan_file.fleet.vehicle(vehicle_id).kind,
            date=plan_file.date,
        ),
        "title": words.pick(plan_file.title, plan_file.title_zh),
        "notices": [words.say(notice) for notice in select_notices(plan_file)],
        "credit": "OneBroom" if plan_file.network.generated else f"OneBroom · {CREDIT}",
        "routes": [_route(plan_file, network, route, words) for route in routes],
    }
    midnight = dt.datetime.fromisoformat(plan_file.date).replace(tzinfo=CHINA)
    compiler = typst.Compiler(
        _SHEET.read_bytes(),
        font_paths=typst.Fonts(include_system_fonts=False, font_paths=[_font_folder()]),
        ignore_system_fonts=True,
        sys_inputs={"sheet": _dump_legible(sheet)},
    )
    pdf, warnings = compiler.compile_with_warnings(
        format="pdf", timestamp=int(midnight.timestamp())
    )
    if warnings:
        raise SheetFault("; ".join(str(warning) for warning in warnings))
    assert isinstance(pdf, bytes)
    return pdf


def _dump_legible(value: object) -> str:
    """Returns JSON in which no text holds what the typesetter stumbles over."""

    def clean(one: object) -> object:
        if isinstance(one, str):
            return make_legible(one)
        if isinstance(one, dict):
            return {name: clean(held) for name, held in one.items()}
        return [clean(held) for held in one] if isinstance(one, list) else one

    return json.dumps(clean(value), ensure_ascii=False)


@cache
def _font_folder() -> str:
    # The package itself is never imported: it would parse the fonts for another typesetter.
    spec = importlib.util.find_spec(_FONT_PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError(f"No module named {_FONT_PACKAGE!r}", name=_FONT_PACKAGE)
    return next(iter(spec.submodule_search_locations))


def _route(
    plan_file: PlanFile, network: RoadNetwork, route: Route, words: Phrasebook
) -> dict[str, Any]:
    visited = {activity.facility_id for activity in route.activities}
    yards = [f.at.pair for f in plan_file.fleet.facilities if f.id in visited]
    legs = list(legs_of(plan_file, network, route))
    return {
        "name": words(
            "sheet.route",
            shift=plan_file.shift_label(route.vehicle_id, route.shift_id),
            hours=words.bands([(route.start_s, route.end_s)]),
        ),
        "figures": _figures(route, words),
        "map": route_map(network, legs, yards)[0] if legs else "",
        "lines": [
            ["" if one.time_s is None else words.clock(one.time_s), one.text]
            for one in turn_list(plan_file, network, route, words)
        ],
    }


def _figures(route: Route, words: Phrasebook) -> str:
    return words(
        "sheet.figures" if route.service_m else "sheet.figures_between",
        tasks=len(route.task_ids),
        worked_km=route.service_m / 1000,
        empty_km=route.deadhead_m / 1000,
        between_km=route.deadhead_m / 1000,
        hours=(route.end_s - route.start_s) / 3600,
    )
