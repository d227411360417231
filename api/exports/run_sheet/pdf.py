"""Run sheets and the shift leader's cover as PDF; the same plan gives the same bytes."""

import datetime as dt
import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import typst

from api.exports import CREDIT
from api.exports.gpx import CHINA
from api.exports.run_sheet.cover import cover_sheet
from api.exports.run_sheet.duty import duty_sheet
from api.exports.run_sheet.glyphs import font_folder, make_printable, name_sign
from api.exports.turn_list import select_notices
from api.words import Language, Phrasebook, phrasebook
from optimizer.network.road_network import RoadNetwork
from optimizer.plan import DutyId
from scenarios.plan_file import PlanFile

_SHEET = Path(__file__).with_name("sheet.typ")


class SheetFault(RuntimeError):
    """The typesetter warned, of a missing font for one: Chinese would come out as boxes."""


def to_pdf(
    plan_file: PlanFile,
    network: RoadNetwork,
    vehicle_id: str,
    *,
    language: Language = Language.EN,
    drivers: Mapping[DutyId, str] | None = None,
    links: Mapping[DutyId, str] | None = None,
) -> bytes:
    """Returns the run sheet of a vehicle's duties.

    Parameters
    ----------
    drivers
        Names, by duty; a sheet without one has a line to write it on.
    links
        Addresses of the drivers' pages, by duty, shown as a code for the phone's camera.

    Raises
    ------
    KeyError
        When the vehicle has no route in the plan.
    InputError
        When the font lacks a letter of a name.
    SheetFault
        When the typesetter warns.
    """
    routes = [route for route in plan_file.plan.routes if route.vehicle_id == vehicle_id]
    if not routes:
        raise KeyError(vehicle_id)
    words = phrasebook(language)
    sheet = _sheet(plan_file, words) | {
        "heading": words(
            "sheet.heading",
            vehicle=vehicle_id,
            kind=plan_file.fleet.vehicle(vehicle_id).kind,
            date=plan_file.date,
        ),
        "routes": [
            duty_sheet(
                plan_file,
                network,
                route,
                words,
                driver=(drivers or {}).get((route.vehicle_id, route.shift_id), ""),
                link=(links or {}).get((route.vehicle_id, route.shift_id), ""),
            )
            for route in routes
        ],
    }
    return _set(sheet, plan_file, words)


def cover_to_pdf(
    plan_file: PlanFile,
    network: RoadNetwork,
    *,
    language: Language = Language.EN,
    drivers: Mapping[DutyId, str] | None = None,
) -> bytes:
    """Returns the cover for the shift leader.

    Raises
    ------
    InputError
        When the font lacks a letter of a name.
    SheetFault
        When the typesetter warns.
    """
    words = phrasebook(language)
    sheet = _sheet(plan_file, words) | {
        "heading": words("sheet.cover", date=plan_file.date),
        "routes": [],
        "depots": cover_sheet(plan_file, network, words, drivers=drivers or {}),
    }
    return _set(sheet, plan_file, words)


def _sheet(plan_file: PlanFile, words: Phrasebook) -> dict[str, Any]:
    """Returns what stands on every sheet of a plan."""
    heads = ("number", "begin", "what", "aboard", "remarks")
    cover = ("out", "vehicle", "kind", "shift", "driver", "aboard", "first", "back")
    return {
        "lang": str(words.language),
        "title": words.pick(plan_file.title, plan_file.title_zh),
        "notices": [words.say(notice) for notice in select_notices(plan_file)],
        "credit": "OneBroom" if plan_file.network.generated else f"OneBroom · {CREDIT}",
        "heads": [words(f"sheet.head_{name}") for name in heads],
        "cover_heads": [words(f"sheet.head_{name}") for name in cover],
        "depots": [],
    }


def _set(sheet: dict[str, Any], plan_file: PlanFile, words: Phrasebook) -> bytes:
    """Returns the PDF of a sheet's values."""
    printable = make_printable(sheet)
    values = printable.values
    if printable.replaced:
        assert isinstance(values, dict)
        names = sorted(map(name_sign, printable.replaced))
        values["notices"] = [*values["notices"], words("sheet.replaced", signs=names)]
    midnight = dt.datetime.fromisoformat(plan_file.date).replace(tzinfo=CHINA)
    compiler = typst.Compiler(
        _SHEET.read_bytes(),
        font_paths=_fonts(font_folder()),
        ignore_system_fonts=True,
        sys_inputs={"sheet": json.dumps(values, ensure_ascii=False)},
    )
    pdf, warnings = compiler.compile_with_warnings(
        format="pdf", timestamp=int(midnight.timestamp())
    )
    if warnings:
        raise SheetFault("; ".join(str(warning) for warning in warnings))
    assert isinstance(pdf, bytes)
    return pdf


@cache
def _fonts(folder: str) -> typst.Fonts:
    """Returns the fonts, which take longer to load than a sheet to be set."""
    return typst.Fonts(include_system_fonts=False, font_paths=[folder])
