"""What a look at a workbook's XML finds."""

import zipfile

from hypothesis import given
from hypothesis import strategies as st

from scenarios.workbook.survey import reference, survey, without_strays
from tests.scenarios.workbook.workbooks import row, text_cell, workbook


def facts_of(path):
    with zipfile.ZipFile(path) as archive:
        return survey(archive)["A"]


def test_what_is_written_reaches_as_far_as_the_last_cell_that_can_be_seen(tmp_path):
    stray = f'<row r="9">{text_cell("ZZ9", " ")}<c r="AAA9" s="1"/></row>'
    facts = facts_of(workbook(tmp_path / "a.xlsx", row(1, "x", "y") + row(2, "z") + stray))
    assert (facts.last_row, facts.last_column) == (1, 1)
    # The cell that is formatted and no more is passed over by the library too.
    assert len(facts.cuts) == 1


def test_a_blank_among_what_is_written_stays(tmp_path):
    path = workbook(tmp_path / "a.xlsx", row(1, "x", " ", "y") + row(2, " ", "z"))
    assert facts_of(path).cuts == []


def test_a_copy_without_strays_has_the_rest_byte_for_byte(tmp_path):
    stray = text_cell("XFD7", " ")
    before, after = row(1, "x"), row(8, "y")
    path = workbook(tmp_path / "a.xlsx", f'{before}<row r="7">{stray}</row>{after}')
    with zipfile.ZipFile(path) as archive:
        copy = without_strays(archive, survey(archive))
    with zipfile.ZipFile(copy) as archive:
        assert f'{before}<row r="7"></row>{after}' in archive.read(
            "xl/worksheets/sheet1.xml"
        ).decode("utf-8")


def test_rows_that_are_hidden_and_hold_something_are_named(tmp_path):
    path = workbook(
        tmp_path / "a.xlsx", row(1, "x") + row(2, "y", hidden=True) + row(3, hidden=True)
    )
    assert facts_of(path).hidden == [1]


def test_columns_that_are_hidden_are_named(tmp_path):
    columns = '<cols><col min="1" max="1"/><col min="2" max="3" hidden="1"/></cols>'
    path = workbook(tmp_path / "a.xlsx", row(1, "x", "y"), before=columns)
    assert facts_of(path).hidden_columns == [(1, 2)]


def test_errors_and_formulas_that_were_never_computed_are_found(tmp_path):
    cells = (
        '<row r="1"><c r="A1" t="e"><f>1/0</f><v>#DIV/0!</v></c><c r="B1"><f>A1</f><v></v></c>'
        '<c r="C1" t="str"><f>""</f><v></v></c><c r="D1"><f>1+1</f><v>2</v></c></row>'
    )
    facts = facts_of(workbook(tmp_path / "a.xlsx", cells))
    # A formula whose value is an empty text has a value.
    assert facts.errors == {(0, 0): "#DIV/0!", (0, 1): ""}


@given(st.integers(0, 16_383), st.integers(0, 1_048_575))
def test_a_cell_is_called_as_office_programs_call_it(column, line):
    letters = reference(line, column).rstrip("0123456789")
    number = 0
    for letter in letters:
        number = 26 * number + ord(letter) - 64
    assert number == column + 1
    assert reference(line, column) == f"{letters}{line + 1}"


def test_the_last_cell_of_a_sheet_is_xfd1048576():
    assert reference(1_048_575, 16_383) == "XFD1048576"
