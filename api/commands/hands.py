"""What a dispatcher decides by hand: the price, the plan, or the rule in the way."""

import argparse
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from api.commands.operations import read_day_so_far
from api.commands.results import DONE, NO, print_json
from api.words import Phrasebook
from optimizer.errors import InputError

if TYPE_CHECKING:
    from optimizer.hands import Hand
    from scenarios.plan_file import PlanFile
    from scenarios.planning import HandAnswer


WISHES = ("pin", "forbid", "move", "lock", "release")
"""Options of which one says what is decided."""


def edit_plan(options: argparse.Namespace) -> int:
    """Tries a wish, and writes the plan that keeps it."""
    from api.commands.output import require_writable
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
        print_json(_json(answer, path, words))
    else:
        print_hand(before, answer, how.now_s, path, words)
    return DONE if path is not None else NO


def _hand_of(options: argparse.Namespace, before: "PlanFile") -> "Hand":
    """Returns the wish that is typed; its id counts what was decided on the day."""
    from optimizer.hands import Forbid, Lock, Move, Pin, Release

    wishes = [name for name in WISHES if getattr(options, name) is not None]
    if len(wishes) != 1:
        raise InputError(
            "edit.one_wish",
            "give one of {wishes:list}, and only one.",
            wishes=[f"--{name}" for name in WISHES],
        )
    number = len(before.running.hands) + 1 if before.running else 1
    both: dict[str, Any] = {"id": f"h{number}", "told_s": options.at}
    if options.before is not None and options.move is None:
        raise InputError("edit.only_move", "--before goes with --move only; take it out.")
    if options.release is not None:
        return Release(**both, hand_id=options.release)
    if options.lock is not None:
        vehicle_id, shift_id = _duty_of(options.lock, before)
        return Lock(**both, vehicle_id=vehicle_id, shift_id=shift_id)
    text = options.forbid or options.pin or options.move
    task_id, equals, whose = text.rpartition("=")
    if not equals or not task_id or not whose:
        raise InputError(
            "edit.no_pair",
            "{text!r}: write TASK=VEHICLE, or TASK=VEHICLE/SHIFT.",
            text=text,
        )
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
    vehicle_id, slash, shift_id = text.partition("/")
    if slash:
        return vehicle_id, shift_id
    shifts = [
        shift.id
        for vehicle in before.fleet.vehicles
        if vehicle.id == vehicle_id
        for shift in vehicle.shifts
    ]
    if len(shifts) > 1:
        raise InputError(
            "edit.which_shift",
            "{vehicle} has the shifts {shifts:list}; write one of them: {vehicle}/{example}.",
            vehicle=vehicle_id,
            shifts=shifts,
            example=shifts[0],
        )
    return vehicle_id, shifts[0] if shifts else ""


def _json(answer: "HandAnswer", path: Path | None, words: Phrasebook) -> dict[str, Any]:
    price_fen, refused = answer.price_fen, answer.refused
    alternative = refused.alternative if refused else None
    return {
        "hand": asdict(answer.hand),
        "price_yuan": None if price_fen is None else price_fen / 100,
        "violations": 0,
        "falls_out": list(answer.falls_out),
        "not_kept": [words.say(one) for one in answer.not_kept],
        "refused": None
        if refused is None
        else {
            "rules": list(refused.rules),
            "why": words.say(refused.why),
            "alternative": None
            if alternative is None
            else {
                "vehicle": alternative.duty_id[0],
                "shift": alternative.duty_id[1],
                "begin_s": alternative.begin_s,
                "price_yuan": alternative.price_fen / 100,
            },
        },
        "file": None if path is None else str(path),
    }
