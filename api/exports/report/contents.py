"""What a report on a comparison holds, for every form of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from fleet import Message, Work
from optimizer.network.road_network import RoadNetwork
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
        served = plan_file.plan.served
        return cls(
            seed=plan_file.seed,
            iterations=plan_file.iterations,
            measures=plan_file.measures,
            swept=frozenset(
                task.modes[0].place.entries[0].arc
                for task in plan_file.tasks
                if task.work is Work.SWEEP and task.modes[0].service_m > 0 and task.id in served
            ),
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
    first, last = (_count_swept(one) for one in (scenarios[0], scenarios[-1]))
    every = frozenset(first) | frozenset(last)
    shift = {arc: last.get(arc, 0.0) - first.get(arc, 0.0) for arc in every}
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
        gained=frozenset(arc for arc, change in shift.items() if change > MOST_PLANS),
        lost=frozenset(arc for arc, change in shift.items() if change < -MOST_PLANS),
        network=network,
    )


MOST_PLANS = 0.5
"""By how much the share of plans that sweep a street must change for it to be gained or lost."""


def _count_swept(scenario: ReportedScenario) -> dict[str, float]:
    """Returns in what share of a scenario's plans each arc is swept."""
    share = 1 / len(scenario.runs)
    found: dict[str, float] = {}
    for run in scenario.runs:
        for arc in run.swept:
            found[arc] = found.get(arc, 0.0) + share
    return found
