"""What a driver is told as plain text, for terminals and for whatever else shows text."""

from api.exports.turn_list import select_notices, turn_list
from api.words import Language, phrasebook
from optimizer.legible import make_legible
from optimizer.network.road_network import RoadNetwork
from scenarios.plan_file import PlanFile


def to_text(
    plan_file: PlanFile,
    network: RoadNetwork,
    vehicle_id: str,
    *,
    language: Language = Language.EN,
) -> str:
    """Returns the lists of a vehicle's duties, a line for each thing to do.

    Raises
    ------
    KeyError
        When the vehicle has no route in the plan.
    """
    routes = [route for route in plan_file.plan.routes if route.vehicle_id == vehicle_id]
    if not routes:
        raise KeyError(vehicle_id)
    words = phrasebook(language)
    kind = plan_file.fleet.vehicle(vehicle_id).kind
    lines = [words("sheet.heading", vehicle=vehicle_id, kind=kind, date=plan_file.date)]
    lines += map(words.say, select_notices(plan_file))
    for route in routes:
        shift = plan_file.shift_label(route.vehicle_id, route.shift_id)
        hours = words.bands([(route.start_s, route.end_s)])
        lines += ["", words("sheet.route", shift=shift, hours=hours)]
        for one in turn_list(plan_file, network, route, words):
            time = "" if one.time_s is None else words.clock(one.time_s)
            number = f"{one.number}." if one.number else ""
            lines.append(f"{number:>4} {time:<8} {one.text}".rstrip())
    # A name may hold a line feed, which would begin a line of its own.
    return "\n".join(" ".join(make_legible(line).splitlines()) for line in lines) + "\n"
