"""Where the streets of the district went, on a terminal: the audit, lanes, what is left."""

from collections import defaultdict

from rich.console import Console

from api.screen.console import table_of
from api.words import Language, say
from fleet import WORKS, Work
from scenarios.due import Lot
from scenarios.measures import CoverageRow, LaneRow, Measures, StreetRow, TargetRow

STREETS_SHOWN = 8
"""Streets listed on the screen of those uncovered, and of those swept by hand."""


def print_coverage(out: Console, measures: Measures, language: Language) -> None:
    """Prints the audit: the maintained area by class and by town, and how a target stands."""

    def w(text: str) -> str:
        return say(text, language)

    audit = measures.coverage
    if not audit.classes:
        return
    out.print(f"{w('Mechanised sweeping rate')}: {measures.rate:.1%}", style="bold")
    _print_target(out, measures.target, language)
    towns = audit.towns if any(row.label for row in audit.towns) else ()
    for heading, rows in (("class", audit.classes), ("town", towns)):
        if not rows:
            continue
        table = table_of(
            w(heading),
            w("maintained 1,000 m²"),
            w("by machine"),
            w("by hand"),
            w("uncovered"),
            w("rate"),
            w("passes"),
        )
        for row in rows:
            table.add_row(row.label or "-", *_coverage_figures(row))
        table.add_row(w("total"), *_coverage_figures(audit.total), style="bold")
        out.print(table)
        out.print()


def _print_target(out: Console, target: TargetRow | None, language: Language) -> None:
    if target is None:
        return

    def w(text: str) -> str:
        return say(text, language)

    if target.reached:
        out.print(f"{w('target reached')}: {target.wanted:.1%}")
        return
    out.print(
        f"{w('target missed')}: {target.wanted:.1%}, {target.missing_m2 / 1000:,.1f} "
        f"{w('1,000 m²')}",
        style="bold",
    )
    for sentence in target.advice:
        out.print(f"  {sentence}", soft_wrap=True)


def _coverage_figures(row: CoverageRow) -> list[str]:
    return [
        f"{row.maintained_m2 / 1000:,.1f}",
        f"{row.mechanised_m2 / 1000:,.1f}",
        f"{row.manual_m2 / 1000:,.1f}",
        f"{row.uncovered_m2 / 1000:,.1f}",
        f"{row.rate:.1%}",
        f"{row.passes_done:,}/{row.passes_due:,}",
    ]


def print_streets(out: Console, measures: Measures, language: Language) -> None:
    """Prints the largest streets that no machine sweeps; all of them are in plan.json."""

    def w(text: str) -> str:
        return say(text, language)

    streets = measures.coverage.streets
    if not streets:
        return
    out.print(w("Not swept by machine"), style="bold")
    table = table_of(
        *("", w("class"), w("town"), w("street"), w("reason")),
        *(w("kerbs"), w("km"), w("1,000 m²")),
        left=5,
    )
    shown: list[StreetRow] = []
    for lot in (Lot.UNCOVERED, Lot.MANUAL):
        shown += [row for row in streets if row.lot == lot][:STREETS_SHOWN]
    for row in shown:
        table.add_row(
            w("uncovered" if row.lot == Lot.UNCOVERED else "by hand"),
            row.service_class,
            row.town,
            row.name,
            w(row.reason).replace("_", " "),
            f"{row.num_kerbs:,}",
            f"{row.length_m / 1000:,.1f}",
            f"{row.area_m2 / 1000:,.1f}",
        )
    out.print(table)
    if len(shown) < len(streets):
        out.print(f"  {len(streets) - len(shown):,} {w('more streets in plan.json')}")
    out.print()


def print_lanes(out: Console, measures: Measures, language: Language) -> None:
    """Prints what is planned of the work due lane by lane, by work and class."""

    def w(text: str) -> str:
        return say(text, language)

    rows_of: dict[str, list[LaneRow]] = defaultdict(list)
    for row in measures.coverage.lanes:
        rows_of[row.work].append(row)
    for work, rows in rows_of.items():
        heading = w(WORKS[Work(work)].sheet.en)
        out.print(f"{heading}{w(', ')}{w('1,000 m²')}", style="bold")
        table = table_of(*map(w, ("class", "times a week", "due today", "done", "share", "lanes")))
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
