import csv
import io
import json
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import gpxpy
import icalendar
import numpy as np
import pytest
from python_calamine import CalamineWorkbook

from api.exports import COVER, EXPORTS, ExportRequest, export_files, file_name
from api.exports.csv_table import to_csv
from api.exports.geojson import to_geojson
from api.exports.gpx import to_gpx
from api.exports.ics import to_ics
from api.exports.kml import NAMESPACE, to_kml
from api.exports.run_sheet import SheetFault, to_pdf
from api.exports.xlsx import to_xlsx
from api.words import Language
from fleet import Message
from optimizer.errors import InputError
from optimizer.network.osm import read_osm
from optimizer.plan import Plan
from scenarios.measures import LaneRow
from tests.scenarios import small_plan
from tests.streets import METRES_PER_DEGREE

STREETS = small_plan.network()
PLAN = small_plan.plan_file()


def features(kind, **options):
    collection = to_geojson(PLAN, STREETS, **options)
    return [f for f in collection["features"] if f["properties"]["kind"] == kind]


def metres(point):
    return tuple(round(degrees * METRES_PER_DEGREE) for degrees in point)


def test_geojson_tells_work_from_driving_and_names_the_kerb():
    north, west = features("service")
    assert [f["properties"]["task_id"] for f in (north, west)] == [
        "sweep/2>3/right/1",
        "sweep/3>4/right/1",
    ]
    assert west["properties"]["side"] == "right"
    assert (west["properties"]["begin"], west["properties"]["end"]) == ("06:06", "06:14")
    assert [metres(p) for p in west["geometry"]["coordinates"]] == [(500, 300), (0, 300)]


def test_geojson_drives_begin_and_end_where_the_vehicle_is():
    kitchen, _, out, _ = features("deadhead")
    # 100 m into East Road, round two corners, to 250 m into West Road.
    assert [metres(p) for p in kitchen["geometry"]["coordinates"]] == [
        (100, 0),
        (500, 0),
        (500, 300),
        (250, 300),
    ]
    assert [metres(p) for p in out["geometry"]["coordinates"]] == [(100, 0), (500, 0)]


def test_geojson_has_stops_facilities_and_unserved_work_with_reasons():
    (stop,) = features("stop")
    assert stop["geometry"]["type"] == "Point"
    assert metres(stop["geometry"]["coordinates"]) == (250, 300)
    assert [f["properties"]["id"] for f in features("facility")] == ["yard"]
    assert {
        f["properties"]["task_id"]: f["properties"]["reason"] for f in features("unserved")
    } == {
        "kitchen/K02": "window",
        "sweep/2>3/right/2": "shift_time",
        "sweep/4>3/right/1": "not_worth",
        "sweep/4>3/right/2": "not_worth",
    }


def test_geojson_of_one_vehicle_has_its_routes_only():
    assert {f["properties"]["vehicle_id"] for f in features("deadhead", vehicle_id="S1")} == {"S1"}
    assert features("unserved", vehicle_id="S1") == []


def test_geojson_draws_a_two_way_street_once():
    assert len(features("street", with_streets=True)) == 4


def test_geojson_draws_the_water_under_the_streets():
    canal = np.array([[120.0, 30.0], [120.001, 30.0], [120.001, 30.001]])
    wet = replace(STREETS, water=canal, water_start=np.array([0, 3]))
    drawn = to_geojson(PLAN, wet, with_streets=True)["features"]
    assert drawn[0]["properties"] == {"kind": "water"}
    assert drawn[0]["geometry"]["coordinates"] == canal.tolist()
    assert "water" not in {one["properties"]["kind"] for one in to_geojson(PLAN, wet)["features"]}


def test_drivers_are_told_of_their_day_and_not_of_the_planning():
    rain = Message(code="notice.weather", text="Weather of 2024-05-06: rain")
    fleet = Message(code="notice.idle_kind", text="All 3 washers stay in")
    plan_file = replace(PLAN, notices=(fleet, rain))
    event = to_ics(plan_file, "S1").decode()
    for text in (to_gpx(plan_file, STREETS, "S1"), to_kml(plan_file, STREETS, "S1"), event):
        assert "rain" in text
        assert "washers" not in text
    # The office has all of them.
    assert "washers" in str(to_geojson(plan_file, STREETS)["notices"])


def test_gpx_route_tells_the_turns_and_the_work():
    (route,) = gpxpy.parse(to_gpx(PLAN, STREETS, "S1")).routes
    assert [point.name for point in route.points] == [
        "Leave Yard",
        "Empty: Drive along East Road eastwards (400 m)",
        "Turn left into North Road",
        "Sweep the right kerb of North Road northwards, from East Road to 西路 (300 m, 5 min)",
        "Turn left into 西路",
        # 22,468 s less 21,968 s: 8.3 min.
        "Sweep the right kerb of 西路 westwards, from North Road to South Road (500 m, 8 min)",
        "Empty: Turn left into South Road (300 m)",
        "Turn left into East Road (100 m)",
        "Unload at Yard, 16 kg",
        "Back at Yard",
    ]


def test_gpx_speaks_chinese():
    (route,) = gpxpy.parse(to_gpx(PLAN, STREETS, "K1", language=Language.ZH)).routes
    texts = [point.name for point in route.points]
    assert "左转进入西路（250 米）" in texts
    # 39,900 s is 11:05, 45,000 s is 12:30.
    assert "收运 Kitchen K01，西路，过North Road 250 米处，120 公斤，11:05-12:30 开始" in texts
    assert "在停车场卸料，120 公斤" in texts


def test_gpx_track_follows_the_whole_route_with_times_of_the_service_day():
    (track,) = gpxpy.parse(to_gpx(PLAN, STREETS, "S1")).tracks
    points = track.segments[0].points
    assert [metres((p.longitude, p.latitude)) for p in points] == [
        (100, 0),
        (500, 0),
        (500, 300),
        (0, 300),
        (0, 0),
        (100, 0),
    ]
    # 06:00 in Shanghai is 22:00 UTC of the day before.
    assert points[0].time.isoformat() == "2012-12-11T22:00:00+00:00"
    # Work in North Road ends at 21,960 s, which is 06:06:00.
    assert points[2].time.isoformat() == "2012-12-11T22:06:00+00:00"
    times = [point.time for point in points]
    assert times == sorted(times)


def test_gpx_joins_work_that_goes_on_in_one_street():
    # Let West Road be the second half of North Road: 300 + 500 m without a drive between them.
    records = tuple(
        replace(one, name="North Road") if one.id == "sweep/3>4/right/1" else one
        for one in PLAN.tasks
    )
    names = tuple("North Road" if name == "西路" else name for name in STREETS.names)
    text = to_gpx(replace(PLAN, tasks=records), replace(STREETS, names=names), "S1")
    sweeps = [p.name for p in gpxpy.parse(text).routes[0].points if p.name.startswith("Sweep")]
    # 22,468 s less 21,660 s: 13.5 min.
    assert sweeps == [
        "Sweep the right kerb of North Road north-westwards, from East Road to South Road "
        "(800 m, 13 min)"
    ]


def test_gpx_says_that_the_streets_are_generated():
    assert "generated stand-in" in gpxpy.parse(to_gpx(PLAN, STREETS, "S1")).description


@pytest.mark.parametrize("export", [to_gpx, to_pdf])
def test_a_vehicle_without_a_route_has_no_file(export):
    with pytest.raises(KeyError):
        export(PLAN, STREETS, "S2")


def test_kml_has_a_folder_for_each_route():
    root = ET.fromstring(to_kml(PLAN, STREETS))
    names = [
        f.findtext("k:name", namespaces={"k": NAMESPACE})
        for f in root.iter(f"{{{NAMESPACE}}}Folder")
    ]
    # By trip: S1 unloads once, and nothing is driven after.
    assert names == ["K1 day", "trip 1", "S1 day", "trip 1", "facilities"]
    marks = [m.findtext(f"{{{NAMESPACE}}}name") for m in root.iter(f"{{{NAMESPACE}}}Placemark")]
    assert "06:06-06:14 西路 right" in marks


def test_kml_has_a_colour_for_each_work():
    space = {"k": NAMESPACE}
    root = ET.fromstring(to_kml(PLAN, STREETS, "S1"))
    colours = {
        style.get("id"): style.findtext("k:LineStyle/k:color", namespaces=space)
        for style in root.iterfind(".//k:Style", space)
    }
    # Sweeping is #008c3c; KML has opacity first and red last.
    assert colours["sweep"] == "ff3c8c00"
    used = [one.text for one in root.iterfind(".//k:styleUrl", space)]
    assert used == ["#deadhead", "#sweep", "#sweep", "#deadhead"]


def test_csv_has_a_line_for_every_activity():
    rows = list(csv.DictReader(io.StringIO(to_csv(PLAN))))
    # K1: start, kitchen, unload, end; S1: start, two kerbs, unload, end.
    assert len(rows) == 9
    west = rows[6]
    assert (west["vehicle_id"], west["what"], west["side"]) == ("S1", "西路", "right")
    assert (west["begin"], west["service_m"], west["load_kg"]) == ("06:06", "500", "16")
    assert len(list(csv.DictReader(io.StringIO(to_csv(PLAN, "S1"))))) == 5


def test_csv_holds_no_formula_that_came_as_a_name():
    records = tuple(replace(one, name="=1+1") for one in PLAN.tasks)
    rows = csv.DictReader(io.StringIO(to_csv(replace(PLAN, tasks=records))))
    assert {row["what"] for row in rows if row["activity"] == "service"} == {"'=1+1"}


def test_xlsx_has_the_summary_and_every_list():
    book = CalamineWorkbook.from_filelike(io.BytesIO(to_xlsx(PLAN)))
    assert book.sheet_names == [
        "Plan",
        "Vehicles",
        "Routes",
        "Activities",
        "Not served",
        "Coverage",
        "Not swept by machine",
    ]
    total = book.get_sheet_by_name("Coverage").to_python()[-1]
    # 5,500 m2: 3,200 by machine, 2,200 by hand, 100 not due.
    assert total[:5] == ["total", 5500, 3200, 2200, 100]
    summary = {row[0]: row[1] for row in book.get_sheet_by_name("Plan").to_python()}
    assert summary["cost yuan"] == pytest.approx(234.9)
    assert summary["notice"].startswith("The streets are a generated stand-in")
    assert len(book.get_sheet_by_name("Activities").to_python()) == 1 + 9
    assert [row[0] for row in book.get_sheet_by_name("Not served").to_python()[1:]] == [
        one.task_id for one in PLAN.plan.unassigned
    ]


def test_calendar_has_an_event_for_each_route_in_local_time():
    calendar = icalendar.Calendar.from_ical(to_ics(PLAN))
    kitchen, sweeper = calendar.walk("VEVENT")
    assert sweeper["SUMMARY"] == "S1 sweeper (day)"
    assert sweeper.decoded("DTSTART").isoformat() == "2012-12-12T06:00:00+08:00"
    # 23,128 s is 06:25:28.
    assert sweeper.decoded("DTEND").isoformat() == "2012-12-12T06:25:28+08:00"
    assert kitchen["UID"] != sweeper["UID"]
    assert len(calendar.walk("VTIMEZONE")) == 1


def test_xlsx_has_a_sheet_of_what_is_done_lane_by_lane_where_any_is_due():
    row = LaneRow(
        work="wash",
        service_class="I",
        times_a_week=5,
        maintained_m2=4_000,
        due_m2=2_000,
        cancelled_m2=0,
        done_m2=1_500,
        passes_due=4,
        passes_done=3,
    )
    measures = PLAN.measures
    coverage = replace(measures.coverage, lanes=(row,))
    plan_file = replace(PLAN, measures=replace(measures, coverage=coverage))
    book = CalamineWorkbook.from_filelike(io.BytesIO(to_xlsx(plan_file)))
    columns, values = book.get_sheet_by_name("Lane by lane").to_python()
    assert dict(zip(columns, values, strict=True))["done m2"] == 1_500
    assert values[:3] == ["wash", "I", 5]


@pytest.mark.parametrize("language", list(Language))
def test_run_sheet_is_a_pdf_that_carries_its_font(language):
    sheet = to_pdf(PLAN, STREETS, "S1", language=language)
    assert sheet.startswith(b"%PDF-")
    assert b"NotoSansCJK" in sheet


def test_run_sheet_without_its_chinese_font_is_refused(monkeypatch, tmp_path):
    monkeypatch.setattr("api.exports.run_sheet.pdf.font_folder", lambda: str(tmp_path))
    with pytest.raises(SheetFault, match="font"):
        to_pdf(PLAN, STREETS, "S1")


EACH = ("gpx", "html", "pdf", "txt")
"""Formats with a file for each vehicle."""

ALL = ExportRequest(plan_file=PLAN, network=STREETS)


@pytest.mark.parametrize("form", list(EXPORTS))
def test_every_format_gives_the_same_files_each_time(form):
    one, two = export_files(form, ALL), export_files(form, ALL)
    assert one == two
    names = {"K1." + form, "S1." + form} if form in EACH else {"plan." + form}
    assert set(one) == names | ({COVER} if form == "pdf" else set())


@pytest.mark.parametrize("form", list(EXPORTS))
def test_one_vehicle_has_one_file_that_is_named_for_it(form):
    assert list(export_files(form, replace(ALL, vehicle_id="S1"))) == [f"S1.{form}"]


@pytest.mark.parametrize("form", list(EXPORTS))
def test_a_vehicle_that_stays_in_is_refused_in_every_format(form):
    with pytest.raises(InputError, match="'S2' has no route in this plan; those that have: K1, S"):
        export_files(form, replace(ALL, vehicle_id="S2"))


def test_the_picture_for_the_wall_is_of_all_vehicles_and_that_of_one_is_its_way():
    wall, way = (export_files("svg", replace(ALL, vehicle_id=vehicle)) for vehicle in (None, "S1"))
    assert list(wall) == ["plan.svg"]
    assert b'data-vehicle="K1"' in wall["plan.svg"]
    assert ET.fromstring(way["S1.svg"]).get("width") == "420mm"
    assert b"K1" not in way["S1.svg"]


def test_a_vehicle_id_cannot_lead_out_of_the_folder():
    assert file_name("../S1", "gpx") == "%2E.%2FS1.gpx"
    assert file_name("浙B-12345", "gpx") == "浙B-12345.gpx"


BARRED = read_osm(Path(__file__).parents[2] / "data" / "barred_corners.osm")


def barred(**options):
    collection = to_geojson(replace(PLAN, plan=Plan(routes=(), unassigned=())), BARRED, **options)
    return [f for f in collection["features"] if f["properties"]["kind"] == "barred"]


def test_geojson_shows_streets_that_vehicles_of_the_plan_cannot_use_with_the_reason():
    shown = {
        (p["name"], p["reason"], p["profiles"], p["closed"])
        for p in (feature["properties"] for feature in barred())
    }
    # The plan has sweepers and trucks, no washer.
    assert shown == {
        ("Low Bridge Road", "height limit 2.5 m", "sweeper,truck", True),
        ("Ring Expressway", "closed road class", "sweeper", True),
        ("Inward Road", "no way in", "sweeper,truck", False),
        ("Outward Road", "no way out", "sweeper,truck", False),
    }


def test_geojson_says_what_it_says_in_the_language_that_is_asked_for():
    reasons = {one["properties"]["reason"] for one in barred(language=Language.ZH)}
    assert reasons == {"限高 2.5 m", "道路等级禁行", "无法驶入", "无法驶出"}


def test_geojson_draws_barred_streets_where_they_lie():
    (outward,) = [f for f in barred() if f["properties"]["name"] == "Outward Road"]
    assert outward["geometry"]["coordinates"] == [[0.0036, 0.0018], [0.0054, 0.0018]]
    assert outward["properties"]["length_m"] == 200


def test_geojson_of_one_vehicle_leaves_out_barred_streets():
    assert barred(vehicle_id="S1") == []


def test_geojson_says_that_the_streets_are_generated():
    collection = json.loads(json.dumps(to_geojson(PLAN, STREETS)))
    assert collection["notices"] == [
        "The streets are a generated stand-in for the real ones; --osm or --place give those."
    ]
