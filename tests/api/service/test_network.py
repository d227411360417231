"""The streets of a plan within a box."""

import gzip

import pytest

from api.service.routes import networks
from tests.api.service.people import hamlet_plan, refusal, town

EARTH = "-180,-90,180,90"


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    with town(tmp_path_factory.mktemp("streets")) as one:
        yield one


def ask(place, box, **options):
    return place.ask("GET", place.plan.replace("/plans", "/network") + f"?box={box}", **options)


def test_streets_have_their_names_classes_and_kerbs(place):
    answer = ask(place, EARTH)
    assert answer.headers["Content-Type"] == "application/geo+json"
    features = answer.json()["features"]
    # The twelve sides of four squares, whose corners are the nine, and the end of South Lane.
    assert len(features) == 13
    kerbs = [kerb for one in features for kerb in one["properties"]["kerbs"]]
    swept = {str(task.kerb) for task in hamlet_plan().tasks if task.kerb is not None}
    assert swept
    assert swept <= {kerb["id"] for kerb in kerbs}
    classed = {kerb["id"] for kerb in kerbs if kerb["service_class"]}
    assert classed == swept
    assert all(kerb["width_cm"] > 0 and kerb["area_m2"] >= 0 for kerb in kerbs)


def test_a_box_has_the_streets_that_touch_it(place):
    lines = [one["geometry"]["coordinates"] for one in ask(place, EARTH).json()["features"]]
    (lon, lat), *_ = lines[0]
    near = 1e-5
    sides = (lon - near, lat - near, lon + near, lat + near)
    found = ask(place, ",".join(f"{side:.6f}" for side in sides)).json()["features"]
    at_corner = [line for line in lines if [lon, lat] in (line[0], line[-1])]
    assert [one["geometry"]["coordinates"] for one in found] == at_corner
    assert ask(place, "10,10,11,11").json()["features"] == []


def test_it_is_sent_compressed_and_by_its_tag(place):
    answer = ask(place, EARTH, headers={"Accept-Encoding": "gzip"})
    assert answer.headers["Content-Encoding"] == "gzip"
    known = ask(place, EARTH, headers={"If-None-Match": answer.headers["ETag"]})
    assert (known.status_code, known.content) == (304, b"")
    assert len(gzip.compress(answer.content)) < len(answer.content)


@pytest.mark.parametrize("box", ["1,2,3", "2,0,1,1", "0,1,1,0", "-181,0,1,1", "0,0,1,91", "", ","])
def test_what_is_no_box_is_refused(place, box):
    assert refusal(ask(place, box), 422) == "box.none"


@pytest.mark.parametrize("box", ["nan,nan,nan,nan", "a,b,c,d"])
def test_a_box_has_numbers_only(place, box):
    assert refusal(ask(place, box), 422) == "http.fault"


def test_too_many_streets_are_too_many(place, monkeypatch):
    monkeypatch.setattr(networks, "MOST_STREETS", 11)
    assert refusal(ask(place, EARTH), 422) == "http.large_box"
