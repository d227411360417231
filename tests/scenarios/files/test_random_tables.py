"""Whatever a table holds: it is read, refused or faulty, and no row is lost without a word."""

import contextlib
import csv
import io
import random
import tempfile
import zipfile
from pathlib import Path

import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from optimizer.errors import InputError
from optimizer.legible import make_legible
from scenarios.files.office.cells import is_blank
from scenarios.files.tables import KINDS, read_any_table, read_table

HEADERS = {
    "contracts": "编号,单位名称,经度,纬度,坐标系,每次收运量(公斤),收运时段,收运日,开始日期",
    "crews": "工号,姓名,准驾,每周最多工时,希望休息,可夜班",
    "vehicles": "id,kind,works,hopper_kg,tank_l,working_kph,travel_kph,cost_per_km_fen,"
    "cost_per_hour_fen",
    "facilities": "id,name,kind,lon,lat,datum,streams,parking,opening",
    "containers": "id,name,lon,lat,num_bins,bin_l,fill_kg_per_day,windows,weekdays",
    "standards": "id,highways,passes,required,weekdays",
}
WORDS = st.sampled_from(
    [
        *("K001", "面馆", "121.54", "29.82", "高德", "WGS-84", "200", "0.2吨", "13:30-16:30"),
        *("0.25-0.375", "每天", "单号", "隔天", "2012-12-12", "清扫车", "sweeper", "sweep", "44"),
        *("-40", "yes", "否", "depot", "停车场", "18:00-21:00", "-", "", "#N/A", "1e308", "NaN"),
        *("9999999999999999999", "合计", "注：略", "制表人：张三", "=1+1", "A\u200b", "\x0b", "¼"),
        *("\u00ad", "٣", "1,200", "１２", "0", "'"),
    ]
)
CELLS = WORDS | st.text(max_size=8) | st.floats(allow_nan=True).map(str)
ROWS = st.lists(st.lists(CELLS, max_size=12), max_size=6)
NAMES = st.sampled_from(list(HEADERS))
FEW = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def read(path, name):
    """What was read, or None where it was refused in a sentence that names the file."""
    refusal = None
    try:
        return read_table(name, path)
    except InputError as error:
        refusal = str(error)
    assert path.name in refusal
    return None


def is_seen(row):
    """Whether a row holds anything that the reader does not take for a blank."""
    return not all(is_blank(make_legible(cell)) for cell in row)


def told_rows(table):
    """Rows that are things, have faults, or are named among what was left out."""
    left_out = sum(
        int(notice.text.partition("left out: ")[2].partition(".")[0])
        for notice in table.notices
        if "left out: " in notice.text
    )
    faulty = {one.row for one in table.faults if one.row > 1}
    return len(table.things) + len(faulty) + left_out


@FEW
@given(NAMES, ROWS)
def test_every_row_of_a_csv_is_a_thing_a_fault_or_told(name, rows):
    header = HEADERS[name].split(",")
    text = io.StringIO()
    csv.writer(text).writerows([header, *rows])
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{name}.csv"
        path.write_text(text.getvalue().replace("\ud800", ""), encoding="utf-8", newline="")
        table = read(path, name)
    if table is not None:
        assert told_rows(table) == sum(map(is_seen, rows))


@FEW
@given(st.binary(max_size=400), st.sampled_from(sorted(KINDS)))
def test_any_bytes_are_read_or_refused(data, name):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{name}.csv"
        path.write_bytes(HEADERS.get(name, HEADERS["vehicles"]).encode() + b"\n" + data)
        read(path, name)


@settings(max_examples=25, deadline=None)
@given(NAMES, ROWS)
def test_every_row_of_a_workbook_is_a_thing_a_fault_or_told(name, rows):
    header = HEADERS[name].split(",")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{name}.xlsx"
        options = {"strings_to_formulas": False, "strings_to_urls": False}
        with xlsxwriter.Workbook(str(path), options) as book:
            sheet = book.add_worksheet()
            for line, row in enumerate([header, *rows]):
                for column, cell in enumerate(row):
                    sheet.write_string(line, column, cell)
        table = read(path, name)
    if table is not None:
        assert told_rows(table) == sum(map(is_seen, rows))


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 2**32))
def test_a_workbook_with_damaged_bytes_never_ends_the_program(seed):
    rng = random.Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder) / "whole.xlsx"
        with xlsxwriter.Workbook(str(whole)) as book:
            book.add_worksheet().write_row(0, 0, HEADERS["contracts"].split(","))
        path = Path(folder) / "contracts.xlsx"
        with zipfile.ZipFile(whole) as old, zipfile.ZipFile(path, "w") as new:
            for part in old.namelist():
                data = bytearray(old.read(part))
                for _ in range(rng.randrange(4)):
                    data[rng.randrange(len(data))] = rng.randrange(256)
                new.writestr(part, bytes(data))
        with contextlib.suppress(InputError):
            read_any_table(path)
