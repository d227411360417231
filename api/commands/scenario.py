"""The scenarios there are, and those of users."""

import argparse
from pathlib import Path

from api.commands.results import DONE
from api.words import Language


def handle_scenarios(options: argparse.Namespace) -> int:
    from api.screen import print_contracts
    from scenarios.files import (
        TABLE_FILES,
        contracts_of,
        list_scenarios,
        load_scenario,
        new_scenario,
    )

    if options.action == "list":
        for name, (title, title_zh) in list_scenarios().items():
            print(f"{name}\t{title_zh if options.lang is Language.ZH and title_zh else title}")
    elif options.action == "show":
        scenario = load_scenario(options.name)
        print(scenario)
        for assumption in scenario.assumptions:
            print(f"- {assumption}")
    elif options.action == "new":
        print(new_scenario(options.name, from_name=options.from_name, directory=Path()))
    elif Path(options.name).suffix.lower() in TABLE_FILES:
        print_contracts(contracts_of(Path(options.name)), options.name, options.lang)
    else:
        print(f"{options.name}: valid\n{load_scenario(options.name)}")
    return DONE
