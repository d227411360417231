"""The scenarios of a variation on a terminal: one row each, knees and best compromises told."""

from pathlib import Path

from api.screen.console import console, table_of
from api.words import Phrasebook
from scenarios.measures import Curves


def print_curves(scenario: str, curves: Curves, words: Phrasebook) -> None:
    """Prints the aims of each scenario of a variation: medians, with the least..the greatest."""
    out = console()
    out.print(words("curves.heading", name=Path(scenario).stem or scenario))
    out.print()
    table = table_of(
        *words.columns("setting"),
        *(words.say(measure) for measure in curves.measures),
        *words.columns("efficient"),
    )
    for number, point in enumerate(curves.points):
        table.add_row(
            "\n".join(point.settings),
            *(
                _figure(text, spread, curves.knees[aim] == number, words)
                for aim, (text, spread) in enumerate(
                    zip(point.texts, point.spread_texts, strict=True)
                )
            ),
            words("curves.yes") if point.is_efficient else "",
            style="bold" if point.is_efficient else None,
        )
    out.print(table)
    out.print()
    out.print(words("curves.efficient"))
    if any(knee is not None for knee in curves.knees):
        out.print(words("curves.knees"))


def _figure(text: str, spread: tuple[str, str] | None, is_knee: bool, words: Phrasebook) -> str:
    marked = words("curves.knee", figure=text) if is_knee else text
    return marked if spread is None else f"{marked}\n{spread[0]}..{spread[1]}"
