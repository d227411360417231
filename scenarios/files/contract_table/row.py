"""One row of a contracts table: its cells become a contract, or faults."""

import datetime as dt

from fleet import Contract, Priority, TimeWindow, message
from scenarios.files.contract_table.columns import Field
from scenarios.files.office import (
    Cell,
    FaultKind,
    RowReader,
    Unreadable,
    cells,
    choose,
    days,
    key,
    normalise,
    show,
    times,
)

_DEFAULT_SERVICE_S = 240
_ANY_DAY = days.Days()
_NO_DATES: tuple[dt.date, ...] = ()
_NO_WINDOWS: tuple[TimeWindow, ...] = ()

_PRIORITIES = {
    "1": Priority.MUST, "must": Priority.MUST, "high": Priority.MUST, "必收": Priority.MUST,
    "高": Priority.MUST, "2": Priority.NORMAL, "normal": Priority.NORMAL,
    "一般": Priority.NORMAL, "普通": Priority.NORMAL, "中": Priority.NORMAL,
    "3": Priority.MAY_WAIT, "maywait": Priority.MAY_WAIT, "low": Priority.MAY_WAIT,
    "可缓": Priority.MAY_WAIT, "低": Priority.MAY_WAIT,
}  # fmt: skip


def contract_of(row: RowReader, *, most_kg: int) -> Contract | None:
    """Returns the contract of a row, or None when the row has faults.

    Parameters
    ----------
    most_kg
        More at one collection is not plausible.
    """
    return _ContractReader(row, most_kg).contract()


class _ContractReader:
    """Reads the cells of one row that only together make sense."""

    def __init__(self, row: RowReader, most_kg: int) -> None:
        self.row = row
        self.entries = row.entries
        self.most_kg = most_kg

    def contract(self) -> Contract | None:
        row = self.row
        id_, name = row.text(Field.ID, is_id=True), row.text(Field.NAME)
        place = row.place()
        on = row.take(Field.WEEKDAYS, self._days, _ANY_DAY)
        collections = self._collections(on)
        demand_kg = self._demand_kg(collections, on)
        windows = self._windows()
        first = row.take(Field.FIRST, days.date, None)
        last = row.take(Field.LAST, days.date, None)
        self._check_dates(first, last, on)
        rest = {
            "service_s": row.amount(Field.SERVICE, _DEFAULT_SERVICE_S),
            "max_length_cm": row.amount(Field.MAX_LENGTH),
            "max_width_cm": row.amount(Field.MAX_WIDTH),
            "max_weight_kg": row.amount(Field.MAX_WEIGHT),
            "penalty_fen": row.amount(Field.PENALTY),
        }
        address = row.take(Field.ADDRESS, lambda cell: show(cell).strip(), "")
        remarks = row.take(Field.REMARKS, lambda cell: show(cell).strip(), "")
        excluded = row.take(Field.EXCLUDED, days.dates, _NO_DATES)
        may_cross = row.take(Field.MAY_CROSS, cells.yes_or_no, True)
        priority = row.take(Field.PRIORITY, _priority, Priority.NORMAL)
        if row.faults or place is None:
            return None
        return row.make_value(
            lambda: Contract(
                id=id_,
                name=name,
                at=place,
                demand_kg=demand_kg,
                windows=windows,
                weekdays=on.weekdays,
                month_days=on.month_days,
                month_weeks=on.month_weeks,
                every_days=on.every_days,
                collections_per_week=collections,
                address=address,
                remarks=remarks,
                excluded_dates=excluded,
                first_date=first,
                last_date=last,
                may_cross=may_cross,
                priority=priority,
                **rest,
            )
        )

    def _days(self, cell: Cell) -> days.Days:
        # Only our own files count Monday as 0.
        ours = key(self.row.columns[Field.WEEKDAYS].header) == Field.WEEKDAYS
        return days.days(cell, digits=ours)

    def _check_dates(self, first: dt.date | None, last: dt.date | None, on: days.Days) -> None:
        if first and last and last < first:
            self.row.note(
                Field.LAST,
                FaultKind.DATE_ORDER,
                message(
                    "table.lies_before_the_first_day",
                    "lies before the first day, {first}",
                    first=first,
                ),
                message("table.swap_the_two", "swap the two"),
            )
        if on.every_days > 1 and first is None:
            self.row.note(
                Field.WEEKDAYS,
                FaultKind.CONTRADICTION,
                message(
                    "table.counts_days_and_there_is_no",
                    "counts days, and there is no first day to count from",
                ),
                message(
                    "table.give_the_first_date_too_or",
                    "give the first date too, or write odd days or even days",
                ),
            )

    def _collections(self, on: days.Days) -> int:
        found = self.row.take(
            Field.COLLECTIONS, lambda cell: cells.count(cell, "次", "times", "x"), 0
        )
        if found < 0:
            self.row.note_not_positive(Field.COLLECTIONS)
        elif found and on.fixes_dates:
            self.row.note(
                Field.COLLECTIONS,
                FaultKind.CONTRADICTION,
                message(
                    "table.collections_a_week_do_not_go",
                    "collections a week do not go with days by dates",
                ),
                message("table.leave_one_of_the_two_blank", "leave one of the two blank"),
            )
        elif found > len(on.weekdays):
            self.row.note(
                Field.COLLECTIONS,
                FaultKind.TOO_MANY_COLLECTIONS,
                message(
                    "table.collections_a_week_do_not_fit",
                    "{found} collections a week do not fit on {num_weekdays} days",
                    found=found,
                    num_weekdays=len(on.weekdays),
                ),
                message(
                    "table.allow_more_days_or_fewer_collections",
                    "allow more days or fewer collections",
                ),
            )
        return max(0, found)

    def _demand_kg(self, collections: int, on: days.Days) -> int:
        """Returns the kilograms of one collection; a week's are divided, rounded up."""
        name = Field.DEMAND if Field.DEMAND in self.entries else Field.WEEKLY
        if name not in self.entries:
            self.row.note_missing(Field.DEMAND, Field.WEEKLY)
            return 0
        before = len(self.row.faults)
        total_kg = self.row.amount(name)
        if len(self.row.faults) > before:
            return 0
        if total_kg == 0:
            self.row.note_not_positive(name)
        if name is Field.WEEKLY and on.fixes_dates:
            self.row.note(
                name,
                FaultKind.CONTRADICTION,
                message(
                    "table.a_week_s_weight_cannot_be",
                    "a week's weight cannot be divided: its days go by dates",
                ),
                message(
                    "table.give_the_weight_of_one_collection", "give the weight of one collection"
                ),
            )
        times_a_week = max(1, collections or len(on.weekdays))
        one_kg = total_kg if name is Field.DEMAND else -(-total_kg // times_a_week)
        if one_kg > self.most_kg:
            self.row.note(
                name,
                FaultKind.IMPLAUSIBLE,
                message(
                    "table.kg_at_one_collection_is_more",
                    "{one_kg:,} kg at one collection is more than a truck holds ({most_kg:,} kg)",
                    one_kg=one_kg,
                    most_kg=self.most_kg,
                ),
                message(
                    "table.check_the_unit_if_it_is",
                    "check the unit; if it is right, split the contract",
                ),
            )
        return one_kg

    def _windows(self) -> tuple[TimeWindow, ...]:
        ends = (Field.BEGIN, Field.END)
        present = [name for name in (Field.WINDOWS, *ends) if name in self.entries]
        if not present:
            self.row.note_missing(Field.WINDOWS, *ends)
            return ()
        found = self.row.take(Field.WINDOWS, times.windows, _NO_WINDOWS)
        blank = [name for name in ends if name not in self.entries]
        if len(blank) == 1:
            self.row.note_missing(*blank)
        if not blank and self._end_is_computed():
            found += self._read_hours()
        try:
            return times.require_apart(found)
        except Unreadable as fault:
            self.row.note(present[0], fault.kind, fault.sentence, fault.remedy)
            return ()

    def _end_is_computed(self) -> bool:
        # Notes the fault of an end that shows an error.
        return self.row.take(Field.END, lambda _: True, False)

    def _read_hours(self) -> tuple[TimeWindow, ...]:
        end = self.entries[Field.END]
        # The fault of either is one of both.
        both = f"{show(self.entries[Field.BEGIN])} - {show(end)}"
        return self.row.take(
            Field.BEGIN, lambda begin: times.windows_between(begin, end), (), value=both
        )


def _priority(cell: Cell) -> Priority:
    try:
        return choose(normalise(cell), _PRIORITIES)
    except Unreadable:
        raise Unreadable(
            FaultKind.CHOICE,
            message("table.is_no_priority", "is no priority"),
            message("table.write_must_normal_or_may_wait", "write must, normal or may wait"),
        ) from None
