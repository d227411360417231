"""Files that hold a table in their own way, and rows that are none of the table."""

import pytest

from optimizer.errors import InputError
from scenarios.files.contract_table import read_contracts
from scenarios.files.office import TableFaults
from scenarios.files.tables import refuse_faults
from tests.scenarios.files.contract_files import faults, kinds, xlsx_file
from tests.scenarios.workbook.workbooks import row, workbook

HEADER = ["编号", "单位名称", "经度", "纬度", "坐标系", "每次收运量(公斤)", "收运时段"]
ROW = ["K001", "面馆", "121.54", "29.82", "WGS-84", "200", "13:30-16:30"]


def file(folder, *lines, encoding="utf-8", name="c.csv"):
    path = folder / name
    path.write_bytes("".join(f"{line}\r\n" for line in lines).encode(encoding))
    return path


def table(folder, *rows, **rest):
    return file(folder, *(",".join(one) for one in (HEADER, *rows)), **rest)


def said(path):
    return [notice.text.partition(": ")[2] for notice in read_contracts(path).notices]


def with_id(id_, **cells):
    return [cells.get(name, value) for name, value in zip(HEADER, [id_, *ROW[1:]], strict=True)]


def test_utf16_of_the_office_programs_text_export_is_read(tmp_path):
    assert len(read_contracts(table(tmp_path, ROW, encoding="utf-16")).contracts) == 1


def test_characters_that_no_file_can_hold_become_blanks_and_are_told(tmp_path):
    path = table(tmp_path, with_id("K1", 单位名称="甲\x0b乙"), with_id("K2"))
    assert [one.name for one in read_contracts(path).contracts] == ["甲 乙", "面馆"]
    assert said(path) == ["characters that cannot be printed were made blanks: 1 (row 2)."]


def test_a_quotation_mark_that_is_never_closed_is_refused(tmp_path):
    path = table(tmp_path, ROW, with_id("K002", 收运时段='"13:30-16:30'), with_id("K003"))
    with pytest.raises(InputError, match="row 3: a quotation mark is opened and never closed"):
        read_contracts(path)


def test_rows_that_a_stray_quotation_mark_has_swallowed_are_not_lost(tmp_path):
    path = table(
        tmp_path,
        ROW,
        with_id("K002", 单位名称='"面馆'),
        with_id("K003", 单位名称='"食堂'),
        with_id("K004"),
    )
    with pytest.raises(InputError, match="row 3: a cell holds a line break and parts of other"):
        read_contracts(path)


def test_a_list_of_dates_may_go_over_several_lines(tmp_path):
    lines = (
        ",".join([*HEADER, "停收日"]),
        ",".join([*ROW, '"2013-02-09,2013-02-10,\r\n2013-02-11,']),
    )
    path = file(tmp_path, *lines, '2013-02-12,2013-02-13"')
    (contract,) = read_contracts(path).contracts
    assert len(contract.excluded_dates) == 5


def test_footers_are_left_out_and_told_in_their_own_words(tmp_path):
    gap = len(HEADER) - 1
    path = table(
        tmp_path,
        ROW,
        ["注：以上数据截至2012年12月", *[""] * gap],
        ["制表人：张三", "", "审核：李四", "", "", "日期：2012-12-20", ""],
        ["合计", "", "", "", "", "200", ""],
    )
    assert len(read_contracts(path).contracts) == 1
    assert said(path) == [
        "rows of totals left out: 1. That is row 5: 合计 200",
        "notes left out: 2. That is row 3: 注：以上数据截至2012年12月; "
        "row 4: 制表人：张三 审核：李四 日期：2012-12-20",
    ]


def test_a_row_with_gaps_is_no_footer(tmp_path):
    path = table(tmp_path, ROW, ["K002", *[""] * 6], ["K003", "食堂", "", "", "", "90", ""])
    assert {fault.row for fault in faults(path)} == {3, 4}


def test_the_header_once_more_is_left_out_and_told(tmp_path):
    path = table(tmp_path, ROW, HEADER, with_id("K002"))
    assert [one.id for one in read_contracts(path).contracts] == ["K001", "K002"]
    assert said(path)[0].startswith("repeated headers left out: 1. That is row 3")


def test_a_second_header_in_another_order_is_refused(tmp_path):
    other = [HEADER[0], HEADER[1], HEADER[3], HEADER[2], *HEADER[4:]]
    path = table(tmp_path, ROW, other, ["K002", "食堂", "29.82", "121.54", *ROW[4:]])
    assert "header_again" in kinds(path)


def test_a_blank_datum_is_a_fault_where_other_rows_state_one(tmp_path):
    path = table(tmp_path, with_id("K1", 坐标系="高德"), with_id("K2", 坐标系=""))
    (fault,) = faults(path)
    assert (fault.kind, fault.row, fault.column) == ("missing_value", 3, "坐标系")


def test_a_table_that_states_no_datum_at_all_is_told_what_was_taken(tmp_path):
    path = table(tmp_path, with_id("K1", 坐标系=""), with_id("K2", 坐标系=""))
    assert said(path)[0].startswith("coordinates were taken for WGS-84")


def test_the_header_may_state_the_datum_for_rows_that_do_not(tmp_path):
    header = [name.replace("度", "度(高德)") for name in HEADER]
    path = file(tmp_path, ",".join(header), ",".join(with_id("K1", 坐标系="")))
    (contract,) = read_contracts(path).contracts
    assert contract.at.lon != 121.54


def test_a_formula_that_failed_is_told_from_a_blank_cell(tmp_path):
    cells = (
        row(1, *HEADER)
        + '<row r="2">'
        + "".join(
            f'<c r="{column}2" t="e"><v>#N/A</v></c>'
            if column == "F"
            else f'<c r="{column}2" t="inlineStr"><is><t>{value}</t></is></c>'
            for column, value in zip("ABCDEFG", ROW, strict=True)
        )
    )
    (fault,) = faults(workbook(tmp_path / "c.xlsx", cells + "</row>"))
    assert (fault.kind, fault.value) == ("error_cell", "#N/A")


def test_hidden_rows_are_read_and_told(tmp_path):
    cells = row(1, *HEADER) + row(2, *ROW) + row(3, *with_id("K002"), hidden=True)
    path = workbook(tmp_path / "c.xlsx", cells)
    assert len(read_contracts(path).contracts) == 2
    assert said(path) == ["hidden rows were read too: 1 (row 3)."]


def test_hidden_columns_are_read_and_told_by_their_letters(tmp_path):
    # B, C and J to L are hidden; nothing stands in the latter.
    columns = (
        '<cols><col min="2" max="3" hidden="1"/><col min="10" max="12" hidden="true"/></cols>'
    )
    cells = row(1, *HEADER) + row(2, *ROW)
    path = workbook(tmp_path / "c.xlsx", cells, before=columns)
    assert len(read_contracts(path).contracts) == 1
    assert said(path) == ["hidden columns were read too: B, C."]


def test_the_cells_of_a_workbook_are_those_of_a_csv(tmp_path):
    rows = [HEADER, ROW, with_id("K002")]
    of_csv = read_contracts(table(tmp_path, *rows[1:])).contracts
    assert read_contracts(xlsx_file(tmp_path, *rows)).contracts == of_csv


def test_ten_thousand_faults_are_counted_and_not_all_printed(tmp_path):
    read = read_contracts(table(tmp_path, *(with_id(f"K{n}", 纬度="x") for n in range(10_000))))
    with pytest.raises(TableFaults) as caught:
        refuse_faults("contracts", "c.csv", read)
    lines = str(caught.value).splitlines()
    assert lines[0] == "c.csv: 10,000 faults, no contract was read"
    assert lines[-1].strip() == "and 9,600 more"


def test_more_rows_than_can_be_read_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("scenarios.files.office.sheet.MOST_ROWS", 3)
    with pytest.raises(InputError, match="more than the 3 rows"):
        read_contracts(table(tmp_path, *(with_id(f"K{n}") for n in range(4))))
