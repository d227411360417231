"""A scenario on a terminal: its title, its figures, what it assumes."""

from collections import Counter
from collections.abc import Sequence

from api.screen.console import console
from api.screen.tables import print_rows
from api.words import Phrasebook
from fleet import Message
from scenarios.scenario import Scenario


def print_scenario(scenario: Scenario, words: Phrasebook) -> None:
    """Prints title and figures."""
    out = console()
    title = words.pick(scenario.title, scenario.title_zh)
    out.print(words("scenario_sheet.heading", name=scenario.name, title=title), soft_wrap=True)
    kinds = Counter(vehicle.kind for vehicle in scenario.vehicles)
    figures = words(
        "scenario_sheet.figures",
        date=scenario.date,
        vehicles=len(scenario.vehicles),
        kinds=[
            words("scenario_sheet.kind", count=kinds[kind], kind=kind) for kind in sorted(kinds)
        ],
        contracts=len(scenario.contracts),
        facilities=len(scenario.facilities),
    )
    more = [
        words(f"scenario_sheet.{noun}", count=len(things))
        for noun, things in (
            ("containers", scenario.containers),
            ("bulk_trucks", scenario.bulk_trucks),
        )
        if things
    ]
    out.print(" · ".join((figures, *more)), soft_wrap=True)


def print_differences(base: Scenario, differences: Sequence[Message], words: Phrasebook) -> None:
    """Prints what a scenario has otherwise than the one that it extends."""
    out = console()
    if not differences:
        out.print(words("scenario_sheet.no_difference", base=base.name), soft_wrap=True)
        return
    out.print(words("scenario_sheet.differences", base=base.name), soft_wrap=True)
    for one in differences:
        out.print(words("scenario_sheet.assumption", text=one), soft_wrap=True)


def print_standards(scenario: Scenario, words: Phrasebook) -> None:
    """Prints what each class of street is owed."""
    print_rows("standards", scenario.standards, words)


def print_assumptions(scenario: Scenario, words: Phrasebook) -> None:
    """Prints what no source states."""
    out = console()
    chinese = scenario.assumptions_zh or scenario.assumptions
    for one, one_zh in zip(scenario.assumptions, chinese, strict=True):
        text = words("scenario_sheet.assumption", text=words.pick(one, one_zh))
        out.print(text, soft_wrap=True)
