"""What changes between two plans, for whoever calls the drivers."""

from collections.abc import Sequence

from rich.console import Console

from api.screen.console import console, table_of
from api.words import Phrasebook
from scenarios.changes import Changes, DifferenceKind, DutyChanges, heading, said


def print_changes(found: Changes, duties: Sequence[DutyChanges], words: Phrasebook) -> None:
    """Prints the verdict, a line for each duty that changes, and then what changes for each."""
    out = console()
    totals = found.totals
    if not duties:
        out.print(words("changes_sheet.none"), style="bold")
        return
    verdict = words(
        "changes_sheet.verdict",
        kept=totals.kept,
        before=totals.before,
        share=totals.kept_share,
        to_call=totals.to_call,
    )
    out.print(verdict, style="bold", soft_wrap=True)
    counted = words(
        "changes_sheet.counted",
        moved=totals.moved_vehicle + totals.moved_shift,
        reordered=totals.reordered,
        retimed=totals.retimed,
        minutes=round(found.tolerance_s / 60),
        lost=totals.lost,
        won=totals.won,
    )
    out.print(f"  {counted}", soft_wrap=True)
    out.print()
    _print_duties(out, duties, words)
    for duty in duties:
        if duty.differences:
            out.print(words.say(heading(duty)), style="bold")
            for one in duty.differences:
                out.print(f"  {words.say(said(one))}", soft_wrap=True)


def _print_duties(out: Console, duties: Sequence[DutyChanges], words: Phrasebook) -> None:
    columns = words.columns(
        *("vehicle", "shift", "from_when", "came", "went", "in_order", "retimed", "back_later"),
        "to_call",
    )
    table = table_of(*(one.replace(" ", "\n") for one in columns), left=2)
    for duty in duties:
        later_s = duty.back_later_s
        table.add_row(
            duty.vehicle_id,
            words.say(duty.shift),
            "-" if duty.from_s is None else words.clock(duty.from_s),
            f"{len(duty.task_ids(DifferenceKind.CAME)):,}",
            f"{len(duty.task_ids(DifferenceKind.WENT)):,}",
            f"{duty.order_share:.0%}",
            f"{len(duty.task_ids(DifferenceKind.RETIMED)):,}",
            "-" if later_s is None else f"{round(later_s / 60):+d}",
            words("table_sheet.yes" if duty.is_to_call else "table_sheet.no"),
        )
    out.print(table)
    out.print()
