"""What is said to people, in English and Chinese.

The core says things by code (`fleet.message`), with the English beside the code; the api says its
own by codes alone. The catalogues beside this file, TOML, hold what a code reads: the English one
what the api says, the Chinese one all. A `Phrasebook` says any of it in one language. Codes and
values go into plans and over HTTP, so whoever reads them later chooses the language.
"""

from api.words.catalogue import catalogue
from api.words.changes import change_text
from api.words.folding import columns_of, fold, width_of
from api.words.language import Language, detect_language
from api.words.phrasebook import Phrasebook, phrasebook

__all__ = [
    "Language",
    "Phrasebook",
    "catalogue",
    "change_text",
    "columns_of",
    "detect_language",
    "fold",
    "phrasebook",
    "width_of",
]
