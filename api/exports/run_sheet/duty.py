"""What stands on the run sheet of one duty."""

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from api.exports.qr_code import qr_code
from api.exports.run_sheet.glyphs import print_text
from api.exports.svg import MAP_WIDTH, DutyGround, NumberedPoint, duty_maps, pick_language
from api.exports.tracks import legs_of
from api.exports.turn_list import ARROWS, TO_DO, LineKind, TurnLine, turn_list
from api.words import Phrasebook
from fleet import WORKS
from optimizer.network.road_network import RoadNetwork
from optimizer.plan import Route
from scenarios.plan_file import PlanFile


def duty_sheet(
    plan_file: PlanFile,
    network: RoadNetwork,
    route: Route,
    words: Phrasebook,
    *,
    driver: str = "",
    link: str = "",
) -> dict[str, Any]:
    """Returns the values of a duty's sheet, as the layout takes them."""
    lines = turn_list(plan_file, network, route, words)
    return {
        "name": words(
            "sheet.route",
            shift=plan_file.shift_label(route.vehicle_id, route.shift_id),
            hours=words.bands([(route.start_s, route.end_s)]),
        ),
        "driver": words("sheet.driver", name=driver or "____________"),
        "figures": _figures(route, words),
        "maps": _maps(plan_file, network, route, lines, words),
        "qr": qr_code(link) if link else "",
        "link": words("sheet.link") if link else "",
        "rows": list(_rows(plan_file, route, lines, words)),
    }


def _maps(
    plan_file: PlanFile,
    network: RoadNetwork,
    route: Route,
    lines: Iterable[TurnLine],
    words: Phrasebook,
) -> list[dict[str, Any]]:
    legs = list(legs_of(plan_file, network, route))
    if not legs:
        return []
    visited = {activity.facility_id for activity in route.activities}
    told = {network.street_name(network.arc_of_key[key]) for one in lines for key in one.arcs} - {
        ""
    }
    ground = DutyGround(
        network=network,
        legs=legs,
        points=[
            NumberedPoint(at=one.point, number=one.number)
            for one in lines
            if one.number and one.kind not in (LineKind.START, LineKind.END)
        ],
        yards=[
            (one.at.pair, print_text(pick_language(one.name, words.language)))
            for one in plan_file.fleet.facilities
            if one.id in visited
        ],
        streets=frozenset(told),
        words=words,
    )
    return [
        {"svg": print_text(one.svg), "share": one.width / MAP_WIDTH} for one in duty_maps(ground)
    ]


def _rows(
    plan_file: PlanFile, route: Route, lines: Iterable[TurnLine], words: Phrasebook
) -> Iterable[dict[str, Any]]:
    """Yields the list's rows: drives as one row of turns, all else as a row of its own."""
    vehicle = plan_file.fleet.vehicle(route.vehicle_id)
    shows_tank = any(WORKS[work].supply for work in vehicle.works) and vehicle.tank_l > 0
    for is_turn, group in groupby(lines, key=lambda one: one.is_turn):
        if is_turn:
            yield {"turns": [[ARROWS[one.move], one.text] for one in group]}
            continue
        for one in group:
            aboard = [words("sheet.kg", kg=one.load_kg)] if one.load_kg else []
            if shows_tank and one.tank_l is not None:
                aboard.append(words("sheet.litres", litres=one.tank_l))
            yield {
                "number": str(one.number),
                "time": "" if one.time_s is None else words.clock(one.time_s),
                "text": one.text,
                "aboard": aboard,
                "check": one.kind in TO_DO,
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
