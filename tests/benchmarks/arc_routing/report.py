"""What the runs of a set add up to: gaps, marks, and what cannot be."""

import statistics
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from .figures import number, share
from .runs import MARKS_S, Run

MERGED_SHARE = 0.0004
"""What published evaluators that merge parallel edges count too much, at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """What is known of an instance.

    Parameters
    ----------
    best_known, proven
        The literature's best value and proven lower bound; None where there is none.
    bound
        Our own proven lower bound, or None.
    source
        Where the literature's values are from.
    in_miles
        Whether costs are miles, which the literature gives to one decimal.
    is_guide
        Whether the best known value is too uncertain to claim a better one.
    is_merged
        Whether it was reckoned with parallel edges merged, so that a hair below it is no record.
    """

    best_known: float | None = None
    proven: float | None = None
    bound: float | None = None
    source: str = ""
    in_miles: bool = False
    is_guide: bool = False
    is_merged: bool = False

    @property
    def is_open(self) -> bool:
        """Whether a better value than the best known one may exist."""
        return self.best_known is not None and (
            self.proven is None or self.proven < self.best_known
        )

    @property
    def least(self) -> float | None:
        """The greatest of the proven lower bounds."""
        return max((b for b in (self.proven, self.bound) if b is not None), default=None)

    def as_published(self, cost: float) -> float:
        """Returns a cost as exact as the best known one, for asking which of them is less."""
        return round(cost, 1) if self.in_miles else cost

    def show(self, cost: float | None, *, is_mean: bool = False) -> str:
        """Returns a cost as it is printed; a mean may have a decimal more than costs have."""
        if cost is None:
            return "-"
        if self.in_miles:
            return f"{cost:,.1f}"
        return number(round(cost, 1) if is_mean else cost)


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A mean gap to reach.

    Parameters
    ----------
    gap
        As a share.
    seconds
        Of each run, within which it is to be reached; None for any limit.
    """

    gap: float
    seconds: float | None = None

    def __str__(self) -> str:
        return share(self.gap) + (f" in {self.seconds:g} s" if self.seconds else "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A set as it was run, with all that its tables are made of.

    Parameters
    ----------
    command, date, commit, machine
        How, when, on which state of the program and where it was run.
    is_complete
        False when Ctrl-C cut it short.
    renewed
        When best known values were put in that are younger than the runs; blank for never.
    """

    name: str
    command: str
    date: str
    commit: str
    machine: str
    engines: list[str]
    seeds: int
    seconds: float | None
    iterations: int | None
    jobs: int
    stops_when_optimal: bool
    target: Target | None = None
    is_complete: bool = True
    renewed: str = ""
    references: dict[str, Reference] = field(default_factory=dict)
    runs: list[Run] = field(default_factory=list)

    @property
    def limit(self) -> str:
        """The limit of each run, in words."""
        parts = []
        if self.seconds is not None:
            parts.append(f"{self.seconds:g} s")
        if self.iterations is not None:
            parts.append(f"{self.iterations:,} iterations")
        return ", ".join(parts)

    @property
    def is_guide(self) -> bool:
        """Whether gaps say little, since a best known value is uncertain."""
        return any(reference.is_guide for reference in self.references.values())

    @property
    def seeds_used(self) -> str:
        """The seeds, in words."""
        return "seed 1" if self.seeds == 1 else f"seeds 1-{self.seeds}"

    @property
    def marks(self) -> list[int]:
        """The marks that fall within the limit."""
        return [mark for mark in MARKS_S if self.seconds is not None and mark <= self.seconds]

    def rows(self, engine: str) -> "list[Row]":
        """Returns a row for each instance that the engine was run on."""
        return [
            Row.of(name, engine, reference, runs)
            for name, reference in self.references.items()
            if (runs := [r for r in self.runs if (r.instance, r.engine) == (name, engine)])
        ]

    def to_json(self) -> dict[str, Any]:
        """Returns the section as what JSON can hold."""
        values = asdict(self)
        for run in values["runs"]:
            # Hardly any file has notices, and most readers of differences no use for "none".
            if not run["notices"]:
                del run["notices"]
        return values

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> "Section":
        """Returns what `to_json` wrote."""
        references = {name: Reference(**r) for name, r in values["references"].items()}
        target = Target(**values["target"]) if values["target"] else None
        runs = [Run(**run) for run in values["runs"]]
        return cls(**(values | {"references": references, "target": target, "runs": runs}))


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """An engine on an instance, over all seeds.

    Parameters
    ----------
    unserved, failed
        Runs that left something unserved; runs that gave nothing at all.
    marks
        Mean best cost at each mark, None where a run had not yet served everything.
    """

    instance: str
    engine: str
    reference: Reference
    best: float | None
    mean: float | None
    unserved: int
    failed: int
    iterations_per_s: float | None
    routes: int | None
    marks: dict[str, float | None]

    @classmethod
    def of(cls, instance: str, engine: str, reference: Reference, runs: Sequence[Run]) -> "Row":
        """Sums up the runs of an engine on an instance."""
        served = [run for run in runs if run.cost is not None]
        costs = [run.cost for run in runs if run.cost is not None]
        best = min(costs, default=None)
        at_marks: dict[str, float | None] = {}
        for mark in dict.fromkeys(mark for run in runs for mark in run.marks):
            values = [run.marks.get(mark) for run in runs]
            known = [value for value in values if value is not None]
            at_marks[mark] = statistics.mean(known) if len(known) == len(values) else None
        rates = [run.iterations / run.seconds for run in runs if run.seconds > 0]
        return cls(
            instance=instance,
            engine=engine,
            reference=reference,
            best=best,
            mean=statistics.mean(costs) if costs else None,
            unserved=sum(run.cost is None and not run.failed for run in runs),
            failed=sum(bool(run.failed) for run in runs),
            iterations_per_s=statistics.mean(rates) if rates else None,
            routes=next((run.routes for run in served if run.cost == best), None),
            marks=at_marks,
        )

    def gap(self, cost: float | None) -> float | None:
        """Returns how far a cost lies above the best known one, as a share."""
        return _above(cost, self.reference.best_known)

    @property
    def proven_gap(self) -> float | None:
        """How far the best cost may lie above the optimum by our own bound, as a share."""
        return _above(self.best, self.reference.bound)

    @property
    def is_new_best(self) -> bool:
        """Whether the best cost undercuts the best known one where that is not proven optimal."""
        reference = self.reference
        return (
            self.best is not None
            and reference.best_known is not None
            and reference.is_open
            and not reference.is_guide
            and reference.as_published(self.best)
            < reference.best_known * (1 - MERGED_SHARE * reference.is_merged)
            and (reference.least is None or self.best >= reference.least)
        )

    @property
    def reaches_best_known(self) -> bool:
        """Whether the best cost is at most the best known one."""
        known = self.reference.best_known
        return (
            self.best is not None
            and known is not None
            and self.reference.as_published(self.best) <= known
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Means:
    """An engine on a set: means over instances, None where an instance lacks the figure.

    Instances without a best known value count in `files`, not in `known`.
    """

    engine: str
    files: int
    known: int
    mean_gap: float | None
    best_gap: float | None
    proven_gap: float | None
    marks: dict[str, float | None]
    iterations_per_s: float | None
    reached: int
    new_best: int
    unserved: int
    failed: int

    @classmethod
    def of(cls, engine: str, rows: Sequence[Row]) -> "Means":
        """Averages the rows of an engine."""
        known = [row for row in rows if row.reference.best_known is not None]
        marks = dict.fromkeys(mark for row in known for mark in row.marks)
        return cls(
            engine=engine,
            files=len(rows),
            known=len(known),
            mean_gap=_mean(row.gap(row.mean) for row in known),
            best_gap=_mean(row.gap(row.best) for row in known),
            proven_gap=_mean(row.proven_gap for row in rows if row.reference.bound is not None),
            marks={mark: _mean(row.gap(row.marks.get(mark)) for row in known) for mark in marks},
            iterations_per_s=_mean(row.iterations_per_s for row in rows),
            reached=sum(row.reaches_best_known for row in rows),
            new_best=sum(row.is_new_best for row in rows),
            unserved=sum(row.unserved for row in rows),
            failed=sum(row.failed for row in rows),
        )


def bugs(section: Section) -> list[str]:
    """Returns what no correct program can have found, one sentence each."""
    found = []
    for name, reference in section.references.items():
        known, bound = reference.best_known, reference.bound
        if known is not None and bound is not None and bound > known:
            found.append(f"{name}: our lower bound {bound:,} lies above the known cost {known:,}")
    for run in section.runs:
        reference = section.references[run.instance]
        about = f"{run.instance}, engine {run.engine}, seed {run.seed}"
        if run.bug:
            found.append(f"{about}: {run.failed}")
        for proven, whose in ((reference.proven, "the literature's"), (reference.bound, "our")):
            if run.cost is not None and proven is not None and run.cost < proven:
                found.append(
                    f"{about}: cost {run.cost:,} lies below {whose} proven bound {proven:,}"
                )
    return found


def _above(cost: float | None, least: float | None) -> float | None:
    return cost / least - 1 if cost is not None and least else None


def _mean(values: Iterable[float | None]) -> float | None:
    """Returns the mean, or None when a value is missing: the rest would flatter."""
    found = list(values)
    known = [value for value in found if value is not None]
    return statistics.mean(known) if known and len(known) == len(found) else None
