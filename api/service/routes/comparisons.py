"""Comparisons: several scenarios on the same streets, each planned with several seeds."""

import tempfile
from pathlib import Path
from typing import Annotated, Any, Self

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field, model_validator

from api.service.db import (
    ENDED,
    ComparisonStore,
    Job,
    JobKind,
    PlanFilter,
    Status,
    Store,
)
from api.service.deps import WITHIN_LIMITS, ComparisonDep, SettingsDep, StoreDep, WordsDep
from api.service.files import is_known, not_modified, tag_of
from api.service.jobs import comparison_requests, settings_of
from api.service.paths import SCRATCH
from api.service.problems import HttpProblem, refusals
from api.service.routes.comparison_answers import (
    ComparisonBriefOut,
    ComparisonOut,
    tell_briefly,
    tell_whole,
)
from api.service.routes.job_calls import TAGGED, asked_by, end_early
from api.service.routes.listing import PAGED, AfterIn, LimitIn, list_page
from api.service.routes.plan_events import FOLLOWED, LastEventId, follow_job, number_last
from api.service.routes.plan_requests import (
    Count,
    IdempotencyKey,
    SearchIn,
    find_version,
    require_streets,
)
from api.service.settings import ServiceSettings
from api.words import Phrasebook
from fleet import InvalidValue
from optimizer.legible import is_legible

router = APIRouter(prefix="/comparisons", tags=["comparisons"])

SEEDS = 3
"""How often each scenario is planned: fewer would call noise a difference."""

_NONE = refusals({404: ("http.no_comparison",)})


class ComparedScenarioIn(BaseModel):
    """A scenario that is compared.

    Parameters
    ----------
    version
        Of one that was sent to the service; without it the newest.
    """

    model_config = ConfigDict(extra="forbid")

    name: str = Field(max_length=80)
    version: Count | None = Field(default=None, ge=1, le=1_000_000)


class ComparisonIn(SearchIn):
    """What is to be compared, as `./run compare` takes it.

    Parameters
    ----------
    scenarios
        Two or more; one where its values are varied.
    vary
        Values of the one scenario, e.g. "vehicles.washer=6..12": every combination is planned.
    seeds
        How often each is planned, each time with another seed, from `seed` on.
    processes
        Plans made at a time. Where it is one, plans that wait come in between.
    """

    processes: Count = Field(default=1, ge=1, le=64)
    scenarios: list[ComparedScenarioIn] = Field(min_length=1, max_length=64)
    vary: list[str] = Field(default=[], max_length=8)
    seeds: Count = Field(default=SEEDS, ge=1, le=100)

    @model_validator(mode="after")
    def _can_be_compared(self) -> Self:
        if self.vary and len(self.scenarios) > 1:
            raise InvalidValue(
                "comparison.vary_one",
                "vary varies one scenario; give only one, got {count}.",
                count=len(self.scenarios),
            )
        if len({(one.name, one.version) for one in self.scenarios}) < len(self.scenarios):
            raise InvalidValue("comparison.twice", "a scenario is given twice; give each once.")
        if not self.vary and len(self.scenarios) < 2:
            raise InvalidValue(
                "comparison.too_few", "give at least two scenarios, or vary with two values."
            )
        if not all(is_legible(one) and "\0" not in one for one in self._names()):
            raise InvalidValue(
                "request.no_text", "{field} holds letters that are none", field="scenarios"
            )
        return self

    def _names(self) -> list[str]:
        return [one.name for one in self.scenarios] + self.vary


@router.post(
    "",
    status_code=202,
    dependencies=[WITHIN_LIMITS],
    responses=refusals(
        {
            409: ("http.key_reused",),
            422: ("http.no_scenario", "http.no_streets", "http.too_many_compared"),
            503: ("http.no_database",),
        }
    ),
)
def request_comparison(
    body: ComparisonIn,
    request: Request,
    store: StoreDep,
    settings: SettingsDep,
    response: Response,
    words: WordsDep,
    idempotency_key: IdempotencyKey = None,
) -> ComparisonBriefOut:
    """Start comparing scenarios; follow it at the Location."""
    added = store.add_once(
        _require_comparable(body, store, settings),
        files={},
        kind=JobKind.COMPARISON,
        asked_by=asked_by(request),
        key=idempotency_key,
        body_digest=body.digest,
    )
    if not added.same:
        raise HttpProblem(409, "http.key_reused", plan=added.id)
    response.headers["Location"] = f"/comparisons/{added.id}"
    job = store.get(added.id)
    if job is None:
        raise HttpProblem(404, "http.no_comparison", comparison=added.id)
    return tell_briefly(job, 0, words)


def _require_comparable(
    body: ComparisonIn, store: Store, settings: ServiceSettings
) -> dict[str, Any]:
    """Returns a request that can be worked on, as far as that is told without its streets."""
    require_streets(body, settings)
    named = [
        {"scenario": one.name, "scenario_version": find_version(one.name, one.version, store)}
        for one in body.scenarios
    ]
    values = {**body.values(), "scenarios": named}
    num_plans = max(len(settings_of(values)), len(named)) * body.seeds
    most = settings.limits.compared_plans
    if num_plans > most:
        raise HttpProblem(422, "http.too_many_compared", num=num_plans, most=most)
    with tempfile.TemporaryDirectory(prefix=SCRATCH) as scratch:
        asked = comparison_requests(store, values, streets_dir=None, scratch=Path(scratch))
        for one in asked:
            one.open_options()
            one.open_scenario()
    return {**values, "num_plans": num_plans}


@router.get("", responses=PAGED | refusals({503: ("http.no_database",)}))
def list_comparisons(
    request: Request,
    store: StoreDep,
    words: WordsDep,
    response: Response,
    limit: LimitIn = 50,
    after: AfterIn = None,
    state: Status | None = None,
) -> list[ComparisonBriefOut]:
    """The newest comparisons first; `Link` names the next page."""
    wanted = PlanFilter(kind=JobKind.COMPARISON, status=state, after=after)
    found = list_page(store, wanted, limit, request, response)
    done = ComparisonStore(store).count_done([job.id for job in found])
    return [tell_briefly(job, done.get(job.id, 0), words) for job in found]


@router.get("/{comparison_id}", responses=TAGGED | _NONE, response_model=ComparisonOut)
def get_comparison(
    job: ComparisonDep,
    store: StoreDep,
    words: WordsDep,
    request: Request,
    response: Response,
    measures: Annotated[bool, Query(description="also all measures of every plan")] = False,
) -> Any:
    """Where a comparison is, and what its plans come to so far."""
    tag = tag_of(job.id, job.revision, words.language, measures)
    if is_known(request, tag):
        return not_modified(tag)
    response.headers["ETag"] = tag
    return tell_whole(job, ComparisonStore(store).runs(job.id), words, with_measures=measures)


@router.get(
    "/{comparison_id}/events",
    response_class=Response,
    responses=FOLLOWED | _NONE,
)
async def follow_comparison(
    job: ComparisonDep,
    store: StoreDep,
    words: WordsDep,
    request: Request,
    last_event_id: LastEventId = None,
) -> Response:
    """Follow a comparison until it has ended; `better` tells that one more plan is there."""

    def tell(now: Job, known: int) -> list[str]:
        return _told_since(now, known, ComparisonStore(store), words)

    return follow_job(request, job, last_event_id, tell)


@router.delete("/{comparison_id}", status_code=204, responses=_NONE)
def delete_comparison(job: ComparisonDep, store: StoreDep) -> None:
    """Forget a comparison; one that is being made is ended."""
    store.delete(job.id)


@router.post("/{comparison_id}/cancel", responses=_NONE)
def cancel_comparison(job: ComparisonDep, store: StoreDep, words: WordsDep) -> ComparisonBriefOut:
    """End a comparison early; the plans that have been found count."""
    end_early(store, job.id)
    now = store.get(job.id)
    if now is None:
        raise HttpProblem(404, "http.no_comparison", comparison=job.id)
    return tell_briefly(now, ComparisonStore(store).count_done([job.id]).get(job.id, 0), words)


def _told_since(job: Job, known: int, kept: ComparisonStore, words: Phrasebook) -> list[str]:
    if job.revision <= known:
        return []
    told: list[tuple[str, dict[str, Any]]] = [
        ("progress", {"status": job.status, "attempt": job.attempt, "progress": job.progress})
    ]
    if job.better > max(known, 0):
        done = kept.count_done([job.id]).get(job.id, 0)
        told.append(("better", {"plans_asked": job.request["num_plans"], "plans_done": done}))
    if job.status in ENDED:
        told.append(("done", {"status": job.status, "error": words.render(job.error)}))
    return number_last(told, job.revision)
