"""What can be typed after `./run` or `onebroom`; `api.commands` does it."""

import argparse
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from api import VERSION
from api.commands.argument_parts import ArgumentParts, Command
from api.commands.help_format import HelpFormat
from api.exports import DATUM_NAMES, EXPORTS
from api.words import Language, Phrasebook, detect_language

DEFAULT_CHANGE_YUAN = 30.0
"""About what ten minutes of a vehicle cost: a change must save more than that."""

POLICIES = ("none", "least", "some", "best", "scratch", "foresight")
"""The ways of re-planning, by the names of `scenarios.simulation.Policy`."""

LOG_FORMS, ROLES = ("text", "json"), ("driver", "dispatcher", "planner", "admin")
"""Of the service, by the names of `api.service.observing` and `api.service.security.Role`."""

SEEDS = 3
"""How often each scenario of a comparison is planned: fewer would call noise a difference."""

TABLES = (
    "contracts",
    "crews",
    "vehicles",
    "bulk_trucks",
    "facilities",
    "containers",
    "standards",
)
"""The tables there are, by the names of their files."""


def language_of(arguments: Sequence[str]) -> Language:
    """Returns the language that is asked for, before anything is said in it."""
    first = argparse.ArgumentParser(add_help=False, exit_on_error=False)
    first.add_argument("--lang", type=str.lower, nargs="?")
    try:
        asked, _ = first.parse_known_args(list(arguments))
    except argparse.ArgumentError:
        return detect_language()
    return Language(asked.lang) if asked.lang in set(Language) else detect_language()


def program() -> str:
    """Returns what the user has typed: the checkout's script, or the installed command."""
    return "onebroom" if Path(sys.argv[0]).stem == "onebroom" else "./run"


def parser(commands: Mapping[str, Command], words: Phrasebook) -> argparse.ArgumentParser:
    """Returns the parser; `run` of what it returns is the command to call."""
    _let_argparse_speak(words)
    return _Arguments(commands, words).parser()


def _let_argparse_speak(words: Phrasebook) -> None:
    """Lets argparse say its own sentences in a language.

    It looks them up under these names, which are gettext's; we have no catalogues of that kind.
    """

    def one(text: str) -> str:
        return words.library("argparse", text)

    def one_or_many(text: str, many: str, count: int) -> str:
        return one(text if count == 1 else many)

    for name, says in (("_", one), ("ngettext", one_or_many)):
        setattr(argparse, name, says)


class _Arguments(ArgumentParts):
    """All commands, in a language."""

    def parser(self) -> argparse.ArgumentParser:
        """Returns the whole."""
        whole = argparse.ArgumentParser(
            prog=program(),
            description=self._words("usage.about"),
            formatter_class=HelpFormat,
            parents=[self._common(is_top=True)],
        )
        self._add(whole, "--version", "version", action="version", version=f"OneBroom {VERSION}")
        self._begin_commands(whole)
        limits, streets = self._limits(), self._streets()
        self._add_plan(limits, streets)
        self._add_check()
        self._add_export()
        self._add_replan()
        self._add_fit()
        self._add_edit()
        self._add_simulate(limits, streets)
        self._add_robust()
        self._add_changes()
        self._add_compare(self._limits(processes="plans_at_once"), streets)
        self._add_size(self._limits(processes="plans_at_once"), streets)
        self._add_scenario()
        self._add_week()
        self._add_network()
        self._add_solve(limits)
        self._add_bench()
        self._add_serve()
        self._add_database()
        self._add_keys()
        return whole

    def _add_plan(self, *parents: argparse.ArgumentParser) -> None:
        plan = self._command("plan", *parents)
        self._scenario(plan)
        self._add(plan, "--contracts", "contracts", metavar="file")
        self._flag(plan, "--skip-faults", "skip_faults")
        self._add(plan, "--out", "out", metavar="dir", default="out")
        self._add(plan, "--cluster", "cluster_of_plan", metavar="address")
        self._add(plan, "--reference", "reference", metavar="plan")
        plan.add_argument(
            "--change-price",
            type=self._to.amount,
            default=DEFAULT_CHANGE_YUAN,
            metavar=self._words("metavar.yuan"),
            help=self._words("usage.change_price", yuan=DEFAULT_CHANGE_YUAN),
        )
        self._add(plan, "--calendar", "calendar_of_plan", metavar="calendar")
        self._add(plan, "--target-rate", "target_rate", metavar="share", type=self._to.share)
        self._add_bound_seconds(plan)
        self._add(plan, "--weather", "weather", metavar="list", type=self._to.conditions)
        self._add(plan, "--pin", "early_pin", metavar="to_vehicle", action="append")
        self._add(plan, "--forbid", "early_forbid", metavar="not_vehicle", action="append")
        self._add(plan, "--pin-hours", "early_pin_hours", metavar="task_hours", action="append")

    def _add_bound_seconds(self, to: argparse.ArgumentParser) -> None:
        self._add(to, "--bound-seconds", "bound_seconds", metavar="number", type=self._to.or_none)

    def _add_check(self) -> None:
        check = self._command("check")
        self._add(check, "plan", metavar="plan")
        self._add(check, "--osm", "streets_now", metavar="file")
        self._add(check, "--scenario", "scenario_of_check", metavar="scenario")
        self._add(check, "--calendar", "calendar_of_check", metavar="calendar")
        self._add(check, "--before", "before_of_check", metavar="plan")
        self._flag(check, "--json", "json")

    def _add_export(self) -> None:
        export = self._command("export")
        self._add(export, "plan", metavar="plan")
        export.add_argument("--format", choices=tuple(EXPORTS))
        self._add(export, "--diff", "diff", metavar="plan")
        self._add(export, "--vehicle", "vehicle", metavar="id")
        self._flag(export, "--all", "export_all")
        self._add(export, "--points", "points", metavar="number", type=self._to.count)
        self._add(export, "--datum", "datum", choices=DATUM_NAMES, default=DATUM_NAMES[0])
        self._add(export, "--link", "link", metavar="address")
        self._add(export, "--roster", "roster_of_export", metavar="roster")
        self._add(export, "--out", metavar="dir", required=True)
        self._add(export, "--osm", "streets_now", metavar="file")

    def _add_day_so_far(self, to: argparse.ArgumentParser) -> None:
        """Adds what tells how a day stands."""
        self._add(to, "plan", "plan_in_force", metavar="plan")
        self._add(to, "--at", "at", metavar="time", type=self._to.time_s, required=True)
        self._add(to, "--events", "events", metavar="events")
        self._add(to, "--freeze", "freeze", metavar="number", type=self._to.or_none)
        self._add(to, "--osm", "streets_now", metavar="file")
        self._flag(to, "--json", "json")

    def _add_replan(self) -> None:
        replan = self._command("replan")
        self._add_day_so_far(replan)
        self._add(replan, "--seconds", "seconds", metavar="number", type=self._to.amount)
        self._add(replan, "--iterations", "iterations", metavar="number", type=self._to.count)
        self._add(
            replan,
            "--bound-seconds",
            "replan_bound_seconds",
            metavar="number",
            type=self._to.or_none,
            default=15.0,
        )
        self._add(replan, "--seed", "replan_seed", metavar="number", type=self._to.seed)
        self._add(replan, "--out", "out", metavar="dir", default="out")

    def _add_fit(self) -> None:
        fit = self._command("fit")
        self._add_day_so_far(fit)
        self._add(fit, "--case", "case", metavar="events")

    def _add_edit(self) -> None:
        edit = self._command("edit")
        self._add_day_so_far(edit)
        for name, metavar in (
            ("pin", "to_vehicle"),
            ("forbid", "not_vehicle"),
            ("move", "to_vehicle"),
            ("hours", "task_hours"),
            ("after", "task_task"),
            ("lock", "duty"),
            ("release", "hand"),
        ):
            self._add(edit, f"--{name}", f"edit_{name}", metavar=metavar)
        self._add(edit, "--before", "edit_before", metavar="task")
        self._add(edit, "--out", "out", metavar="dir", default="out")

    def _add_changes(self) -> None:
        changes = self._command("changes")
        self._add(changes, "old", "old_plan", metavar="old_plan")
        self._add(changes, "new", "new_plan", metavar="new_plan")
        self._add(changes, "--vehicle", "vehicle", metavar="id")
        self._add(
            changes, "--minutes", "minutes", metavar="number", type=self._to.amount, default=10.0
        )
        self._flag(changes, "--json", "json")

    def _add_compare(self, *parents: argparse.ArgumentParser) -> None:
        compare = self._command("compare", *parents)
        self._add(compare, "scenarios", metavar="scenario", nargs="+")
        self._add(
            compare, "--seeds", "seeds", metavar="number", type=self._to.count, default=SEEDS
        )
        self._add(compare, "--vary", "vary", metavar="values", action="append", default=[])
        self._add_bound_seconds(compare)
        self._add(compare, "--out", "keep_plans", metavar="dir")
        self._flag(compare, "--resume", "resume")
        self._add(compare, "--cluster", "cluster", metavar="address")

    def _add_size(self, *parents: argparse.ArgumentParser) -> None:
        size = self._command("size", *parents)
        self._scenario(size)
        self._add(size, "--target", "target", metavar="target", action="append", default=[])
        self._add(size, "--seeds", "seeds", metavar="number", type=self._to.count, default=SEEDS)
        self._add(size, "--out", "tables_out", metavar="dir")
        self._add(size, "--cluster", "cluster", metavar="address")

    def _add_simulate(self, *parents: argparse.ArgumentParser) -> None:
        simulate = self._command("simulate", *parents)
        self._scenario(simulate)
        self._add(simulate, "--days", "days", metavar="number", type=self._to.count, default=5)
        self._add(simulate, "--policy", "policy", action="append", choices=POLICIES)
        self._add(simulate, "--out", "keep_days", metavar="dir")
        self._add(simulate, "--cluster", "cluster_of_days", metavar="address")

    def _add_robust(self) -> None:
        robust, count = self._command("robust"), self._to.count
        self._add(robust, "plans", "plans_of_robust", metavar="plan", nargs="+")
        self._add(robust, "--days", "days_of_robust", metavar="number", type=count, default=20)
        self._add(
            robust, "--seed", "seed_of_days", metavar="number", type=self._to.seed, default=0
        )
        self._add(robust, "--processes", "plans_at_once", metavar="number", type=count)
        self._add(robust, "--osm", "streets_now", metavar="file")
        self._add(robust, "--out", "tables_out", metavar="dir")
        self._add(robust, "--cluster", "cluster", metavar="address")
        self._flag(robust, "--json", "json")

    def _add_network(self) -> None:
        network = self._command("network")
        self._add(network, "source", "network_source", metavar="source")
        self._flag(network, "--fresh", "fresh")
        self._flag(network, "--json", "json")

    def _add_solve(self, *parents: argparse.ArgumentParser) -> None:
        solve = self._command("solve", *parents)
        self._add(solve, "instance", metavar="instance")
        self._flag(solve, "--bound", "bound")

    def _add_bench(self) -> None:
        bench = self._command("bench")
        self._add(bench, "name", metavar="name", nargs="?", default="")
        bench.add_argument(
            "rest",
            nargs=argparse.REMAINDER,
            metavar="...",
            help=self._words("usage.bench_rest"),
        )

    def _add_serve(self) -> None:
        serve = self._command("serve")
        self._add(serve, "--host", metavar="name", default="127.0.0.1")
        self._add(serve, "--port", metavar="number", type=self._to.port, default=8000)
        self._flag(serve, "--migrate", "migrate")
        self._add(serve, "--keep-days", "keep_plans_days", metavar="number", type=self._to.amount)
        self._add(serve, "--log", "log", choices=LOG_FORMS, default="text")
        self._flag(serve, "--first-key", "first_key")

    def _add_database(self) -> None:
        for name in ("backup", "restore"):
            self._add(self._command(name), "file", "database_file", metavar="file", type=Path)

    def _add_keys(self) -> None:
        for action, one in self._actions("keys", "new", "list", "revoke", says="keys_"):
            if action == "revoke":
                self._add(one, "id", "key_id", metavar="id")
                continue
            self._flag(one, "--json", "json")
            if action == "new":
                self._add(one, "--name", "key_name", metavar="name", required=True)
                self._add(one, "--role", "key_role", choices=ROLES, default="dispatcher")

    def _add_week(self) -> None:
        """Adds the commands of a week: calendar, roster, record."""
        week = argparse.ArgumentParser(add_help=False)
        self._scenario(week)
        self._add(week, "--date", "week_date", metavar="date")
        self._add(
            week, "--seconds", "week_seconds", metavar="number", type=self._to.amount, default=60.0
        )
        self._add(week, "--seed", "seed", metavar="number", type=self._to.seed, default=0)
        self._add(week, "--processes", "threads", metavar="number", type=self._to.count, default=2)
        self._add(week, "--out", "out", metavar="dir", default="out")
        self._flag(week, "--json", "json")

        calendar = self._command("calendar", week)
        self._add(calendar, "--keep", "keep", metavar="calendar")
        self._add(
            calendar, "--holidays", "holidays", metavar="dates", type=self._to.dates, default=()
        )

        roster = self._command("roster", week)
        self._add(roster, "--crews", "crews", metavar="file")
        self._add(roster, "--calendar", "calendar_of_roster", metavar="calendar")
        self._add(roster, "--before", "before", metavar="roster")

        record = self._command("record")
        self._add(record, "files", metavar="plan_or_calendar", nargs="+")
        self._flag(record, "--json", "json")

    def _add_scenario(self) -> None:
        for action, one in self._actions("scenario", "list", "show", "new", "validate"):
            if action != "list":
                self._add(one, "name", metavar="path" if action == "validate" else "name")
            if action == "validate":
                self._flag(one, "--skip-faults", "skip_faults")
                self._add(one, "--table", "table", choices=TABLES)
            if action == "new":
                self._add(one, "--from", metavar="name", dest="from_name", required=True)
