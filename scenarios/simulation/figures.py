"""What a lived day comes to, and what each new plan of it asked of the drivers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from fleet import Work
from optimizer.events import UrgentCase
from optimizer.plan import ActivityKind
from scenarios.changes import find_changes
from scenarios.simulation.living import SimulatedDay
from scenarios.simulation.objective import objective_fen


@dataclass(frozen=True, slots=True, kw_only=True)
class DayFigures:
    """A day in figures, or the mean of several.

    Parameters
    ----------
    rate
        The mechanised sweeping rate, a share.
    swept_m2
        Square metres swept, by class.
    contracts_due, contracts_served
        Kitchens that were to be collected on the day and not cancelled.
    collected_kg
        Taken aboard at stops and along streets.
    required_unserved
        Required tasks that nobody did.
    cases, cases_in_time
        Urgent cases, and those whose work was over by their deadline.
    moved, called
        Tasks that went to another duty, and drivers who had to be told something; in all new
        plans of the day.
    paid_s, distance_m, cost_fen
        As in the measures of a plan.
    objective_fen
        What the day cost, with the worth of what was left undone.
    replans, mean_replan_s, longest_replan_s
        New plans, and how long making one took.
    """

    rate: float
    swept_m2: Mapping[str, float]
    contracts_due: float
    contracts_served: float
    collected_kg: float
    required_unserved: float
    cases: float
    cases_in_time: float
    moved: float
    called: float
    paid_s: float
    distance_m: float
    cost_fen: float
    objective_fen: float
    replans: float
    mean_replan_s: float
    longest_replan_s: float


def figures_of(lived: SimulatedDay) -> DayFigures:
    """Returns a lived day in figures."""
    plan_file = lived.plan_file
    measures = plan_file.measures
    cases = {one.task.id: one.task.finish_by_s for one in _cases(lived)}
    ends_s = {
        activity.task_id: activity.end_s
        for route in plan_file.plan.routes
        for activity in route.activities
        if activity.kind is ActivityKind.SERVICE
    }
    totals = [find_changes(step.before, step.after).totals for step in lived.steps]
    seconds = [step.seconds for step in lived.steps]
    hauled = {task.id for task in plan_file.tasks if task.work is Work.HAUL}
    return DayFigures(
        rate=measures.rate,
        swept_m2={row.label: float(row.mechanised_m2) for row in measures.classes},
        contracts_due=measures.contracts_due,
        contracts_served=measures.contracts_served,
        collected_kg=sum(
            task.demand_kg
            for task in plan_file.tasks
            if task.id in plan_file.plan.served and task.id not in hauled
        ),
        required_unserved=measures.costs.required_unserved,
        cases=len(cases),
        cases_in_time=sum(ends_s.get(id_, by_s + 1) <= by_s for id_, by_s in cases.items()),
        moved=sum(one.moved_vehicle + one.moved_shift for one in totals),
        called=sum(one.to_call for one in totals),
        paid_s=measures.paid_s,
        distance_m=measures.service_m + measures.deadhead_m,
        cost_fen=measures.costs.total_fen,
        objective_fen=objective_fen(plan_file),
        replans=len(seconds),
        mean_replan_s=sum(seconds) / max(1, len(seconds)),
        longest_replan_s=max(seconds, default=0.0),
    )


def _cases(lived: SimulatedDay) -> list[UrgentCase]:
    running = lived.plan_file.running
    events = running.events if running else ()
    return [event for event in events if isinstance(event, UrgentCase)]


def mean_of(days: Sequence[DayFigures]) -> DayFigures:
    """Returns the mean of some days; of the longest time to make a plan, the longest."""
    if not days:
        raise ValueError("the mean of no days")

    def mean(name: str) -> float:
        return float(sum(getattr(day, name) for day in days) / len(days))

    names = [name for name in DayFigures.__slots__ if name not in ("swept_m2", "longest_replan_s")]
    classes = {id_ for day in days for id_ in day.swept_m2}
    return DayFigures(
        **{name: mean(name) for name in names},
        swept_m2={
            id_: sum(day.swept_m2.get(id_, 0.0) for day in days) / len(days)
            for id_ in sorted(classes)
        },
        longest_replan_s=max(day.longest_replan_s for day in days),
    )
