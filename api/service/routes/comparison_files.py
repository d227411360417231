"""What a comparison gives to take away: its report, and the streets gained and lost on a map."""

import json
import shlex
import tempfile
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from fastapi import Path as InPath

from api.service.db import ENDED, ComparedRun, ComparisonStore, Job, Store, SweptStreets
from api.service.deps import (
    ComparisonDep,
    SettingsDep,
    StoreDep,
    WordsDep,
    network_of,
    work_apart,
)
from api.service.files import ZIP, answer_packed, answer_with, is_known, not_modified, tag_of
from api.service.jobs import comparison_requests
from api.service.paths import SCRATCH
from api.service.problems import Answers, HttpProblem, refusals
from api.service.routes.comparison_answers import names_of, runs_by_place
from api.service.routes.plans import GEOJSON
from api.service.settings import ServiceSettings
from api.words import Phrasebook

if TYPE_CHECKING:
    from optimizer.network.road_network import RoadNetwork

router = APIRouter(prefix="/comparisons", tags=["comparisons"])

REPORT_TYPES = {
    "report.xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "report.html": "text/html; charset=utf-8",
    "report.md": "text/markdown; charset=utf-8",
    "report.json": "application/json",
    "runs.parquet": "application/vnd.apache.parquet",
    "routes.parquet": "application/vnd.apache.parquet",
}
"""The files of a report, and of what kind each is."""

_REFUSED = refusals(
    {
        404: ("http.no_comparison", "http.no_report_file"),
        409: ("http.compared_not_ended", "http.compared_too_few", "http.compared_no_streets"),
        410: ("http.other_streets",),
        422: ("extra.missing",),
    }
)
_BINARY = {"schema": {"type": "string", "format": "binary"}}
_WHOLE: Answers = {200: {"description": "A zip", "content": {ZIP: _BINARY}}}
# The first one counts for programs made from the description: none is read as text.
_FILE: Answers = {
    200: {
        "description": "The file",
        "content": {one.partition(";")[0]: _BINARY for one in REPORT_TYPES.values()},
    }
}

PlaceIn = Annotated[int, Query(ge=0, le=10_000, description="a scenario's place in `names`")]


@router.get("/{comparison_id}/streets", response_class=Response, responses=GEOJSON | _REFUSED)
async def get_changed_streets(
    job: ComparisonDep,
    store: StoreDep,
    request: Request,
    base: PlaceIn = 0,
    other: PlaceIn = 1,
) -> Response:
    """The streets that most plans of one scenario sweep and most of the other do not.

    Each has its name, its length and whether it is `gained` or `lost`; all the others are one
    feature whose change is `none`.
    """
    tag = tag_of(job.id, job.revision, "streets", base, other)
    if is_known(request, tag):
        return not_modified(tag)

    def draw() -> Response:
        from scenarios.changes import find_changed_streets

        runs = runs_by_place(job, ComparisonStore(store).runs(job.id))
        if base not in runs or other not in runs:
            raise HttpProblem(409, "http.compared_too_few", num=len(runs))
        before, after = (_swept(runs[place]) for place in (base, other))
        network = network_of(before[0].source, before[0].digest)
        changed = find_changed_streets([one.arcs for one in before], [one.arcs for one in after])
        drawn = _draw(network, changed.gained, changed.lost)
        content = json.dumps(drawn, ensure_ascii=False, separators=(",", ":")).encode()
        return answer_packed(request, content, media_type="application/geo+json", tag=tag)

    return await work_apart(request, draw)


def _swept(runs: Sequence[ComparedRun]) -> list[SweptStreets]:
    found = [run.swept for run in runs if run.swept is not None]
    if len(found) < len(runs):
        raise HttpProblem(409, "http.compared_no_streets")
    return found


_DIGITS = 6
"""Of a degree: a tenth of a metre."""


def _draw(network: "RoadNetwork", gained: frozenset[str], lost: frozenset[str]) -> dict[str, Any]:
    changed = {network.arc_of_key[key]: "gained" for key in gained}
    changed |= {network.arc_of_key[key]: "lost" for key in lost}
    quiet = [
        arc
        for arc in range(network.num_arcs)
        if not network.is_beyond[arc]
        and arc not in changed
        # Of a street that is driven both ways, one of its arcs.
        and not 0 <= int(network.arc_inverse[arc]) < arc
    ]
    features = [
        _feature("MultiLineString", [_line(network, arc) for arc in quiet], change="none"),
        *(
            _feature(
                "LineString",
                _line(network, arc),
                change=change,
                name=network.street_name(arc),
                length_m=int(network.arc_length_m[arc]),
            )
            for arc, change in sorted(changed.items())
        ),
    ]
    return {"type": "FeatureCollection", "features": features}


def _feature(kind: str, coordinates: list[Any], **properties: object) -> dict[str, Any]:
    geometry = {"type": kind, "coordinates": coordinates}
    return {"type": "Feature", "geometry": geometry, "properties": properties}


def _line(network: "RoadNetwork", arc: int) -> list[list[float]]:
    line: list[list[float]] = network.arc_geometry(arc).round(_DIGITS).tolist()
    return line


@router.get("/{comparison_id}/report", response_class=Response, responses={**_WHOLE, **_REFUSED})
async def get_report(
    job: ComparisonDep,
    store: StoreDep,
    settings: SettingsDep,
    words: WordsDep,
    request: Request,
) -> Response:
    """The report as `./run compare --out` writes it, in a zip: what can be made of it here."""
    return await work_apart(request, partial(_answer, job, store, settings, words, None))


@router.get(
    "/{comparison_id}/report/{file}", response_class=Response, responses={**_FILE, **_REFUSED}
)
async def get_report_file(
    job: ComparisonDep,
    store: StoreDep,
    settings: SettingsDep,
    words: WordsDep,
    request: Request,
    file: Annotated[str, InPath(json_schema_extra={"enum": [*REPORT_TYPES]})],
) -> Response:
    """One file of the report."""
    if file not in REPORT_TYPES:
        shown = file if file.isprintable() else "?"
        raise HttpProblem(404, "http.no_report_file", file=shown, files=[*REPORT_TYPES])
    return await work_apart(request, partial(_answer, job, store, settings, words, file))


def _answer(
    job: Job, store: Store, settings: ServiceSettings, words: Phrasebook, file: str | None
) -> Response:
    # Reports take libraries that a service which makes none does without.
    from api.exports.report import REPORT_FILES, ReportedRun, report_on, write_report

    if job.status not in ENDED:
        raise HttpProblem(409, "http.compared_not_ended", comparison=job.id)
    runs = runs_by_place(job, ComparisonStore(store).runs(job.id))
    if len(runs) < 2:
        raise HttpProblem(409, "http.compared_too_few", num=len(runs))
    swept = {place: _swept(found) for place, found in runs.items()}
    first = swept[min(swept)][0]
    seed = job.request["seed"]
    with tempfile.TemporaryDirectory(prefix=SCRATCH) as scratch:
        requests = comparison_requests(
            store, job.request, streets_dir=settings.streets_dir, scratch=Path(scratch)
        )
        planned = [
            (
                requests[place],
                [
                    ReportedRun(
                        seed=seed + run.number // len(requests),
                        iterations=run.iterations,
                        measures=run.measures,
                        swept=streets.arcs,
                    )
                    for run, streets in zip(found, swept[place], strict=True)
                ],
            )
            for place, found in runs.items()
        ]
        report = report_on(
            planned,
            network_of(first.source, first.digest),
            command=_command(job.request),
            names=[names_of(job.request)[place] for place in runs],
        )
    if file is not None:
        content = REPORT_FILES[file](report, words)
        return answer_with({file: content}, media_type=REPORT_TYPES[file], archive="")
    files, _ = write_report(report, words)
    return answer_with(files, media_type=ZIP, archive=f"comparison-{report.date}.zip")


def _command(request: dict[str, Any]) -> str:
    """Returns what makes the same comparison on a command line."""
    given = ["onebroom", "compare", *(one["scenario"] for one in request["scenarios"])]
    for text in request["vary"]:
        given += ["--vary", text]
    for name in ("osm", "date", "seeds", "seed", "seconds", "iterations"):
        if request.get(name) is not None:
            given += [f"--{name}", str(request[name])]
    return shlex.join(given)
