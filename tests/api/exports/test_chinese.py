"""What people take with them, in Chinese: of its own words none is English."""

import io
from dataclasses import asdict, replace
from xml.etree import ElementTree as ET

import gpxpy
import pytest
from python_calamine import CalamineWorkbook

from api.exports import ExportRequest, export_files
from api.exports.gpx import to_gpx
from api.exports.ics import to_ics
from api.exports.kml import NAMESPACE, to_kml
from api.exports.xlsx import to_xlsx
from api.words import Language
from fleet import message
from tests.api.words.latin import latin_words, names_of
from tests.scenarios import small_plan

STREETS = small_plan.network()
ROW = message("table.row", "{sheet}, row {row}", sheet="c.csv", row=3)
PLAN = replace(
    small_plan.plan_file(),
    title_zh="小方案",
    scenario={
        "skipped": [
            {
                "table": "contracts",
                "id": "K9",
                "where": asdict(ROW),
                "why": asdict(message("table.is_blank", "is blank")),
            }
        ]
    },
)
NAMES = names_of(PLAN) | set(STREETS.names)


def test_kml_says_its_own_words_in_chinese():
    root = ET.fromstring(to_kml(PLAN, STREETS, language=Language.ZH))
    texts = [
        one.text or ""
        for tag in ("name", "description")
        for one in root.iter(f"{{{NAMESPACE}}}{tag}")
    ]
    assert any("行驶（卸料）" in text for text in texts)
    assert "设施" in texts
    assert latin_words(texts, NAMES) == []


def test_phones_and_calendars_are_told_in_chinese():
    texts = [to_ics(PLAN, language=Language.ZH).decode()]
    texts = [line for line in texts[0].splitlines() if line.startswith(("SUMMARY", "DESCRIPTION"))]
    texts = [line.partition(":")[2].replace("\\n", "\n") for line in texts]
    vehicles = sorted({route.vehicle_id for route in PLAN.plan.routes})
    for id_ in vehicles:
        document = gpxpy.parse(to_gpx(PLAN, STREETS, id_, language=Language.ZH))
        texts += [document.description, *(point.name for point in document.routes[0].points)]
    assert len(texts) > 2 * len(vehicles)
    assert latin_words(texts, NAMES) == []


@pytest.mark.parametrize("vehicle_id", [None, "S1"])
def test_svg_says_its_own_words_in_chinese(vehicle_id):
    request = ExportRequest(
        plan_file=PLAN, network=STREETS, language=Language.ZH, vehicle_id=vehicle_id
    )
    (drawing,) = export_files("svg", request).values()
    root = ET.fromstring(drawing)
    texts = [one.text or "" for one in root.iter() if one.tag.rpartition("}")[2] != "style"]
    assert any("公里" in text for text in texts)
    assert latin_words(texts, NAMES) == []


def test_xlsx_says_its_own_words_in_chinese():
    book = CalamineWorkbook.from_filelike(io.BytesIO(to_xlsx(PLAN, language=Language.ZH)))
    assert "作业明细" in book.sheet_names
    assert "略过的行" in book.sheet_names
    cells = [
        str(cell)
        for name in book.sheet_names
        for row in [[name], *book.get_sheet_by_name(name).to_python()]
        for cell in row
    ]
    assert latin_words(cells, NAMES) == []


def test_the_columns_of_activities_have_names_of_their_own():
    book = CalamineWorkbook.from_filelike(io.BytesIO(to_xlsx(PLAN, language=Language.ZH)))
    header, first, *_ = book.get_sheet_by_name("作业明细").to_python()
    row = dict(zip(header, first, strict=True))
    assert len(set(header)) == len(header)
    assert (row["环节"], row["开始"], row["结束"]) == ("出车", "11:00", "11:00")
