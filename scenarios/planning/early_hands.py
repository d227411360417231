"""What was decided by hand before a day begins: who does a task, who does not, and when it begins.

The hands of a request name things as people do; `decide_early` turns them into hands of the day's
own tasks. These bind this plan and, unless they are released, all that go on from it.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from optimizer.day import is_able
from optimizer.errors import InputError
from optimizer.hands import EarlyHand, Forbid, Pin, PinHours
from scenarios.planning.day_work import DayWork
from scenarios.planning.known_names import only_shift_of, require_duty, say_no_task


def decide_early(work: DayWork) -> DayWork:
    """Returns the work with the hands of its request as hands of the day's own tasks.

    Raises
    ------
    InputError
        When one names what there is not on the day, or two contradict each other.
    """
    asked = work.options.hands
    if not asked:
        return work
    decided = tuple(one for hand in asked for one in _of_own_tasks(work, hand))
    _require_no_contradiction(decided)
    return replace(work, options=replace(work.options, hands=decided))


def _of_own_tasks(work: DayWork, hand: EarlyHand) -> Iterator[EarlyHand]:
    """Yields a hand for each task that one names, by its id or by its street."""
    if isinstance(hand, Pin):
        shift_id = hand.shift_id or only_shift_of(work.fleet, hand.vehicle_id)
        hand = replace(hand, shift_id=shift_id)
    if isinstance(hand, Pin | Forbid):
        require_duty(work.fleet, hand)
    known = {task.id: task for task in work.due.tasks}
    if hand.task_id in known:
        yield hand
        return
    there = [task for task in work.due.tasks if task.name == hand.task_id]
    if not there:
        raise say_no_task(hand.task_id, [*known, *{task.name for task in work.due.tasks}])
    if isinstance(hand, Pin):
        # A sweeper that is to have a street has its kerbs; who washes it is another's.
        vehicle = work.fleet.vehicle(hand.vehicle_id)
        there = [task for task in there if is_able(vehicle, task)]
        if not there:
            raise InputError(
                "hand.no_work_there",
                "{vehicle} can do none of the work that is due on {street:street}; pin it to a "
                "vehicle that can.",
                vehicle=hand.vehicle_id,
                street=hand.task_id,
            )
    for number, task in enumerate(there, 1):
        yield replace(hand, id=f"{hand.id}.{number}", task_id=task.id)


def _require_no_contradiction(decided: Sequence[EarlyHand]) -> None:
    """Requires that no task is to go to two vehicles or hours, or to one that is not to do it.

    Later hands of a day that runs end earlier ones; of one request nobody can tell which is later.
    """
    before: dict[str, list[EarlyHand]] = defaultdict(list)
    for hand in decided:
        for other in before[hand.task_id]:
            if _contradict(hand, other):
                raise InputError(
                    "hand.contradiction",
                    "{id!r} and {other!r} contradict each other about {task}; take one out.",
                    id=hand.id,
                    other=other.id,
                    task=hand.task_id,
                )
        before[hand.task_id].append(hand)


def _contradict(one: EarlyHand, other: EarlyHand) -> bool:
    """Says whether two hands about one task cannot both hold."""
    if isinstance(one, PinHours) and isinstance(other, PinHours):
        return (one.earliest_s, one.latest_s) != (other.earliest_s, other.latest_s)
    if isinstance(one, Pin) and isinstance(other, Pin):
        return one.duty_id != other.duty_id
    if isinstance(one, PinHours) or isinstance(other, PinHours):
        return False
    return isinstance(one, Pin) != isinstance(other, Pin) and one.vehicle_id == other.vehicle_id
