"""What a command asks the planner for."""

import argparse
from typing import TYPE_CHECKING

from api.commands.early_hands import early_hands

if TYPE_CHECKING:
    from scenarios.plan_request import PlanRequest


DEFAULT_SECONDS = 60.0


def request_of(options: argparse.Namespace, scenario: str) -> "PlanRequest":
    from scenarios.plan_request import PlanRequest

    return PlanRequest(
        scenario=scenario,
        osm=options.osm,
        place=options.place,
        fresh=options.fresh,
        date=options.date,
        contracts=getattr(options, "contracts", None),
        seconds=seconds_of(options),
        iterations=options.iterations,
        seed=options.seed,
        engine=options.engine,
        processes=options.processes,
        # Other commands that plan have no reference.
        reference=getattr(options, "reference", None),
        calendar=getattr(options, "calendar", None),
        change_fen=round(100 * getattr(options, "change_price", 0.0)),
        target_rate=getattr(options, "target_rate", None),
        weather=getattr(options, "weather", None),
        bound_seconds=getattr(options, "bound_seconds", None),
        skip_faults=getattr(options, "skip_faults", False),
        hands=early_hands(options) if hasattr(options, "pin_hours") else (),
    )


def seconds_of(options: argparse.Namespace) -> float | None:
    """Returns the time limit; the default holds only when nothing else limits the search."""
    if options.seconds is None and options.iterations is None:
        return DEFAULT_SECONDS
    seconds: float | None = options.seconds
    return seconds
