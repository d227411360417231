"""Streets of a place, from servers that are played."""

import datetime as dt

import pytest
from shapely.geometry import MultiPolygon, Point, Polygon

from optimizer.errors import NetworkError
from optimizer.network.osm import date_of, download, read_osm
from optimizer.network.osm.download import MOST_CORNERS, overpass_query
from tests.optimizer.network.osm.osm_text import HEAD, NODES, WAY

META = '<meta osm_base="2026-11-28T20:15:00Z"/>'
WHOLE = f'{HEAD}<osm version="0.6">{META}{"".join(NODES)}{WAY}</osm>'
L_SHAPE = Polygon(
    [(121.4, 29.7), (121.7, 29.7), (121.7, 29.75), (121.45, 29.75), (121.45, 29.9), (121.4, 29.9)]
)


class Servers:
    """A geocoder that knows one outline, and an Overpass that answers what it is told to."""

    def __init__(self):
        self.outline, self.text, self.asked = L_SHAPE, WHOLE, []

    def geocode_to_gdf(self, place):
        class Found:
            geometry = type("Column", (), {"iloc": [self.outline]})

        return Found

    def post(self, url, *, data, timeout):
        self.asked.append(data["data"])
        return self

    @property
    def content(self):
        return self.text.encode()

    def raise_for_status(self):
        """Overpass answers with the status 200 whatever became of the query."""


@pytest.fixture
def servers(monkeypatch):
    played = Servers()
    monkeypatch.setattr("osmnx.geocode_to_gdf", played.geocode_to_gdf)
    monkeypatch.setattr("requests.post", played.post)
    return played


def test_a_place_is_asked_for_once(servers, tmp_path):
    first = download("Yinzhou District, Ningbo", tmp_path)
    assert download("Yinzhou District, Ningbo", tmp_path) == first
    assert len(servers.asked) == 1
    assert read_osm(first).num_arcs == 6
    assert date_of(first) == dt.date(2026, 11, 28)


def test_fresh_asks_again_and_keeps_the_new_answer(servers, tmp_path):
    download("Yinzhou", tmp_path)
    servers.text = WHOLE.replace("2026-11-28", "2026-11-29")
    assert date_of(download("Yinzhou", tmp_path)) == dt.date(2026, 11, 28)
    assert date_of(download("Yinzhou", tmp_path, fresh=True)) == dt.date(2026, 11, 29)


def test_another_spelling_is_another_place(servers, tmp_path):
    assert download("Ningbo; China", tmp_path) != download("Ningbo, China", tmp_path)
    assert len(servers.asked) == 2


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (WHOLE.replace("</osm>", "<remark>runtime error: timed out</remark></osm>"), "cut short"),
        (WHOLE.removesuffix("</osm>"), "cannot be read"),
        ("<html><body>rate limited</body>", "cannot be read"),
        (f"{HEAD}<osm></osm>", "holds no street"),
    ],
    ids=["remark", "not closed", "no map", "empty"],
)
def test_an_answer_that_is_not_whole_is_refused_and_not_kept(servers, tmp_path, text, says):
    servers.text = text
    with pytest.raises(NetworkError, match=says) as caught:
        download("Yinzhou", tmp_path)
    assert str(caught.value).startswith("place 'Yinzhou'")
    assert list(tmp_path.iterdir()) == []
    servers.text = WHOLE
    assert read_osm(download("Yinzhou", tmp_path)).num_arcs == 6


def test_a_copy_stays_when_no_better_one_comes(servers, tmp_path):
    path = download("Yinzhou", tmp_path)
    servers.text = WHOLE.replace("</osm>", "<remark>timed out</remark></osm>")
    with pytest.raises(NetworkError):
        download("Yinzhou", tmp_path, fresh=True)
    assert read_osm(path).num_arcs == 6


def asked_within(query):
    """The polygons that a query asks within."""
    rings = []
    for part in query.split('(poly:"')[1:]:
        numbers = [float(number) for number in part.partition('"')[0].split()]
        rings.append(Polygon([(lon, lat) for lat, lon in zip(*[iter(numbers)] * 2, strict=True)]))
    return rings


def test_the_outline_is_asked_for_and_not_its_box():
    rings = asked_within(overpass_query(L_SHAPE))
    # Five kinds of things within one outline.
    assert len(rings) == 5
    assert rings[0].contains(L_SHAPE)
    # The L takes up 37 % of its box; a margin of some 20 m adds little.
    assert rings[0].area < 1.05 * L_SHAPE.area
    assert not rings[0].contains(Point(121.6, 29.85))


def test_every_part_of_a_place_is_asked_for():
    island = Polygon([(122, 29.7), (122.1, 29.7), (122.1, 29.8)])
    rings = asked_within(overpass_query(MultiPolygon([L_SHAPE, island])))
    assert len(rings) == 10


def test_a_coast_of_ten_thousand_corners_is_asked_for_with_few():
    coast = Point(121.5, 29.8).buffer(0.3, quad_segs=2_500)
    (ring, *_) = asked_within(overpass_query(coast))
    assert len(ring.exterior.coords) <= MOST_CORNERS
    assert ring.contains(coast)
