"""Scenarios side by side, each planned several times: what differs, and what is only noise.

A search is random, so that two plans of one scenario differ as well. Each scenario is planned with
several seeds; its figure is the median, its spread the range from the least to the greatest.
"""

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from statistics import median
from typing import Any

from fleet import Message
from scenarios.measures.compared import Compared, compared
from scenarios.measures.measures import Measures

LEAST_RUNS = 2
"""Plans of a scenario from which on there is a spread; with one nobody can tell noise."""

GAP_SHARE = 0.5
"""How wide the gap between the figures of two scenarios is at least, as a share of the larger
spread, for a difference to count. With three runs of each this calls no difference in 96 of 100
measures of scenarios that are equal, whatever shape the noise has (`test_comparison`)."""

NO_FIGURE = "-"


@dataclass(frozen=True, slots=True)
class FigureChange:
    """How a figure of one scenario differs from the first one's.

    Parameters
    ----------
    text
        Its median less the first, written.
    counts
        Whether the difference stands out from the noise; None when nobody can tell, because a
        scenario has been planned only once, or not at all.
    """

    text: str
    counts: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparisonRow:
    """One measure of every scenario.

    Parameters
    ----------
    form
        How it is written.
    runs
        Its values of each scenario, seed by seed; a plan that does not say has none.
    values, texts
        The medians, as numbers and as they are written.
    spreads
        The least and the greatest value of each scenario, written; None where they are one.
    changes
        Each scenario but the first against the first.
    """

    measure: Message
    form: str
    runs: tuple[tuple[float, ...], ...]
    values: tuple[float | None, ...]
    texts: tuple[str, ...]
    spreads: tuple[tuple[str, str] | None, ...]
    changes: tuple[FigureChange, ...]

    @property
    def difference(self) -> str:
        """The last median less the first, written."""
        return self.changes[-1].text

    @property
    def counts(self) -> bool | None:
        """Whether that stands out from the noise; see `FigureChange`."""
        return self.changes[-1].counts


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """The measures of several scenarios."""

    names: tuple[str, ...]
    rows: tuple[ComparisonRow, ...]

    def __str__(self) -> str:
        width = max(len(row.measure.text) for row in self.rows)
        lines = [" " * width + "".join(f"{name:>18}" for name in (*self.names, "difference"))]
        lines += [
            f"{row.measure.text:<{width}}"
            + "".join(
                f"{t:>18}" for t in (*row.texts, "none" if row.counts is False else row.difference)
            )
            for row in self.rows
        ]
        return "\n".join(lines)


def comparison_values(comparison: Comparison) -> dict[str, Any]:
    """Returns a comparison as JSON has it; each row also tells its last difference by itself."""
    rows = [
        asdict(row) | {"difference": row.difference, "counts": row.counts}
        for row in comparison.rows
    ]
    return {"names": comparison.names, "rows": rows}


def compare(named: Sequence[tuple[str, Sequence[Measures]]]) -> Comparison:
    """Returns the measures of scenarios side by side, each with the plans of its seeds.

    Raises
    ------
    ValueError
        When there are fewer than two scenarios, or one without a plan.
    """
    if len(named) < 2:
        raise ValueError(f"a comparison needs at least two plans, got {len(named)}.")
    for name, plans in named:
        if not plans:
            raise ValueError(f"{name}: has no plan to be compared by.")
    every = [plan for _, plans in named for plan in plans]
    return Comparison(
        names=tuple(name for name, _ in named),
        rows=tuple(_row(one, [plans for _, plans in named]) for one in compared(every)),
    )


def stands_out(before: Sequence[float], after: Sequence[float]) -> bool:
    """Returns whether the figures of two scenarios differ by more than their noise.

    They do when all of one lie beyond all of the other, and the gap between is wider than half of
    the larger spread. The first alone happens by chance in a tenth of all measures of three runs
    each: of 20 ways to deal out six figures two part them.
    """
    gap = max(min(after) - max(before), min(before) - max(after))
    spread = max(max(runs) - min(runs) for runs in (before, after))
    return gap > 0 and gap > GAP_SHARE * spread


def _row(one: Compared, scenarios: Sequence[Sequence[Measures]]) -> ComparisonRow:
    runs = tuple(
        tuple(value for plan in plans if (value := one.value(plan)) is not None)
        for plans in scenarios
    )
    values = tuple(median(row) if row else None for row in runs)
    return ComparisonRow(
        measure=one.measure,
        form=one.form,
        runs=runs,
        values=values,
        texts=tuple(NO_FIGURE if v is None else one.form.format(v) for v in values),
        spreads=tuple(spread_of(one.form, row) for row in runs),
        changes=tuple(
            _change(one.form, (runs[0], runs[place]), (values[0], values[place]))
            for place in range(1, len(scenarios))
        ),
    )


def _change(
    form: str,
    runs: tuple[Sequence[float], Sequence[float]],
    values: tuple[float | None, float | None],
) -> FigureChange:
    """Returns how a figure of one scenario differs from another's."""
    before, after = values
    text = NO_FIGURE
    if before is not None and after is not None:
        change = after - before
        # Two shares differ by percentage points, not by per cent.
        text = ("+" if change > 0 else "") + form.format(change).replace("%", " pp")
    counts = None
    if min(map(len, runs)) >= LEAST_RUNS:
        # What is too small to be written is no difference either.
        counts = bool(re.search("[1-9]", text)) and stands_out(*runs)
    return FigureChange(text, counts)


def spread_of(form: str, runs: Sequence[float]) -> tuple[str, str] | None:
    if not runs:
        return None
    least, most = form.format(min(runs)), form.format(max(runs))
    return None if least == most else (least, most)
