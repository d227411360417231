"""Workbooks that were made to break a reader, and what becomes of them."""

import datetime as dt

import pytest
import xlsxwriter

from api.words import Language, phrasebook
from scenarios.workbook import Failed, WorkbookRefused, limits, read_workbook, reading
from tests.scenarios.workbook.workbooks import ods, row, text_cell, workbook


def test_cells_come_as_the_office_program_keeps_them(tmp_path):
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("表")
        clock, date = (book.add_format({"num_format": one}) for one in ("hh:mm", "yyyy-mm-dd"))
        sheet.write_row(0, 0, ["面馆", 1.5, True])
        sheet.write(1, 0, 0.25, clock)
        sheet.write(1, 1, 41255, date)
        sheet.write(1, 2, 1.0, clock)
        book.add_worksheet("隐藏").hide()
    first, second = read_workbook(path)
    assert first.rows == [
        ["面馆", 1.5, True],
        # Midnight at the end of the day is a day after day 0 of the office program.
        [dt.time(6), dt.date(2012, 12, 12), dt.date(1900, 1, 1)],
    ]
    assert (first.name, second.name, second.visible, second.rows) == ("表", "隐藏", False, [])


def test_a_formula_that_failed_is_told_from_a_blank_cell(tmp_path):
    cells = '<row r="1"><c r="A1" t="e"><v>#N/A</v></c><c r="C1"><v>3</v></c></row>'
    (sheet,) = read_workbook(workbook(tmp_path / "a.xlsx", cells))
    assert sheet.rows == [[Failed("#N/A"), "", 3.0]]


@pytest.mark.parametrize("cell", ["XFD1048576", "A1048576", "XFD1"])
def test_a_stray_blank_far_away_is_passed_over(tmp_path, cell):
    line = int(cell.lstrip("XFDA"))
    stray = text_cell(cell, " ")
    cells = (
        f'<row r="1">{text_cell("A1", "x")}{stray}</row>'
        if line == 1
        else f'{row(1, "x")}<row r="{line}">{stray}</row>'
    )
    (sheet,) = read_workbook(workbook(tmp_path / "a.xlsx", cells))
    assert sheet.rows == [["x"]]


def test_a_stray_value_far_away_is_refused_by_its_name(tmp_path):
    cells = f'{row(1, "x")}<row r="1048576">{text_cell("XFD1048576", "x")}</row>'
    with pytest.raises(WorkbookRefused, match="cell XFD1048576 may be a stray") as caught:
        read_workbook(workbook(tmp_path / "a.xlsx", cells))
    assert "单元格 XFD1048576 可能是误填" in phrasebook(Language.ZH).say(caught.value.message)


def test_a_merged_cell_over_the_whole_sheet_takes_no_longer(tmp_path):
    merged = '<mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    (sheet,) = read_workbook(workbook(tmp_path / "a.xlsx", row(1, "x"), after=merged))
    assert sheet.merged == ((0, 0, 1_048_575, 16_383),)


def test_what_unpacks_to_too_much_is_refused_before_it_is_unpacked(tmp_path):
    bomb = {"xl/media/image1.png": bytes(limits.MOST_UNPACKED_BYTES)}
    path = workbook(tmp_path / "a.xlsx", row(1, "x"), parts=bomb)
    # A quarter of a gigabyte of nothing packs into a quarter of a megabyte.
    assert path.stat().st_size < 2**19
    with pytest.raises(WorkbookRefused, match="more than the 256 MB"):
        read_workbook(path)


def test_texts_that_fill_the_memory_end_the_process_that_reads_and_no_other(tmp_path):
    # 40,000 cells of 60,000 letters, kept once in the file: 2.4 GB when each has its own.
    cells = "".join(
        f'<row r="{number}">'
        + "".join(f'<c r="{column}{number}" t="s"><v>0</v></c>' for column in "ABCD")
        + "</row>"
        for number in range(1, 10_001)
    )
    strings = (
        '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>'
        + 60_000 * "x"
        + "</t></si></sst>"
    )
    path = workbook(tmp_path / "a.xlsx", cells, parts={"xl/sharedStrings.xml": strings})
    with pytest.raises(WorkbookRefused, match="to read; save the table alone"):
        read_workbook(path)


def test_a_process_that_is_killed_leaves_a_sentence(tmp_path, monkeypatch):
    monkeypatch.setattr(reading, "_MODULE", "tests.scenarios.workbook.killed")
    path = workbook(tmp_path / "a.xlsx", row(1, "x"))
    with pytest.raises(WorkbookRefused, match=r"takes more than 60 s or 1\.5 GB"):
        read_workbook(path)


@pytest.mark.parametrize("content", [b"", b"PK not really", b"<html></html>", b"\xd0\xcf\x11\xe0"])
def test_what_is_no_workbook_is_refused_in_a_sentence(tmp_path, content):
    path = tmp_path / "a.xlsx"
    path.write_bytes(content)
    with pytest.raises(WorkbookRefused, match="cannot be read as a table"):
        read_workbook(path)


def test_entities_that_grow_are_not_expanded(tmp_path):
    path = workbook(tmp_path / "a.xlsx", row(1, "&a;"))
    with pytest.raises(WorkbookRefused):
        read_workbook(path)


def test_a_file_that_is_missing_is_named(tmp_path):
    with pytest.raises(WorkbookRefused, match="is no file"):
        read_workbook(tmp_path / "a.xlsx")


def test_times_of_odf_go_past_midnight(tmp_path):
    (sheet,) = read_workbook(ods(tmp_path / "a.ods", ["x", "PT26H00M00S"]))
    assert sheet.rows == [["x", "PT26H00M00S"]]
