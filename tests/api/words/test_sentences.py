"""Sentences of a plan in Chinese: those that the program makes are known."""

import datetime as dt
import re
from dataclasses import replace
from pathlib import Path

import pytest

from api.words import Language, sentence
from fleet import Weather
from scenarios.due import due_work
from scenarios.files.contract_table import read_contracts
from scenarios.files.office import Said
from scenarios.files.store import load_scenario
from tests.scenarios.workbook.workbooks import row, workbook
from tests.streets import street_network

HAMLET = str(Path(__file__).parents[2] / "data" / "hamlet")
HEADER = ["编号", "单位名称", "经度", "纬度", "每次收运量(公斤)", "收运时段"]
ROW = ["K001", "面馆", "121.54", "29.82", "200", "13:30-16:30"]


def chinese(text):
    return sentence(text, Language.ZH)


def is_chinese(text):
    """Says whether no English words are left but names of files, fields and classes."""
    rest = re.sub(r"\S*[./_\-]\S*|\bWGS\b|[A-Z0-9]\w*", " ", chinese(text))
    return re.search(r"[a-z]{3,} +[a-z]{2,}", rest) is None


def test_notices_of_a_day_are_known():
    scenario = load_scenario(HAMLET)
    contracts = scenario.contracts
    asked = replace(
        scenario,
        stated_area_m2=1_000_000,
        weather=(Weather(date=scenario.date, rain=True),),
        vehicles=tuple(replace(one, length_cm=0) for one in scenario.vehicles),
        contracts=(
            replace(contracts[0], max_length_cm=500),
            replace(contracts[1], weekdays=(1,)),
            replace(contracts[2], last_date=dt.date(2000, 1, 1)),
        ),
        notices=("contracts.csv beside scenario.toml replaces the contracts in it.",),
    )
    network = street_network({1: (0, 0), 2: (500, 0), 3: (500, 500)}, [(1, 2), (2, 3)])
    notices = due_work(replace(asked, max_snap_m=10**6), replace(network, generated=True)).notices
    assert len(notices) >= 5
    assert [one for one in notices if not is_chinese(one)] == []


def test_notices_of_a_table_are_those_of_its_reader(tmp_path):
    cells = row(1, *HEADER) + row(2, *ROW, hidden=True) + row(3, "注：截至12月") + row(4, *HEADER)
    cells += row(5, "合计", "", "", "", "200")
    notices = read_contracts(workbook(tmp_path / "c.xlsx", cells)).notices
    assert len(notices) == 5
    for said in notices:
        assert isinstance(said, Said)
        assert is_chinese(said.en)
        assert chinese(said.en) != said.en


@pytest.mark.parametrize(
    ("english", "expected"),
    [
        (
            "needs 240 s of work, the best shift has 60 s left; add a shift or a vehicle.",
            "需作业 240 秒，最空的班次只剩 60 秒；请增加班次或车辆。",
        ),
        (
            "3 of 12 contracts have no collection on 2012-12-12: 1 ended, 2 not one of their "
            "weekdays.",
            "12 个签约单位中 3 个 2012-12-12 不收运：1 个已结束，2 个非收运星期。",
        ),
        ("no vehicle on duty has the skill wash; add one.", "没有当班车辆可做冲洗；请增加。"),
        ("c.csv, row 3", "c.csv 第 3 行"),
    ],
)
def test_names_and_numbers_are_carried_over(english, expected):
    assert chinese(english) == expected
    assert sentence(english, Language.EN) == english


def test_what_is_not_known_stays_as_it_is():
    assert chinese("Something else.") == "Something else."
