"""What is told of a comparison: in brief, or with the table of its measures."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from pydantic import BaseModel

from api.service.db import ENDED, ComparedRun, Job
from api.service.jobs import settings_of
from api.service.routes.job_calls import shown
from api.words import Phrasebook


class ComparisonBriefOut(BaseModel):
    """A comparison under way or ended, as lists have it.

    Parameters
    ----------
    attempt, crashes
        How often it was begun, and how often its own process died of it.
    plans_asked, plans_done
        How many plans it takes, and how many of them are complete.
    progress
        Of the plan that was heard of last.
    """

    id: str
    status: str
    attempt: int
    crashes: int
    created_at: float
    finished_at: float | None
    request: dict[str, Any]
    progress: dict[str, Any]
    plans_asked: int
    plans_done: int
    error: str | None
    links: dict[str, str]


class FigureChangeOut(BaseModel):
    """How a figure of one scenario differs from the first one's; see the row's `counts`."""

    text: str
    counts: bool | None


class ComparedRowOut(BaseModel):
    """One measure of every scenario, as `./run compare --json` has it, in a language."""

    measure: str
    runs: list[list[float]]
    values: list[float | None]
    texts: list[str]
    spreads: list[tuple[str, str] | None]
    form: str
    changes: list[FigureChangeOut]
    difference: str
    counts: bool | None


class ComparedTableOut(BaseModel):
    """The measures of several scenarios."""

    names: list[str]
    rows: list[ComparedRowOut]


class CurvePointOut(BaseModel):
    """A scenario of a variation."""

    settings: list[str]
    values: list[float | None]
    texts: list[str]
    spread_texts: list[tuple[str, str] | None]
    is_efficient: bool


class CurvesOut(BaseModel):
    """The measures that planners choose by, over the values of a variation."""

    measures: list[str]
    points: list[CurvePointOut]
    knees: list[int | None]


class ComparedPlanOut(BaseModel):
    """One plan that was compared.

    Parameters
    ----------
    is_done
        Whether nothing more will be said of it, as of a bound.
    measures
        All of them, where they are asked for.
    """

    scenario: str
    varied: list[str]
    seed: int
    iterations: int
    is_done: bool
    measures: dict[str, Any] | None


class ReportFileOut(BaseModel):
    """A file of the report on a comparison.

    Parameters
    ----------
    missing
        Why it cannot be made here, and what to do; None where it can.
    """

    name: str
    missing: str | None


class ComparisonOut(ComparisonBriefOut):
    """A comparison under way or ended, with what its plans come to so far.

    Parameters
    ----------
    comparison
        The table of measures; None until two scenarios have a plan, and where one is varied.
    curves
        Where values of one scenario are varied, from the second of them on.
    names
        What is compared is called, by its place.
    planned
        The places of what has a plan.
    report
        The files of the report; none before the end.
    """

    names: list[str]
    planned: list[int]
    report: list[ReportFileOut]

    comparison: ComparedTableOut | None
    curves: CurvesOut | None
    runs: list[ComparedPlanOut]


def tell_briefly(job: Job, num_done: int, words: Phrasebook) -> ComparisonBriefOut:
    """Returns a comparison as lists have it."""
    links = {"self": f"/comparisons/{job.id}"}
    if job.status not in ENDED:
        links["cancel"] = f"/comparisons/{job.id}/cancel"
        links["events"] = f"/comparisons/{job.id}/events"
    request = shown(job.request)
    return ComparisonBriefOut(
        id=job.id,
        status=job.status,
        attempt=job.attempt,
        crashes=job.crashes,
        created_at=job.created_at,
        finished_at=job.finished_at,
        request={name: value for name, value in request.items() if name != "num_plans"},
        progress=job.progress,
        plans_asked=job.request["num_plans"],
        plans_done=num_done,
        error=words.render(job.error),
        links=links,
    )


def tell_whole(
    job: Job, runs: list[ComparedRun], words: Phrasebook, *, with_measures: bool
) -> ComparisonOut:
    """Returns a comparison with what its plans come to so far."""
    from scenarios.measures import compare, comparison_values
    from scenarios.repeated import draw_variations

    varied = settings_of(job.request)
    scenarios = _name_scenarios(job.request)
    names = names_of(job.request)
    num_compared = len(names)
    found = {
        place: [run.measures for run in those] for place, those in runs_by_place(job, runs).items()
    }
    table = curves = None
    if len(found) > 1 and varied:
        drawn = draw_variations([(varied[place], plans) for place, plans in found.items()])
        curves = CurvesOut.model_validate(words.render(_plain(asdict(drawn))))
    elif len(found) > 1:
        compared = compare([(names[place], plans) for place, plans in found.items()])
        table = ComparedTableOut.model_validate(words.render(_plain(comparison_values(compared))))
    brief = tell_briefly(job, sum(run.is_done for run in runs), words)
    return ComparisonOut(
        **brief.model_dump(),
        comparison=table,
        curves=curves,
        names=names,
        planned=[*found],
        report=_list_report(words) if job.status in ENDED and len(found) > 1 else [],
        runs=[
            ComparedPlanOut(
                scenario=scenarios[0 if varied else run.number % num_compared],
                varied=[str(one) for one in varied[run.number % num_compared]] if varied else [],
                seed=job.request["seed"] + run.number // num_compared,
                iterations=run.iterations,
                is_done=run.is_done,
                measures=words.render(_plain(asdict(run.measures))) if with_measures else None,
            )
            for run in runs
        ],
    )


def runs_by_place(job: Job, runs: Sequence[ComparedRun]) -> dict[int, list[ComparedRun]]:
    """Returns the plans of each scenario or variation that has any, by its place."""
    from scenarios.repeated import group_runs

    num_compared = len(names_of(job.request))
    return group_runs(num_compared, {run.number: run for run in runs})


def names_of(request: dict[str, Any]) -> list[str]:
    """Returns what is compared is called: each variation, or each scenario."""
    varied = settings_of(request)
    return [" ".join(map(str, one)) for one in varied] or _name_scenarios(request)


def _list_report(words: Phrasebook) -> list[ReportFileOut]:
    from api.exports.report import REPORT_FILES, why_missing

    missing = {name: why_missing(name) for name in REPORT_FILES}
    return [
        ReportFileOut(name=name, missing=why and words.say(why)) for name, why in missing.items()
    ]


def _name_scenarios(request: dict[str, Any]) -> list[str]:
    """Returns what scenarios are called; versions of one that was sent are told apart."""
    named = [(one["scenario"], one["scenario_version"]) for one in request["scenarios"]]
    plain = [name for name, _ in named]
    return [name if plain.count(name) == 1 else f"{name} {version}" for name, version in named]


def _plain(value: Any) -> Any:
    """Returns what JSON would give of a value: lists in place of tuples."""
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    return [_plain(inner) for inner in value] if isinstance(value, list | tuple) else value
