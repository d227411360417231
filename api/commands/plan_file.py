"""What is done with a plan that is there: check and export it."""

import argparse
import datetime as dt
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from api.commands.results import DONE, NO, print_json
from optimizer.errors import InputError

if TYPE_CHECKING:
    from optimizer.checker import Violation
    from optimizer.network.road_network import RoadNetwork
    from scenarios.plan_file import PlanFile


def check_plan(options: argparse.Namespace) -> int:
    from scenarios.plan_file import read_plan

    plan_file = read_plan(Path(options.plan))
    violations = _violations(plan_file, _streets_of(plan_file, options.osm))
    if options.json:
        print_json(
            {
                "violations": [
                    {"code": str(v.code), "where": v.where, "detail": v.detail} for v in violations
                ]
            }
        )
    else:
        for violation in violations:
            print(violation)
        print(f"{len(violations)} violations")
    return NO if violations else DONE


def _violations(plan_file: "PlanFile", network: "RoadNetwork") -> "list[Violation]":
    """Returns what the checker finds in a plan file."""
    from optimizer.checker import check

    return check(
        network,
        plan_file.fleet,
        plan_file.tasks(network),
        plan_file.sites(network),
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
            f"the plan was made for other streets than {network.name} now holds; give the file "
            "that it was made for with --osm, or plan again."
        )
    return replace(
        network,
        driving_side=plan_file.network.driving_side,
        date=_date_of(plan_file),
    )


def _date_of(plan_file: "PlanFile") -> dt.date:
    try:
        return dt.date.fromisoformat(plan_file.date)
    except ValueError:
        raise InputError(
            f"the plan's date {plan_file.date!r} is none; write YYYY-MM-DD, or plan the day again."
        ) from None


def export_one(options: argparse.Namespace) -> int:
    from api.commands.output import export_plan
    from scenarios.plan_file import read_plan

    plan_file = read_plan(Path(options.plan))
    network = _streets_of(plan_file, options.osm)
    violations = _violations(plan_file, network)
    if violations:
        for violation in violations:
            print(violation, file=sys.stderr)
        print(f"{len(violations)} violations; a broken plan is not exported.", file=sys.stderr)
        return NO
    written = export_plan(
        plan_file,
        network,
        form=options.format,
        vehicle_id=options.vehicle,
        out=Path(options.out),
        language=options.lang,
    )
    for path in written:
        print(path)
    return DONE
