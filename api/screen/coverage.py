"""Where the streets of the district went, on a terminal: the audit, lanes, what is left."""

from collections import defaultdict

from rich.console import Console

from api.screen.console import table_of
from api.words import Phrasebook
from fleet import WORKS, Work
from scenarios.due import Lot
from scenarios.measures import CoverageRow, LaneRow, Measures, StreetRow, TargetRow

STREETS_SHOWN = 8
"""Streets listed on the screen of those uncovered, and of those swept by hand."""


def print_coverage(out: Console, measures: Measures, words: Phrasebook) -> None:
    """Prints the audit: the maintained area by class and by town, and how a target stands."""
    audit = measures.coverage
    if not audit.classes:
        return
    out.print(words("coverage.rate", rate=measures.rate), style="bold")
    _print_target(out, measures.target, words)
    towns = audit.towns if any(row.label for row in audit.towns) else ()
    figures = ("maintained", "by_machine", "by_hand", "uncovered", "rate", "passes")
    for heading, rows in (("class", audit.classes), ("town", towns)):
        if not rows:
            continue
        table = table_of(*words.columns(heading, *figures))
        for row in rows:
            table.add_row(row.label or "-", *_coverage_figures(row))
        table.add_row(words("plan.total"), *_coverage_figures(audit.total), style="bold")
        out.print(table)
        out.print()


def _print_target(out: Console, target: TargetRow | None, words: Phrasebook) -> None:
    if target is None:
        return
    if target.reached:
        out.print(words("coverage.target_reached", wanted=target.wanted))
        return
    text = words("coverage.target_missed", wanted=target.wanted, missing=target.missing_m2 / 1000)
    out.print(text, style="bold")
    for sentence in target.advice:
        out.print(f"  {words.say(sentence)}", soft_wrap=True)


def _coverage_figures(row: CoverageRow) -> list[str]:
    return [
        f"{row.maintained_m2 / 1000:,.1f}",
        f"{row.mechanised_m2 / 1000:,.1f}",
        f"{row.manual_m2 / 1000:,.1f}",
        f"{row.uncovered_m2 / 1000:,.1f}",
        f"{row.rate:.1%}",
        f"{row.passes_done:,}/{row.passes_due:,}",
    ]


def print_streets(out: Console, measures: Measures, words: Phrasebook) -> None:
    """Prints the largest streets that no machine sweeps; all of them are in plan.json."""
    streets = measures.coverage.streets
    if not streets:
        return
    out.print(words("coverage.streets"), style="bold")
    columns = ("class", "town", "street", "reason", "kerbs", "km", "area")
    table = table_of("", *words.columns(*columns), left=5)
    shown: list[StreetRow] = []
    for lot in (Lot.UNCOVERED, Lot.MANUAL):
        shown += [row for row in streets if row.lot == lot][:STREETS_SHOWN]
    for row in shown:
        table.add_row(
            words.word("lot", row.lot),
            row.service_class,
            row.town,
            words.street(row.name),
            words.word("reason", row.reason),
            f"{row.num_kerbs:,}",
            f"{row.length_m / 1000:,.1f}",
            f"{row.area_m2 / 1000:,.1f}",
        )
    out.print(table)
    if len(shown) < len(streets):
        out.print(f"  {words('coverage.more_streets', count=len(streets) - len(shown))}")
    out.print()


def print_lanes(out: Console, measures: Measures, words: Phrasebook) -> None:
    """Prints what is planned of the work due lane by lane, by work and class."""
    rows_of: dict[str, list[LaneRow]] = defaultdict(list)
    for row in measures.coverage.lanes:
        rows_of[row.work].append(row)
    columns = ("class", "times_a_week", "due_today", "done", "share", "lanes")
    for work, rows in rows_of.items():
        out.print(words("coverage.lanes", sheet=WORKS[Work(work)].sheet), style="bold")
        table = table_of(*words.columns(*columns))
        for row in rows:
            table.add_row(
                row.service_class,
                f"{row.times_a_week or '-'}",
                f"{row.due_m2 / 1000:,.1f}",
                f"{row.done_m2 / 1000:,.1f}",
                f"{row.done_m2 / row.due_m2:.1%}" if row.due_m2 else "-",
                f"{row.passes_done:,}/{row.passes_due:,}",
            )
        out.print(table)
        out.print()
