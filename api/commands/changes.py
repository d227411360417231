"""What changes between two plans of a day: shown, or written for drivers and office."""

import argparse
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from api.commands.results import DONE, print_json
from api.words import Phrasebook

if TYPE_CHECKING:
    from scenarios.changes import Changes, DutyChanges


def show_changes(options: argparse.Namespace) -> int:
    from api.exports.changes import duties_of_vehicle
    from api.screen import print_changes
    from scenarios.changes import changes
    from scenarios.plan_file import read_plan

    words: Phrasebook = options.words
    old, new = read_plan(Path(options.old)), read_plan(Path(options.new))
    found = changes(old, new, tolerance_s=round(60 * options.minutes))
    duties = duties_of_vehicle(found, old, new, options.vehicle)
    if options.json:
        print_json(_json(found, duties, words))
    else:
        print_changes(found, duties, words)
    return DONE


def _json(found: "Changes", duties: list["DutyChanges"], words: Phrasebook) -> dict[str, Any]:
    """Returns the changes with what every driver is told, messages as texts."""
    from scenarios.changes import said, short_message

    return {
        "date": found.date,
        "now_s": found.now_s,
        "tolerance_s": found.tolerance_s,
        "totals": asdict(found.totals) | {"kept_share": round(found.totals.kept_share, 4)},
        "duties": [
            words.render(asdict(duty))
            | {
                "is_to_call": duty.is_to_call,
                "order_share": round(duty.order_share, 4),
                "back_later_s": duty.back_later_s,
                "differences": [
                    words.render(asdict(one)) | {"text": words.say(said(one))}
                    for one in duty.differences
                ],
                "message": short_message(duty, words.say) if duty.is_to_call else "",
            }
            for duty in duties
        ],
    }
