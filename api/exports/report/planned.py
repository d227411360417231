"""A report on what was asked for and what its plans come to."""

from collections.abc import Sequence
from pathlib import Path

from api import VERSION
from api.exports import CREDIT
from api.exports.report.contents import (
    ComparisonReport,
    ReportedRun,
    ReportedScenario,
    describe_report,
)
from optimizer.network.road_network import RoadNetwork
from scenarios.files import differences_from
from scenarios.plan_request import PlanRequest
from scenarios.repeated import draw_variations


def report_on(
    planned: Sequence[tuple[PlanRequest, Sequence[ReportedRun]]],
    network: RoadNetwork,
    *,
    command: str,
    names: Sequence[str] | None = None,
) -> ComparisonReport:
    """Returns the report on requests, each with at least one plan.

    Variations of a scenario come in the order of their values.

    Parameters
    ----------
    names
        What the scenarios are called; else as `name_request` says.
    """
    named = list(zip(names or [name_request(one) for one, _ in planned], planned, strict=True))
    is_varied = bool(planned[0][0].varied)
    if is_varied:
        named.sort(key=lambda one: [setting.value for setting in one[1][0].varied])
    opened = [request.open_scenario() for _, (request, _) in named]
    scenarios = [
        ReportedScenario(
            name=name,
            title=scenario.title,
            title_zh=scenario.title_zh,
            # Variations of one scenario assume the same; it is told once.
            assumptions=() if number and is_varied else scenario.assumptions,
            assumptions_zh=() if number and is_varied else scenario.assumptions_zh,
            differences=differences_from(opened[0], scenario),
            runs=tuple(plans),
        )
        for number, ((name, (_, plans)), scenario) in enumerate(zip(named, opened, strict=True))
    ]
    varied = [request.varied for _, (request, _) in named]
    measures = [[run.measures for run in plans] for _, (_, plans) in named]
    return describe_report(
        scenarios,
        network,
        date=opened[0].date.isoformat(),
        streets=network.label,
        version=VERSION,
        command=command,
        credit="" if network.generated else CREDIT,
        curves=draw_variations(list(zip(varied, measures, strict=True))) if is_varied else None,
        xs=[settings[0].value for settings in varied] if is_varied and _is_one(varied) else None,
    )


def _is_one(varied: Sequence[Sequence[object]]) -> bool:
    """Says whether one thing is varied."""
    return all(len(settings) == 1 for settings in varied)


def name_request(request: PlanRequest) -> str:
    """Returns what is varied, or a scenario's name without the folders that it lies in."""
    if request.varied:
        return " ".join(map(str, request.varied))
    return Path(request.scenario).stem or request.scenario
