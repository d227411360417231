"""What a truck cannot do on a day goes to another truck on that day, or is named as missing.

The only exceptions to "the same truck all week": single collections on days on which their truck
would be overfull.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping

from optimizer.stop import Stage
from optimizer.week.calendar.days import Days
from optimizer.week.calendar.problem import CalendarProblem, Truck
from optimizer.week.calendar.trucks import TruckShift
from optimizer.week.sat import Effort, Following, StageProof, run

Placed = dict[tuple[str, dt.date], TruckShift | None]
"""The duty of each collection; None for one that fits nowhere."""


def settle(
    problem: CalendarProblem,
    days: Days,
    duty_of: Mapping[str, TruckShift],
    *,
    effort: Effort,
    following: Following,
) -> tuple[Placed, StageProof]:
    """Returns the duty of every collection, such that no truck is overfull on any day.

    On days on which everything fits nothing is touched. On others as few kilograms as possible
    are left out, then as few collections as possible are moved.
    """
    placed: Placed = {(id_, date): duty_of[id_] for id_, dates in days.items() for date in dates}
    total = StageProof(stage=Stage.EXCEPTIONS, objective=0, bound=0)
    for date in problem.dates:
        today = [id_ for id_, dates in days.items() if date in dates]
        if _fits(problem, ((id_, placed[id_, date]) for id_ in today)):
            continue
        duties, proof = _rearrange(problem, date, today, placed, effort.subtract(total), following)
        placed |= {(id_, date): duty for id_, duty in duties.items()}
        total = StageProof(
            stage=total.stage,
            objective=total.objective + proof.objective,
            bound=total.bound + proof.bound,
            seconds=total.seconds + proof.seconds,
            deterministic=total.deterministic + proof.deterministic,
        )
    return placed, total


def _fits(problem: CalendarProblem, placed: Iterable[tuple[str, TruckShift | None]]) -> bool:
    """Says whether every duty of a day can do what it has."""
    truck_of = {truck.vehicle_id: truck for truck in problem.trucks}
    work_s: dict[TruckShift, int] = defaultdict(int)
    load_kg: dict[TruckShift, int] = defaultdict(int)
    for contract_id, duty in placed:
        if duty is not None:
            contract = problem.contract_of[contract_id]
            work_s[duty] += problem.work_s(contract, truck_of[duty[0]].hopper_kg)
            load_kg[duty] += contract.demand_kg
    return all(
        work_s[duty] <= problem.room_s(duty[1])
        and load_kg[duty] <= problem.room_kg(truck_of[duty[0]])
        for duty in work_s
    )


def _rearrange(
    problem: CalendarProblem,
    date: dt.date,
    today: list[str],
    placed: Placed,
    effort: Effort,
    following: Following,
) -> tuple[dict[str, TruckShift | None], StageProof]:
    from ortools.sat.python import cp_model

    model = cp_model.CpModel()
    costs: list[cp_model.LinearExprT] = []
    picks: dict[tuple[str, TruckShift | None], cp_model.IntVar] = {}
    duties: list[tuple[Truck, str]] = [
        (truck, shift_id)
        for shift_id in problem.shifts
        for truck in problem.trucks_of_shift[shift_id]
    ]
    for contract_id in today:
        contract = problem.contract_of[contract_id]
        own = placed[contract_id, date]
        for truck, shift_id in duties:
            duty = truck.vehicle_id, shift_id
            if contract_id not in truck.barred and problem.hours_for(contract, shift_id):
                picks[contract_id, duty] = model.new_bool_var(f"{contract_id} {duty}")
                # Another truck is a change; another shift, hours off, a greater one.
                change = (duty != own) + (own is not None and shift_id != own[1])
                costs.append(change * picks[contract_id, duty])
        picks[contract_id, None] = model.new_bool_var(f"{contract_id} out")
        # One kilogram left out outweighs moving everybody.
        costs.append(3 * len(today) * contract.demand_kg * picks[contract_id, None])
        own_picks = [pick for key, pick in picks.items() if key[0] == contract_id]
        model.add_exactly_one(own_picks)
    for truck, shift_id in duties:
        mine = [
            (problem.contract_of[id_], picks[id_, (truck.vehicle_id, shift_id)])
            for id_ in today
            if (id_, (truck.vehicle_id, shift_id)) in picks
        ]
        if not mine:
            continue
        model.add(
            sum(problem.work_s(c, truck.hopper_kg) * pick for c, pick in mine)
            <= problem.room_s(shift_id)
        )
        model.add(sum(c.demand_kg * pick for c, pick in mine) <= problem.room_kg(truck))
    start = _greedy(problem, date, today, placed, {key for key in picks if key[1] is not None})
    for (contract_id, choice), pick in picks.items():
        model.add_hint(pick, start[contract_id] == choice)
    model.minimize(sum(costs))
    solver, proof = run(model, stage=Stage.EXCEPTIONS, effort=effort, following=following)
    return {key[0]: key[1] for key, pick in picks.items() if solver.value(pick)}, proof


def _greedy(
    problem: CalendarProblem,
    date: dt.date,
    today: list[str],
    placed: Placed,
    able: set[tuple[str, TruckShift | None]],
) -> dict[str, TruckShift | None]:
    """Returns a first answer: the heaviest first, in their own duty, else where room is left."""
    truck_of = {truck.vehicle_id: truck for truck in problem.trucks}
    duties = sorted({duty for _, duty in able if duty is not None})
    left_s = {duty: problem.room_s(duty[1]) for duty in duties}
    left_kg = {duty: problem.room_kg(truck_of[duty[0]]) for duty in duties}
    found: dict[str, TruckShift | None] = {}
    for contract_id in sorted(today, key=lambda id_: (-problem.contract_of[id_].demand_kg, id_)):
        contract = problem.contract_of[contract_id]
        own = placed[contract_id, date]
        found[contract_id] = None
        for other in sorted(duties, key=lambda one: (one != own, -left_s[one])):
            work_s = problem.work_s(contract, truck_of[other[0]].hopper_kg)
            if (
                (contract_id, other) in able
                and work_s <= left_s[other]
                and contract.demand_kg <= left_kg[other]
            ):
                left_s[other] -= work_s
                left_kg[other] -= contract.demand_kg
                found[contract_id] = other
                break
    return found
