"""The run sheet: what it holds, what its font cannot print, maps, and the shift leader's cover."""

from dataclasses import replace

import pytest
import segno

from api.exports.qr_code import qr_code
from api.exports.run_sheet import cover_to_pdf, set_sheets, to_pdf
from api.exports.run_sheet.cover import cover_sheet
from api.exports.run_sheet.duty import duty_sheet
from api.exports.run_sheet.glyphs import make_printable
from api.exports.svg import DutyGround, NumberedPoint, duty_maps
from api.exports.tracks import Leg
from api.words import Language, phrasebook
from optimizer.errors import InputError
from optimizer.plan import Activity, ActivityKind
from tests.scenarios import small_plan

STREETS = small_plan.network()
PLAN = small_plan.plan_file()
KITCHEN, SWEEPER = PLAN.plan.routes
WORDS = phrasebook(Language.EN)


def sheet(route=SWEEPER, **options):
    return duty_sheet(PLAN, STREETS, route, WORDS, **options)


def test_a_sheet_has_boxes_to_check_and_turns_between():
    rows = sheet()["rows"]
    assert [row.get("number") for row in rows] == ["1", None, "2", None, "3", None, "4", "5"]
    assert [row["check"] for row in rows if "check" in row] == [False, True, True, True, False]
    assert rows[1]["turns"] == [
        ["↑", "Empty: Drive along East Road eastwards (400 m)"],
        ["←", "Turn left into North Road"],
    ]
    # 300 m at 50 m a kilogram: 6 kg.
    assert (rows[2]["time"], rows[2]["aboard"]) == ("06:01", ["6 kg"])


def test_a_sheet_names_the_driver_or_has_a_line_for_the_name():
    assert sheet(driver="王师傅")["driver"] == "Driver: 王师傅"
    assert sheet()["driver"].startswith("Driver: ___")


def test_a_sheet_has_the_drivers_link_as_a_code():
    link = "https://example.org/drive/浙B-1/k?v=1"
    assert sheet(link=link)["qr"] == qr_code(link)
    assert sheet()["qr"] == ""
    # The drawing is that of the matrix: as many dark fields, in rows.
    dark = sum(map(sum, segno.make(link, error="m").matrix))
    assert dark > 200
    assert qr_code(link).startswith("<svg")


def test_numbers_of_the_map_are_those_of_the_list():
    numbers = {row["number"] for row in sheet()["rows"] if row.get("check")}
    (whole, *_) = sheet()["maps"]
    for number in numbers:
        assert f">{number}</text>" in whole["svg"]
    assert "North Road" in whole["svg"]
    assert ">N</text>" in whole["svg"]


def crowd(num):
    """As many stops on some metres, and two far away."""
    at = [(0.01 + 0.0000025 * n, 0.005) for n in range(num)] + [(0.0, 0.001), (0.02, 0.01)]
    activity = Activity(kind=ActivityKind.SERVICE, arrival_s=0, begin_s=0, end_s=0)
    legs = [
        Leg(activity=activity, number=n, is_service=True, arcs=(), points=(one,))
        for n, one in enumerate(at)
    ]
    points = [NumberedPoint(at=one, number=n) for n, one in enumerate(at, start=1)]
    return DutyGround(
        network=STREETS, legs=legs, points=points, yards=(), streets=frozenset(), words=WORDS
    )


def test_where_numbers_crowd_there_is_a_larger_map():
    few, many = duty_maps(crowd(2)), duty_maps(crowd(40))
    assert len(few) == 1
    assert len(many) > 1
    # Every number is somewhere.
    drawn = "".join(one.svg for one in many)
    assert [n for n in range(1, 43) if f">{n}</text>" not in drawn] == []
    assert ">A</text>" in many[0].svg


def test_signs_that_no_font_has_are_replaced_and_told():
    printable = make_printable({"a": ["Noodle 😀 House", "ok"]})
    assert printable.values == {"a": ["Noodle 〓 House", "ok"]}
    assert printable.replaced == {"😀"}
    records = tuple(replace(one, name="Noodle 😀 House") for one in PLAN.tasks)
    pdf = to_pdf(replace(PLAN, tasks=records), STREETS, "K1")
    assert pdf != to_pdf(PLAN, STREETS, "K1")


def test_a_letter_that_the_font_lacks_is_an_error_that_names_it():
    with pytest.raises(InputError, match=r"U\+0E01.*THAI CHARACTER KO KAI.*'Wat ก'"):
        make_printable({"name": "Wat ก"})


def test_joiners_and_rare_blanks_are_passed_over():
    assert make_printable("a\u200bb\u2005c").values == "ab c"


@pytest.mark.parametrize("language", Language)
def test_the_cover_says_who_leaves_when_with_what(language):
    words = phrasebook(language)
    drivers = {("S1", "day"): "王师傅"}
    (depot,) = cover_sheet(PLAN, STREETS, words, drivers=drivers)
    assert depot["depot"] == {"en": "Yard", "zh": "停车场"}[language]
    first, second = depot["duties"]
    # S1 leaves at 06:00, before K1 at 11:00.
    assert [first[0], first[1], first[4], first[6]] == ["06:00", "S1", "王师傅", "North Road"]
    assert [second[0], second[1], second[6]] == ["11:00", "K1", "Kitchen K01"]
    pdf = cover_to_pdf(PLAN, STREETS, language=language, drivers=drivers)
    assert pdf.startswith(b"%PDF")
    assert pdf == cover_to_pdf(PLAN, STREETS, language=language, drivers=drivers)


def test_sheets_made_by_processes_are_those_made_one_by_one():
    vehicles = [f"V{number}" for number in range(7)]
    made = set_sheets(lambda vehicle_id: f"{vehicle_id} {PLAN.date}".encode(), vehicles)
    assert made == [f"{one} {PLAN.date}".encode() for one in vehicles]
    with pytest.raises(ValueError, match="no glyph"):
        set_sheets(_fail, vehicles)


def _fail(vehicle_id):
    raise ValueError(f"no glyph for {vehicle_id}")
