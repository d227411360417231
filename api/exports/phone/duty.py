"""What a phone shows of one duty."""

import hashlib
from collections.abc import Iterable, Iterator
from typing import Any

from api.exports.phone.ground import leg_lines
from api.exports.phone.handover import handover_links
from api.exports.svg import pick_language
from api.exports.tracks import legs_of
from api.exports.turn_list import ARROWS, TO_DO, LineKind, TurnLine, turn_list
from api.words import Phrasebook
from optimizer.network.road_network import RoadNetwork
from optimizer.plan import Route
from scenarios.plan_file import PlanFile


def phone_duty(
    plan_file: PlanFile,
    network: RoadNetwork,
    route: Route,
    words: Phrasebook,
    *,
    driver: str = "",
    post_to: str = "",
) -> dict[str, Any]:
    """Returns the values of a duty, as the page reads them."""
    lines = turn_list(plan_file, network, route, words)
    return {
        "shift": route.shift_id,
        "of": _digest(plan_file, route),
        "name": words(
            "sheet.route",
            shift=plan_file.shift_label(route.vehicle_id, route.shift_id),
            hours=words.bands([(route.start_s, route.end_s)]),
        ),
        "driver": driver,
        "start": route.start_s,
        "end": route.end_s,
        "post": post_to,
        "lines": list(_entries(plan_file, lines, words)),
        "legs": leg_lines(list(legs_of(plan_file, network, route))),
    }


def _digest(plan_file: PlanFile, route: Route) -> str:
    """Returns what is the same only for the same route on the same day, whatever the language."""
    told = (plan_file.date, route.vehicle_id, route.shift_id, route.activities)
    return hashlib.sha256(repr(told).encode()).hexdigest()[:12]


def _entries(
    plan_file: PlanFile, lines: Iterable[TurnLine], words: Phrasebook
) -> Iterator[dict[str, Any]]:
    """Yields what is to be done, each with the turns that lead to it."""
    tasks = {task.id: task.name for task in plan_file.tasks}
    facilities = {
        one.id: pick_language(one.name, words.language) for one in plan_file.fleet.facilities
    }
    turns: list[list[Any]] = []
    for one in lines:
        if one.is_turn:
            turns.append([ARROWS[one.move], one.text, *one.point])
            continue
        name = next((tasks[id_] for id_ in one.task_ids), facilities.get(one.facility_id, ""))
        entry: dict[str, Any] = {
            "n": one.number,
            "kind": str(one.kind),
            "text": one.text,
            "at": list(one.point),
            "turns": turns,
            "aboard": words("sheet.kg", kg=one.load_kg) if one.load_kg else "",
        }
        if one.time_s is not None:
            entry |= {"time": words.clock(one.time_s), "s": one.time_s}
        if one.kind in TO_DO:
            entry["todo"] = 1
        if one.task_ids and one.kind in (LineKind.WORK, LineKind.STOP):
            entry["tasks"] = list(one.task_ids)
        if one.kind is not LineKind.BREAK:
            entry["links"] = handover_links(one.point, words.street(name))
        yield entry
        turns = []
