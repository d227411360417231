"""Names of streets that no file could hold."""

from optimizer.network.cache import load
from optimizer.network.osm import read_osm
from tests.osm_text import write_square

MIDDLE = (1, [2, 5], {"highway": "residential", "name": "Middle"})

# XML lets C1 controls through, a .pbf any character at all.
DIRTY = (1, MIDDLE[1], {**MIDDLE[2], "name": "Mid&#133;dle", "name:en": "The&#133;Middle"})


def test_a_name_is_cleaned_and_remembered(tmp_path):
    network = read_osm(write_square(tmp_path, [DIRTY]))
    arc = network.arc_of_key["2>5"]
    assert network.street_name(arc) == "Mid dle"
    assert "The Middle" in network.names_en
    assert network.cleaned_names == ("Mid dle",)


def test_names_as_they_should_be_are_not_mentioned(tmp_path):
    assert read_osm(write_square(tmp_path, [MIDDLE])).cleaned_names == ()


def test_the_cache_remembers_which_names_were_cleaned(tmp_path):
    path = write_square(tmp_path, [DIRTY])
    first, second = (load(path, directory=tmp_path / "cache") for _ in range(2))
    assert first.cleaned_names == second.cleaned_names == ("Mid dle",)


def test_a_street_that_is_left_out_has_a_clean_name_too(tmp_path):
    path = write_square(
        tmp_path,
        [MIDDLE, (2, [5, 7], {"highway": "service", "name": "Gar&#133;den", "access": "no"})],
    )
    assert "Gar den" in {one.name for one in read_osm(path).left_out}
