"""What planners choose by, over the values of a variation: curves, knees, the best compromises."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import NamedTuple

from fleet import Message, message
from scenarios.measures.comparison import NO_FIGURE, spread_of, stands_out
from scenarios.measures.measures import Measures


class Aim(NamedTuple):
    """A measure that planners choose by.

    Parameters
    ----------
    value
        Returns it of a plan, None where the plan does not say.
    sign
        1 where more is better, -1 where less is.
    """

    measure: Message
    value: Callable[[Measures], float | None]
    form: str
    sign: int


def _share_washed(plan: Measures) -> float | None:
    lanes = [row for row in plan.coverage.lanes if row.work == "wash"]
    due_m2 = sum(row.due_m2 for row in lanes)
    return sum(row.done_m2 for row in lanes) / due_m2 if due_m2 else None


AIMS = (
    Aim(message("measure.mechanised_rate", "mechanised rate"), lambda m: m.rate, "{:z.1%}", 1),
    Aim(
        message("measure.washed_share", "washed, share of what is due"),
        _share_washed,
        "{:z.1%}",
        1,
    ),
    Aim(
        message("measure.required_unserved", "required tasks unserved"),
        lambda m: m.costs.required_unserved,
        "{:z,.0f}",
        -1,
    ),
    Aim(
        message("measure.cost_yuan", "cost, yuan"),
        lambda m: m.costs.total_fen / 100,
        "{:z,.0f}",
        -1,
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CurvePoint:
    """A scenario of a variation.

    Parameters
    ----------
    settings
        What is set in it, e.g. "vehicles.washer=8".
    values, texts
        The median of each aim over the seeds, as a number and as it is written; None and "-"
        where no plan says.
    spread_texts
        The least and the greatest, written; None where they are one.
    is_efficient
        Whether no other is better by one of the aims and as good by all, by the medians.
    """

    settings: tuple[str, ...]
    values: tuple[float | None, ...]
    texts: tuple[str, ...]
    spread_texts: tuple[tuple[str, str] | None, ...]
    is_efficient: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Curves:
    """The aims over the values of a variation.

    Parameters
    ----------
    knees
        By aim, the number of the point from which on more brings clearly less; None where the
        curve has no bend, its ends do not stand out from the noise, or more than one value is
        varied.
    """

    measures: tuple[Message, ...]
    points: tuple[CurvePoint, ...]
    knees: tuple[int | None, ...]


def draw_curves(
    named: Sequence[tuple[tuple[str, ...], Sequence[Measures]]], xs: Sequence[float] | None
) -> Curves:
    """Returns the aims over the scenarios of a variation.

    Parameters
    ----------
    named
        The settings of each scenario, and its plans, one a seed.
    xs
        The value that is varied in each, rising, where it is only one; None for several.
    """
    aims = [
        aim for aim in AIMS if any(aim.value(m) is not None for _, plans in named for m in plans)
    ]
    runs = [
        [[v for m in plans if (v := aim.value(m)) is not None] for aim in aims]
        for _, plans in named
    ]
    medians = [[median(values) if values else None for values in row] for row in runs]
    efficient = _efficient(medians, [aim.sign for aim in aims])
    points = tuple(
        CurvePoint(
            settings=settings,
            values=tuple(row),
            texts=tuple(
                NO_FIGURE if value is None else aim.form.format(value)
                for aim, value in zip(aims, row, strict=True)
            ),
            spread_texts=tuple(
                spread_of(aim.form, those) for aim, those in zip(aims, values, strict=True)
            ),
            is_efficient=number in efficient,
        )
        for number, ((settings, _), values, row) in enumerate(
            zip(named, runs, medians, strict=True)
        )
    )
    knees = tuple(
        None if xs is None else _knee(xs, [row[k] for row in runs], aim.sign)
        for k, aim in enumerate(aims)
    )
    return Curves(measures=tuple(aim.measure for aim in aims), points=points, knees=knees)


def _efficient(rows: Sequence[Sequence[float | None]], signs: Sequence[int]) -> set[int]:
    """Returns the rows that no other dominates."""

    def dominates(one: Sequence[float | None], other: Sequence[float | None]) -> bool:
        pairs = [
            (sign * a, sign * b)
            for sign, a, b in zip(signs, one, other, strict=True)
            if a is not None and b is not None
        ]
        return all(a >= b for a, b in pairs) and any(a > b for a, b in pairs)

    return {
        number
        for number, row in enumerate(rows)
        if not any(dominates(other, row) for other in rows)
    }


KNEE = 0.1
"""How far above the line between its ends a curve bends at least, of its height, for a knee."""


def _knee(xs: Sequence[float], runs: Sequence[Sequence[float]], sign: int) -> int | None:
    """Returns the point farthest above the straight line between the ends of a curve.

    References
    ----------
    Satopaa, Albrecht, Irwin and Raghavan (2011), doi 10.1109/ICDCSW.2011.20.
    """
    if len(xs) < 3 or not all(runs) or not stands_out(runs[0], runs[-1]):
        return None
    ys = [sign * median(values) for values in runs]
    width, height = xs[-1] - xs[0], ys[-1] - ys[0]
    if height <= 0 or width <= 0:
        # More of it does not help.
        return None
    above = [(y - ys[0]) / height - (x - xs[0]) / width for x, y in zip(xs, ys, strict=True)]
    best = max(range(len(xs)), key=above.__getitem__)
    return best if above[best] >= KNEE else None
