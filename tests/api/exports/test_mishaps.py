"""A day that did not go as planned, in every format: skipped work, a delay, a breakdown.

By hand, on the hamlet of tests/data/hamlet: S1 leaves the yard at 06:00, sweeps West Street for
103 s, cannot sweep the first piece of North Road, stands for ten minutes, sweeps the next piece
and breaks down at its end.
"""

import csv
import io
from dataclasses import replace
from functools import cache
from xml.etree import ElementTree as ET

import gpxpy
import icalendar
import pytest
from python_calamine import CalamineWorkbook

from api.exports import EXPORTS, ExportRequest, export_files
from api.exports.csv_table import to_csv
from api.exports.geojson import to_geojson
from api.exports.gpx import to_gpx
from api.exports.ics import to_ics
from api.exports.kml import NAMESPACE, to_kml
from api.exports.svg import route_to_svg
from api.exports.turn_list import turn_list
from api.exports.xlsx import to_xlsx
from api.screen.plan import print_plan
from api.words import Language, phrasebook
from optimizer.network.place import Drive
from optimizer.plan import Activity, ActivityKind, Plan, Route
from scenarios.files import load_network
from scenarios.measures import measure, measure_driving
from tests.scenarios.changes.two_plans import STREETS, hamlet, task


@pytest.fixture(autouse=True, scope="module")
def _own_cache(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ONEBROOM_CACHE", str(tmp_path_factory.getbasetemp() / "cache"))
        yield


@cache
def streets():
    return load_network(osm=STREETS)


def on_street(kind, street, before, begin_s, *, from_m, distance_m, duration_s):
    return Activity(
        kind=kind,
        task_id=task(street),
        drive=Drive(
            arcs=(before, street),
            from_offset_m=from_m,
            to_offset_m=0,
            distance_m=distance_m,
            duration_s=duration_s,
        ),
        arrival_s=begin_s,
        begin_s=begin_s,
        # 200 m at 7 km/h: 102.9 s.
        end_s=begin_s + 103,
        service_m=200,
        load_kg=4,
    )


def still(kind, begin_s, end_s, facility_id=None):
    return Activity(
        kind=kind, facility_id=facility_id, arrival_s=begin_s, begin_s=begin_s, end_s=end_s
    )


ROUTE = Route(
    vehicle_id="S1",
    shift_id="day",
    activities=(
        still(ActivityKind.START, 21_600, 21_600, "yard"),
        # The yard is 89 m before the corner: 11 s. 21600 + 11.
        on_street(
            *(ActivityKind.SERVICE, "14>11", "17>14", 21_611),
            from_m=111,
            distance_m=89,
            duration_s=11,
        ),
        # 21714 and 3 s for the corner: 06:01:57.
        on_street(
            *(ActivityKind.SKIPPED, "11>12", "14>11", 21_717),
            from_m=200,
            distance_m=0,
            duration_s=3,
        ),
        # Until 21820 + 600 s: 06:13:40.
        still(ActivityKind.DELAY, 21_820, 22_420),
        on_street(
            *(ActivityKind.SERVICE, "12>13", "11>12", 22_420),
            from_m=200,
            distance_m=0,
            duration_s=0,
        ),
        # 22420 + 103: 06:15:23.
        still(ActivityKind.END, 22_523, 22_523),
    ),
)


@cache
def plan_file():
    """S1's day went wrong; T1's went as planned."""
    planned = hamlet()
    routes = tuple(ROUTE if one.vehicle_id == "S1" else one for one in planned.plan.routes)
    return replace(planned, plan=Plan(routes=routes))


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        (
            Language.EN,
            [
                ("06:00", "Leave Yard"),
                ("", "Empty: Drive along West Street northwards (89 m)"),
                (
                    "06:00",
                    "Sweep the right kerb of West Street northwards, from Middle Road to North "
                    "Road (200 m, 2 min)",
                ),
                ("", "Turn right into North Road"),
                (
                    "06:01",
                    "Sweep the right kerb of North Road eastwards, from West Street to Cross "
                    "Street: skipped, could not be done",
                ),
                ("06:03", "Delay until 06:13"),
                (
                    "06:13",
                    "Sweep the right kerb of North Road eastwards, from Cross Street to East "
                    "Street (200 m, 2 min)",
                ),
                ("06:15", "Broke down here"),
            ],
        ),
        (
            Language.ZH,
            [
                ("06:00", "从Yard出车"),
                ("", "空驶：沿West Street向北行驶（89 米）"),
                (
                    "06:00",
                    "清扫West Street右侧，向北，从Middle Road到North Road（200 米，2 分钟）",
                ),
                ("", "右转进入North Road"),
                (
                    "06:01",
                    "清扫North Road右侧，向东，从West Street到Cross Street：到场未能作业",
                ),
                ("06:03", "耽误至 06:13"),
                (
                    "06:13",
                    "清扫North Road右侧，向东，从Cross Street到East Street（200 米，2 分钟）",
                ),
                ("06:15", "在此故障停驶"),
            ],
        ),
    ],
)
def test_a_driver_reads_what_went_wrong(language, expected):
    words = phrasebook(language)
    lines = list(turn_list(plan_file(), streets(), ROUTE, words))
    said = [("" if one.time_s is None else words.clock(one.time_s), one.text) for one in lines]
    assert said == expected
    # It broke down where North Road ends, at node 13.
    assert lines[-1].point == (0.0036, 0.0036)


def test_the_map_shows_what_went_wrong():
    drawn = to_geojson(plan_file(), streets(), vehicle_id="S1")["features"]
    kinds = [one["properties"]["kind"] for one in drawn]
    assert kinds[:6] == ["deadhead", "service", "skipped", "delay", "service", "broken_down"]
    skipped, delay = drawn[2], drawn[3]
    assert skipped["properties"]["task_id"] == task("11>12")
    assert (delay["properties"]["begin"], delay["properties"]["end"]) == ("06:03", "06:13")
    assert delay["geometry"] == {"type": "Point", "coordinates": [0.0018, 0.0036]}


def test_a_track_goes_through_what_was_skipped_and_ends_where_it_broke_down():
    (track,) = gpxpy.parse(to_gpx(plan_file(), streets(), "S1")).tracks
    points = track.segments[0].points
    assert (points[-1].longitude, points[-1].latitude) == (0.0036, 0.0036)
    assert (0.0018, 0.0036) in {(one.longitude, one.latitude) for one in points}
    times = [one.time for one in points]
    assert times == sorted(times)


@pytest.mark.parametrize(
    ("language", "labels"),
    [
        (
            Language.EN,
            [
                "06:01-06:03 skipped North Road right",
                "06:03-06:13 delay",
                "06:15-06:15 broken down",
            ],
        ),
        (
            Language.ZH,
            [
                "06:01-06:03 未能作业 North Road 右侧",
                "06:03-06:13 耽误",
                "06:15-06:15 故障停驶",
            ],
        ),
    ],
)
def test_kml_labels_what_went_wrong(language, labels):
    root = ET.fromstring(to_kml(plan_file(), streets(), "S1", language=language))
    names = [one.text for one in root.iter(f"{{{NAMESPACE}}}name")]
    assert [name for name in names if name in labels] == labels


def test_tables_have_a_row_for_what_went_wrong():
    rows = list(csv.DictReader(io.StringIO(to_csv(plan_file(), "S1"))))
    kinds = ["start", "service", "skipped", "delay", "service", "broken_down"]
    assert [row["activity"] for row in rows] == kinds
    assert (rows[2]["task_id"], rows[2]["what"]) == (task("11>12"), "North Road")
    assert (rows[5]["facility_id"], rows[5]["what"]) == ("", "")


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (Language.EN, ["start", "service", "skipped", "delay", "service", "broken down"]),
        (Language.ZH, ["出车", "作业", "未能作业", "耽误", "作业", "故障停驶"]),
    ],
)
def test_a_workbook_says_it_in_words(language, words):
    book = CalamineWorkbook.from_filelike(
        io.BytesIO(to_xlsx(plan_file(), "S1", language=language))
    )
    heading, *rows = book.get_sheet_by_name(phrasebook(language)("book.activities")).to_python()
    column = heading.index(phrasebook(language)("column.activity"))
    assert [row[column] for row in rows] == words


def test_a_calendar_tells_it_of_the_shift():
    calendar = icalendar.Calendar.from_ical(to_ics(plan_file(), "S1"))
    (event,) = calendar.walk("VEVENT")
    told = str(event["DESCRIPTION"]).splitlines()
    assert "06:01 North Road skipped: could not be done" in told
    assert "delay 06:03-06:13" in told
    assert "06:15 broke down" in told


def test_a_picture_of_the_route_marks_it_in_red():
    for language, words in ((Language.EN, "delay"), (Language.ZH, "耽误")):
        drawn = ET.fromstring(route_to_svg(plan_file(), streets(), "S1", language))
        red = [one for one in drawn.iter() if "#e5002b" in (one.get("stroke"), one.get("fill"))]
        # The piece that was skipped, the delay and the breakdown.
        assert len(red) == 3
        titles = [one.findtext("{*}title") for one in red]
        assert sum(words in (title or "") for title in titles) == 1


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("vehicle_id", ["S1", None])
@pytest.mark.parametrize("form", EXPORTS)
def test_every_format_takes_such_a_day(form, vehicle_id, language):
    asked = ExportRequest(
        plan_file=plan_file(), network=streets(), vehicle_id=vehicle_id, language=language
    )
    files = export_files(form, asked)
    assert files
    assert all(files.values())


@pytest.mark.parametrize(
    ("language", "lines"),
    [
        (
            Language.EN,
            [
                "What went wrong on the way",
                "  S1 day: 06:01 North Road skipped: could not be done",
                "  S1 day: delay 06:03-06:13",
                "  S1 day: 06:15 broke down",
            ],
        ),
        (
            Language.ZH,
            [
                "途中情况",
                "  S1 日班：06:01 North Road未能作业",
                "  S1 日班：耽误 06:03-06:13",
                "  S1 日班：06:15 故障停驶",
            ],
        ),
    ],
)
def test_the_terminal_shows_what_went_wrong(capsys, language, lines):
    print_plan(plan_file(), phrasebook(language))
    shown = capsys.readouterr().out.splitlines()
    at = shown.index(lines[0])
    assert shown[at : at + 4] == lines


def test_measures_count_what_was_done_and_no_more():
    plan, network = plan_file(), streets()
    due = plan.tasks_on(network)
    measures = measure(
        plan.fleet,
        due,
        plan.plan,
        plan.measures.coverage,
        driving=measure_driving(network, plan.fleet, due, plan.plan),
    )
    (row,) = [one for one in measures.routes if one.vehicle_id == "S1"]
    # Two pieces of 4 kg, 06:00:00-06:15:23.
    assert (row.num_tasks, row.load_kg, row.duty_s) == (2, 8, 923)
    assert row.depot_id == "yard"
