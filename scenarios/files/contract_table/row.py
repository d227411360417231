"""One row of a contracts table: its cells become a contract, or faults."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from fleet import Contract, LonLat, Priority, TimeWindow
from scenarios.files.contract_table import cells, days, position, times
from scenarios.files.contract_table.cells import Cell
from scenarios.files.contract_table.columns import MEASURES, Column, Field, key
from scenarios.files.contract_table.fault import Fault, FaultKind, Said, Unreadable
from scenarios.files.datum import Datum

MOST_LETTERS = 80
_EVERY_DAY = tuple(range(7))
_DEFAULT_SERVICE_S = 240
_NO_DATES: tuple[dt.date, ...] = ()
_NO_WINDOWS: tuple[TimeWindow, ...] = ()

_PRIORITIES = {
    "1": Priority.MUST, "must": Priority.MUST, "high": Priority.MUST, "必收": Priority.MUST,
    "高": Priority.MUST, "2": Priority.NORMAL, "normal": Priority.NORMAL,
    "一般": Priority.NORMAL, "普通": Priority.NORMAL, "中": Priority.NORMAL,
    "3": Priority.MAY_WAIT, "maywait": Priority.MAY_WAIT, "low": Priority.MAY_WAIT,
    "可缓": Priority.MAY_WAIT, "低": Priority.MAY_WAIT,
}  # fmt: skip

_Value = TypeVar("_Value")


@dataclass(kw_only=True)
class RowReader:
    """Reads one row; what cannot be read becomes a fault and a default, so that reading goes on.

    Parameters
    ----------
    entries
        The cells that are not blank, with their columns.
    most_kg
        More at one collection is not plausible.
    """

    sheet: str
    row: int
    columns: Mapping[Field, Column]
    entries: Mapping[Field, Cell]
    most_kg: int
    faults: list[Fault] = field(default_factory=list)

    def contract(self) -> Contract | None:
        """Returns the contract, or None when the row has faults."""
        id_, name = self._text(Field.ID), self._text(Field.NAME)
        place = self._place()
        weekdays = self._take(Field.WEEKDAYS, self._weekdays, _EVERY_DAY)
        collections = self._collections(weekdays)
        demand_kg = self._demand_kg(collections or len(weekdays))
        windows = self._windows()
        first = self._take(Field.FIRST, days.date, None)
        last = self._take(Field.LAST, days.date, None)
        if first and last and last < first:
            self._note(
                Field.LAST,
                FaultKind.DATE_ORDER,
                Said(f"lies before the first day, {first}", f"早于开始日期 {first}"),
                Said("swap the two", "请对调两个日期"),
            )
        rest = {
            "service_s": self._amount(Field.SERVICE, _DEFAULT_SERVICE_S),
            "max_length_cm": self._amount(Field.MAX_LENGTH),
            "max_width_cm": self._amount(Field.MAX_WIDTH),
            "max_weight_kg": self._amount(Field.MAX_WEIGHT),
            "penalty_fen": self._amount(Field.PENALTY),
        }
        address = self._take(Field.ADDRESS, lambda cell: cells.shown(cell).strip(), "")
        excluded = self._take(Field.EXCLUDED, days.dates, _NO_DATES)
        may_cross = self._take(Field.MAY_CROSS, cells.yes_or_no, True)
        priority = self._take(Field.PRIORITY, _priority, Priority.NORMAL)
        if self.faults or place is None:
            return None
        try:
            return Contract(
                id=id_,
                name=name,
                at=place,
                demand_kg=demand_kg,
                windows=windows,
                weekdays=weekdays,
                collections_per_week=collections,
                address=address,
                excluded_dates=excluded,
                first_date=first,
                last_date=last,
                may_cross=may_cross,
                priority=priority,
                **rest,
            )
        except ValueError as error:
            # Everything that the dataclass refuses is looked for above; should it learn to refuse
            # more, its sentence is better than none.
            said = str(error).removesuffix(".")
            self._note(None, FaultKind.OTHER, Said(said, said), Said("correct it", "请更正"))
            return None

    def _note(
        self, name: Field | None, kind: FaultKind, sentence: Said, remedy: Said, value: str = ""
    ) -> None:
        column = self.columns.get(name) if name else None
        cell = self.entries.get(name) if name else None
        self.faults.append(
            Fault(
                kind=kind,
                sheet=self.sheet,
                row=self.row,
                column=column.header if column else "",
                value=value or ("" if cell is None else cells.shown(cell)),
                sentence=sentence,
                remedy=remedy,
            )
        )

    def _take(self, name: Field, read: Callable[[Cell], _Value], default: _Value) -> _Value:
        """Returns what a cell holds; the default where it is blank, or cannot be read."""
        cell = self.entries.get(name)
        if cell is None:
            return default
        try:
            return read(cell)
        except Unreadable as fault:
            self._note(name, fault.kind, fault.sentence, fault.remedy)
            return default

    def _missing(self, *names: Field) -> None:
        """Notes a blank cell, in the first of these columns that there is."""
        here = [name for name in names if name in self.columns]
        # A column that is missing as a whole is a fault of the header.
        if here:
            self._note(
                here[0],
                FaultKind.MISSING_VALUE,
                Said("is blank", "为空"),
                Said("fill it in", "请填写"),
            )

    def _text(self, name: Field) -> str:
        cell = self.entries.get(name)
        if cell is None:
            self._missing(name)
            return ""
        # Ids are compared, so full-width characters must not tell two apart; names are shown.
        text = cells.plain(cell) if name is Field.ID else cells.shown(cell).strip()
        if len(text) > MOST_LETTERS:
            self._note(
                name,
                FaultKind.TOO_LONG,
                Said(f"has {len(text)} characters", f"有 {len(text)} 个字符"),
                Said(f"shorten it to {MOST_LETTERS}", f"请缩短到 {MOST_LETTERS} 个以内"),
            )
        return text

    def _place(self) -> LonLat | None:
        system = self._take(Field.DATUM, position.datum, None)
        if Field.POSITION in self.entries:
            source: tuple[Field, ...] = (Field.POSITION,)
            point = self._take(Field.POSITION, position.pair, None)
        else:
            source = (Field.LON, Field.LAT)
            lon, lat = (self._take(name, position.degrees, None) for name in source)
            point = None if lon is None or lat is None else (lon, lat)
        if point is None:
            blank = [name for name in source if name not in self.entries]
            if len(blank) == len(source) and Field.ADDRESS in self.entries:
                if {*source, Field.POSITION} & set(self.columns):
                    self._note(Field.ADDRESS, FaultKind.ADDRESS_ONLY, *position.ADDRESS_ONLY)
            else:
                for name in blank:
                    self._missing(name, Field.POSITION)
            return None
        column = self.columns[source[0]]
        try:
            return position.located(*point, system or column.datum or Datum.WGS84)
        except Unreadable as fault:
            self._note(source[-1], fault.kind, fault.sentence, fault.remedy)
            return None

    def _weekdays(self, cell: Cell) -> tuple[int, ...]:
        # Only our own files count Monday as 0.
        ours = key(self.columns[Field.WEEKDAYS].header) == Field.WEEKDAYS
        return days.weekdays(cell, digits=ours)

    def _collections(self, weekdays: tuple[int, ...]) -> int:
        found = self._take(Field.COLLECTIONS, cells.count, 0)
        if found < 0:
            self._not_positive(Field.COLLECTIONS)
        elif found > len(weekdays):
            self._note(
                Field.COLLECTIONS,
                FaultKind.TOO_MANY_COLLECTIONS,
                Said(
                    f"{found} collections a week do not fit on {len(weekdays)} days",
                    f"每周 {found} 次多于可收运的 {len(weekdays)} 天",
                ),
                Said("allow more days or fewer collections", "请增加收运日或减少次数"),
            )
        return max(0, found)

    def _demand_kg(self, times_a_week: int) -> int:
        """Returns the kilograms of one collection; a week's are divided, rounded up."""
        name = Field.DEMAND if Field.DEMAND in self.entries else Field.WEEKLY
        if name not in self.entries:
            self._missing(Field.DEMAND, Field.WEEKLY)
            return 0
        before = len(self.faults)
        total_kg = self._amount(name)
        if len(self.faults) > before:
            return 0
        if total_kg == 0:
            self._not_positive(name)
        one_kg = total_kg if name is Field.DEMAND else -(-total_kg // max(1, times_a_week))
        if one_kg > self.most_kg:
            self._note(
                name,
                FaultKind.IMPLAUSIBLE,
                Said(
                    f"{one_kg:,} kg at one collection is more than a truck holds "
                    f"({self.most_kg:,} kg)",
                    f"一次收运 {one_kg:,} 公斤，超过一辆车的装载量（{self.most_kg:,} 公斤）",
                ),
                Said(
                    "check the unit; if it is right, split the contract",
                    "请核对单位；若无误，请拆分合同",
                ),
            )
        return one_kg

    def _amount(self, name: Field, default: int = 0) -> int:
        dimension, _ = MEASURES[name]
        column = self.columns.get(name)
        unit = column.unit if column else None
        found = self._take(name, lambda cell: cells.quantity(cell, dimension, unit), default)
        if found < 0:
            self._not_positive(name)
        return found

    def _not_positive(self, name: Field) -> None:
        self._note(
            name,
            FaultKind.NOT_POSITIVE,
            Said("is not a positive number", "不是正数"),
            Said("write one above 0", "请填写大于 0 的数"),
        )

    def _windows(self) -> tuple[TimeWindow, ...]:
        ends = (Field.BEGIN, Field.END)
        present = [name for name in (Field.WINDOWS, *ends) if name in self.entries]
        if not present:
            self._missing(Field.WINDOWS, *ends)
            return ()
        found = self._take(Field.WINDOWS, times.windows, _NO_WINDOWS)
        blank = [name for name in ends if name not in self.entries]
        if len(blank) == 1:
            self._missing(*blank)
        if not blank:
            found += self._take_two()
        try:
            return times.apart(found)
        except Unreadable as fault:
            self._note(present[0], fault.kind, fault.sentence, fault.remedy)
            return ()

    def _take_two(self) -> tuple[TimeWindow, ...]:
        begin, end = self.entries[Field.BEGIN], self.entries[Field.END]
        both = f"{cells.shown(begin)} - {cells.shown(end)}"
        try:
            return times.windows_between(begin, end)
        except Unreadable as fault:
            self._note(Field.BEGIN, fault.kind, fault.sentence, fault.remedy, value=both)
            return ()


def _priority(cell: Cell) -> Priority:
    found = _PRIORITIES.get(key(cells.plain(cell)))
    if found is None:
        raise Unreadable(
            FaultKind.CHOICE,
            Said("is no priority", "不是优先级"),
            Said("write must, normal or may wait", "请写 必收、一般 或 可缓"),
        )
    return found
