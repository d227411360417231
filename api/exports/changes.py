"""What changes between two plans of a day: a sheet for the office, a message for each driver."""

import csv
import io
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, fields
from typing import Any

from api.exports import file_name, require_route
from api.exports.book import BookSheet, Row, in_language, write_book
from api.exports.cells import disarm
from api.words import Language, Phrasebook, phrasebook
from fleet import Message, clock
from optimizer.errors import InputError
from optimizer.legible import make_legible
from scenarios.changes import Changes, DutyChanges, find_changes, said, short_message
from scenarios.plan_file import PlanFile

SHEETS = ("xlsx", "csv")
"""The formats that a sheet of changes has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeRow:
    """One difference; the fields are the columns, in order.

    Parameters
    ----------
    to_call
        Whether the driver has to be told.
    old_time, new_time
        Times of day by the old and the new plan, "" where it is in one of them only.
    later_min
        Minutes that it is later; negative where it is earlier.
    other_vehicle
        The vehicle that did it before, or will do it.
    text
        What the driver is told.
    """

    vehicle_id: str
    shift_id: Message | str
    to_call: bool
    what_changes: str
    old_time: str
    new_time: str
    later_min: int
    work: str
    what: str
    side: str
    lane: str
    length_m: int
    num_tasks: int
    other_vehicle: Message | str
    why: Message | str
    text: Message
    task_id: str


def changes_files(
    old: PlanFile,
    new: PlanFile,
    *,
    form: str = "xlsx",
    vehicle_id: str | None = None,
    language: Language = Language.EN,
) -> dict[str, bytes]:
    """Returns the sheet of all differences, and a message for each driver who has to be told.

    Raises
    ------
    InputError
        When the plans are of different days, neither has a route of the vehicle, or there is no
        such sheet.
    """
    if form not in SHEETS:
        raise InputError(
            "export.no_sheet_of_changes",
            "changes are exported as {formats:either}, not as {format}.",
            formats=SHEETS,
            format=form,
        )
    found = find_changes(old, new)
    duties = duties_of_vehicle(found, old, new, vehicle_id)
    words = phrasebook(language)
    stem = "changes" if vehicle_id is None else f"changes-{vehicle_id}"
    if form == "xlsx":
        sheet = to_changes_xlsx(found, duties, new, words)
    else:
        sheet = to_changes_csv(duties, words).encode("utf-8-sig")
    files = {file_name(stem, form): sheet}
    for duty in duties:
        if duty.is_to_call:
            text = make_legible(short_message(duty, words.say))
            name = file_name(f"{duty.vehicle_id}-{duty.shift_id}", "txt")
            files[f"messages/{name}"] = f"{text}\n".encode()
    return files


def duties_of_vehicle(
    found: Changes, old: PlanFile, new: PlanFile, vehicle_id: str | None
) -> list[DutyChanges]:
    """Returns the duties that change, of one vehicle or of all.

    Raises
    ------
    InputError
        When neither plan has a route of the vehicle.
    """
    if vehicle_id is None:
        return list(found.duties)
    if not any(route.vehicle_id == vehicle_id for route in old.plan.routes):
        require_route(new, vehicle_id)
    return list(found.of_vehicle(vehicle_id))


def changes_values(found: Changes, duties: list[DutyChanges], words: Phrasebook) -> dict[str, Any]:
    """Returns the changes with what every driver is told, as JSON has them."""
    return {
        "date": found.date,
        "now_s": found.now_s,
        "tolerance_s": found.tolerance_s,
        "totals": asdict(found.totals) | {"kept_share": round(found.totals.kept_share, 4)},
        "duties": [
            words.render(asdict(duty))
            | {
                "is_to_call": duty.is_to_call,
                "order_share": round(duty.order_share, 4),
                "back_later_s": duty.back_later_s,
                "differences": [
                    words.render(asdict(one)) | {"text": words.say(said(one))}
                    for one in duty.differences
                ],
                "message": short_message(duty, words.say) if duty.is_to_call else "",
            }
            for duty in duties
        ],
    }


def change_rows(
    duties: list[DutyChanges], *, clock: Callable[[int], str] = clock
) -> Iterator[ChangeRow]:
    """Yields a row for each difference."""
    for duty in duties:
        for one in duty.differences:
            yield ChangeRow(
                vehicle_id=duty.vehicle_id,
                shift_id=duty.shift,
                to_call=duty.is_to_call and not one.known,
                what_changes=str(one.kind),
                old_time="" if one.before_s is None else clock(one.before_s),
                new_time="" if one.after_s is None else clock(one.after_s),
                later_min=round(one.later_s / 60),
                work=one.work,
                what=one.what,
                side=one.side,
                lane=one.lane,
                length_m=one.length_m,
                num_tasks=len(one.task_ids),
                other_vehicle=one.other_name,
                why=one.why or "",
                text=said(one),
                task_id=" ".join(one.task_ids),
            )


_COLUMNS = tuple(field.name for field in fields(ChangeRow))


def to_changes_csv(duties: list[DutyChanges], words: Phrasebook) -> str:
    """Returns a header and one line per difference, comma-separated."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(_COLUMNS)
    for row in _rows(duties, words):
        cells = zip(_COLUMNS, row, strict=True)
        writer.writerow([disarm(in_language(name, value, words)) for name, value in cells])
    return text.getvalue()


def to_changes_xlsx(
    found: Changes, duties: list[DutyChanges], new: PlanFile, words: Phrasebook
) -> bytes:
    """Returns a workbook: what the differences come to, and a row for each."""
    title = words.pick(new.title, new.title_zh)
    sheets = (
        BookSheet(name="changes", columns=_COLUMNS, rows=_rows(duties, words)),
        BookSheet(name="totals", columns=("measure", "value"), rows=total_rows(found, words)),
    )
    return write_book(sheets, title=title, date=new.date, words=words)


def total_rows(found: Changes, words: Phrasebook) -> Iterator[Row]:
    """Yields what all differences come to."""
    totals = found.totals
    yield words("totals.before"), totals.before
    yield words("totals.after"), totals.after
    yield words("totals.kept"), totals.kept
    yield words("totals.kept_share"), round(totals.kept_share, 4)
    yield words("totals.reordered"), totals.reordered
    yield words("totals.retimed", minutes=round(found.tolerance_s / 60)), totals.retimed
    yield words("totals.moved_vehicle"), totals.moved_vehicle
    yield words("totals.moved_shift"), totals.moved_shift
    yield words("totals.lost"), totals.lost
    yield words("totals.won"), totals.won
    yield words("totals.to_call"), totals.to_call


def _rows(duties: list[DutyChanges], words: Phrasebook) -> Iterator[Row]:
    for row in change_rows(duties, clock=words.clock):
        cells = {name: getattr(row, name) for name in _COLUMNS}
        yield list((cells | {"what": words.street(row.what)}).values())
