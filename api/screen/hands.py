"""What a dispatcher decides by hand: what it costs and changes, or why it cannot be."""

from pathlib import Path

from rich.console import Console

from api.screen.changes import print_changes
from api.screen.console import console
from api.words import Phrasebook
from optimizer.hands import Lock, PinAfter, PinHours, Release
from scenarios.changes import find_changes
from scenarios.plan_file import PlanFile
from scenarios.planning import HandAnswer, WishRefusal


def print_hand(
    before: PlanFile, answer: HandAnswer, now_s: int, path: Path | None, words: Phrasebook
) -> None:
    """Prints the price of a wish and what it changes, or the rule that is in the way."""
    out = console()
    title = words.pick(before.title, before.title_zh)
    heading = words("edit.heading", title=title, date=before.date, now_s=now_s)
    out.print(heading, style="bold", soft_wrap=True)
    names = {task.id: task.name for task in answer.before.tasks}
    out.print(_say_answer(answer, names, words), soft_wrap=True)
    if answer.refused is not None:
        _print_refusal(out, before, answer.refused, words)
    if answer.plan_file is None or answer.price_fen is None:
        return
    out.print(words("edit.price", yuan=answer.price_fen / 100), soft_wrap=True)
    if answer.falls_out:
        fallen = [names.get(id_, id_) for id_ in answer.falls_out]
        out.print(words("edit.falls_out", names=fallen), soft_wrap=True)
    for notice in answer.not_kept:
        out.print(f"! {words.say(notice)}", soft_wrap=True)
    found = find_changes(before, answer.plan_file)
    print_changes(found, [duty for duty in found.duties if duty.differences], words)
    out.print(words("plan.written", paths=[path]), soft_wrap=True)


def _say_answer(answer: HandAnswer, names: dict[str, str], words: Phrasebook) -> str:
    hand = answer.hand
    if isinstance(hand, Release):
        return words("edit.release", id=hand.id, hand=hand.hand_id)
    if isinstance(hand, Lock):
        return words("edit.lock", id=hand.id, vehicle=hand.vehicle_id)
    name = names.get(hand.task_id, hand.task_id)
    if isinstance(hand, PinHours):
        return words(
            "edit.hours",
            id=hand.id,
            name=name,
            earliest_s=hand.earliest_s,
            latest_s=hand.latest_s,
        )
    if isinstance(hand, PinAfter):
        other = names.get(hand.other_id, hand.other_id)
        return words("edit.after", id=hand.id, name=name, other=other)
    return words(f"edit.{hand.kind}", id=hand.id, name=name, vehicle=hand.vehicle_id)


def _print_refusal(
    out: Console, before: PlanFile, refused: WishRefusal, words: Phrasebook
) -> None:
    why = words.say(refused.why)
    out.print(words("edit.refused", rules=list(refused.rules), why=why), soft_wrap=True)
    other = refused.alternative
    if other is not None:
        said = words(
            "edit.alternative",
            vehicle=other.duty_id[0],
            shift=words.say(before.shift_label(*other.duty_id)),
            begin_s=other.begin_s,
            yuan=other.price_fen / 100,
        )
        out.print(said, soft_wrap=True)
    elif refused.has_choice:
        out.print(words("edit.no_alternative"), soft_wrap=True)
    out.print(words("edit.unchanged"), soft_wrap=True)
