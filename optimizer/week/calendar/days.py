"""First stage: which days each contract gets.

Every contract chooses one of its patterns. What that leaves uneven is priced: spacing, days with
more work or weight than the mean, and work that the shifts open to it cannot hold.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fleet import Contract
from optimizer.stop import Stage
from optimizer.week.calendar.habits import Habit, list_kept_dates
from optimizer.week.calendar.patterns import Pattern, week_patterns
from optimizer.week.calendar.problem import CalendarProblem
from optimizer.week.sat import Effort, Following, StageProof, run

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

STEPS = ((0.0, 1), (0.1, 2))
"""Work above the level counts once; what is a tenth above it counts two more times."""

TIGHT_SHARE = 0.92
"""From this share of what the trucks can do in their shifts on, more of it is dearer."""

Days = Mapping[str, tuple[dt.date, ...]]
"""The dates of every contract that has any, by its id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _DayChoice:
    """A contract's patterns with the price of each."""

    contract: Contract
    patterns: tuple[Pattern, ...]
    prices: tuple[int, ...]
    work_s: int
    shift_ids: frozenset[str]

    @property
    def dearer(self) -> int | None:
        """What the cheapest pattern costs more that is not among the cheapest; None for none."""
        least = min(self.prices)
        return min((price - least for price in self.prices if price > least), default=None)

    @property
    def cheapest(self) -> "_DayChoice":
        """The choice without the patterns that cost more than others."""
        least = min(self.prices)
        kept = [n for n, price in enumerate(self.prices) if price == least]
        return _DayChoice(
            contract=self.contract,
            patterns=tuple(self.patterns[n] for n in kept),
            prices=(least,) * len(kept),
            work_s=self.work_s,
            shift_ids=self.shift_ids,
        )


def choose_days(
    problem: CalendarProblem,
    habits: Mapping[str, Habit],
    *,
    effort: Effort,
    following: Following,
) -> tuple[dict[str, tuple[dt.date, ...]], StageProof]:
    """Returns the dates of every contract that can be collected at all.

    With habits, giving up a usual day costs more than anything the contract itself could gain by
    it, so contracts move only where a shift would be overfull otherwise.

    The cheapest patterns alone are tried first, which is a small model. An answer that costs no
    more above them than the least dear of the other patterns is as good as any; otherwise all
    patterns are let in.
    """
    choices = _choices(problem, habits)
    few = [choice.cheapest for choice in choices]
    found, proof = _solve(problem, few, found=None, effort=effort.share(0.6), following=following)
    dearer = min((one.dearer for one in choices if one.dearer is not None), default=None)
    base = sum(min(choice.prices) for choice in choices)
    if dearer is None or proof.objective <= base + dearer:
        return found, proof
    better, wide = _solve(
        problem, choices, found=found, effort=effort.subtract(proof), following=following
    )
    objective = min(proof.objective, wide.objective)
    bound = max(min(proof.bound, base + dearer), wide.bound)
    return (better if wide.objective == objective else found), StageProof(
        stage=proof.stage,
        objective=objective,
        bound=min(bound, objective),
        seconds=proof.seconds + wide.seconds,
        deterministic=proof.deterministic + wide.deterministic,
    )


def _choices(problem: CalendarProblem, habits: Mapping[str, Habit]) -> list[_DayChoice]:
    choices = []
    for contract in problem.contracts:
        shift_ids = problem.shift_ids_for(contract)
        found = week_patterns(problem.open_dates(contract), problem.count_promised(contract))
        if not shift_ids or not found[0].dates:
            continue
        work_s = problem.mean_work_s(contract)
        choices.append(
            _DayChoice(
                contract=contract,
                patterns=found,
                prices=_prices(problem, contract, found, habits.get(contract.id)),
                work_s=work_s,
                shift_ids=frozenset(shift_ids),
            )
        )
    return choices


def _prices(
    problem: CalendarProblem,
    contract: Contract,
    found: Sequence[Pattern],
    habit: Habit | None,
) -> tuple[int, ...]:
    """Returns what each pattern costs by itself: its spacing, and what it changes."""
    weights = problem.weights
    # What its own days do not allow is nobody's choice, and would only make gaps look small.
    best = min(pattern.spacing for pattern in found)
    spacing = tuple(weights.spacing * (pattern.spacing - best) for pattern in found)
    if habit is None:
        return spacing
    # Loads enter the objective through sums of positive parts: a contract cannot change it by
    # more than this. No set of contracts can gain more than all their prices, so none moves for
    # the balance alone, nor to make room for another.
    work = problem.mean_work_s(contract) + weights.per_kg * contract.demand_kg
    times = len(found[0].dates)
    counted = sum(price for _, price in STEPS) + 2 ** len(problem.shifts)
    change = max(spacing) + 2 * counted * times * work + 1
    usual = list_kept_dates(habit, problem.open_dates(contract))
    return tuple(
        price + change * len(usual - set(pattern.dates))
        for price, pattern in zip(spacing, found, strict=True)
    )


def _solve(
    problem: CalendarProblem,
    choices: Sequence[_DayChoice],
    *,
    found: Days | None,
    effort: Effort,
    following: Following,
) -> tuple[dict[str, tuple[dt.date, ...]], StageProof]:
    """Returns the dates of every contract, from a model of the patterns given."""
    from ortools.sat.python import cp_model

    model = cp_model.CpModel()
    costs: list[cp_model.LinearExprT] = []
    picks: list[list[cp_model.IntVar]] = []
    on: dict[dt.date, list[tuple[_DayChoice, cp_model.LinearExprT]]] = defaultdict(list)
    for choice in choices:
        name = choice.contract.id
        own = [model.new_bool_var(f"{name} {n}") for n in range(len(choice.patterns))]
        model.add_exactly_one(own)
        picks.append(own)
        for pick, pattern, price in zip(own, choice.patterns, choice.prices, strict=True):
            costs.append(price * pick)
            if found is not None:
                model.add_hint(pick, pattern.dates == found[name])
        for date in problem.dates:
            today = [p for p, one in zip(own, choice.patterns, strict=True) if date in one.dates]
            if len(today) == len(own):
                on[date].append((choice, 1))
            elif today:
                on[date].append((choice, sum(today)))
    for date, collected in on.items():
        costs += _balance(problem, model, date, collected)
        costs += _crowding(problem, model, date, collected)
    model.minimize(sum(costs))
    solver, proof = run(model, stage=Stage.DAYS, effort=effort, following=following)
    dates = {
        choice.contract.id: next(
            pattern.dates
            for pick, pattern in zip(own, choice.patterns, strict=True)
            if solver.value(pick)
        )
        for choice, own in zip(choices, picks, strict=True)
    }
    return dates, proof


def _balance(
    problem: CalendarProblem,
    model: "cp_model.CpModel",
    date: dt.date,
    collected: "Sequence[tuple[_DayChoice, cp_model.LinearExprT]]",
) -> "list[cp_model.LinearExprT]":
    """Returns the prices of a day with more than its part of the week's work and weight."""
    weights = problem.weights
    costs: list[cp_model.LinearExprT] = []
    mean_s, mean_kg = problem.mean_day
    for mean, weight, load in (
        (mean_s, 1, sum(choice.work_s * here for choice, here in collected)),
        (mean_kg, weights.per_kg, sum(c.contract.demand_kg * here for c, here in collected)),
    ):
        for above, price in STEPS:
            level = round(mean * (1 + weights.level_share + above))
            over = model.new_int_var(0, 2**40, f"over {date}")
            model.add(over >= load - level)
            costs.append(weight * price * over)
    return costs


def _crowding(
    problem: CalendarProblem,
    model: "cp_model.CpModel",
    date: dt.date,
    collected: "Sequence[tuple[_DayChoice, cp_model.LinearExprT]]",
) -> "list[cp_model.LinearExprT]":
    """Returns the prices of what the shifts cannot hold that some contracts are bound to."""
    weights = problem.weights
    costs: list[cp_model.LinearExprT] = []
    for shift_ids in sorted({c.shift_ids for c, _ in collected}, key=sorted):
        bound = [(c, here) for c, here in collected if c.shift_ids <= shift_ids]
        room_s, room_kg = 0, 0
        for shift_id in shift_ids:
            trucks = problem.trucks_of_shift[shift_id]
            room_s += len(trucks) * problem.room_s(shift_id)
            room_kg += sum(problem.room_kg(truck) for truck in trucks)
        for room, load in (
            (room_s, sum(choice.work_s * here for choice, here in bound)),
            (room_kg, sum(choice.contract.demand_kg * here for choice, here in bound)),
        ):
            tight = model.new_int_var(0, 2**40, f"tight {date}")
            full = model.new_int_var(0, 2**40, f"full {date}")
            # The trucks are never all as full: the next stage needs some slack.
            model.add(tight >= load - round(TIGHT_SHARE * room))
            model.add(full >= load - room)
            costs += [tight, weights.overload * full]
    return costs
