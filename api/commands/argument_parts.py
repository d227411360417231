"""What the parsers of commands are made of: options that several have, said in a language."""

import argparse
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from api.commands.converters import Converters
from api.commands.help_format import HelpFormat
from api.words import Language, Phrasebook

Command = Callable[[argparse.Namespace], int]

DEFAULT_SCENARIO = "yinzhou-2012"


class ArgumentParts:
    """The parts of a parser; help and names of values are codes of a phrasebook."""

    def __init__(self, commands: Mapping[str, Command], words: Phrasebook) -> None:
        self._commands = commands
        self._words = words
        self._to = Converters(words)

    def _begin_commands(self, whole: argparse.ArgumentParser) -> None:
        """Makes room for commands below a parser."""
        self._common_below = self._common(is_top=False)
        self._places = whole.add_subparsers(
            title=self._words("usage.commands"),
            required=True,
            metavar=self._words("metavar.command"),
        )

    def _command(self, name: str, *parents: argparse.ArgumentParser) -> argparse.ArgumentParser:
        command = self._places.add_parser(
            name,
            help=self._words(f"usage.{name}"),
            parents=[self._common_below, *parents],
            formatter_class=HelpFormat,
        )
        command.set_defaults(run=self._commands[name])
        return command

    def _actions(
        self, name: str, *actions: str, says: str = ""
    ) -> Iterator[tuple[str, argparse.ArgumentParser]]:
        """Yields the actions of a command that has several, each with its parser."""
        command = self._places.add_parser(
            name, help=self._words(f"usage.{name}"), formatter_class=HelpFormat
        )
        places = command.add_subparsers(required=True, metavar="|".join(actions))
        for action in actions:
            one = places.add_parser(
                action,
                help=self._words(f"usage.{says}{action}"),
                parents=[self._common_below],
                formatter_class=HelpFormat,
            )
            one.set_defaults(run=self._commands[name], action=action)
            yield action, one

    def _add(
        self,
        to: argparse.ArgumentParser,
        name: str,
        help_: str = "",
        *,
        metavar: str = "",
        **options: Any,
    ) -> None:
        """Adds an argument; `help_` and `metavar` are codes."""
        if metavar:
            options["metavar"] = self._words(f"metavar.{metavar}")
        if help_:
            options["help"] = self._words(f"usage.{help_}")
        to.add_argument(name, **options)

    def _flag(self, to: argparse.ArgumentParser, name: str, help_: str, **options: Any) -> None:
        self._add(to, name, help_, action="store_true", **options)

    def _common(self, *, is_top: bool) -> argparse.ArgumentParser:
        """Returns the options of every command, which may stand before it or after it."""
        common = argparse.ArgumentParser(add_help=False)
        # Below the top nothing has a default: it would overwrite what stood before the command.
        self._flag(common, "--debug", "debug", default=False if is_top else argparse.SUPPRESS)
        self._add(
            common,
            "--lang",
            "lang",
            type=str.lower,
            choices=[str(language) for language in Language],
            default=str(self._words.language) if is_top else argparse.SUPPRESS,
        )
        return common

    def _limits(self, *, processes: str = "processes") -> argparse.ArgumentParser:
        """Returns the options of whatever searches.

        Where plans are made side by side `processes` says so, as many as cores by default.
        """
        limits = argparse.ArgumentParser(add_help=False)
        self._add(limits, "--seconds", "seconds", metavar="number", type=self._to.amount)
        self._add(limits, "--iterations", "iterations", metavar="number", type=self._to.count)
        self._add(limits, "--seed", "seed", metavar="number", type=self._to.seed, default=0)
        self._add(limits, "--engine", "engine", metavar="name", default="ruin_recreate")
        self._add(limits, "--processes", processes, metavar="number", type=self._to.count)
        self._flag(limits, "--json", "json")
        return limits

    def _streets(self) -> argparse.ArgumentParser:
        streets = argparse.ArgumentParser(add_help=False)
        self._add(streets, "--osm", "osm", metavar="file")
        self._add(streets, "--place", "place", metavar="name")
        self._flag(streets, "--fresh", "fresh")
        self._add(streets, "--date", "date", metavar="date")
        return streets

    def _scenario(self, to: argparse.ArgumentParser) -> None:
        self._add(
            to,
            "scenario",
            "scenario_name",
            metavar="scenario",
            nargs="?",
            default=DEFAULT_SCENARIO,
        )
