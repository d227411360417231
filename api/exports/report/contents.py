"""What a report on a comparison holds, for every form of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from fleet import Message
from optimizer.network.road_network import RoadNetwork
from scenarios.changes import find_changed_streets, find_swept
from scenarios.measures import Comparison, Curves, Measures, compare
from scenarios.plan_file import PlanFile

DAYS_A_YEAR = 365
"""A plan is of one day; a year of such days is told beside its cost."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportedRun:
    """A plan that was compared, as far as the report needs it.

    Parameters
    ----------
    swept
        The keys of the arcs along which a kerb is swept.
    """

    seed: int
    iterations: int
    measures: Measures
    swept: frozenset[str]

    @classmethod
    def of(cls, plan_file: PlanFile) -> "ReportedRun":
        """Returns what is reported of a plan."""
        return cls(
            seed=plan_file.seed,
            iterations=plan_file.iterations,
            measures=plan_file.measures,
            swept=find_swept(plan_file),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportedScenario:
    """A scenario, or one with some values set, with its plans.

    Parameters
    ----------
    name
        What it is called beside the others.
    assumptions
        What it states of itself, in both languages.
    differences
        What it has otherwise than the first one.
    """

    name: str
    title: str
    title_zh: str
    assumptions: tuple[str, ...] = ()
    assumptions_zh: tuple[str, ...] = ()
    differences: tuple[Message, ...] = ()
    runs: tuple[ReportedRun, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparisonReport:
    """A comparison, and what is told beside it.

    Parameters
    ----------
    streets
        What the streets are of.
    curves
        Where one value was varied: the aims over its values; else None.
    xs
        The values of `curves`, None where several were varied.
    gained, lost
        Arcs that most plans of the last scenario sweep and most of the first do not, and the
        other way round.
    command
        What makes the same report again.
    credit
        Whose map it is, "" where nobody has to be named.
    """

    date: str
    streets: Message | str
    version: str
    command: str
    credit: str = ""
    scenarios: tuple[ReportedScenario, ...]
    comparison: Comparison
    curves: Curves | None = None
    xs: tuple[float, ...] | None = None
    gained: frozenset[str]
    lost: frozenset[str]
    network: RoadNetwork


def describe_report(
    scenarios: Sequence[ReportedScenario],
    network: RoadNetwork,
    *,
    date: str,
    streets: Message | str,
    version: str,
    command: str,
    credit: str = "",
    curves: Curves | None = None,
    xs: Sequence[float] | None = None,
) -> ComparisonReport:
    """Returns the report on scenarios, each with at least one plan."""
    first, last = ([run.swept for run in one.runs] for one in (scenarios[0], scenarios[-1]))
    gained, lost = find_changed_streets(first, last)
    return ComparisonReport(
        date=date,
        streets=streets,
        version=version,
        command=command,
        credit=credit,
        scenarios=tuple(scenarios),
        comparison=compare([(one.name, [run.measures for run in one.runs]) for one in scenarios]),
        curves=curves,
        xs=None if xs is None else tuple(xs),
        gained=gained,
        lost=lost,
        network=network,
    )
