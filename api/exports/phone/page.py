"""The page of one vehicle's duties in one file: nothing in it is fetched from anywhere."""

import base64
import hashlib
import html
import json
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from api.exports.phone.duty import phone_duty
from api.exports.phone.ground import STEPS_PER_DEG, street_lines
from api.exports.phone.handover import shift_of
from api.exports.tracks import legs_of
from api.exports.turn_list import select_notices
from api.words import Language, Phrasebook, phrasebook
from optimizer.legible import make_legible
from optimizer.network.road_network import RoadNetwork
from optimizer.plan import DutyId
from scenarios.plan_file import PlanFile

_HERE = Path(__file__).parent

SAID = (
    *("done", "skip", "why", "undo", "list", "map", "open_in", "share", "send", "sent", "unsent"),
    *(
        "refused",
        "offline",
        "next_turn",
        "then",
        "finished",
        "awake",
        "sun",
        "night",
        "auto",
        "locate",
    ),
    *("locating", "no_place", "in_metres", "shifted", "close", "other", "settings", "not_awake"),
    *("understood", "cannot", "answered", "message_at"),
    *("reason_parked", "reason_closed", "reason_gate", "reason_full", "reason_time", "again"),
)
"""Codes of what the page says of itself."""
_PARTS = ("page.js", "map.js", "begin.js", "messages.js")


def to_html(
    plan_file: PlanFile,
    network: RoadNetwork,
    vehicle_id: str,
    *,
    language: Language = Language.EN,
    drivers: Mapping[DutyId, str] | None = None,
    post_to: Mapping[DutyId, str] | None = None,
    messages_at: str = "",
    files: Mapping[str, str] | None = None,
    with_streets: bool = True,
) -> str:
    """Returns the page.

    Parameters
    ----------
    post_to
        Addresses that take what the driver reports, by duty: JSON with `events` as the events
        reference has them. Without one the driver shares them as a file.
    messages_at
        Address that has what the driver is told, and takes the answers below it; "" for none.
    files
        Addresses of other forms of the duty, by what they are called.

    Raises
    ------
    KeyError
        When the vehicle has no route in the plan.
    """
    routes = [route for route in plan_file.plan.routes if route.vehicle_id == vehicle_id]
    if not routes:
        raise KeyError(vehicle_id)
    words = phrasebook(language)
    legs = [leg for route in routes for leg in legs_of(plan_file, network, route)]
    values: dict[str, Any] = {
        "lang": str(language),
        "vehicle": vehicle_id,
        "date": plan_file.date,
        "title": words.pick(plan_file.title, plan_file.title_zh),
        "notices": [words.say(notice) for notice in select_notices(plan_file)],
        "per": STEPS_PER_DEG,
        "shift": shift_of([point for leg in legs for point in leg.points]),
        "duties": [
            phone_duty(
                plan_file,
                network,
                route,
                words,
                driver=(drivers or {}).get((route.vehicle_id, route.shift_id), ""),
                post_to=(post_to or {}).get((route.vehicle_id, route.shift_id), ""),
            )
            for route in routes
        ],
        "messages_at": messages_at,
        "files": files or {},
        "streets": street_lines(network, legs) if with_streets else [],
        "say": {code: words(f"phone.{code}") for code in SAID},
    }
    return _fill(values, plan_file, vehicle_id, words)


def _fill(
    values: Mapping[str, Any], plan_file: PlanFile, vehicle_id: str, words: Phrasebook
) -> str:
    """Returns the file with its values, style and program."""
    # "</script>" in a name would end the program, "<!--" would hide it.
    data = json.dumps(values, ensure_ascii=False, separators=(",", ":"))
    data = data.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    title = words(
        "sheet.heading",
        vehicle=vehicle_id,
        kind=plan_file.fleet.vehicle(vehicle_id).kind,
        date=plan_file.date,
    )
    return _fill_in(
        {
            "lang": "zh-CN" if words.language is Language.ZH else "en",
            "title": html.escape(title),
            "policy": html.escape(content_policy("http: https:")),
            "style": _part("page.css"),
            "program": _program(),
            "data": make_legible(data),
        }
    )


def content_policy(reports_to: str) -> str:
    """Returns what the page may run and load: its own program and style, known by their digests.

    Parameters
    ----------
    reports_to
        Where it may send what the driver reports.
    """
    return ";".join(
        (
            "default-src 'none'",
            f"style-src '{_digest(_part('page.css'))}'",
            f"script-src '{_digest(_program())}'",
            "img-src data: blob:",
            f"connect-src {reports_to}",
        )
    )


def _program() -> str:
    """Returns the script of the page; its parts are one program, and share their names."""
    return "".join(_part(name) for name in _PARTS)


def _digest(text: str) -> str:
    found = hashlib.sha256(text.encode()).digest()
    return f"sha256-{base64.b64encode(found).decode()}"


@cache
def _part(name: str) -> str:
    return (_HERE / name).read_text(encoding="utf-8")


def _fill_in(parts: Mapping[str, str]) -> str:
    """Returns the page; in one go, for a name may hold what stands for another part."""
    return re.sub(r"@([a-z]+)@", lambda found: parts[found[1]], _part("page.html"))
