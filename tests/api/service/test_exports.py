"""What the service sends of a plan whose vehicles have the ids that offices give them."""

import io
import re
import zipfile
from dataclasses import replace
from urllib.parse import quote, unquote

import gpxpy
import pytest
from fastapi.testclient import TestClient

from api.exports import EXPORTS
from api.service.main import create_app
from api.service.settings import ServiceSettings
from tests.scenarios import small_plan

STREETS = small_plan.network()
IDS = ("扫01", "3#车", "A/1")


def plan_of(id_):
    """The small plan with S1 called otherwise."""
    plan_file = small_plan.plan_file()
    routes = tuple(
        replace(route, vehicle_id=id_) if route.vehicle_id == "S1" else route
        for route in plan_file.plan.routes
    )
    vehicles = tuple(
        replace(one, id=id_) if one.id == "S1" else one for one in plan_file.fleet.vehicles
    )
    rows = tuple(
        replace(row, vehicle_id=id_) if row.vehicle_id == "S1" else row
        for row in plan_file.measures.routes
    )
    return replace(
        plan_file,
        plan=replace(plan_file.plan, routes=routes),
        fleet=replace(plan_file.fleet, vehicles=vehicles),
        measures=replace(plan_file.measures, routes=rows),
    )


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    """The service without workers, with a finished plan for each of the ids."""
    folder = tmp_path_factory.mktemp("exports")
    app = create_app(ServiceSettings(database_url=f"sqlite:///{folder / 'plans.db'}", workers=0))
    with (
        pytest.MonkeyPatch.context() as patch,
        TestClient(app, base_url="http://localhost") as one,
    ):
        patch.setattr("api.service.routes.plans.streets_of", lambda plan_file: STREETS)
        one.plan_of = {}
        for id_ in IDS:
            one.plan_of[id_] = app.state.store.add({})
            claimed = app.state.store.claim(60.0)
            app.state.store.finish(*claimed, plan_of(id_))
        yield one


def name_of(answer):
    """The file name that a client of today reads, and that of an old one."""
    plain, extended = re.fullmatch(
        r"""attachment; filename="([^"]*)"; filename\*=UTF-8''(\S+)""",
        answer.headers["Content-Disposition"],
    ).groups()
    return unquote(extended), plain


@pytest.mark.parametrize(
    ("id_", "name", "plain"),
    [
        ("扫01", "扫01.gpx", "_01.gpx"),
        ("3#车", "3%23车.gpx", "3_23_.gpx"),
        ("A/1", "A%2F1.gpx", "A_2F1.gpx"),
    ],
)
def test_a_vehicle_of_any_name_has_its_file(client, id_, name, plain):
    answer = client.get(f"/plans/{client.plan_of[id_]}/exports/gpx", params={"vehicle": id_})
    assert answer.status_code == 200
    assert name_of(answer) == (name, plain)
    assert gpxpy.parse(answer.text).routes[0].name == f"{id_} day"


@pytest.mark.parametrize("id_", IDS)
def test_the_old_address_of_a_track_still_leads_there(client, id_):
    plan, vehicle = f"/plans/{client.plan_of[id_]}", quote(id_, safe="")
    old = client.get(f"{plan}/routes/{vehicle}.gpx")
    new = client.get(f"{plan}/exports/gpx?vehicle={vehicle}")
    assert (old.status_code, old.content) == (200, new.content)
    assert old.headers["Content-Disposition"] == new.headers["Content-Disposition"]


def test_several_files_come_in_a_zip_that_is_the_same_each_time(client):
    plan = f"/plans/{client.plan_of['A/1']}"
    one, two = (client.get(f"{plan}/exports/gpx") for _ in range(2))
    assert one.headers["Content-Type"] == "application/zip"
    assert name_of(one) == ("2012-12-12-gpx.zip", "2012-12-12-gpx.zip")
    assert one.content == two.content
    with zipfile.ZipFile(io.BytesIO(one.content)) as archive:
        assert archive.namelist() == ["A%2F1.gpx", "K1.gpx"]
        assert archive.read("K1.gpx") == client.get(f"{plan}/exports/gpx?vehicle=K1").content


@pytest.mark.parametrize("form", sorted(set(EXPORTS) - {"gpx", "html", "pdf", "txt"}))
def test_a_format_with_one_file_comes_as_it_is(client, form):
    answer = client.get(f"/plans/{client.plan_of['扫01']}/exports/{form}")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == EXPORTS[form].media_type
    assert name_of(answer) == (f"plan.{form}", f"plan.{form}")
    # A workbook is compressed as it is.
    packed = None if form == "xlsx" else "gzip"
    assert answer.headers.get("Content-Encoding") == packed
    if form in ("csv", "geojson"):
        plain = client.get(answer.url, headers={"Accept-Encoding": "identity"})
        assert (plain.headers.get("Content-Encoding"), plain.content) == (None, answer.content)


def test_the_picture_of_one_vehicle_is_that_of_its_way_in_time(client):
    answer = client.get(f"/plans/{client.plan_of['扫01']}/exports/svg?vehicle=K1")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("image/svg+xml")
    assert "Route of K1" in answer.text


def test_an_export_speaks_the_language_that_is_asked_for(client):
    answer = client.get(f"/plans/{client.plan_of['扫01']}/exports/gpx?vehicle=K1&lang=zh")
    assert "左转进入西路" in answer.text


def test_all_that_a_day_takes_comes_as_one_folder(client):
    answer = client.get(f"/plans/{client.plan_of['扫01']}/folder?lang=zh")
    assert answer.headers["Content-Type"] == "application/zip"
    names = zipfile.ZipFile(io.BytesIO(answer.content)).namelist()
    assert any(name.endswith("departures.pdf") for name in names)
    # A depot, in it a vehicle, in it what its driver takes.
    sheets = [name.split("/") for name in names if name.endswith(".html")]
    assert sheets
    assert all(len(parts) == 3 for parts in sheets)
    known = client.get(
        f"/plans/{client.plan_of['扫01']}/folder?lang=zh",
        headers={"If-None-Match": answer.headers["ETag"]},
    )
    assert (known.status_code, known.content) == (304, b"")


def test_a_file_names_the_datum_that_is_asked_for(client):
    path = f"/plans/{client.plan_of['扫01']}/exports/gpx?vehicle={quote('扫01')}"
    assert "GCJ-02" in client.get(f"{path}&datum=gcj02").text
    assert "GCJ-02" not in client.get(path).text
    assert client.get(f"{path}&datum=mars").status_code == 422
