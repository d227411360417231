"""What is done with a plan that is there: check and export it."""

import argparse
import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from api.commands.results import DONE, NO, print_json
from api.commands.telling import say, tell
from api.words import Phrasebook
from optimizer.beside import begin_beside
from optimizer.errors import InputError

if TYPE_CHECKING:
    from fleet import Message
    from optimizer.checker import Violation
    from optimizer.network.road_network import RoadNetwork
    from optimizer.plan import DutyId
    from scenarios.plan_file import PlanFile
    from scenarios.second_opinion import Opinion

NUMBER = re.compile(r"\.\d+\b")
"""The number of a thing among its like, which people need not read."""


def check_plan(options: argparse.Namespace) -> int:
    from scenarios.plan_file import read_plan

    words: Phrasebook = options.words
    plan_file = read_plan(Path(options.plan))
    opinion = _opinion(
        plan_file,
        find_streets(plan_file, options.osm),
        scenario=options.scenario,
        calendar=options.calendar,
        before=options.before,
    )
    if options.json:
        print_json(
            {
                "violations": [
                    {"code": str(v.code), "where": str(v.where), "detail": str(v.detail)}
                    for v in opinion.violations
                ],
                "scenario": {
                    "at_hand": opinion.at_hand.name or None,
                    "same": opinion.at_hand.is_same,
                    "differs_in": list(opinion.at_hand.differs_in),
                },
                "not_checked": [
                    {"what": one.what, "why": str(one.why)} for one in opinion.unchecked
                ],
            }
        )
    else:
        for violation in opinion.violations:
            say(words.say(violation.message))
        say(words("command.violations", count=len(opinion.violations)))
        _tell(opinion, words)
    return NO if opinion.violations else DONE


def _tell(opinion: "Opinion", words: Phrasebook) -> None:
    """Says beside the answer by which scenario it was given, and what it leaves open."""
    tell(words.say(opinion.at_hand.message))
    by_why: dict[Message, dict[str, None]] = {}
    for one in opinion.unchecked:
        by_why.setdefault(one.why, {})[NUMBER.sub(".*", one.what)] = None
    tell(words("command.not_checked"))
    for why, places in by_why.items():
        line = words("command.not_checked_line", places=[*places], why=why)
        tell(f"  {line}")


def _opinion(
    plan_file: "PlanFile",
    network: "RoadNetwork",
    *,
    scenario: str | None = None,
    calendar: str | None = None,
    before: str | None = None,
) -> "Opinion":
    """Returns the second opinion on a plan file.

    Parameters
    ----------
    scenario, calendar
        What it is to have been made from: a name or path, and the path of a calendar.json.
    before
        The path of the plan.json that it is to go on from.
    """
    from scenarios.plan_file import read_plan
    from scenarios.second_opinion import judge
    from scenarios.week import read_calendar

    kept = read_calendar(Path(calendar)).calendar if calendar else None
    then = read_plan(Path(before)) if before else None
    return judge(plan_file, network, scenario=scenario, calendar=kept, before=then)


def find_streets(plan_file: "PlanFile", osm: str | None) -> "RoadNetwork":
    """Returns the streets that a plan was made for.

    Raises
    ------
    InputError
        When they have changed since.
    """
    from scenarios.due import close_streets
    from scenarios.files import load_network, load_source

    network = load_network(osm=osm) if osm else load_source(plan_file.network.source)
    if network.digest != plan_file.network.digest:
        raise InputError(
            "export.other_streets",
            "the plan was made for other streets than {network} now holds; give the file that it "
            "was made for with --osm, or plan again.",
            network=network.label,
        )
    return replace(
        close_streets(network, plan_file.closures),
        driving_side=plan_file.network.driving_side,
        country=plan_file.network.country,
        date=_date_of(plan_file),
    )


def _date_of(plan_file: "PlanFile") -> dt.date:
    try:
        return dt.date.fromisoformat(plan_file.date)
    except ValueError:
        raise InputError(
            "export.no_date",
            "the plan's date {date!r} does not exist; write YYYY-MM-DD, or plan the day again.",
            date=plan_file.date,
        ) from None


def export_one(options: argparse.Namespace) -> int:
    from api.commands.output import require_writable, write_files
    from api.exports import EXPORTS
    from scenarios.plan_file import read_plan

    if options.format is None and options.diff is None and not options.all:
        raise InputError(
            "export.no_format",
            "--format is missing: give {formats:either}, or --all for all of them, or --diff "
            "PLAN.json for what changes.",
            formats=[*EXPORTS],
        )
    if options.points is not None and options.format != "gpx" and not options.all:
        raise InputError(
            "export.points_of_gpx",
            "--points is for --format gpx, not for {format}; leave it out.",
            format=options.format or "--diff",
        )
    words: Phrasebook = options.words
    plan_file = read_plan(Path(options.plan))
    network = find_streets(plan_file, options.osm)
    require_writable(Path(options.out))
    # Nothing is written of a plan that breaks a rule; the files are made while it is judged.
    judged = begin_beside(lambda: _opinion(plan_file, network).violations)
    try:
        files = _files(options, plan_file, network)
    except Exception:
        # Of a broken plan anything may be missing: that it is broken is what there is to tell.
        if not _are_told(judged(), words):
            raise
        return NO
    if _are_told(judged(), words):
        return NO
    for path in write_files(Path(options.out), files):
        print(path)
    return DONE


def _are_told(violations: "Sequence[Violation]", words: Phrasebook) -> bool:
    """Tells of each violation; returns whether there is any."""
    for violation in violations:
        tell(words.say(violation.message))
    if violations:
        tell(words("command.broken_plan", count=len(violations)))
    return bool(violations)


def _files(
    options: argparse.Namespace, plan_file: "PlanFile", network: "RoadNetwork"
) -> dict[str, bytes]:
    """Returns what is to be written of a plan: one format of it, or what is different in it."""
    from api.exports import ExportRequest, export_all, export_files
    from api.exports.changes import changes_files
    from scenarios.plan_file import read_plan

    words: Phrasebook = options.words
    if options.diff is not None:
        return changes_files(
            read_plan(Path(options.diff)),
            plan_file,
            form=options.format or "xlsx",
            vehicle_id=options.vehicle,
            language=words.language,
        )
    out = Path(options.out)
    asked = ExportRequest(
        plan_file=plan_file,
        network=network,
        vehicle_id=options.vehicle,
        language=words.language,
        points=options.points,
        made_at=dt.datetime.fromtimestamp(Path(options.plan).stat().st_mtime, dt.UTC),
        earlier={
            path.relative_to(out).as_posix(): path.read_bytes() for path in out.rglob("*.ics")
        },
        datum=options.datum,
        drivers=_drivers(plan_file, options.roster),
        links=_links(plan_file, options.link),
    )
    return export_all(asked) if options.all else export_files(options.format, asked)


def _drivers(plan_file: "PlanFile", roster: str | None) -> "Mapping[DutyId, str]":
    from scenarios.week import read_drivers_on

    return read_drivers_on(Path(roster), _date_of(plan_file)) if roster else {}


def _links(plan_file: "PlanFile", link: str | None) -> "Mapping[DutyId, str]":
    """Returns the addresses of drivers' pages, of one in which {vehicle} and {shift} stand."""
    if not link:
        return {}
    return {
        (route.vehicle_id, route.shift_id): link.replace(
            "{vehicle}", quote(route.vehicle_id, safe="")
        ).replace("{shift}", quote(route.shift_id, safe=""))
        for route in plan_file.plan.routes
    }
