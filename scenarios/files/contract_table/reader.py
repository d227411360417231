"""A contracts table as offices keep it becomes contracts, or every fault at once."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from fleet import Contract
from scenarios.files.contract_table.cells import Cell, is_blank, plain, shown
from scenarios.files.contract_table.columns import Column, Field, column_of, faults_of_header
from scenarios.files.contract_table.fault import ContractFaults, Fault, FaultKind, Said
from scenarios.files.contract_table.row import RowReader
from scenarios.files.contract_table.sheet import Sheet, body, read_sheets
from scenarios.files.datum import Datum

MOST_KG = 30_000
"""More than the largest truck on the road carries."""

_TOTALS = {"合计", "总计", "小计", "总和", "total", "totals", "sum"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractTable:
    """What was read of a file.

    Parameters
    ----------
    contracts
        Those of rows without faults: not to be used while there are faults.
    notices
        What the reader made of the file that its owner may not expect.
    """

    contracts: tuple[Contract, ...] = ()
    faults: tuple[Fault, ...] = ()
    notices: tuple[Said, ...] = ()


def contracts_of(path: Path, *, most_kg: int = MOST_KG) -> ContractTable:
    """Returns a table without faults.

    Raises
    ------
    InputError
        When the file cannot be read.
    ContractFaults
        When anything in it is wrong: nothing is imported by halves.
    """
    table = read_contracts(path, most_kg=most_kg)
    if table.faults:
        raise ContractFaults(path.name, table.faults)
    return table


def read_contracts(path: Path, *, most_kg: int = MOST_KG) -> ContractTable:
    """Returns the contracts and faults of a file.

    Parameters
    ----------
    most_kg
        What the largest truck holds; more at one collection is a fault, as is more than `MOST_KG`.

    Raises
    ------
    InputError
        When the file cannot be read.
    """
    sheets = read_sheets(path)
    parts, ids = [], _Ids()
    for sheet in sheets:
        if sheet.header is not None:
            parts.append(_read_sheet(sheet, sheet.header, min(most_kg, MOST_KG), ids))
        elif not sheet.is_empty and any(one.header is not None for one in sheets):
            said = Said(
                f"{sheet.name}: has no header of contracts and was not read.",
                f"{sheet.name}：没有合同表头，未读取。",
            )
            parts.append(ContractTable(notices=(said,)))
    if all(sheet.header is None for sheet in sheets):
        parts.append(ContractTable(faults=(_no_header(path.name),)))
    return ContractTable(
        contracts=tuple(one for part in parts for one in part.contracts),
        faults=(*(one for part in parts for one in part.faults), *ids.faults()),
        notices=tuple(one for part in parts for one in part.notices),
    )


def _no_header(name: str) -> Fault:
    return Fault(
        kind=FaultKind.NO_HEADER,
        sheet=name,
        sentence=Said("no row names the columns", "没有列名行"),
        remedy=Said(
            "write a row with id, name, lon, lat, weight (kg), windows above the contracts",
            "请在合同上方写一行列名：编号、名称、经度、纬度、每次收运量(公斤)、收运时段",
        ),
    )


class _Ids:
    """Where every id stands, of rows with faults too, to find those that stand twice."""

    def __init__(self) -> None:
        self._places: defaultdict[str, list[Fault]] = defaultdict(list)

    def note(self, id_: str, place: Fault) -> None:
        self._places[id_].append(place)

    def faults(self) -> list[Fault]:
        return [
            replace(
                later,
                sentence=Said(
                    f"is the id of row {places[0].row} too"
                    + (f" of {places[0].sheet}" if places[0].sheet != later.sheet else ""),
                    f"与{places[0].sheet if places[0].sheet != later.sheet else ''}"
                    f"第 {places[0].row} 行编号相同",
                ),
            )
            for places in self._places.values()
            for later in places[1:]
        ]


def _read_sheet(sheet: Sheet, header: int, most_kg: int, ids: _Ids) -> ContractTable:
    headers = [shown(cell).strip() for cell in sheet.rows[header]]
    faults = faults_of_header(sheet.name, header + 1, headers)
    by_index = {
        n: column for n, text in enumerate(headers) if text and (column := column_of(text))
    }
    columns = {column.field: column for column in by_index.values()}
    contracts, totals = [], 0
    for number, row in body(sheet, header):
        entries = {
            column.field: row[n]
            for n, column in by_index.items()
            if n < len(row) and not is_blank(row[n])
        }
        if _is_total(row, entries):
            totals += 1
            continue
        faults += _extra_cells(sheet.name, number, row, headers)
        if Field.ID in entries:
            id_ = plain(entries[Field.ID])
            ids.note(id_, _twice(sheet.name, number, columns[Field.ID].header, id_))
        reader = RowReader(
            sheet=sheet.name, row=number, columns=columns, entries=entries, most_kg=most_kg
        )
        contract = reader.contract()
        faults += reader.faults
        if contract:
            contracts.append(contract)
    return ContractTable(
        contracts=tuple(contracts),
        faults=tuple(faults),
        notices=tuple(_notices(sheet, header, columns, totals)),
    )


def _is_total(row: Sequence[Cell], entries: dict[Field, Cell]) -> bool:
    """Says whether a row adds others up: it names no kitchen, and calls itself a total."""
    words = {plain(cell).casefold().rstrip(":") for cell in row if isinstance(cell, str)}
    return bool(words & _TOTALS) and not {Field.ID, Field.NAME} <= set(entries)


def _extra_cells(
    sheet: str, number: int, row: Sequence[Cell], headers: Sequence[str]
) -> list[Fault]:
    """Returns cells that stand under no column name."""
    return [
        Fault(
            kind=FaultKind.EXTRA_CELL,
            sheet=sheet,
            row=number,
            value=shown(cell),
            sentence=Said("stands under no column name", "所在列没有列名"),
            remedy=Said(
                "name the column, or put a value with a comma into double quotes",
                "请给该列命名；含逗号的内容请加双引号",
            ),
        )
        for n, cell in enumerate(row)
        if not is_blank(cell) and (n >= len(headers) or not headers[n])
    ]


def _twice(sheet: str, number: int, header: str, id_: str) -> Fault:
    return Fault(
        kind=FaultKind.DUPLICATE_ID,
        sheet=sheet,
        row=number,
        column=header,
        value=id_,
        sentence=Said("", ""),
        remedy=Said("give each contract an id of its own", "每个合同请用不同的编号"),
    )


def _notices(sheet: Sheet, header: int, columns: dict[Field, Column], totals: int) -> list[Said]:
    found = []
    filled = sum(row > header for row in sheet.filled)
    if filled:
        found.append(
            Said(
                f"{sheet.name}: cells that took the value of a merged cell above: {filled}.",
                f"{sheet.name}：{filled} 个合并单元格取了上方的值。",
            )
        )
    if totals:
        found.append(
            Said(
                f"{sheet.name}: rows of totals left out: {totals}.",
                f"{sheet.name}：略去 {totals} 行合计。",
            )
        )
    stated = Field.DATUM in columns or any(column.datum for column in columns.values())
    if not stated:
        found.append(
            Said(
                f"{sheet.name}: coordinates were taken for {Datum.WGS84} (GPS); if they are of a "
                "Chinese map, add a column 'datum' with GCJ-02 or BD-09.",
                f"{sheet.name}：坐标按 {Datum.WGS84}（GPS）处理；若取自高德、腾讯（GCJ-02）或百度"
                "（BD-09）地图，请加“坐标系”列。",
            )
        )
    return found
