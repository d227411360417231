import datetime as dt
import logging
from dataclasses import fields, replace
from pathlib import Path

import numpy as np
import pytest

from optimizer.errors import NetworkError
from optimizer.network import cache
from optimizer.network.cache import load
from optimizer.network.profile import PROFILES, Hours
from optimizer.network.road_network import OutsideStreets
from optimizer.network.signs import verdict
from tests.osm_text import write_square

MORNING = Hours(date=dt.date(2024, 5, 6), start_s=21_600, end_s=43_200)
LORRY = replace(PROFILES["truck"], hours=MORNING)
NINE_CORNERS = Path(__file__).parents[2] / "data" / "nine_corners.osm"


def kept(folder):
    return list((folder / "networks").glob("*.npz"))


def test_a_second_load_comes_from_the_cache_and_is_the_same(tmp_path, monkeypatch):
    first = load(NINE_CORNERS, directory=tmp_path)

    def refuse(*args, **kwargs):
        raise AssertionError("was read again")

    monkeypatch.setattr(cache, "read_osm", refuse)
    second = load(NINE_CORNERS, directory=tmp_path)
    assert second.arc_of_key == first.arc_of_key
    assert np.array_equal(second.geometry, first.geometry)
    assert second.left_out == first.left_out
    assert second.restrictions == first.restrictions
    assert second.digest == first.digest


def test_streets_that_were_cut_off_keep_their_lines_in_the_cache(tmp_path):
    path = NINE_CORNERS.with_name("barred_corners.osm")
    first = load(path, directory=tmp_path).outside
    second = load(path, directory=tmp_path).outside
    assert len(first) == 2
    for field in fields(OutsideStreets):
        kept_array = getattr(second, field.name)
        assert kept_array.dtype == getattr(first, field.name).dtype
        assert np.array_equal(kept_array, getattr(first, field.name))


def test_signs_and_what_was_odd_are_kept_in_the_cache(tmp_path):
    street = {"highway": "tertiary", "hgv:conditional": "no @ (07:00-09:00); no @ (wet)"}
    ways = [
        (1, [2, 5], street),
        (2, [5, 7, 98], {"highway": "residential", "oneway": "yes"}),
        (3, [6, 7, 99], {"highway": "residential"}),
    ]
    path = write_square(tmp_path, ways, node_tags={5: {"barrier": "gate", "hgv": "perhaps"}})
    first, second = (load(path, directory=tmp_path) for _ in range(2))
    assert first.unread
    assert second.signs == first.signs
    assert second.unread == first.unread
    assert second.edge == first.edge
    assert second.arc_signs.tolist() == first.arc_signs.tolist()
    assert verdict(second.signs[second.arc_signs[second.arc_of_key["2>5"]]], LORRY).barrier


def test_a_corrupt_cache_is_rebuilt(tmp_path, caplog):
    first = load(NINE_CORNERS, directory=tmp_path)
    (path,) = kept(tmp_path)
    path.write_bytes(path.read_bytes()[:100])
    with caplog.at_level(logging.WARNING):
        second = load(NINE_CORNERS, directory=tmp_path)
    assert second.arc_of_key == first.arc_of_key
    assert "damaged cache is rebuilt" in caplog.text
    caplog.clear()
    load(NINE_CORNERS, directory=tmp_path)
    assert caplog.text == ""


def test_a_cache_of_another_file_is_rebuilt(tmp_path, caplog):
    other = NINE_CORNERS.with_name("barred_corners.osm")
    first = load(NINE_CORNERS, directory=tmp_path)
    (path,) = kept(tmp_path)
    load(other, directory=tmp_path)
    (wrong,) = set(kept(tmp_path)) - {path}
    path.write_bytes(wrong.read_bytes())
    with caplog.at_level(logging.WARNING):
        second = load(NINE_CORNERS, directory=tmp_path)
    assert second.arc_of_key == first.arc_of_key
    assert "it is of another file" in caplog.text


def test_other_content_has_another_digest(tmp_path):
    other = tmp_path / "other.osm"
    other.write_text(NINE_CORNERS.read_text(encoding="utf-8").replace("North Road", "Nord"))
    assert load(other, directory=tmp_path).digest != load(NINE_CORNERS, directory=tmp_path).digest
    assert len(kept(tmp_path)) == 2


def test_newer_rules_read_again(tmp_path, monkeypatch):
    load(NINE_CORNERS, directory=tmp_path)
    monkeypatch.setattr(cache, "RULES_VERSION", cache.RULES_VERSION + 1)
    load(NINE_CORNERS, directory=tmp_path)
    assert len(kept(tmp_path)) == 2


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(NetworkError, match=r"gone\.osm"):
        load(tmp_path / "gone.osm", directory=tmp_path)
