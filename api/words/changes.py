"""The cheapest change that would serve a task, in the words of a dispatcher."""

from typing import TYPE_CHECKING

from api.words.phrasebook import Phrasebook

if TYPE_CHECKING:
    # Words are wanted before anything else is: nobody waits for the rest to hear them.
    from optimizer.plan import Change
    from scenarios.plan_file import PlanFile


def change_text(change: "Change", plan_file: "PlanFile", words: Phrasebook) -> str:
    """Returns one sentence without its full stop."""
    what = words(
        f"change.{change.kind}",
        minutes=change.minutes,
        vehicle=change.vehicle_id,
        shift=plan_file.shift_label(change.vehicle_id, change.shift_id),
    )
    code = "change.cost_with_unloading" if change.extra_visit else "change.cost"
    return words(code, change=what, yuan=change.cost_fen / 100)
