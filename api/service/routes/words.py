"""The catalogues, for the page: it says what it says by the same codes."""

import json
from functools import cache

from fastapi import APIRouter, Request, Response

from api.service.files import answer_packed, is_known, not_modified, tag_of
from api.service.problems import Answers
from api.service.routes.job_calls import TAGGED
from api.words import Language, catalogue

router = APIRouter(tags=["words"])

_PARTS = ("page.", "progress.", "word.")
_ANSWERS: Answers = {**TAGGED}


@router.get("/words/{language}", response_model=dict[str, str], responses=_ANSWERS)
def get_words(language: Language, request: Request) -> Response:
    """What the page's codes read in a language; a word that is missing reads as its value does."""
    content = _content(language)
    tag = tag_of(content.decode(), "words")
    if is_known(request, tag):
        return not_modified(tag)
    return answer_packed(request, content, media_type="application/json", tag=tag)


@cache
def _content(language: Language) -> bytes:
    said = {code: text for code, text in catalogue(language).items() if code.startswith(_PARTS)}
    return json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()
