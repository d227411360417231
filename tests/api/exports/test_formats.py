"""Files as other programs read them: by their schemas, in their datum, with hostile names."""

import csv
import datetime as dt
import io
import json
import math
import re
import zipfile
from dataclasses import replace
from xml.etree import ElementTree as ET

import gpxpy
import icalendar
import pytest
from python_calamine import CalamineWorkbook

from api.exports import COVER, DATUM_NAMES, EXPORTS, ExportRequest, export_all, export_files
from api.exports.datum import DATUMS
from api.exports.gpx import to_gpx
from api.exports.ics import to_ics
from api.exports.xlsx import to_xlsx
from api.words import Language
from optimizer.legible import is_legible
from scenarios.files import to_wgs84
from tests.scenarios import small_plan

STREETS = small_plan.network()
PLAN = small_plan.plan_file()
ASKED = ExportRequest(plan_file=PLAN, network=STREETS)
GPX = "http://www.topografix.com/GPX/1/1"

# The rules of http://www.topografix.com/GPX/1/1/gpx.xsd for what we write: of each type its
# attributes, and its elements in their order (the schema's are sequences), with where each type
# of an element is looked up.
POINT = (
    "ele",
    "time",
    "magvar",
    "geoidheight",
    "name",
    "cmt",
    "desc",
    "src",
    "link",
    "sym",
    "type",
)
SCHEMA = {
    "gpx": ({"version", "creator"}, ("metadata", "wpt", "rte", "trk", "extensions")),
    "metadata": (
        set(),
        (
            "name",
            "desc",
            "author",
            "copyright",
            "link",
            "time",
            "keywords",
            "bounds",
            "extensions",
        ),
    ),
    "rte": (
        set(),
        ("name", "cmt", "desc", "src", "link", "number", "type", "extensions", "rtept"),
    ),
    "trk": (
        set(),
        ("name", "cmt", "desc", "src", "link", "number", "type", "extensions", "trkseg"),
    ),
    "trkseg": (set(), ("trkpt", "extensions")),
    "rtept": ({"lat", "lon"}, POINT),
    "trkpt": ({"lat", "lon"}, POINT),
}
REPEATED = {"wpt", "rte", "trk", "rtept", "trkseg", "trkpt", "link"}


def faults_of_gpx(element):
    """What breaks the schema, in an element and below."""
    tag = element.tag.removeprefix(f"{{{GPX}}}")
    if tag not in SCHEMA:
        if tag == "time" and not re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", element.text):
            yield f"time {element.text}"
        if len(element):
            yield f"{tag} holds elements"
        return
    attributes, order = SCHEMA[tag]
    if {name for name in element.attrib if not name.startswith("{")} != attributes:
        yield f"{tag} has {sorted(element.attrib)}"
    for name, most in (("lat", 90), ("lon", 180)):
        if name in attributes and not -most <= float(element.get(name)) <= most:
            yield f"{name} {element.get(name)}"
    tags = [child.tag.removeprefix(f"{{{GPX}}}") for child in element]
    if any(one not in order for one in tags):
        yield f"{tag} holds {sorted(set(tags) - set(order))}"
    elif [order.index(one) for one in tags] != sorted(order.index(one) for one in tags):
        yield f"{tag} has its elements in another order: {tags}"
    yield from (one for one in set(tags) - REPEATED if tags.count(one) > 1)
    for child in element:
        yield from faults_of_gpx(child)


@pytest.mark.parametrize("vehicle_id", ["S1", "K1"])
def test_gpx_keeps_to_its_schema(vehicle_id):
    root = ET.fromstring(to_gpx(PLAN, STREETS, vehicle_id))
    assert root.tag == f"{{{GPX}}}gpx"
    assert root.get("version") == "1.1"
    assert list(faults_of_gpx(root)) == []
    assert list(root.iter(f"{{{GPX}}}rtept"))


def test_the_schema_is_no_matter_of_course():
    root = ET.fromstring(to_gpx(PLAN, STREETS, "S1"))
    track = root.find(f"{{{GPX}}}trk")
    track.append(track[0])
    root.find(f"{{{GPX}}}rte")[1].set("lat", "91")
    assert len(list(faults_of_gpx(root))) >= 2


def places(form, content):
    """The coordinates that another reader finds in a file."""
    if form == "gpx":
        document = gpxpy.parse(content.decode())
        points = [one for route in document.routes for one in route.points]
        points += [p for t in document.tracks for s in t.segments for p in s.points]
        return [(one.longitude, one.latitude) for one in points]
    if form == "kml":
        texts = [one.text for one in ET.fromstring(content).iter() if "coordinates" in one.tag]
        return [tuple(map(float, one.split(","))) for text in texts for one in text.split()]
    found = []
    for one in json.loads(content)["features"]:
        at = one["geometry"]["coordinates"]
        found += [tuple(p) for p in (at if one["geometry"]["type"] == "LineString" else [at])]
    return found


def in_china():
    """The square in Yinzhou, where datums differ."""
    move = (121.5, 29.8)
    geometry = STREETS.geometry + move
    streets = replace(
        STREETS,
        geometry=geometry,
        node_lon=STREETS.node_lon + move[0],
        node_lat=STREETS.node_lat + move[1],
    )
    facilities = tuple(
        replace(one, at=replace(one.at, lon=one.at.lon + move[0], lat=one.at.lat + move[1]))
        for one in PLAN.fleet.facilities
    )
    plan_file = replace(PLAN, fleet=replace(PLAN.fleet, facilities=facilities))
    return ExportRequest(plan_file=plan_file, network=streets, vehicle_id="S1")


@pytest.mark.parametrize("datum", ["gcj02", "bd09"])
@pytest.mark.parametrize("form", ["gpx", "kml", "geojson"])
def test_a_file_has_one_datum_that_it_names_and_that_leads_back(form, datum):
    asked = in_china()
    (plain,) = export_files(form, asked).values()
    (shifted,) = export_files(form, replace(asked, datum=datum)).values()
    assert str(DATUMS[datum]).encode() in shifted
    assert b"WGS-84" in plain
    assert b"WGS-84" not in shifted
    here, there = places(form, plain), places(form, shifted)
    assert len(here) == len(there) > 5
    for (lon, lat), point in zip(here, there, strict=True):
        back = to_wgs84(*point, DATUMS[datum])
        off_m = 111_195 * math.hypot((back[0] - lon) * math.cos(math.radians(lat)), back[1] - lat)
        assert off_m < 0.01
        assert abs(point[0] - lon) > 0.001


def test_a_track_is_a_trip_from_facility_to_facility():
    kitchen, sweeper = PLAN.plan.routes
    # K1 goes out once more after unloading, as it did before.
    later = tuple(
        replace(
            one,
            arrival_s=one.arrival_s + 3600,
            begin_s=one.begin_s + 3600,
            end_s=one.end_s + 3600,
        )
        for one in kitchen.activities[1:]
    )
    twice = replace(kitchen, activities=(*kitchen.activities[:-1], *later))
    plan_file = replace(PLAN, plan=replace(PLAN.plan, routes=(twice, sweeper)))
    tracks = gpxpy.parse(to_gpx(plan_file, STREETS, "K1")).tracks
    assert [track.name for track in tracks] == ["K1 day, trip 1", "K1 day, trip 2"]
    ends = [track.segments[0].points[-1] for track in tracks]
    assert {(round(one.longitude, 4), round(one.latitude, 4)) for one in ends} == {(0.0009, 0.0)}


def test_calendars_remind_of_leaving_and_of_windows():
    calendar = icalendar.Calendar.from_ical(to_ics(PLAN, "K1"))
    (event,) = calendar.walk("VEVENT")
    alarms = event.walk("VALARM")
    # Half an hour before 11:00; the kitchen opens at 11:05 (39,900 s): 15 min before, that is
    # 10 min before leaving.
    assert [one["TRIGGER"].dt for one in alarms] == [
        dt.timedelta(minutes=-30),
        dt.timedelta(minutes=-10),
    ]
    assert [str(one["DESCRIPTION"]) for one in alarms] == [
        "K1 leaves at 11:00",
        "From 11:05: Kitchen K01",
    ]
    # Work along streets has no doors.
    (sweeper,) = icalendar.Calendar.from_ical(to_ics(PLAN, "S1")).walk("VEVENT")
    assert len(sweeper.walk("VALARM")) == 1


def test_an_event_whose_window_moved_is_a_new_revision():
    first = to_ics(PLAN, "K1")
    moved = tuple(
        replace(one, windows=(replace(one.windows[0], earliest_s=39_840),)) for one in PLAN.tasks
    )
    after = to_ics(replace(PLAN, tasks=moved), "K1", earlier=first)
    (event,) = icalendar.Calendar.from_ical(after).walk("VEVENT")
    assert event["SEQUENCE"] == 1
    assert to_ics(PLAN, "K1", earlier=first) == first


def test_one_vehicles_workbook_holds_no_other_vehicle():
    book = CalamineWorkbook.from_filelike(io.BytesIO(to_xlsx(PLAN, "S1", network=STREETS)))
    assert book.sheet_names == ["Plan", "Vehicles", "Routes", "Activities", "Turns"]
    cells = [
        str(cell)
        for name in book.sheet_names
        for row in book.get_sheet_by_name(name).to_python()
        for cell in row
    ]
    assert "S1" in cells
    assert not [cell for cell in cells if re.search(r"\bK1\b|Kitchen", cell)]


def test_the_turns_of_a_workbook_add_up():
    book = CalamineWorkbook.from_filelike(io.BytesIO(to_xlsx(PLAN, network=STREETS)))
    head, *rows = book.get_sheet_by_name("Turns").to_python()
    driven = {}
    for row in rows:
        one = dict(zip(head, row, strict=True))
        driven[one["vehicle"]] = driven.get(one["vehicle"], 0) + one["length_m"]
    # S1: 400 + 300 + 500 + 400 m; K1: 950 + 650 m.
    assert driven == {"S1": 1600, "K1": 1600}
    vehicles = book.get_sheet_by_name("Vehicles").to_python()
    assert [row[0] for row in vehicles[1:]] == ["K1", "S1"]


def test_sheets_are_printed_as_wide_as_a_page_with_their_headings():
    with zipfile.ZipFile(io.BytesIO(to_xlsx(PLAN))) as archive:
        sheets = [name for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
        for name in sheets:
            sheet = archive.read(name).decode()
            assert 'orientation="landscape"' in sheet
            assert 'fitToHeight="0"' in sheet
            assert 'state="frozen"' in sheet
        book = archive.read("xl/workbook.xml").decode()
    assert book.count("_xlnm.Print_Area") == len(sheets)
    assert book.count("_xlnm.Print_Titles") == len(sheets)


def test_a_day_is_a_folder_by_depot_and_vehicle():
    files = export_all(ASKED)
    for vehicle_id in ("K1", "S1"):
        for form in ("pdf", "html", "gpx", "kml", "xlsx", "ics", "txt", "svg"):
            assert files[f"yard/{vehicle_id}/{vehicle_id}.{form}"]
    day = {name for name in files if "/" not in name}
    forms = ("xlsx", "csv", "kml", "geojson", "ics", "svg")
    assert day == {COVER} | {f"plan.{form}" for form in forms}
    assert export_all(ASKED) == files
    one = export_all(replace(ASKED, vehicle_id="S1"))
    assert {name.split("/")[1] for name in one} == {"S1"}


def test_a_calendar_in_a_days_folder_counts_its_revisions():
    first = export_all(replace(ASKED, vehicle_id="K1"))
    assert export_all(replace(ASKED, vehicle_id="K1", earlier=first)) == first


HOSTILE = (
    '=HYPERLINK("http://x")',
    "</name><script>alert(1)</script>&amp;",
    "a\nBEGIN:VEVENT\r\nb",
    "../../etc/passwd",
    "#set text(size: 99pt) $x$ \\ `",
    "{vehicle} {0} %s",
    "浙江“餐厅”\x0b😀\u202eabc",
    "",
)


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_are_names_in_every_format(name, language):
    from api.exports.cells import disarm

    tasks = tuple(replace(one, name=name) for one in PLAN.tasks)
    facilities = tuple(replace(one, name=name) for one in PLAN.fleet.facilities)
    plan_file = replace(PLAN, tasks=tasks, fleet=replace(PLAN.fleet, facilities=facilities))
    asked = replace(ASKED, plan_file=plan_file, language=language, vehicle_id="K1")
    files = {form: export_files(form, asked) for form in EXPORTS}
    assert all(list(one) == [f"K1.{form}"] for form, one in files.items())
    contents = {form: one[f"K1.{form}"] for form, one in files.items()}
    # Each is read back whole.
    for form in ("gpx", "kml", "svg"):
        root = ET.fromstring(contents[form])
        assert not [one for one in root.iter() if one.tag.rpartition("}")[2] == "script"]
    assert list(faults_of_gpx(ET.fromstring(contents["gpx"]))) == []
    calendar = icalendar.Calendar.from_ical(contents["ics"])
    assert len(calendar.walk("VEVENT")) == 1
    json.loads(contents["geojson"])
    rows = list(csv.DictReader(io.StringIO(contents["csv"].decode("utf-8-sig"))))
    assert {row["what"] for row in rows if row["activity"] == "service"} == {disarm(name)}
    book = CalamineWorkbook.from_filelike(io.BytesIO(contents["xlsx"]))
    assert len(book.sheet_names) == 5
    assert contents["pdf"].startswith(b"%PDF")
    text = contents["txt"].decode()
    # A line for each thing, whatever is in a name.
    numbers = re.findall(r"^ +(\d+)\. ", text, re.MULTILINE)
    assert numbers == ["1", "2", "3", "4"]
    assert all(map(is_legible, text.splitlines()))
    page = contents["html"].decode()
    (data,) = re.findall(r'<script id="data" type="application/json">(.*?)</script>', page, re.S)
    assert [one["n"] for one in json.loads(data)["duties"][0]["lines"]] == [1, 2, 3, 4]


def test_the_datums_of_commands_are_those_that_are_known():
    assert tuple(DATUMS) == DATUM_NAMES
