"""What a dispatcher decides by hand: the price, the plan, or the rule in the way."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from api.commands.early_hands import hours_of, pair_of
from api.commands.operations import read_day_so_far
from api.commands.results import DONE, NO, print_json
from api.words import Phrasebook
from optimizer.errors import InputError
from optimizer.garbage import nothing_thrown_away

if TYPE_CHECKING:
    from optimizer.hands import Hand
    from scenarios.plan_file import PlanFile


WISHES = ("pin", "forbid", "move", "hours", "after", "lock", "release")
"""Options of which one says what is decided."""


def edit_plan(options: argparse.Namespace) -> int:
    """Tries a wish, and writes the plan that keeps it."""
    with nothing_thrown_away():
        from api.commands.output import require_writable
        from api.exports.hands import hand_values
        from api.screen import print_hand
        from scenarios.plan_file import write_plan
        from scenarios.planning import try_hand

        words: Phrasebook = options.words
        out = Path(options.out)
        require_writable(out)
        before, network, events, how = read_day_so_far(options)
    answer = try_hand(before, network, events, _hand_of(options, before), how)
    path = None
    if answer.plan_file is not None and answer.plan_file.running is not None:
        number = answer.plan_file.running.number
        out.mkdir(parents=True, exist_ok=True)
        path = out / f"plan-{number}-{answer.hand.id}.json"
        write_plan(answer.plan_file, path)
    if options.json:
        print_json(hand_values(answer, words) | {"file": None if path is None else str(path)})
    else:
        print_hand(before, answer, how.now_s, path, words)
    return DONE if path is not None else NO


def _hand_of(options: argparse.Namespace, before: "PlanFile") -> "Hand":
    """Returns the wish that is typed; its id counts what was decided on the day."""
    from optimizer.hands import Forbid, Lock, Move, Pin, PinAfter, Release

    wishes = [name for name in WISHES if getattr(options, name) is not None]
    if len(wishes) != 1:
        raise InputError(
            "edit.one_wish",
            "give one of {wishes:list}, and only one.",
            wishes=[f"--{name}" for name in WISHES],
        )
    number = len(before.hands_by_now) + 1
    both: dict[str, Any] = {"id": f"h{number}", "told_s": options.at}
    if options.before is not None and options.move is None:
        raise InputError("edit.only_move", "--before goes with --move only; take it out.")
    if options.release is not None:
        return Release(**both, hand_id=options.release)
    if options.lock is not None:
        vehicle_id, shift_id = _duty_of(options.lock, before)
        return Lock(**both, vehicle_id=vehicle_id, shift_id=shift_id)
    text = next(getattr(options, name) for name in WISHES if getattr(options, name) is not None)
    task_id, whose = pair_of(text)
    if options.hours is not None:
        return hours_of(text, task_id, whose, both)
    if options.after is not None:
        return PinAfter(**both, task_id=task_id, other_id=whose)
    if options.forbid is not None:
        return Forbid(**both, task_id=task_id, vehicle_id=whose)
    vehicle_id, shift_id = _duty_of(whose, before)
    if options.pin is not None:
        return Pin(**both, task_id=task_id, vehicle_id=vehicle_id, shift_id=shift_id)
    return Move(
        **both,
        task_id=task_id,
        vehicle_id=vehicle_id,
        shift_id=shift_id,
        before=options.before,
    )


def _duty_of(text: str, before: "PlanFile") -> tuple[str, str]:
    """Returns vehicle and shift; a vehicle that has one shift needs no more."""
    from scenarios.planning import only_shift_of

    vehicle_id, slash, shift_id = text.partition("/")
    return vehicle_id, shift_id if slash else only_shift_of(before.fleet, vehicle_id)
