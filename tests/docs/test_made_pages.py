"""What programs make of the sources is what lies in the folder."""

import pytest

from tests.docs.pages import ROOT
from tests.docs.programs import MADE, architecture


@pytest.mark.parametrize("path", MADE)
def test_a_made_page_is_up_to_date(path):
    kept = (ROOT / path).read_text(encoding="utf-8")
    assert kept == MADE[path](), f"{path}: run ./run docs"


def test_no_arrow_of_the_picture_runs_up():
    floors = architecture.floors_of(architecture.reduced())
    floor_of = {room: number for number, floor in enumerate(floors) for room in floor}
    assert all(floor_of[upper] < floor_of[lower] for upper, lower in architecture.imports().edges)
