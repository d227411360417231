"""A plan's files: the plan first, then what is drawn of it."""

import pytest

from api.commands import keeping
from api.commands.keeping import PlanKeeper, draw
from api.words import Language, phrasebook
from optimizer.errors import InputError
from scenarios.plan_file import read_plan
from scenarios.plan_request import PlanRequest, plan_day
from tests.rough.hamlet import HAMLET, STREETS

WORDS = phrasebook(Language.EN)


@pytest.fixture(scope="module")
def plan_file(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ONEBROOM_CACHE", str(tmp_path_factory.mktemp("cache")))
        yield plan_day(PlanRequest(scenario=str(HAMLET), osm=str(STREETS), iterations=20))


def test_what_is_kept_is_the_whole_plan(plan_file, tmp_path):
    keeper = PlanKeeper(tmp_path, WORDS)
    keeper.keep(plan_file)
    keeper.require_kept()
    assert keeper.plan is plan_file
    assert read_plan(keeper.path).plan == plan_file.plan


def test_a_folder_that_cannot_be_written_to_ends_no_search(plan_file, tmp_path, capsys):
    out = tmp_path / "out"
    out.write_text("in the way", encoding="utf-8")
    keeper = PlanKeeper(out, WORDS)
    keeper.keep(plan_file)
    keeper.keep(plan_file)
    # Told once, with the path.
    assert capsys.readouterr().err.count(f"{out}") == 1
    with pytest.raises(InputError, match="cannot be written"):
        keeper.require_kept()
    out.unlink()
    keeper.keep(plan_file)
    keeper.require_kept()
    assert read_plan(keeper.path).plan == plan_file.plan


def test_what_cannot_be_drawn_is_a_notice_and_the_rest_is_drawn(plan_file, tmp_path, monkeypatch):
    export_files = keeping.export_files

    def without_svg(form, asked):
        if form == "svg":
            raise KeyError("colour")
        return export_files(form, asked)

    monkeypatch.setattr(keeping, "export_files", without_svg)
    geojson, svg, gpx = draw(plan_file, tmp_path, WORDS)
    assert geojson.paths == (tmp_path / "plan.geojson",)
    assert gpx.paths == (tmp_path / "gpx",)
    assert geojson.notice is gpx.notice is None
    assert svg.paths == ()
    assert "kept the SVG from being written (KeyError: 'colour')" in str(svg.notice)


def test_a_map_that_cannot_be_written_names_its_path(plan_file, tmp_path):
    (tmp_path / "plan.svg").mkdir()
    notices = [drawing.notice for drawing in draw(plan_file, tmp_path, WORDS)]
    assert [notice is None for notice in notices] == [True, False, True]
    assert str(tmp_path / "plan.svg") in str(notices[1])
