"""The language of a request: as it asks, or as its browser prefers."""

from fastapi import Request

from api.words import Language, Phrasebook, phrasebook


def words_of(request: Request) -> Phrasebook:
    """Returns what answers a request: `lang` in its query, else its Accept-Language."""
    asked = request.query_params.get("lang")
    if asked not in set(Language):
        prefers = request.headers.get("accept-language", "").strip().lower()
        asked = Language.ZH if prefers.startswith("zh") else Language.EN
    return phrasebook(Language(asked))
