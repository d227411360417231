"""What a driver has to know at a stop and where to unload, on every sheet that he takes along."""

import io
from dataclasses import replace

import pytest
from python_calamine import CalamineWorkbook

from api.exports.phone import to_html
from api.exports.run_sheet.duty import duty_sheet
from api.exports.turn_list import LineKind, turn_list
from api.exports.xlsx import to_xlsx
from api.words import Language, phrasebook
from fleet import InvalidValue
from tests.scenarios import small_plan

STREETS = small_plan.network()
REMARKS = "后门进，密码 2468 <b>"
BARE = small_plan.plan_file()


@pytest.fixture(scope="module")
def told():
    """The small plan with remarks on its kitchen and bays of its yard."""
    (yard,) = BARE.fleet.facilities
    kitchen = {"id": "K01", "at": {"lon": 0.002, "lat": 0.0028}, "remarks": REMARKS}
    return replace(
        BARE,
        scenario={**BARE.scenario, "contracts": [kitchen]},
        fleet=replace(BARE.fleet, facilities=(replace(yard, bays="2-4"),)),
        tasks=tuple(
            replace(one, contract_id="K01") if one.id == "kitchen/K01" else one
            for one in BARE.tasks
        ),
    )


def route_of(plan_file):
    return next(one for one in plan_file.plan.routes if one.vehicle_id == "K1")


@pytest.mark.parametrize(
    ("language", "unload"),
    [(Language.EN, "Unload at Yard, bay 2-4"), (Language.ZH, "在停车场卸料，泊位 2-4")],
)
def test_the_list_has_remarks_last_and_the_bay_before_the_amount(told, language, unload):
    lines = turn_list(told, STREETS, route_of(told), phrasebook(language))
    (stop,) = (one.text for one in lines if one.kind is LineKind.STOP)
    (visit,) = (one.text for one in lines if one.kind is LineKind.UNLOAD)
    assert stop.endswith(REMARKS)
    assert visit.startswith(unload)
    assert "120" in visit.removeprefix(unload)


def test_sheet_phone_and_workbook_have_them_too(told):
    words = phrasebook(Language.ZH)
    rows = duty_sheet(told, STREETS, route_of(told), words)["rows"]
    page = to_html(told, STREETS, "K1", language=Language.ZH, with_streets=False)
    made = to_xlsx(told, "K1", language=Language.ZH, network=STREETS)
    book = CalamineWorkbook.from_filelike(io.BytesIO(made))
    sheets = [book.get_sheet_by_name(name).to_python() for name in book.sheet_names]
    cells = "\n".join(str(cell) for sheet in sheets for row in sheet for cell in row)
    for said in (REMARKS, "泊位 2-4"):
        assert any(said in row.get("text", "") for row in rows)
        # "<" of a name is no markup in the page.
        assert said.replace("<", "\\u003c") in page
        assert said in cells


def test_without_them_nothing_is_said():
    lines = turn_list(BARE, STREETS, route_of(BARE), phrasebook(Language.EN))
    assert not any("bay" in one.text for one in lines)


def test_bays_have_room_on_a_sheet():
    (yard,) = BARE.fleet.facilities
    with pytest.raises(InvalidValue, match="at most 80 letters, got 81"):
        replace(yard, bays="x" * 81)
