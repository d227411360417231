"""What no plan can do, by what the tasks take at least: no search is asked.

A vehicle works no longer than its shifts, less their breaks, and what it does takes at least the
time at work, and at the water point for what its tank does not hold from the start. Driving is
left out, so the truth may lie above, never below.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from fleet import LEAST_REST_S, MOST_DRIVING_S, WORKS, Shift, Vehicle, Where, Work
from optimizer.day import working_s
from optimizer.task import Task
from scenarios.due import DueWork
from scenarios.scenario import Scenario
from scenarios.sizing.target import RATE, SizeTarget


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetProof:
    """What is proven of a target.

    Parameters
    ----------
    highest
        The share that is reached when every task is done, with however many vehicles.
    least
        Fewer vehicles than this cannot reach the target; None where no number can.
    """

    target: SizeTarget
    highest: float
    least: int | None


def prove(target: SizeTarget, due: DueWork) -> TargetProof:
    """Returns what is proven of a target before anything is planned."""
    pieces, whole = _pieces(target, due)
    attainable = sum(size for size, _ in pieces)
    highest = attainable / whole if whole else 1.0
    if target.share > highest + 1e-9:
        return TargetProof(target=target, highest=highest, least=None)
    scenario = due.scenario
    able = [one for one in scenario.vehicles if target.work in one.works]
    own = [one for one in able if one.kind is target.kind]
    refill_s = _refill_s_per_l(able, scenario, target.work)
    others_s = sum(_most_s(one, scenario, refill_s) for one in able if one not in own)
    each_s = max((_most_s(one, scenario, refill_s) for one in own), default=0.0)
    needed_s = _least_s(pieces, target.share * whole, able, refill_s)
    least = math.ceil(max(0.0, needed_s - others_s) / each_s - 1e-9) if each_s else 0
    return TargetProof(target=target, highest=highest, least=least)


_Piece = tuple[float, Task]
"""What a kerb, lane or stop counts, and the task that does it."""


def _pieces(target: SizeTarget, due: DueWork) -> tuple[list[_Piece], float]:
    """Returns what counts towards a target, and the whole that it is a share of."""
    tasks = [
        task
        for task in due.tasks
        if task.work is target.work and target.service_class in ("", task.service_class)
    ]
    where = WORKS[target.work].where
    if where is Where.STOP:
        return [(1.0, task) for task in tasks], float(len(tasks))
    # A kerb or lane counts once, however many passes it gets: one of them is enough.
    first: dict[object, Task] = {}
    for task in tasks:
        first.setdefault(task.kerb, task)
    pieces = [(float(task.area_m2), task) for task in first.values()]
    if where is Where.LANE:
        lanes = [
            lane
            for lane in due.lanes
            if lane.work == target.work and target.service_class in ("", lane.service_class)
        ]
        return pieces, float(sum(lane.due_m2 for lane in lanes))
    in_class = target.service_class if target.name != RATE else ""
    lots = [lot.area_m2 for lot in due.lots if in_class in ("", lot.service_class)]
    return pieces, float(sum(lots))


def _least_s(
    pieces: Sequence[_Piece], wanted: float, able: Sequence[Vehicle], refill_s: float
) -> float:
    """Returns the least seconds for so much: the best pieces first, the last one in part."""
    priced = [
        (
            min(working_s(mode, vehicle) for mode in task.modes for vehicle in able)
            + task.demand_l * refill_s,
            size,
        )
        for size, task in pieces
        if size
    ]
    left, total_s = wanted, 0.0
    for seconds, size in sorted(priced, key=lambda one: one[0] / one[1]):
        if left <= 0:
            break
        total_s += min(1.0, left / size) * seconds
        left -= size
    return total_s


def _refill_s_per_l(able: Iterable[Vehicle], scenario: Scenario, work: Work) -> float:
    """Returns the least seconds at a facility for a litre: a short visit, a large tank."""
    largest_l = max((vehicle.tank_l for vehicle in able), default=0)
    visits = [one.visit_s for one in scenario.facilities if WORKS[work].supply in one.supplies]
    return min(visits, default=0) / largest_l if largest_l else 0.0


def _most_s(vehicle: Vehicle, scenario: Scenario, refill_s: float) -> float:
    """Returns what a vehicle has time for at most, in the shifts that it works or may work.

    In each of them its tank is full at the start, which saves a refill.
    """
    shifts = vehicle.shifts or scenario.shift_templates.get(vehicle.kind, ())
    return sum(_work_s(shift) + vehicle.tank_l * refill_s for shift in shifts)


def _work_s(shift: Shift) -> int:
    """Returns the longest time that a shift leaves for work."""
    rest_s = shift.rest.duration_s if shift.rest else LEAST_REST_S
    return min(shift.duration_s, max(MOST_DRIVING_S, shift.duration_s - rest_s))
