"""What was read of a street file, on a terminal."""

from pathlib import Path

from api.screen import print_network
from api.words import Language, phrasebook
from optimizer.network.osm import read_osm
from optimizer.network.report import summarise

DATA = Path(__file__).parents[2] / "data"


def printed(capsys, name, language=Language.EN):
    print_network(summarise(read_osm(DATA / name)), phrasebook(language))
    return capsys.readouterr().out


def test_prints_what_a_dispatcher_asks_for(capsys):
    text = printed(capsys, "nine_corners.osm")
    assert text.startswith("nine_corners.osm: 10 junctions, 24 arcs, 2.6 km of streets")
    assert "turn restrictions: 1 in the file, 1 applied" in text
    assert "access: 0.2 km in 1 pieces: Yard 0.2 km" in text


def test_prints_what_cannot_be_driven_to_and_back_by_who_and_why(capsys):
    text = printed(capsys, "barred_corners.osm")
    # 0.0018 degrees are 200 m.
    assert "  any vehicle: 400 m\n" in text
    assert "    no way in: 200 m: Inward Road 200 m\n" in text
    assert "  sweeper, washer: " in text
    assert "    height limit 2.5 m: 200 m: Low Bridge Road 200 m" in text
    assert "  truck: 200 m\n" in text


def test_says_so_when_everything_can_be_driven_to_and_back(capsys):
    text = printed(capsys, "nine_corners.osm")
    assert "  any vehicle: nothing\n  sweeper, washer, truck: nothing" in text


def test_says_the_same_in_chinese(capsys):
    text = printed(capsys, "barred_corners.osm", Language.ZH)
    assert "  所有车辆：400 米\n" in text
    assert "    无法驶入：200 米：Inward Road 200 米\n" in text
    assert "    限高 2.5 m：200 米：Low Bridge Road 200 米" in text
