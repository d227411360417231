"""What can be typed after `./run` or `onebroom`; `api.commands` does it."""

import argparse
import datetime as dt
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from api import VERSION
from api.exports import EXPORTS
from api.words import Language, preferred_language
from fleet import Condition

Command = Callable[[argparse.Namespace], int]

DEFAULT_SCENARIO = "yinzhou-2012"
DEFAULT_CHANGE_YUAN = 30.0
"""About what ten minutes of a vehicle cost: a change must save more than that."""

MOST = 1_000_000_000
"""Largest number of seconds or iterations that is taken for one."""


def positive(kind: type[int] | type[float]) -> Callable[[str], float]:
    """Returns a converter of positive numbers for argparse."""

    def convert(text: str) -> float:
        try:
            value = kind(text)
        except ValueError:
            noun = "whole number" if kind is int else "number"
            raise argparse.ArgumentTypeError(f"{text!r} is no {noun}") from None
        # Written so that nan, too, is refused.
        if not 0 < value <= MOST:
            raise argparse.ArgumentTypeError(f"must lie between 0 and {MOST:,}, got {text}")
        return value

    return convert


def seed(text: str) -> int:
    """Returns a seed from its text."""
    try:
        value = int(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no whole number") from None
    if not 0 <= value < 2**31:
        raise argparse.ArgumentTypeError(f"must lie between 0 and {2**31 - 1}, got {text}")
    return value


def share(text: str) -> float:
    """Returns a share from its text: 0.75, or 75%."""
    try:
        value = float(text.removesuffix("%")) / (100 if text.endswith("%") else 1)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no share, e.g. 0.75") from None
    if not 0 < value <= 1:
        raise argparse.ArgumentTypeError(f"must lie above 0 and up to 1, got {text}")
    return value


def conditions(text: str) -> tuple[str, ...]:
    """Returns weather conditions from their names, parted by commas; "none" for fair weather."""
    names = tuple(name.strip().lower() for name in text.split(",") if name.strip())
    if names == ("none",):
        return ()
    unknown = sorted(set(names) - set(Condition))
    if unknown or not names:
        raise argparse.ArgumentTypeError(
            f"{', '.join(unknown) or 'nothing'} is no weather; there are {', '.join(Condition)} "
            "and none"
        )
    return names


def dates(text: str) -> tuple[dt.date, ...]:
    """Returns dates from their texts, parted by commas."""
    try:
        return tuple(dt.date.fromisoformat(one.strip()) for one in text.split(",") if one.strip())
    except ValueError:
        raise argparse.ArgumentTypeError(
            f"{text!r}: write dates as YYYY-MM-DD, parted by commas"
        ) from None


def port(text: str) -> int:
    """Returns a port from its text; 0 takes any free one."""
    if not text.isdecimal() or int(text) > 65_535:
        raise argparse.ArgumentTypeError(f"must lie between 0 and 65535, got {text}")
    return int(text)


def _common(*, is_top: bool) -> argparse.ArgumentParser:
    """Returns the options of every command, which may stand before it or after it."""
    common = argparse.ArgumentParser(add_help=False)
    # Below the top nothing has a default: it would overwrite what stood before the command.
    common.add_argument(
        "--debug",
        action="store_true",
        default=False if is_top else argparse.SUPPRESS,
        help="show tracebacks",
    )
    common.add_argument(
        "--lang",
        type=str.lower,
        choices=[str(language) for language in Language],
        default=str(preferred_language()) if is_top else argparse.SUPPRESS,
        help="language of what is printed",
    )
    return common


def _limits() -> argparse.ArgumentParser:
    limits = argparse.ArgumentParser(add_help=False)
    limits.add_argument("--seconds", type=positive(float), help="time limit of the search (60)")
    limits.add_argument("--iterations", type=positive(int), help="iteration limit of the search")
    limits.add_argument("--seed", type=seed, default=0, help="seed of the search (0)")
    limits.add_argument(
        "--engine",
        default="ruin_recreate",
        help="ruin_recreate, divided (the same in parts, for large fleets), path_scanning (a "
        "greedy baseline), ortools, pyvrp",
    )
    limits.add_argument(
        "--processes",
        type=positive(int),
        default=1,
        metavar="N",
        help="how many cores to use (1); each searches up to the iteration limit",
    )
    limits.add_argument("--json", action="store_true", help="one JSON object on stdout")
    return limits


def _streets() -> argparse.ArgumentParser:
    streets = argparse.ArgumentParser(add_help=False)
    streets.add_argument("--osm", metavar="FILE", help="streets: .osm, .osm.pbf or .graphml")
    streets.add_argument("--place", metavar="NAME", help="streets: downloaded by name")
    streets.add_argument("--date", metavar="YYYY-MM-DD", help="service day")
    return streets


def program() -> str:
    """Returns what the user has typed: the checkout's script, or the installed command."""
    return "onebroom" if Path(sys.argv[0]).stem == "onebroom" else "./run"


def parser(commands: Mapping[str, Command]) -> argparse.ArgumentParser:
    """Returns the parser; `run` of what it returns is the command to call."""
    common, limits, streets = _common(is_top=False), _limits(), _streets()
    whole = argparse.ArgumentParser(
        prog=program(),
        description="OneBroom plans a city sanitation fleet's day.",
        parents=[_common(is_top=True)],
    )
    whole.add_argument("--version", action="version", version=f"OneBroom {VERSION}")
    places = whole.add_subparsers(title="commands", required=True, metavar="COMMAND")

    def add(name: str, help_: str, *parents: argparse.ArgumentParser) -> argparse.ArgumentParser:
        command = places.add_parser(name, help=help_, parents=[common, *parents])
        command.set_defaults(run=commands[name])
        return command

    plan = add("plan", "plan a day", limits, streets)
    plan.add_argument("scenario", nargs="?", default=DEFAULT_SCENARIO, help="name or path")
    plan.add_argument(
        "--contracts",
        metavar="FILE",
        help="kitchen-waste contracts: .csv or .xlsx (the scenario's)",
    )
    plan.add_argument("--out", metavar="DIR", default="out", help="where files are written (out)")
    plan.add_argument(
        "--reference", metavar="PLAN.json", help="an earlier plan to start from and stay close to"
    )
    plan.add_argument(
        "--change-price",
        type=positive(float),
        default=DEFAULT_CHANGE_YUAN,
        metavar="YUAN",
        help="price of a task that is not where the reference or the calendar has it "
        f"({DEFAULT_CHANGE_YUAN:.0f})",
    )
    plan.add_argument(
        "--calendar",
        metavar="CALENDAR.json",
        help="the week's calendar: whom to collect",
    )

    plan.add_argument(
        "--target-rate",
        type=share,
        metavar="SHARE",
        help="mechanised rate to reach as cheaply as possible, e.g. 0.75 (as high as can be)",
    )
    plan.add_argument(
        "--weather",
        type=conditions,
        metavar="LIST",
        help="weather of the day: rain, snow, frost, wind (force 5 and more), or none",
    )

    check = add("check", "check a plan independently")
    check.add_argument("plan", metavar="PLAN.json")
    check.add_argument("--osm", metavar="FILE", help="where the plan's streets are now")
    check.add_argument("--json", action="store_true", help="one JSON object on stdout")

    export = add("export", "write a plan in another format")
    export.add_argument("plan", metavar="PLAN.json")
    export.add_argument("--format", required=True, choices=tuple(EXPORTS))
    export.add_argument("--vehicle", metavar="ID", help="one vehicle only")
    export.add_argument("--out", metavar="DIR", required=True)
    export.add_argument("--osm", metavar="FILE", help="where the plan's streets are now")

    compare = add("compare", "plan several scenarios side by side", limits, streets)
    compare.add_argument("scenarios", nargs="+", metavar="SCENARIO")
    compare.add_argument("--out", metavar="DIR", help="keep the plans there")

    _add_scenario(places, common, commands["scenario"])
    _add_week(add)

    network = add("network", "what was read of a street file")
    network.add_argument("source", metavar="FILE|NAME", help="a file, a place, or 'district'")
    network.add_argument("--json", action="store_true", help="one JSON object on stdout")

    solve = add("solve", "solve a public file: CARP, mcarptif, mcgrp-tp or waste-vrptw", limits)
    solve.add_argument("instance", metavar="INSTANCE")
    solve.add_argument("--bound", action="store_true", help="prove a lower bound (CARP files)")

    bench = add("bench", "run a benchmark of tests/benchmarks")
    bench.add_argument("name", nargs="?", default="", metavar="NAME")
    bench.add_argument("rest", nargs=argparse.REMAINDER, metavar="...", help="its own options")

    serve = add("serve", "serve plans over HTTP")
    serve.add_argument("--host", default="127.0.0.1")
    serve.add_argument("--port", type=port, default=8000)
    return whole


def _add_week(add: Callable[..., argparse.ArgumentParser]) -> None:
    """Adds the commands of a week: calendar, roster, record."""
    week = argparse.ArgumentParser(add_help=False)
    week.add_argument("scenario", nargs="?", default=DEFAULT_SCENARIO, help="name or path")
    week.add_argument("--date", metavar="YYYY-MM-DD", help="any day of the week")
    week.add_argument("--seconds", type=positive(float), default=60.0, help="time limit (60)")
    week.add_argument("--seed", type=seed, default=0, help="seed of the search (0)")
    week.add_argument(
        "--processes",
        type=positive(int),
        default=2,
        metavar="N",
        help="threads to use (2); with 1 a proved answer is the same every time",
    )
    week.add_argument("--out", metavar="DIR", default="out", help="where files are written (out)")
    week.add_argument("--json", action="store_true", help="one JSON object on stdout")

    calendar = add("calendar", "days, trucks and hours of the contracts for a week", week)
    calendar.add_argument(
        "--keep",
        metavar="CALENDAR.json",
        help="an earlier calendar, to change little",
    )
    calendar.add_argument(
        "--holidays",
        type=dates,
        default=(),
        metavar="D,D...",
        help="dates on which nobody collects, YYYY-MM-DD",
    )

    roster = add("roster", "who drives what in a week", week)
    roster.add_argument(
        "--crews", metavar="FILE", help="table of drivers, CSV or XLSX (assumed without it)"
    )
    roster.add_argument(
        "--calendar", metavar="CALENDAR.json", help="kitchen trucks go out only when it says so"
    )
    roster.add_argument("--before", metavar="ROSTER.json", help="the roster of the week before")

    record = add("record", "how each contract was served, the worst first")
    record.add_argument("files", nargs="+", metavar="PLAN.json|CALENDAR.json")
    record.add_argument("--json", action="store_true", help="one JSON object on stdout")


def _add_scenario(
    places: "argparse._SubParsersAction[argparse.ArgumentParser]",
    common: argparse.ArgumentParser,
    run: Command,
) -> None:
    scenario = places.add_parser("scenario", help="the scenarios there are")
    actions = scenario.add_subparsers(required=True, metavar="list|show|new|validate")
    for action, help_ in (
        ("list", "names and titles"),
        ("show", "one scenario with its assumptions"),
        ("new", "a folder that extends another scenario"),
        ("validate", "say every fault of a scenario, or of a contracts table (.csv, .xlsx)"),
    ):
        one = actions.add_parser(action, help=help_, parents=[common])
        one.set_defaults(run=run, action=action)
        if action != "list":
            one.add_argument("name", metavar="PATH" if action == "validate" else "NAME")
        if action == "new":
            one.add_argument("--from", dest="from_name", required=True, metavar="NAME")
