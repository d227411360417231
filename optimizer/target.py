"""The cheapest plan that sweeps a given area by machine.

Sweeping all that the fleet can is one extreme, sweeping only what is required the other. In
between, the weight of optional work is a Lagrange multiplier of the area: the higher it is, the
more is swept, and the plan of a weight is the cheapest for the area that it sweeps. The weight
that just reaches the target is found by halving its range, each search going on from the plan
before.

References
----------
Everett (1963), doi 10.1287/opre.11.3.399: a solution of the priced problem is optimal for the
amount that it uses.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from fleet import Work
from optimizer.day import Day
from optimizer.engines import Outcome, Watch
from optimizer.instance import FEN, Solution
from optimizer.solver import evaluate, solve
from optimizer.stop import AnyOf, Limit, MaxIterations, MaxRuntime, Progress
from optimizer.task import Task
from optimizer.worth import RATE_FIRST, prizes, worth_fen

FIRST_SHARE = 0.4
"""Share of the limit for the search that shows how much can be swept at all."""

HALVINGS = 4
"""Weights tried between none and `RATE_FIRST`."""

LEAST_WEIGHT = 0.2
"""Below this weight hardly any kerb is worth its detour."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetOutcome:
    """The cheapest solution found that reaches the target, or the one that comes nearest.

    Parameters
    ----------
    swept_m2
        What it sweeps.
    reached
        Whether that is enough.
    weight
        The weight of optional work that it was found with.
    """

    outcome: Outcome
    swept_m2: int
    reached: bool
    weight: float


def swept_m2(tasks: Sequence[Task], served: Sequence[int]) -> int:
    """Returns the area of the kerbs that some of the tasks sweep, each counted once."""
    kerbs = {tasks[n].kerb: tasks[n].area_m2 for n in served if tasks[n].work is Work.SWEEP}
    return sum(kerbs.values())


def solve_for_area(
    day: Day,
    *,
    target_m2: int,
    stop: AnyOf,
    seed: int,
    engine: str,
    processes: int,
    cost_unit: int,
    watch: Watch,
    start: Solution | None = None,
) -> TargetOutcome:
    """Returns the cheapest solution found that sweeps at least so many square metres.

    Parameters
    ----------
    target_m2
        Area to be swept by machine at least once, each kerb counted once.
    stop
        Limit of all searches together.

    Raises
    ------
    InputError
        As `solve`.
    """
    spent_steps, spent_s, done_share = 0, 0.0, 0.0
    interrupted = False

    def search(weight: float, share: float, start: Solution | None) -> TargetOutcome:
        nonlocal spent_steps, spent_s, done_share, interrupted
        instance = day.instance._replace(prize=prizes(day.tasks, optional_weight=weight))
        if day.instance.change_cost is not None:
            instance = instance._replace(prize=instance.prize + day.instance.change_cost)
        before_share, before_steps, before_s = done_share, spent_steps, spent_s

        def note(progress: Progress) -> None:
            watch.on_progress(
                replace(
                    progress,
                    iterations=before_steps + progress.iterations,
                    elapsed_s=before_s + progress.elapsed_s,
                    share=min(1.0, before_share + share * progress.share),
                )
            )

        outcome = solve(
            instance,
            stop=_part(stop, share),
            seed=seed,
            engine=engine,
            processes=processes,
            cost_unit=cost_unit,
            # Plans of a weight that misses the target are not handed out on the way.
            watch=replace(watch, on_progress=note, on_best=_keep_to_oneself),
            start=start,
        )
        spent_steps += outcome.iterations
        spent_s += outcome.elapsed_s
        done_share += share
        interrupted |= outcome.interrupted
        served = [
            visit.element
            for route in outcome.solution.routes
            for visit in route
            if visit.element < day.instance.num_tasks
        ]
        area_m2 = swept_m2(day.tasks, served)
        return TargetOutcome(
            outcome=outcome, swept_m2=area_m2, reached=area_m2 >= target_m2, weight=weight
        )

    best = search(RATE_FIRST, FIRST_SHARE, start)
    low, high = LEAST_WEIGHT, RATE_FIRST
    share = (1 - FIRST_SHARE) / (HALVINGS + 1)
    for _ in range(HALVINGS if best.reached else 0):
        if interrupted:
            break
        weight = (low * high) ** 0.5
        found = search(weight, share, best.outcome.solution)
        if found.reached:
            high = weight
            best = min(best, found, key=lambda one: _price(day, one.outcome.solution))
        else:
            low = weight
    if not interrupted and best.reached:
        trimmed = _trimmed(day, best.outcome.solution, target_m2)
        found = search(best.weight, share, trimmed)
        if found.reached:
            best = min(best, found, key=lambda one: _price(day, one.outcome.solution))
    elif not interrupted:
        # What is left of the limit goes into coming nearer.
        found = search(RATE_FIRST, 1 - FIRST_SHARE, best.outcome.solution)
        best = max(best, found, key=lambda one: one.swept_m2)
    return replace(
        best,
        outcome=replace(
            best.outcome, iterations=spent_steps, elapsed_s=spent_s, interrupted=interrupted
        ),
    )


def _price(day: Day, solution: Solution) -> int:
    """Returns the cost of a solution with the required work that it leaves out."""
    lost = (FEN * worth_fen(day.tasks[n]) for n in solution.absent if day.tasks[n].required)
    return solution.cost + sum(lost)


def _keep_to_oneself(solution: Callable[[], Solution]) -> None:
    """A plan on the way is not handed out."""


def _part(stop: AnyOf, share: float) -> AnyOf:
    """Returns a share of every limit."""
    parts: list[Limit] = []
    for limit in stop.limits:
        if isinstance(limit, MaxIterations):
            parts.append(MaxIterations(max(1, round(share * limit.limit))))
        else:
            parts.append(MaxRuntime(share * limit.limit_s))
    return AnyOf(tuple(parts))


def _trimmed(day: Day, solution: Solution, target_m2: int) -> Solution:
    """Returns the solution without the optional kerbs that the target does not need.

    The dearest go first: those whose removal saves most for their area, each alone.
    """
    instance = day.instance
    count: dict[str, int] = {}
    for route in solution.routes:
        for visit in route:
            if visit.element < instance.num_tasks:
                kerb = day.tasks[visit.element].kerb
                count[kerb] = count.get(kerb, 0) + 1
    savings = []
    for duty, route in enumerate(solution.routes):
        kind, profile = int(instance.duty_type[duty]), day.profile_of(duty)
        places = [
            int(instance.duty_start_place[duty]),
            *(int(instance.mode_place[profile, visit.mode]) for visit in route),
            int(instance.duty_end_place[duty]),
        ]
        for n, visit in enumerate(route):
            if visit.element >= instance.num_tasks:
                continue
            task = day.tasks[visit.element]
            if task.required or task.work is not Work.SWEEP or count[task.kerb] > 1:
                continue
            before, here, after = places[n], places[n + 1], places[n + 2]
            saved_s = int(instance.mode_service_s[kind, visit.mode])
            saved_s += instance.travel_s(profile, before, here)
            saved_s += instance.travel_s(profile, here, after)
            saved_s -= instance.travel_s(profile, before, after)
            savings.append((saved_s / max(1, task.area_m2), visit.element))
    served = [v.element for r in solution.routes for v in r if v.element < instance.num_tasks]
    spare_m2 = swept_m2(day.tasks, served) - target_m2
    dropped = set()
    for _, element in sorted(savings, reverse=True):
        area_m2 = day.tasks[element].area_m2
        if area_m2 <= spare_m2:
            dropped.add(element)
            spare_m2 -= area_m2
    sequences = [
        [visit.element for visit in route if visit.element not in dropped]
        for route in solution.routes
    ]
    return evaluate(instance, sequences)
