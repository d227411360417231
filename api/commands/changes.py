"""What changes between two plans of a day: shown, or written for drivers and office."""

import argparse
from pathlib import Path

from api.commands.results import DONE, print_json
from api.words import Phrasebook


def show_changes(options: argparse.Namespace) -> int:
    from api.exports.changes import changes_values, duties_of_vehicle
    from api.screen import print_changes
    from scenarios.changes import find_changes
    from scenarios.plan_file import read_plan

    words: Phrasebook = options.words
    old, new = read_plan(Path(options.old)), read_plan(Path(options.new))
    found = find_changes(old, new, tolerance_s=round(60 * options.minutes))
    duties = duties_of_vehicle(found, old, new, options.vehicle)
    if options.json:
        print_json(changes_values(found, duties, words))
    else:
        print_changes(found, duties, words)
    return DONE
