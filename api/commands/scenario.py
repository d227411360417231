"""The scenarios there are, and those of users."""

import argparse
from pathlib import Path

from api.commands.results import DONE
from api.commands.telling import say
from api.words import Phrasebook


def handle_scenarios(options: argparse.Namespace) -> int:
    from api.screen import print_assumptions, print_scenario, print_standards
    from scenarios.files import (
        TABLE_FILES,
        list_scenarios,
        load_scenario,
        make_scenario,
    )
    from scenarios.folders import find_own_folder

    words: Phrasebook = options.words
    if options.action == "list":
        for name, one in list_scenarios().items():
            print(f"{name}\t{words.pick(one.title, one.title_zh)}")
    elif options.action == "show":
        scenario = load_scenario(options.name)
        print_scenario(scenario, words)
        print_standards(scenario, words)
        print_assumptions(scenario, words)
    elif options.action == "new":
        print(
            make_scenario(options.name, from_name=options.from_name, directory=find_own_folder())
        )
    elif Path(options.name).suffix.lower() in TABLE_FILES:
        _validate_table(Path(options.name), options)
    else:
        _validate_scenario(options)
    return DONE


def _validate_table(path: Path, options: argparse.Namespace) -> None:
    """Prints what a table holds, or raises with all of its faults."""
    from api.screen import print_skipped, print_table
    from scenarios.files import list_skipped, read_any_table, read_table, refuse_faults

    name, table = (
        (options.table, read_table(options.table, path)) if options.table else read_any_table(path)
    )
    refuse_faults(name, path.name, table, skip_faults=options.skip_faults)
    print_table(name, table, options.name, options.words)
    if options.skip_faults:
        print_skipped(list_skipped(name, table), options.words)


def _validate_scenario(options: argparse.Namespace) -> None:
    from api.screen import print_differences, print_scenario, print_skipped
    from scenarios.files import differences_from, load_base, load_scenario

    scenario = load_scenario(options.name, skip_faults=options.skip_faults)
    words: Phrasebook = options.words
    say(words("scenario_sheet.valid", name=options.name))
    print_scenario(scenario, words)
    base = load_base(options.name)
    if base is not None:
        print_differences(base, differences_from(base, scenario), words)
    for notice in scenario.notices:
        say(words("plan.warning", text=notice))
    print_skipped(scenario.skipped, words)
