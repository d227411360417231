"""The cover for the shift leader: who leaves which depot when, with what."""

from collections.abc import Mapping
from typing import Any

from api.exports.svg import pick_language
from api.exports.turn_list import corners_of
from api.words import Phrasebook
from optimizer.network.road_network import RoadNetwork
from optimizer.plan import DutyId, Route
from scenarios.changes import lane_of
from scenarios.plan_file import PlanFile


def cover_sheet(
    plan_file: PlanFile,
    network: RoadNetwork,
    words: Phrasebook,
    *,
    drivers: Mapping[DutyId, str],
) -> list[dict[str, Any]]:
    """Returns the depots, each with its duties in the order of leaving."""
    by_depot: dict[str, list[Route]] = {}
    for route in plan_file.plan.routes:
        by_depot.setdefault(route.activities[0].facility_id or "", []).append(route)
    names = {one.id: one.name for one in plan_file.fleet.facilities}
    return [
        {
            "depot": pick_language(names.get(depot_id, depot_id), words.language),
            "duties": [
                _duty(plan_file, network, route, words, drivers)
                for route in sorted(routes, key=lambda one: (one.start_s, one.vehicle_id))
            ],
        }
        for depot_id, routes in sorted(by_depot.items())
    ]


def _duty(
    plan_file: PlanFile,
    network: RoadNetwork,
    route: Route,
    words: Phrasebook,
    drivers: Mapping[DutyId, str],
) -> list[str]:
    tasks = {task.id: task for task in plan_file.tasks}
    first = next((tasks[id_] for id_ in route.task_ids), None)
    where = pick_language(first.name, words.language) if first else ""
    if first and first.kerb:
        arc = network.arc_of_key[first.modes[0].place.entries[0].arc]
        where = corners_of(network).describe(arc, words)
    if first and lane_of(first):
        where = words.phrases((where, words("instruction.lane", lane=lane_of(first))))
    start = route.activities[0]
    aboard = words("sheet.litres", litres=start.tank_l) if start.tank_l else ""
    return [
        words.clock(route.start_s),
        route.vehicle_id,
        words.word("kind", str(plan_file.fleet.vehicle(route.vehicle_id).kind)),
        words.say(plan_file.shift_label(route.vehicle_id, route.shift_id)),
        drivers.get((route.vehicle_id, route.shift_id), ""),
        aboard,
        where,
        words.clock(route.end_s),
    ]
