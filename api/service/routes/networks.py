"""The streets of a plan, as much of them as a map shows."""

import json
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from api.service.deps import JobDep, StoreDep, WordsDep, plan_file_of, streets_of, work_apart
from api.service.files import answer_packed, is_known, not_modified, tag_of
from api.service.problems import HttpProblem, refusals
from api.service.routes.plans import GEOJSON, NOT_YET, digest_of

router = APIRouter(prefix="/network", tags=["plans"])

MOST_STREETS = 10_000
"""Streets in one answer: about 6 MB of JSON, 1 MB of it sent compressed."""


@router.get(
    "/{plan_id}",
    response_class=Response,
    responses=NOT_YET | GEOJSON | refusals({422: ("http.large_box", "box.none")}),
)
async def get_network(
    job: JobDep,
    store: StoreDep,
    words: WordsDep,
    request: Request,
    box: Annotated[
        str,
        Query(
            max_length=120,
            pattern=r"^[0-9.,\-]*$",
            description="west,south,east,north in degrees (WGS-84)",
            examples=["121.54,29.86,121.56,29.88"],
        ),
    ],
) -> Response:
    """The streets of a plan that touch a box: name, class, width, and their kerbs."""
    from api.exports.street_box import draw_box, read_box, streets_within

    tag = tag_of(digest_of(job), "network", box)
    if is_known(request, tag):
        return not_modified(tag)
    wanted = read_box(box)

    def draw() -> Response:
        plan_file = plan_file_of(job, store, words)
        network = streets_of(plan_file)
        arcs = streets_within(network, wanted)
        if len(arcs) > MOST_STREETS:
            raise HttpProblem(422, "http.large_box", num=len(arcs), most=MOST_STREETS)
        drawn = draw_box(plan_file, network, arcs)
        content = json.dumps(drawn, ensure_ascii=False, separators=(",", ":")).encode()
        return answer_packed(request, content, media_type="application/geo+json", tag=tag)

    return await work_apart(request, draw)
