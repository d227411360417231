"""Words for people, in English and Chinese."""

from api.words.changes import change_text
from api.words.sentences import sentence
from api.words.words import Language, preferred_language, say

__all__ = [
    "Language",
    "change_text",
    "preferred_language",
    "say",
    "sentence",
]
