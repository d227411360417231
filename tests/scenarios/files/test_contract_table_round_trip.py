"""Whatever contracts there are: written as an office would and read again, they are the same."""

import csv
import datetime as dt
import io
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from api.words import Language, phrasebook
from fleet import Contract, LonLat, Priority, TimeWindow, clock
from scenarios.files.contract_table import read_contracts
from tests.scenarios.files.contract_files import csv_file, xlsx_file

OURS = (
    "id", "name", "lon", "lat", "demand_kg", "windows", "weekdays", "collections_per_week",
    "service_s", "address", "excluded_dates", "first_date", "last_date", "max_length_cm",
    "max_width_cm", "max_weight_kg", "may_cross", "priority", "penalty_fen",
)  # fmt: skip
THEIRS = (
    "编号", "单位名称", "经度", "纬度", "每次收运量（公斤）", "收运时段", "收运日", "每周次数",
    "停留时间(秒)", "地址", "停收日", "开始日期", "结束日期", "限长(厘米)", "限宽(厘米)",
    "限重(公斤)", "可过街", "优先级", "违约金(分)",
)  # fmt: skip
WORDS = st.text("面馆食堂云龙NoodleHouse0123456789（）()&·", min_size=1, max_size=12).filter(
    lambda text: text.strip("·&()（）")
)
DATES = st.dates(min_value=dt.date(1990, 1, 1), max_value=dt.date(2100, 1, 1))


@st.composite
def contracts(draw):
    """One contract, valid, with windows on whole minutes."""
    minutes = draw(st.lists(st.integers(0, 2880), min_size=2, max_size=6, unique=True))
    ends = sorted(minutes[: len(minutes) // 2 * 2])
    weekdays = draw(st.sets(st.integers(0, 6), min_size=1))
    days = sorted(draw(st.sets(DATES, max_size=4)))
    first, last = sorted((draw(DATES), draw(DATES)))
    return Contract(
        id=draw(st.from_regex(r"[A-Z][0-9]{1,6}", fullmatch=True)),
        name=draw(WORDS),
        at=LonLat(
            lon=round(draw(st.floats(-180, 180)), 6), lat=round(draw(st.floats(-90, 90)), 6)
        ),
        demand_kg=draw(st.integers(1, 30_000)),
        windows=tuple(
            TimeWindow(earliest_s=60 * a, latest_s=60 * b)
            for a, b in zip(ends[::2], ends[1::2], strict=True)
        ),
        weekdays=tuple(sorted(weekdays)),
        collections_per_week=draw(st.integers(0, len(weekdays))),
        service_s=draw(st.integers(0, 7200)),
        address=draw(st.just("") | WORDS),
        excluded_dates=tuple(days),
        first_date=draw(st.none() | st.just(first)),
        last_date=draw(st.none() | st.just(last)),
        max_length_cm=draw(st.integers(0, 2000)),
        max_width_cm=draw(st.integers(0, 400)),
        max_weight_kg=draw(st.integers(0, 50_000)),
        may_cross=draw(st.booleans()),
        priority=draw(st.sampled_from(Priority)),
        penalty_fen=draw(st.integers(0, 10**6)),
    )


def cells(one, days):
    """A contract as the cells of a row, all of them text."""
    return [
        one.id,
        one.name,
        f"{one.at.lon:.6f}",
        f"{one.at.lat:.6f}",
        str(one.demand_kg),
        ";".join(f"{clock(w.earliest_s)}-{clock(w.latest_s)}" for w in one.windows),
        "、".join(days[day] for day in one.weekdays),
        str(one.collections_per_week),
        str(one.service_s),
        one.address,
        ";".join(map(str, one.excluded_dates)),
        str(one.first_date or ""),
        str(one.last_date or ""),
        str(one.max_length_cm),
        str(one.max_width_cm),
        str(one.max_weight_kg),
        "是" if one.may_cross else "no",
        str(int(one.priority)),
        str(one.penalty_fen),
    ]


ANYTHING = st.text() | st.text("0123456789-+.,:;~/一二三至周点月日年 tkg吨分°", max_size=30)


@settings(max_examples=150, deadline=None)
@given(values=st.lists(ANYTHING, min_size=len(OURS), max_size=len(OURS)))
def test_whatever_stands_in_the_cells_becomes_a_contract_or_faults(values):
    text = io.StringIO()
    csv.writer(text).writerows([OURS, [value.replace("\0", "") for value in values]])
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "c.csv"
        path.write_bytes(text.getvalue().encode("utf-8", errors="replace"))
        table = read_contracts(path)
    for fault in table.faults:
        assert str(fault).endswith(".")
        assert phrasebook(Language.ZH).say(fault.message).endswith("。")


@settings(max_examples=40, deadline=None)
@given(
    table=st.lists(contracts(), min_size=1, max_size=4, unique_by=lambda one: one.id),
    way=st.sampled_from(["utf-8", "utf-8-sig", "gb18030", "xlsx"]),
    ours=st.booleans(),
)
def test_contracts_that_are_written_and_read_again_are_the_same(table, way, ours):
    days = "0123456" if ours else ["周" + one for one in "一二三四五六日"]
    rows = [list(OURS if ours else THEIRS), *(cells(one, days) for one in table)]
    with tempfile.TemporaryDirectory() as folder:
        if way == "xlsx":
            path = xlsx_file(Path(folder), ["标题"], *rows)
        else:
            path = csv_file(Path(folder), *rows, encoding=way)
        read = read_contracts(path)
    assert [str(fault) for fault in read.faults] == []
    assert read.contracts == tuple(table)
