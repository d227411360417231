"""Contracts tables as offices keep them: where the rows are, and what their headers mean."""

import pytest
import xlsxwriter

from api.words import Language, phrasebook
from optimizer.errors import InputError
from scenarios.files.contract_table import contracts_of, read_contracts
from scenarios.files.office import TableFaults
from tests.scenarios.files.contract_files import (
    GOOD,
    csv_file,
    faults,
    kinds,
    read_one,
    with_cells,
    xlsx_file,
)

HEADER = ["编号", "单位名称", "经度", "纬度", "每次收运量(公斤)", "收运时段"]
ROW = ["K001", "面馆", 121.54, 29.82, 200, "13:30-16:30"]


def test_the_columns_of_our_own_files_are_read(tmp_path):
    contract = read_one(with_cells(tmp_path, weekdays="0;1", service_minutes="6"))
    assert (contract.id, contract.demand_kg, contract.service_s) == ("K001", 200, 360)
    assert (contract.at.pair, contract.weekdays) == ((121.54, 29.82), (0, 1))


@pytest.mark.parametrize("header", ["remarks", "备注", "Remarks for drivers"])
def test_remarks_are_read_and_have_room_on_a_sheet(tmp_path, header):
    path = with_cells(tmp_path, **{header: " 后门进，密码 2468 "})
    assert read_one(path).remarks == "后门进，密码 2468"
    too_long = faults(with_cells(tmp_path, **{header: "x" * 201}))
    assert [fault.row for fault in too_long] == [2]


def test_title_rows_stand_above_the_header(tmp_path):
    path = xlsx_file(tmp_path, ["鄞州区餐厨垃圾签约单位"], ["2012 年 12 月"], [], HEADER, ROW)
    assert read_one(path).name == "面馆"


def test_rows_are_counted_as_the_office_program_shows_them(tmp_path):
    path = xlsx_file(tmp_path, ["标题"], [], HEADER, ROW, [], [*ROW[:4], "多", ROW[5]])
    numbers = [fault.row for fault in faults(path)]
    # The wrong weight stands in row 6, and so does the id a second time.
    assert numbers == [6, 6]


def test_blank_lines_of_a_csv_are_counted_too(tmp_path):
    text = '编号,名称,经度,纬度,重量,时段\n\n\n"K1","面\n馆",121.5,29.8,x,6:00-9:00\n'
    path = tmp_path / "c.csv"
    path.write_text(text, encoding="utf-8")
    assert [fault.row for fault in faults(path)] == [4]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_csv_may_be_in_any_of_the_usual_encodings(tmp_path, encoding):
    path = csv_file(tmp_path, HEADER, [str(cell) for cell in ROW], encoding=encoding)
    assert read_one(path).name == "面馆"


@pytest.mark.parametrize("mark", [";", "\t"])
def test_a_csv_may_be_parted_by_semicolons_or_tabs(tmp_path, mark):
    path = tmp_path / "c.csv"
    path.write_text(f"{mark.join(GOOD)}\n{mark.join(GOOD.values())}\n", encoding="utf-8")
    assert read_one(path).demand_kg == 200


def test_merged_cells_give_their_value_to_the_rows_below(tmp_path):
    path = xlsx_file(
        tmp_path,
        HEADER,
        ROW,
        ["K002", "食堂", 121.55, 29.83, 100],
        merges=[(1, 2, 5, "13:30-16:30")],
    )
    table = read_contracts(path)
    assert [one.windows for one in table.contracts] == [table.contracts[0].windows] * 2
    assert any("merged cell above: 1." in notice.text for notice in table.notices)


def test_a_header_in_two_rows_is_read(tmp_path):
    path = xlsx_file(
        tmp_path,
        [*HEADER[:5], "收运时间", ""],
        ["", "", "", "", "", "开始", "结束"],
        [*ROW[:5], "13:30", "16:30"],
        merges=[(0, 1, column, HEADER[column]) for column in range(5)],
    )
    table = read_contracts(path)
    assert (len(table.contracts), table.faults) == (1, ())
    assert not any("merged" in notice.text for notice in table.notices)


def test_a_blank_cell_that_is_not_merged_is_a_fault(tmp_path):
    path = xlsx_file(tmp_path, HEADER, ROW, ["K002", "食堂", 121.55, 29.83, 100])
    (fault,) = faults(path)
    assert (fault.kind, fault.row, fault.column) == ("missing_value", 3, "收运时段")


def test_a_row_of_totals_is_left_out_and_told(tmp_path):
    table = read_contracts(xlsx_file(tmp_path, HEADER, ROW, ["合计", "", "", "", 200]))
    assert (len(table.contracts), table.faults) == (1, ())
    assert any("rows of totals left out: 1." in notice.text for notice in table.notices)


def test_an_id_that_looks_like_a_number_stays_text(tmp_path):
    assert read_one(with_cells(tmp_path, id="007")).id == "007"
    assert read_one(xlsx_file(tmp_path, HEADER, [7, *ROW[1:]])).id == "7"


@pytest.mark.parametrize(
    ("header", "value", "kg"),
    [
        ("weight (t)", "0.3", 300),
        ("重量(吨)", "0.3", 300),
        ("重量（公斤）", "３００", 300),
        ("每次收运量 斤", "600", 300),
        ("收运量kg", "1,300", 1300),
        ("weight", "300 kg", 300),
        ("weight", "0.3吨", 300),
        # 2,100 kg a week on 7 days.
        ("每周收运量(公斤)", "2100", 300),
        ("kg per week", "2101", 301),
    ],
)
def test_weights_come_in_the_unit_of_the_header_or_the_cell(tmp_path, header, value, kg):
    path = with_cells(tmp_path, demand_kg=None, **{header: value})
    assert read_one(path).demand_kg == kg


def test_what_the_office_program_computed_is_not_rounded_up(tmp_path):
    path = xlsx_file(tmp_path, [*HEADER[:4], "重量(吨)", HEADER[5]], [*ROW[:4], 0.1 + 0.2, ROW[5]])
    assert read_one(path).demand_kg == 300


def test_a_weeks_weight_is_divided_by_the_collections_of_a_week(tmp_path):
    path = with_cells(tmp_path, demand_kg=None, **{"每周收运量(公斤)": "900", "每周次数": "3次"})
    contract = read_one(path)
    assert (contract.demand_kg, contract.collections_per_week) == (300, 3)


def test_minutes_at_the_stop_may_be_given_in_seconds(tmp_path):
    assert read_one(with_cells(tmp_path, **{"停留时间(秒)": "90"})).service_s == 90


def test_limits_of_size_are_read_with_their_units(tmp_path):
    contract = read_one(
        with_cells(tmp_path, **{"限长(米)": "6.5", "max_width_cm": "220", "限重": "8吨"})
    )
    limits = (contract.max_length_cm, contract.max_width_cm, contract.max_weight_kg)
    assert limits == (650, 220, 8000)


def test_a_limit_without_a_unit_is_refused(tmp_path):
    (fault,) = faults(with_cells(tmp_path, 限长="6"))
    assert (fault.kind, fault.value) == ("unit", "6")
    assert "has no unit" in fault.sentence.text


def test_a_unit_that_measures_something_else_is_refused(tmp_path):
    assert kinds(with_cells(tmp_path, **{"demand_kg": None, "weight (min)": "5"})) == [
        "unit",
        "unit",
    ]
    assert kinds(with_cells(tmp_path, demand_kg="200 l")) == ["unit"]


def test_priority_penalty_and_side_are_read(tmp_path):
    contract = read_one(with_cells(tmp_path, 优先级="必收", 可过街="否", **{"违约金(元)": "12.5"}))
    assert (contract.priority, contract.may_cross, contract.penalty_fen) == (1, False, 1250)


def test_what_is_neither_yes_nor_no_is_refused(tmp_path):
    assert kinds(with_cells(tmp_path, 可过街="看情况", 优先级="特高")) == ["choice", "choice"]


def test_an_unknown_column_is_named_with_the_closest_that_there_is(tmp_path):
    (fault,) = faults(with_cells(tmp_path, weekday="0"))
    assert (fault.kind, fault.column, fault.row) == ("unknown_column", "weekday", 1)
    assert "'weekdays'" in fault.remedy.text


def test_columns_that_no_plan_needs_are_let_pass(tmp_path):
    assert read_one(with_cells(tmp_path, 序号="1", 备注="后门", 联系电话="0574"))


def test_every_missing_column_is_named(tmp_path):
    path = csv_file(tmp_path, ["id", "weekdays", "windows"], ["K1", "daily", "6:00-9:00"])
    assert kinds(path) == ["missing_column"] * 3


def test_two_columns_of_one_meaning_are_refused(tmp_path):
    assert kinds(with_cells(tmp_path, 编号="K9")) == ["column_twice"] * 2


def test_a_cell_under_no_column_name_is_refused(tmp_path):
    path = csv_file(tmp_path, list(GOOD), [*GOOD.values(), "stray"])
    (fault,) = faults(path)
    assert (fault.kind, fault.value) == ("extra_cell", "stray")


def test_an_id_that_stands_twice_is_found_in_rows_with_other_faults_too(tmp_path):
    row = dict(GOOD)
    other = row | {"id": "Ｋ００１", "demand_kg": "heavy"}
    path = csv_file(tmp_path, list(row), list(row.values()), list(other.values()))
    assert kinds(path) == ["no_number", "duplicate_id"]
    assert "id of row 2 too" in faults(path)[1].sentence.text


def test_nine_hundred_tonnes_are_not_believed(tmp_path):
    path = with_cells(tmp_path, demand_kg=None, **{"重量(吨)": "900"})
    (fault,) = faults(path)
    assert (fault.kind, fault.value) == ("implausible", "900")
    assert "900,000 kg" in fault.sentence.text
    assert "30,000 kg" in fault.sentence.text


def test_more_than_the_largest_hopper_is_not_believed(tmp_path):
    assert kinds(with_cells(tmp_path, demand_kg="5001"), most_kg=5000) == ["implausible"]
    assert kinds(with_cells(tmp_path, demand_kg="5000"), most_kg=5000) == []


@pytest.mark.parametrize("value", ["-5", "0"])
def test_a_weight_that_is_not_positive_is_refused(tmp_path, value):
    assert kinds(with_cells(tmp_path, demand_kg=value)) == ["not_positive"]


def test_more_collections_than_days_are_refused(tmp_path):
    path = with_cells(tmp_path, weekdays="Mon,Wed", collections_per_week="3")
    assert kinds(path) == ["too_many_collections"]
    assert kinds(with_cells(tmp_path, weekdays="Mon,Wed", collections_per_week="2")) == []


def test_a_name_that_is_too_long_is_refused(tmp_path):
    assert kinds(with_cells(tmp_path, name="x" * 81)) == ["too_long"]


def test_nothing_is_imported_by_halves(tmp_path):
    row = dict(GOOD)
    bad = row | {"id": "K002", "demand_kg": "heavy"}
    path = csv_file(tmp_path, list(row), list(row.values()), list(bad.values()))
    with pytest.raises(TableFaults) as caught:
        contracts_of(path)
    first, second = str(caught.value).splitlines()
    assert first == "contracts.csv: 1 fault, no contract was read"
    assert second.strip() == (
        "contracts.csv, row 3, column 'demand_kg', 'heavy': is no number; write digits, with a "
        "point for decimals."
    )
    assert phrasebook(Language.ZH).say(caught.value.message).startswith("contracts.csv：1 处错误")


def test_a_file_without_a_header_says_what_to_write(tmp_path):
    (fault,) = faults(csv_file(tmp_path, ["K001", "面馆", "200"]))
    assert fault.kind == "no_header"


def test_sheets_are_read_together_and_one_without_a_header_is_told(tmp_path):
    path = tmp_path / "c.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        for name, id_ in (("潘火", "K001"), ("邱隘", "K002")):
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, HEADER)
            sheet.write_row(1, 0, [id_, *ROW[1:]])
        book.add_worksheet("说明").write(0, 0, "请勿修改")
    table = read_contracts(path)
    assert [one.id for one in table.contracts] == ["K001", "K002"]
    assert any("c.xlsx [说明]: has no header" in notice.text for notice in table.notices)


def test_what_is_no_table_is_refused_in_a_sentence(tmp_path):
    broken = tmp_path / "c.xlsx"
    broken.write_bytes(b"PK not really")
    with pytest.raises(InputError, match="cannot be read as a table"):
        read_contracts(broken)
    with pytest.raises(InputError, match="is no table"):
        read_contracts(tmp_path / "c.docx")
