"""Words for people, in English and Chinese."""

from api.words.changes import change_text
from api.words.language import Language, preferred_language
from api.words.phrasebook import Phrasebook, phrasebook
from api.words.words import say

__all__ = [
    "Language",
    "Phrasebook",
    "change_text",
    "phrasebook",
    "preferred_language",
    "say",
]
