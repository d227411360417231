"""A run that goes to another route by hand: its tasks one after the other, as they were."""

from collections.abc import Sequence
from dataclasses import replace

from optimizer.events import Event
from optimizer.hands import Move
from optimizer.network.road_network import RoadNetwork
from scenarios.plan_file import PlanFile
from scenarios.planning.hands import HandAnswer, try_hand
from scenarios.planning.replanning import ReplanOptions


def moves_of_run(last: Move, earlier: Sequence[str]) -> tuple[Move, ...]:
    """Returns the hands by which a run goes where its last task goes.

    Parameters
    ----------
    last
        Of the run's last task; its id ends with the number that the next hand has.
    earlier
        The tasks before it, in order.
    """
    moves, number = [last], int(last.id[1:])
    for task_id in reversed(earlier):
        number += 1
        before = moves[-1].task_id
        moves.append(replace(last, id=f"h{number}", task_id=task_id, before=before))
    return tuple(moves)


def try_run(
    before: PlanFile,
    network: RoadNetwork,
    events: Sequence[Event],
    moves: Sequence[Move],
    options: ReplanOptions,
) -> HandAnswer:
    """Does as `try_hand` for a whole run: all of it goes there, or nothing does.

    Raises
    ------
    InputError
        When a move names a task, vehicle or shift that there is not.
    PlanRefused
        When the checker finds a violation.
    """
    first = answer = try_hand(before, network, events, moves[0], options)
    for move in moves[1:]:
        if answer.plan_file is None:
            break
        answer = try_hand(answer.plan_file, network, events, move, options)
    if answer.plan_file is None:
        return replace(answer, before=first.before)
    lost = first.before.plan.served - answer.plan_file.plan.served
    return replace(answer, before=first.before, falls_out=tuple(sorted(lost)))
