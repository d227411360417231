"""KML and XLSX in Chinese: of their own words none is English."""

import io
import re
from dataclasses import replace
from xml.etree import ElementTree as ET

from python_calamine import CalamineWorkbook

from api.exports.kml import NAMESPACE, to_kml
from api.exports.xlsx import to_xlsx
from api.words import Language
from tests.scenarios import small_plan

STREETS = small_plan.network()
DETAIL = "needs 240 s of work, the best shift has 60 s left; add a shift or a vehicle."
SMALL = small_plan.plan_file()
PLAN = replace(
    SMALL,
    title_zh="小方案",
    notices=(
        "The streets are a generated stand-in for the real ones; --osm or --place give those.",
    ),
    plan=replace(
        SMALL.plan,
        unassigned=tuple(replace(one, detail=DETAIL) for one in SMALL.plan.unassigned),
    ),
    scenario={
        "skipped": [
            {"table": "contracts", "id": "K9", "where": "c.csv, row 3", "why": "x", "why_zh": "错"}
        ]
    },
)
NAMES = {
    *(one.name for one in PLAN.task_records),
    *(one.id for one in PLAN.task_records),
    *(one.name for one in PLAN.fleet.facilities),
    *(one.id for one in PLAN.fleet.facilities),
    *(one.id for one in PLAN.fleet.vehicles),
    *(one.name for one in PLAN.measures.coverage.streets),
    # Written by hand, not by the program.
    *(one.detail for one in PLAN.measures.coverage.streets),
    PLAN.network.name,
} - {""}


def english_of(text):
    """Words of small Latin letters that are left when names and units are taken out."""
    for name in sorted(NAMES, key=len, reverse=True):
        text = text.replace(name, "")
    return re.findall(r"\b[a-z]{3,}\b", re.sub(r"--\w+|\w+\.\w+", "", text))


def test_kml_says_its_own_words_in_chinese():
    root = ET.fromstring(to_kml(PLAN, STREETS, language=Language.ZH))
    texts = [
        one.text or ""
        for tag in ("name", "description")
        for one in root.iter(f"{{{NAMESPACE}}}{tag}")
    ]
    assert any("行驶（卸料）" in text for text in texts)
    assert "设施" in texts
    assert [word for text in texts for word in english_of(text)] == []


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
    assert [word for cell in cells for word in english_of(cell)] == []


def test_the_columns_of_activities_have_names_of_their_own():
    book = CalamineWorkbook.from_filelike(io.BytesIO(to_xlsx(PLAN, language=Language.ZH)))
    header, first, *_ = book.get_sheet_by_name("作业明细").to_python()
    row = dict(zip(header, first, strict=True))
    assert len(set(header)) == len(header)
    assert (row["环节"], row["开始"], row["结束"]) == ("出车", "11:00", "11:00")
