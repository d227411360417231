"""Failed formulas, hidden rows and columns of ODS and XLS files, as of XLSX files."""

from struct import pack

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenarios.workbook import Failed, read_workbook
from scenarios.workbook.binary import SIGNATURE, survey_binary
from tests.scenarios.workbook.workbooks import ods_of, xls

TEXT = '<table:table-cell office:value-type="string"><text:p>x</text:p></table:table-cell>'
FORMULA = 'table:formula="of:=[.A1]"'


def open_row(*cells, visibility="", times=1):
    mark = f' table:visibility="{visibility}"' if visibility else ""
    repeated = f'table:number-rows-repeated="{times}"'
    return f"<table:table-row{mark} {repeated}>{''.join(cells)}</table:table-row>"


def cell_that_says(text, *marks):
    said = f"<text:p>{text}</text:p>" if text else ""
    return f"<table:table-cell {' '.join(marks)}>{said}</table:table-cell>"


@pytest.mark.parametrize(
    ("cell", "read"),
    [
        # As LibreOffice writes an error, and as others do.
        (
            cell_that_says(
                "#N/A", FORMULA, 'office:value-type="string"', 'calcext:value-type="error"'
            ),
            Failed("#N/A"),
        ),
        (cell_that_says("#REF!", FORMULA, 'office:value-type="string"'), Failed("#REF!")),
        (cell_that_says("Err:502", FORMULA, 'office:value-type="string"'), Failed("Err:502")),
        (cell_that_says("", FORMULA), Failed("")),
        # A formula with a value, and somebody who writes so by hand.
        (cell_that_says("yes", FORMULA, 'office:value-type="string"'), "yes"),
        (cell_that_says("#1", 'office:value-type="string"'), "#1"),
    ],
)
def test_formulas_of_open_documents_that_failed_are_faults(tmp_path, cell, read):
    (sheet,) = read_workbook(ods_of(tmp_path / "a.ods", open_row(TEXT, cell)))
    assert sheet.rows == [["x", read]]


def test_an_error_that_is_filled_down_and_to_the_right_is_one_everywhere(tmp_path):
    wrong = cell_that_says("#REF!", FORMULA, 'table:number-columns-repeated="2"')
    path = ods_of(tmp_path / "a.ods", open_row(TEXT) + open_row(TEXT, wrong, times=2))
    (sheet,) = read_workbook(path)
    failed = Failed("#REF!")
    assert sheet.rows[1:] == [["x", failed, failed], ["x", failed, failed]]


@pytest.mark.parametrize("visibility", ["collapse", "filter"])
def test_hidden_rows_of_open_documents_are_told(tmp_path, visibility):
    rows = (
        open_row(TEXT)
        + open_row(TEXT, visibility=visibility, times=2)
        + open_row("<table:table-cell/>", visibility=visibility)
        + open_row(TEXT)
    )
    (sheet,) = read_workbook(ods_of(tmp_path / "a.ods", rows))
    # The fourth is hidden too, and blank.
    assert sheet.hidden_rows == (1, 2)


def test_hidden_columns_of_open_documents_are_told(tmp_path):
    columns = (
        '<table:table-column table:number-columns-repeated="2"/>'
        '<table:table-column table:visibility="collapse" table:number-columns-repeated="2"/>'
        "<table:table-column/>"
        '<table:table-column table:visibility="filter" table:number-columns-repeated="99"/>'
    )
    (sheet,) = read_workbook(ods_of(tmp_path / "a.ods", columns + open_row(*[TEXT] * 7)))
    # Of the last ones only F and G hold something or lie before what does.
    assert sheet.hidden_columns == (2, 3, 5, 6)


def number(row, column):
    return 0x0203, pack("<HHHd", row, column, 0, 7.0)


def row_of(row, *, hidden):
    return 0x0208, pack("<HHHHHHHH", row, 0, 3, 255, 0, 0, 0x0100 | 0x20 * hidden, 15)


def test_errors_and_hidden_rows_of_binary_workbooks_are_told(tmp_path):
    path = xls(
        tmp_path / "a.xls",
        row_of(0, hidden=False),
        row_of(1, hidden=True),
        # Hidden, and nothing in it.
        row_of(2, hidden=True),
        # Columns B and C are hidden, D is not.
        (0x007D, pack("<HHHHHH", 1, 2, 0, 15, 1, 0)),
        (0x007D, pack("<HHHHHH", 3, 3, 2048, 15, 0, 0)),
        number(0, 0),
        number(1, 0),
        # A written #N/A, a formula that failed, and one whose value is a truth.
        (0x0205, pack("<HHHBB", 0, 1, 0, 0x2A, 1)),
        (0x0006, pack("<HHHBxBxxxHHIH", 0, 2, 0, 2, 0x17, 0xFFFF, 0, 0, 0)),
        (0x0205, pack("<HHHBB", 1, 1, 0, 1, 0)),
    )
    facts = survey_binary(path.read_bytes())["A"]
    assert facts.errors == {(0, 1): "#N/A", (0, 2): "#REF!"}
    assert facts.hidden == [1]
    assert facts.hidden_columns == [(1, 2)]
    (sheet,) = read_workbook(path)
    assert sheet.rows == [[7.0, Failed("#N/A"), Failed("#REF!")], [7.0, True, ""]]
    assert sheet.hidden_rows == (1,)
    assert sheet.hidden_columns == (1, 2)


@given(st.binary(max_size=2_000), st.integers(0, 4_000), st.integers(0, 255))
def test_no_binary_file_breaks_the_look_at_it(tmp_path_factory, garbage, place, byte):
    survey_binary(SIGNATURE + garbage)
    path = tmp_path_factory.mktemp("xls") / "a.xls"
    data = bytearray(xls(path, number(0, 0)).read_bytes())
    data[place] = byte
    survey_binary(bytes(data))
