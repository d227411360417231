"""The small tables of known kinds beside the checkout, each with what is wanted of it."""

import contextlib
from dataclasses import dataclass

import pytest

from fleet import clock
from optimizer.errors import InputError
from scenarios.files import TABLE_FILES, read_any_table

pytestmark = pytest.mark.shared


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be read of a file: ids of rows, faults as (row, kind), words of notices."""

    ids: str = ""
    faults: tuple[tuple[int, str], ...] = ()
    notices: tuple[str, ...] = ()


def rows(kind, *numbers):
    return tuple((number, kind) for number in numbers)


WANTED = {
    "200-datum_first_row_only.csv": Wanted("A1", rows("missing_value", 3, 4)),
    "201-datum_cgcs2000.csv": Wanted("A1 A2 A3"),
    "202-datum_names.csv": Wanted("A1 A2 A3 A4 A5 A6 A7 A8"),
    "204-dot_times.csv": Wanted("", rows("time", 2, 3, 4, 5)),
    "208-utf16.csv": Wanted("A1"),
    "209-sep_line.csv": Wanted("A1"),
    "210-cr_only.csv": Wanted("A1 A2"),
    "211-control_chars.csv": Wanted("A1 A2 A3 A4 A5", notices=("cannot be printed",)),
    "212-frequency_words.csv": Wanted("A2 A3 A4 A5 A6 A7", rows("contradiction", 2)),
    "213-windows_words.csv": Wanted("A3 A6 A7 A8", rows("time", 2, 3, 5, 6, 10, 11)),
    "214-weights_words.csv": Wanted(
        "A7", (*rows("no_number", 2, 7, 9), *rows("unit", 3, 4, 5, 6))
    ),
    "215-position_pairs.csv": Wanted(
        "A2", ((2, "swapped"), *rows("no_number", 4, 5, 6)), ("taken for WGS-84",)
    ),
    "219-footer_notes.csv": Wanted("A1", notices=("notes left out: 2",)),
    "220-holiday_ranges.csv": Wanted("A5", rows("date", 2, 3, 4, 5)),
    "231-hidden_rows_and_sheet.xlsx": Wanted(
        "A1 A2 A3", notices=("hidden sheets were not read", "hidden rows were read too: 1 (row 3)")
    ),
    "233-formulas.xlsx": Wanted("", rows("error_cell", 2, 3, 4)),
    "236-stray_blank_far_down.xlsx": Wanted("A1"),
    "238-monthly_sheets.xlsx": Wanted("A1", rows("duplicate_id", 2)),
    "239-protected.xlsx": Wanted("A1"),
    "240-one_dot_time.csv": Wanted("A2", rows("time", 2)),
    "241-zero_width_id.csv": Wanted("A2", rows("duplicate_id", 3)),
    "242-midnight_hhmm.xlsx": Wanted("A1 A2"),
    "243-stray_blank_last_cell.xlsx": Wanted("A1"),
    "250-contracts.xls": Wanted("A1 A2"),
    "251-contracts_1904.xls": Wanted("A1 A2"),
    "400-one_reason_each.csv": Wanted(
        "ok tooheavy late early small_only light_only excluded tuesday long_stop narrow_window "
        "midnight worthless"
    ),
    "501-crews_gbk.csv": Wanted("D1 D2 007"),
    "505-crews_chinese_header.csv": Wanted("D1 D2 007"),
    "506-crews_dates_words.csv": Wanted("D1 D2", rows("date", 4)),
}


@pytest.fixture
def cases(shared):
    return shared / "cases"


@pytest.mark.parametrize("name", list(WANTED))
def test_a_table_of_a_known_kind_is_read_as_its_row_wants(cases, name):
    wanted = WANTED[name]
    _, table = read_any_table(cases / name)
    assert " ".join(one.id for one in table.things) == wanted.ids
    assert sorted({(one.row, str(one.kind)) for one in table.faults}) == sorted(wanted.faults)
    said = [one.text for one in table.notices]
    assert len(said) == len(wanted.notices)
    for one, words in zip(said, wanted.notices, strict=True):
        assert words in one


def test_every_table_there_is_read_or_refused_in_a_sentence(cases):
    for path in sorted(cases.rglob("*")):
        if path.suffix.lower() not in TABLE_FILES:
            continue
        with contextlib.suppress(InputError):
            _, table = read_any_table(path)
            assert table.things or table.faults


def test_midnight_is_the_end_of_the_day_in_every_form(cases):
    _, table = read_any_table(cases / "242-midnight_hhmm.xlsx")
    ends = [clock(window.latest_s) for one in table.things for window in one.windows]
    assert ends == ["24:00", "24:00"]


def test_an_error_is_shown_as_the_office_program_shows_it(cases):
    _, table = read_any_table(cases / "233-formulas.xlsx")
    assert [one.value for one in table.faults] == ["", "#DIV/0!", "#N/A"]


def test_crews_are_the_same_in_either_encoding_and_language(cases):
    tables = [read_any_table(cases / name) for name in WANTED if name.startswith(("501", "505"))]
    assert [name for name, _ in tables] == ["crews", "crews"]
    assert tables[0][1].things == tables[1][1].things
