"""Works, vehicles and sheets of a map in the reader's language."""

import re

import pytest

from api.words import Language, say
from fleet import WORKS, VehicleKind, Work

SHEETS = sorted({kind.sheet.en for kind in WORKS.values()})


@pytest.mark.parametrize("word", [*Work, *VehicleKind, *SHEETS])
def test_works_vehicles_and_sheets_have_chinese_names(word):
    assert re.fullmatch(r"[\u4e00-\u9fff]+", say(word, Language.ZH))
    assert say(word, Language.EN) == word
