"""What is done with a plan that is there: check and export it."""

import argparse
import datetime as dt
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from api.commands.results import DONE, NO, print_json
from api.words import Phrasebook
from optimizer.errors import InputError

if TYPE_CHECKING:
    from optimizer.checker import Violation
    from optimizer.network.road_network import RoadNetwork
    from scenarios.plan_file import PlanFile


def check_plan(options: argparse.Namespace) -> int:
    from scenarios.plan_file import read_plan

    words: Phrasebook = options.words
    plan_file = read_plan(Path(options.plan))
    violations = _violations(plan_file, _streets_of(plan_file, options.osm))
    if options.json:
        print_json(
            {
                "violations": [
                    {"code": str(v.code), "where": str(v.where), "detail": str(v.detail)}
                    for v in violations
                ]
            }
        )
    else:
        for violation in violations:
            print(words.say(violation.message))
        print(words("command.violations", count=len(violations)))
    return NO if violations else DONE


def _violations(plan_file: "PlanFile", network: "RoadNetwork") -> "list[Violation]":
    """Returns what the checker finds in a plan file."""
    from optimizer.checker import check

    return check(
        network,
        plan_file.fleet,
        plan_file.tasks_on(network),
        plan_file.sites_on(network),
        plan_file.plan,
        ledger=plan_file.measures.balance.ledger if plan_file.measures.balance else (),
    )


def _streets_of(plan_file: "PlanFile", osm: str | None) -> "RoadNetwork":
    """Returns the streets that a plan was made for.

    Raises
    ------
    InputError
        When they have changed since.
    """
    from scenarios.files import load_network, load_source

    network = load_network(osm=osm) if osm else load_source(plan_file.network.source)
    if network.digest != plan_file.network.digest:
        raise InputError(
            "export.other_streets",
            "the plan was made for other streets than {network} now holds; give the file that it "
            "was made for with --osm, or plan again.",
            network=network.label,
        )
    return replace(network, driving_side=plan_file.network.driving_side)


def export_one(options: argparse.Namespace) -> int:
    from api.commands.output import require_writable, write_files
    from api.exports import ExportRequest, export_files
    from scenarios.plan_file import read_plan

    if options.points is not None and options.format != "gpx":
        raise InputError(
            "export.points_of_gpx",
            "--points is for --format gpx, not for {format}; leave it out.",
            format=options.format,
        )
    words: Phrasebook = options.words
    plan_file = read_plan(Path(options.plan))
    network = _streets_of(plan_file, options.osm)
    violations = _violations(plan_file, network)
    if violations:
        for violation in violations:
            print(words.say(violation.message), file=sys.stderr)
        print(words("command.broken_plan", count=len(violations)), file=sys.stderr)
        return NO
    require_writable(Path(options.out))
    out = Path(options.out)
    asked = ExportRequest(
        plan_file=plan_file,
        network=network,
        vehicle_id=options.vehicle,
        language=words.language,
        points=options.points,
        made_at=dt.datetime.fromtimestamp(Path(options.plan).stat().st_mtime, dt.UTC),
        earlier={path.name: path.read_bytes() for path in out.glob("*.ics")},
    )
    for path in write_files(Path(options.out), export_files(options.format, asked)):
        print(path)
    return DONE
