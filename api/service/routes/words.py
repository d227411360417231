"""The catalogues, for the page: it says what it says by the same codes."""

from fastapi import APIRouter

from api.words import Language, catalogue

router = APIRouter(tags=["words"])

_PARTS = ("page.", "progress.", "word.")


@router.get("/words/{language}")
def get_words(language: Language) -> dict[str, str]:
    """What the page's codes read in a language; a word that is missing reads as its value does."""
    return {code: text for code, text in catalogue(language).items() if code.startswith(_PARTS)}
