"""Which streets are swept in one scenario and not in another."""

from collections.abc import Collection, Sequence
from typing import NamedTuple

from fleet import Work
from scenarios.plan_file import PlanFile

MOST_PLANS = 0.5
"""By how much the share of plans that sweep a street must change for it to be gained or lost."""


def find_swept(plan_file: PlanFile) -> frozenset[str]:
    """Returns the keys of the arcs along which a plan sweeps a kerb."""
    served = plan_file.plan.served
    return frozenset(
        task.modes[0].place.entries[0].arc
        for task in plan_file.tasks
        if task.work is Work.SWEEP and task.modes[0].service_m > 0 and task.id in served
    )


class ChangedStreets(NamedTuple):
    """Arcs that most plans of one scenario sweep and most of another do not."""

    gained: frozenset[str]
    lost: frozenset[str]


def find_changed_streets(
    before: Sequence[Collection[str]], after: Sequence[Collection[str]]
) -> ChangedStreets:
    """Returns what the plans of one scenario sweep that those of another do not.

    Parameters
    ----------
    before, after
        The arcs that each plan sweeps, of at least one plan each.
    """
    first, last = _count_swept(before), _count_swept(after)
    shift = {arc: last.get(arc, 0.0) - first.get(arc, 0.0) for arc in {**first, **last}}
    return ChangedStreets(
        gained=frozenset(arc for arc, change in shift.items() if change > MOST_PLANS),
        lost=frozenset(arc for arc, change in shift.items() if change < -MOST_PLANS),
    )


def _count_swept(plans: Sequence[Collection[str]]) -> dict[str, float]:
    """Returns in what share of some plans each arc is swept."""
    share = 1 / len(plans)
    found: dict[str, float] = {}
    for swept in plans:
        for arc in swept:
            found[arc] = found.get(arc, 0.0) + share
    return found
