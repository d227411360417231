"""A plan as KML 2.2: a folder for each route and trip, lines for work and for driving."""

from collections.abc import Sequence
from xml.etree import ElementTree as ET

from api.exports.datum import write_point
from api.exports.svg import pick_language
from api.exports.tracks import Leg, Point, legs_of, split_trips, what_of
from api.exports.turn_list import select_notices
from api.words import Language, Phrasebook, phrasebook
from fleet import WORKS
from optimizer.legible import make_legible
from optimizer.network.road_network import RoadNetwork
from scenarios.files import Datum
from scenarios.plan_file import PlanFile

NAMESPACE = "http://www.opengis.net/kml/2.2"

_DRIVING = "deadhead"
_STYLES = {_DRIVING: ("#808080", 2)} | {work: (kind.colour, 4) for work, kind in WORKS.items()}
"""Colour and width of each style's lines."""


def to_kml(
    plan_file: PlanFile,
    network: RoadNetwork,
    vehicle_id: str | None = None,
    *,
    language: Language = Language.EN,
    datum: Datum = Datum.WGS84,
) -> str:
    """Returns a KML document with a vehicle's routes, or all, and the facilities."""
    root = ET.Element("kml", xmlns=NAMESPACE)
    document = ET.SubElement(root, "Document")
    words = phrasebook(language)
    title = words.pick(plan_file.title, plan_file.title_zh)
    _text(document, "name", f"{title} {plan_file.date}")
    _text(document, "description", "\n".join(map(words.say, select_notices(plan_file))))
    held = ET.SubElement(ET.SubElement(document, "ExtendedData"), "Data", name="datum")
    _text(held, "value", str(datum))
    for style, (colour, width) in _STYLES.items():
        line = ET.SubElement(ET.SubElement(document, "Style", id=style), "LineStyle")
        _text(line, "color", _abgr(colour))
        _text(line, "width", str(width))
    work_of = {task.id: task.work for task in plan_file.tasks}
    for route in plan_file.plan.routes:
        if vehicle_id is not None and route.vehicle_id != vehicle_id:
            continue
        folder = ET.SubElement(document, "Folder")
        shift = words.say(plan_file.shift_label(route.vehicle_id, route.shift_id))
        _text(folder, "name", f"{route.vehicle_id} {shift}")
        trips = split_trips(legs_of(plan_file, network, route))
        for number, legs in enumerate(trips, start=1):
            trip = ET.SubElement(folder, "Folder")
            _text(trip, "name", words("sheet.trip_number", number=number))
            for leg in legs:
                work = work_of[leg.activity.task_id or ""] if leg.is_service else None
                points = [write_point(one, datum) for one in leg.points]
                _placemark(trip, _label(leg, words), points, work or _DRIVING)
    facilities = ET.SubElement(document, "Folder")
    _text(facilities, "name", words("sheet.facilities"))
    for facility in plan_file.fleet.facilities:
        name = pick_language(facility.name, words.language)
        _placemark(facilities, name, [write_point(facility.at.pair, datum)])
    ET.indent(root, " ")
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, "unicode") + "\n"


def _abgr(colour: str) -> str:
    """Returns #rrggbb as KML has it: opacity, blue, green, red."""
    return f"ff{colour[5:7]}{colour[3:5]}{colour[1:3]}"


def _label(leg: Leg, words: Phrasebook) -> str:
    if not leg.is_service and not leg.is_mishap:
        return words("sheet.drive", activity=what_of(leg.activity))
    mishap = words.word("activity", what_of(leg.activity)) if leg.is_mishap else ""
    times = words.bands([(leg.activity.begin_s, leg.activity.end_s)])
    side = words.word("side", leg.side) if leg.side else ""
    return " ".join(filter(None, (times, mishap, words.street(leg.name), side)))


def _placemark(parent: ET.Element, name: str, points: Sequence[Point], style: str = "") -> None:
    mark = ET.SubElement(parent, "Placemark")
    _text(mark, "name", name)
    if style and len(points) > 1:
        _text(mark, "styleUrl", f"#{style}")
    geometry = ET.SubElement(mark, "LineString" if len(points) > 1 else "Point")
    if len(points) > 1:
        _text(geometry, "tessellate", "1")
    _text(geometry, "coordinates", " ".join(f"{lon},{lat}" for lon, lat in points))


def _text(parent: ET.Element, tag: str, text: str) -> None:
    ET.SubElement(parent, tag).text = make_legible(text)
