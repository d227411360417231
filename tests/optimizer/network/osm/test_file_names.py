"""Files under the names that users give them."""

import bz2
import gzip
import lzma

import pytest

from optimizer.network.osm import read_osm
from tests.optimizer.network.osm.osm_text import NODES, WAY, osm_text, refusal, triangle_pbf, write

TEXT = osm_text(*NODES, WAY).encode()


@pytest.mark.parametrize("name", ["town.osm", "Town.OSM", "town.osm.xml", "town.xml", "a.b.osm"])
def test_plain_names(tmp_path, name):
    assert read_osm(write(tmp_path / name, TEXT)).num_arcs == 6


@pytest.mark.parametrize(
    ("suffix", "pack"),
    [
        (".osm.gz", gzip.compress),
        (".OSM.GZ", gzip.compress),
        (".osm.xml.gz", gzip.compress),
        (".osm.bz2", bz2.compress),
        (".osm.xml.bz2", bz2.compress),
        (".osm.xz", lzma.compress),
        (".osm.xml.xz", lzma.compress),
    ],
)
def test_packed_names(tmp_path, suffix, pack):
    assert read_osm(write(tmp_path / f"town{suffix}", pack(TEXT))).num_arcs == 6


@pytest.mark.parametrize("name", ["town.osm.pbf", "town.pbf", "TOWN.OSM.PBF"])
def test_pbf_names(tmp_path, name):
    kept = triangle_pbf(tmp_path / "triangle.osm.pbf")
    assert read_osm(kept.rename(tmp_path / name)).num_arcs == 6


@pytest.mark.parametrize("name", ["town", "town.zip", "town.gz", "town.pbf.gz", "town.o5m"])
def test_other_names_are_refused_with_those_that_are_known(tmp_path, name):
    said = refusal(write(tmp_path / name, TEXT))
    assert "unknown kind of file" in said
    assert ".osm.pbf" in said


def test_a_packed_file_cut_short_is_refused(tmp_path):
    path = write(tmp_path / "town.osm.xz", lzma.compress(TEXT)[:-20])
    assert "cannot be read" in refusal(path)


def test_a_file_packed_otherwise_than_its_name_says_is_refused(tmp_path):
    said = refusal(write(tmp_path / "town.osm", lzma.compress(TEXT)))
    assert "is xz, not XML as its name says" in said
