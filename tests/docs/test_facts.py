"""Lists in the pages that have their like in the code say the same."""

import re

from api import VERSION
from api.exports import EXPORTS
from api.words import Language, catalogue, phrasebook
from fleet import Supply, VehicleKind, Work
from optimizer.checker import ViolationCode
from optimizer.engines import ENGINES
from optimizer.plan import Reason
from tests.docs.pages import README, ROOT, page

DOI = re.compile(r"10\.\d{4,}/[\w.():/-]*[\w)]")


def cited(text):
    """The DOIs in a text; a bracket round one is none of its own."""
    found = DOI.findall(re.sub(r"\s+", " ", text))
    return {one.rstrip(")") if one.count(")") > one.count("(") else one for one in found}


def code_of(one):
    return {token.content for token in one.tokens if token.type == "code_inline"}


def test_every_paper_that_the_code_cites_is_in_the_list_and_no_other():
    sources = [
        path.read_text(encoding="utf-8")
        for package in ("api", "fleet", "optimizer", "scenarios")
        for path in (ROOT / package).rglob("*.py")
    ]
    papers = page("how-it-works").path.read_text(encoding="utf-8").partition("## Papers")[2]
    assert cited(" ".join(sources)) == cited(papers.replace("https://doi.org/", " "))


def test_every_code_of_the_checker_is_in_its_table():
    assert set(ViolationCode) <= code_of(page("how-it-works"))


def test_every_reason_has_a_next_step():
    assert set(Reason) <= code_of(page("for-dispatchers"))


def test_every_export_and_engine_is_named():
    assert set(EXPORTS) <= code_of(page("for-dispatchers"))
    assert set(EXPORTS) | set(ENGINES) <= code_of(page("commands"))


def test_every_line_of_a_run_sheet_is_explained_to_drivers_in_both_languages():
    text = page("for-drivers").path.read_text(encoding="utf-8")
    lines = [f"order.{work}" for work in Work]
    lines += [f"instruction.{one}" for one in ("start", "unload", "refill", "break", "end")]
    for language, gap in ((Language.EN, "..."), (Language.ZH, "…")):
        words = catalogue(language)
        water = phrasebook(language).word("supply", Supply.WATER)
        said = [re.sub(r"\{supply[^}]*\}", water, words[code]) for code in lines]
        said = [re.sub(r"\{[^}]*\}", gap, one) for one in said]
        said += [words[f"word.kerb.{one}"] for one in ("right", "left", "whole")]
        assert [one for one in said if one not in text] == []


def test_works_vehicles_and_supplies_are_in_the_glossary_in_both_languages():
    text = page("glossary").path.read_text(encoding="utf-8").lower()
    for language in Language:
        words = phrasebook(language)
        named = [
            words.word(table, one)
            for table, values in (("work", Work), ("kind", VehicleKind), ("supply", Supply))
            for one in values
        ]
        assert [one for one in named if one not in text] == []


def test_the_citation_and_the_wheel_name_this_version():
    citation = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert f'\nversion: "{VERSION}"\n' in citation
    assert f"onebroom-{VERSION}-" in (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")


def test_the_readme_is_one_screen_and_a_half():
    # Read aloud at 150 words a minute it takes two and a half minutes at most.
    text = README.path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 75
    assert len(re.findall(r"[A-Za-z']+", re.sub(r"\(.*?\)|```.*?```", "", text, flags=re.S))) < 375
