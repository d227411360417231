"""The chain of domestic waste on a terminal: tonnes step by step, and the collection points."""

from rich.console import Console

from api.screen.console import table_of
from api.words import Phrasebook
from optimizer.chain import LedgerRow, Step
from scenarios.measures import BESIDE_POINTS, LEFT, Measures, PointOutcome, WasteBalance

POINTS_SHOWN = 8
"""Collection points listed on the screen of those that nobody comes to, the riskiest first."""

_WIDEST = 52
"""Longer names of towns and facilities are cut."""


def print_chain(out: Console, measures: Measures, words: Phrasebook) -> None:
    """Prints the balance from household to plant, then what became of the collection points."""
    if measures.balance is None:
        return
    _print_ledger(out, measures.balance, words)
    if measures.balance.points:
        _print_outcomes(out, measures.balance, words)
        _print_riskiest(out, measures.balance, words)


def _print_ledger(out: Console, balance: WasteBalance, words: Phrasebook) -> None:
    out.print(words("chain.heading"), style="bold")
    table = table_of(
        *words.columns("step", "where", "before", "in", "out", "left"),
        *map(_stack, words.columns("of_in_sweepings", "a_day_at_most", "held_storage")),
        left=2,
    )
    table.columns[1].max_width = _WIDEST
    step: Step | None = None
    for row in balance.ledger:
        table.add_row(
            "" if row.step is step else words.word("step", row.step),
            words("chain.beside_points") if row.place == BESIDE_POINTS else row.name,
            *_tonnes(row.before_kg, row.in_kg, row.out_kg, row.after_kg),
            *_limits(row),
            style="bold" if row.step is Step.TOTAL else None,
        )
        step = row.step
    out.print(table)
    out.print()


def _stack(heading: str) -> str:
    """Returns a heading over two lines."""
    first, _, rest = heading.rpartition(" ")
    return f"{first}\n{rest}"


def _tonnes(*kilograms: int) -> list[str]:
    """Returns tonnes to the kilogram, so that a reader can add them up."""
    return [f"{kg / 1000:,.3f}" for kg in kilograms]


def _limits(row: LedgerRow) -> list[str]:
    is_place = row.step in (Step.STATION, Step.PLANT)
    held = ""
    if row.step is Step.STATION:
        storage = f"{row.storage_kg / 1000:,.0f}" if row.storage_kg else "-"
        held = f"{row.most_held_kg / 1000:,.1f}/{storage}"
    return [
        *(_tonnes(row.other_kg) if row.other_kg else [""]),
        f"{row.limit_kg / 1000:,.0f}" if row.limit_kg else "-" if is_place else "",
        held,
    ]


def _print_outcomes(out: Console, balance: WasteBalance, words: Phrasebook) -> None:
    out.print(words("chain.points"), style="bold")
    table = table_of(
        *("", *words.columns("points", "collected_t", "left_t")),
        *map(_stack, words.columns("mean_risk", "overflows")),
    )
    for outcome in PointOutcome:
        rows = balance.of(outcome)
        table.add_row(
            words.word("outcome", outcome),
            f"{len(rows):,}",
            *_tonnes(sum(row.collected_kg for row in rows), sum(row.left_kg for row in rows)),
            f"{sum(row.risk for row in rows) / len(rows):.0%}" if rows else "-",
            f"{sum(row.risk for row in rows):,.1f}" if outcome in LEFT else "",
        )
    table.add_row(
        words("plan.total"),
        f"{len(balance.points):,}",
        *_tonnes(
            sum(row.collected_kg for row in balance.points),
            sum(row.left_kg for row in balance.points),
        ),
        "",
        f"{sum(row.risk for row in balance.points if row.outcome in LEFT):,.1f}",
        style="bold",
    )
    out.print(table)
    out.print(f"  {words('chain.overflow', yuan=balance.overflow_fen / 100)}")
    out.print()


def _print_riskiest(out: Console, balance: WasteBalance, words: Phrasebook) -> None:
    left = [row for row in balance.points if row.outcome in LEFT]
    if not left:
        return
    shown = sorted(left, key=lambda row: (-row.risk, row.point_id))[:POINTS_SHOWN]
    out.print(words("chain.riskiest"), style="bold")
    columns = ("point", "name", "reason", "risk", "next_due", "left_t")
    table = table_of("", *words.columns(*columns), left=4)
    for row in shown:
        table.add_row(
            words.word("outcome", row.outcome),
            row.point_id,
            row.name,
            words.word("reason", row.reason),
            f"{row.risk:.0%}",
            row.next_due,
            *_tonnes(row.left_kg),
        )
    out.print(table)
    if len(shown) < len(left):
        out.print(f"  {words('chain.more_points', count=len(left) - len(shown))}")
    out.print()
