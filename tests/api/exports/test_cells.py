"""What goes into a cell is no formula, and what goes into a file can be read."""

import csv
import io
import json
from dataclasses import replace
from xml.etree import ElementTree as ET

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from api.exports.cells import disarm
from api.exports.csv_table import to_csv
from api.exports.geojson import to_geojson
from api.exports.gpx import to_gpx
from api.exports.ics import to_ics
from api.exports.kml import to_kml
from api.exports.run_sheet import to_pdf
from api.exports.svg import to_svg
from api.exports.xlsx import to_xlsx
from fleet import Message
from optimizer.legible import is_legible
from tests.scenarios import small_plan

STREETS = small_plan.network()
PLAN = small_plan.plan_file()


def named(name):
    """The plan with everything that people name called so."""
    facilities = tuple(replace(one, name=name) for one in PLAN.fleet.facilities)
    return replace(
        PLAN,
        title=name,
        title_zh=name,
        notices=(Message(code="", text=name),),
        tasks=tuple(replace(one, name=name) for one in PLAN.tasks),
        fleet=replace(PLAN.fleet, facilities=facilities),
    )


@pytest.mark.parametrize(
    "text",
    [
        '=HYPERLINK("http://x","y")',
        "+1",
        "-1+1",
        "@SUM(A1)",
        "\t=1+1",
        "\r=1",
        "\n=1",
        " =1+1",
        "＝1+1",
        "\x0b=1",
        "\u3000＋1",
    ],
)
def test_what_a_spreadsheet_takes_for_a_formula_becomes_text(text):
    assert str(disarm(text)).startswith("'")


@pytest.mark.parametrize("value", ["面馆", "A=1", "", "13:30-16:30", -5, 0.5, None])
def test_what_is_none_stays_as_it_is(value):
    assert disarm(value) == value


@given(st.text())
def test_no_text_becomes_a_formula(text):
    cell = str(disarm(text))
    assert not cell.lstrip().startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠"))
    assert not cell.startswith(("\t", "\r", "\n"))


@pytest.mark.parametrize("name", ["=1+1", "\t=1+1"])
def test_every_table_disarms_names(name):
    rows = list(csv.reader(io.StringIO(to_csv(named(name)))))
    book = CalamineWorkbook.from_filelike(io.BytesIO(to_xlsx(named(name))))
    rows += [
        row for sheet in book.sheet_names for row in book.get_sheet_by_name(sheet).to_python()
    ]
    found = {cell for row in rows for cell in row if isinstance(cell, str) and "1+1" in cell}
    assert found == {f"'{name}"}


DIRTY = "甲\x0b乙\x01\x85\ufffe\ud800丙"


def test_xml_of_dirty_names_is_well_formed():
    dirty = named(DIRTY)
    texts = [to_gpx(dirty, STREETS, "S1"), to_kml(dirty, STREETS), to_svg(dirty, STREETS)]
    for text in texts:
        assert is_legible(text)
        ET.fromstring(text.encode("utf-8"))
    assert all("甲 乙" in text for text in texts[:2])


def test_no_file_of_dirty_names_holds_what_cannot_be_printed():
    dirty = named(DIRTY)
    texts = [
        json.dumps(to_geojson(dirty, STREETS), ensure_ascii=False),
        to_csv(dirty),
        to_ics(dirty).decode("utf-8"),
    ]
    assert all(is_legible(text) and "甲 乙" in text for text in texts)
    book = CalamineWorkbook.from_filelike(io.BytesIO(to_xlsx(dirty)))
    summary = dict(book.get_sheet_by_name("Plan").to_python())
    assert summary["scenario"] == "甲 乙    丙"
    assert to_pdf(dirty, STREETS, "S1").startswith(b"%PDF-")


def test_a_calendar_of_a_name_with_line_breaks_is_one(tmp_path):
    calendar = icalendar.Calendar.from_ical(to_ics(named("a\r\nEND:VEVENT\r\nb")))
    assert len(calendar.walk("VEVENT")) == 2
