"""What the page draws of a plan: map, chart and duties."""

from fastapi import APIRouter, Request, Response

from api.service.board import BoardKey, BoardOut
from api.service.deps import (
    BoardsDep,
    JobDep,
    StoreDep,
    WordsDep,
    plan_file_of,
    streets_of,
    work_apart,
)
from api.service.files import answer_packed, is_known, not_modified, tag_of
from api.service.problems import Answers
from api.service.routes.job_calls import TAGGED
from api.service.routes.plans import NOT_YET, digest_of

router = APIRouter(prefix="/plans", tags=["plans"])

_ANSWERS: Answers = {**NOT_YET, 200: {**TAGGED[200], "model": BoardOut}}


@router.get("/{plan_id}/board", response_class=Response, responses=_ANSWERS)
async def get_board(
    job: JobDep, store: StoreDep, boards: BoardsDep, words: WordsDep, request: Request
) -> Response:
    """Streets, tasks and duties in columns, as small as it gets; kept until there is a better."""
    digest = digest_of(job)
    tag = tag_of(digest, "board", words.language)
    if is_known(request, tag):
        return not_modified(tag)

    def draw() -> BoardOut:
        plan_file = plan_file_of(job, store, words)
        return boards.draw(plan_file, streets_of(plan_file), words)

    def answer() -> Response:
        content = boards.get(BoardKey(digest, str(words.language)), draw)
        return answer_packed(
            request, content, media_type="application/json", tag=tag, is_packed=True
        )

    return await work_apart(request, answer)
