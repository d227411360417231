"""The languages that OneBroom speaks."""

import os
from enum import StrEnum


class Language(StrEnum):
    """English, and Chinese as written on the mainland."""

    EN = "en"
    ZH = "zh"


def detect_language() -> Language:
    """Returns the language that the user's environment asks for, English by default."""
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(variable, "")
        if value:
            return Language.ZH if value.lower().startswith("zh") else Language.EN
    return Language.EN
