"""Lists of jobs page by page: each answer names the page that comes after it."""

from typing import Annotated

from fastapi import Query, Request, Response

from api.service.db import Job, PlanFilter, Store
from api.service.problems import Answers

PAGED: Answers = {
    200: {
        "headers": {"Link": {"description": "The next page, if any", "schema": {"type": "string"}}}
    }
}

LimitIn = Annotated[int, Query(ge=1, le=200)]
AfterIn = Annotated[
    str | None,
    Query(
        max_length=64,
        description="the place of the last one of the page before, as its link to the next has it",
    ),
]


def list_page(
    store: Store, wanted: PlanFilter, limit: int, request: Request, response: Response
) -> list[Job]:
    """Returns the newest jobs of those that are wanted; `Link` of the response names the rest."""
    # One more than is shown says whether there is a next page.
    found = store.list_newest(limit + 1, wanted=wanted)
    if len(found) > limit:
        following = request.url.include_query_params(after=found[limit - 1].place)
        response.headers["Link"] = f'<{following.path}?{following.query}>; rel="next"'
    return found[:limit]
