"""Scenarios that clients send: checked, kept in versions, planned; and zips that mean harm."""

import io
import zipfile
from pathlib import Path

import pytest
import xlsxwriter
from fastapi.testclient import TestClient

from api.service.main import create_app
from api.service.settings import ServiceSettings

HAMLET = Path(__file__).parents[2] / "data" / "hamlet"
FILES = {path.name: path.read_bytes() for path in HAMLET.iterdir()}


def zipped(files, *, folder="", method=zipfile.ZIP_DEFLATED):
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(f"{folder}{name}"), content, method)
    return memory.getvalue()


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    """The service without workers."""
    file = tmp_path_factory.mktemp("uploads") / "plans.db"
    with TestClient(
        create_app(ServiceSettings(database_url=f"sqlite:///{file}", workers=0)),
        base_url="http://localhost",
    ) as one:
        yield one


def send(client, name, packed):
    headers = {"Content-Type": "application/zip"}
    return client.post(f"/scenarios?name={name}", content=packed, headers=headers)


def test_a_scenario_is_checked_kept_in_versions_and_planned(client):
    first = send(client, "village", zipped(FILES, folder="any/"))
    assert (first.status_code, first.json()["version"]) == (201, 1), first.text
    # The same again is no new version, another is.
    assert send(client, "village", zipped(FILES, folder="any/")).status_code == 200
    text = FILES["scenario.toml"].decode().replace("[[", "# changed\n[[", 1)
    other = zipped({**FILES, "scenario.toml": text.encode()})
    second = send(client, "village", other)
    assert second.headers["Location"] == "/scenarios/village/versions/2"
    assert client.get(second.headers["Location"]).content == other
    assert [one["version"] for one in client.get("/scenarios/village/versions").json()] == [2, 1]
    listed = {one["name"]: one for one in client.get("/scenarios").json()}
    assert (listed["village"]["version"], listed["yinzhou-2011"]["version"]) == (2, None)
    for more, version in (({}, 2), ({"scenario_version": 1}, 1)):
        asked = client.post("/plans", json={"scenario": "village", "iterations": 5, **more})
        assert asked.json()["request"]["scenario_version"] == version
    missing = client.post("/plans", json={"scenario": "village", "scenario_version": 3})
    assert missing.json()["code"] == "http.no_scenario"


BOMB = zipped({**FILES, "notes.txt": b"\0" * 21_000_000})
LINE = b'extends = "%s"\n'


@pytest.mark.parametrize(
    ("packed", "code"),
    [
        (b"no zip", "upload.no_zip"),
        (zipped(FILES)[:-30], "upload.no_zip"),
        (BOMB, "upload.too_large"),
        (zipped({**FILES, **{f"{n}.txt": b"" for n in range(60)}}), "upload.too_many"),
        (zipped({"notes.txt": b""}), "upload.no_scenario"),
        (zipped({**FILES, "../../evil.toml": b""}), "upload.no_such_file"),
        (zipped({**FILES, "/etc/evil.toml": b""}), "upload.no_such_file"),
        (zipped({**FILES, "a\\b.toml": b""}), "upload.no_such_file"),
        (zipped(FILES, folder="../"), "upload.no_such_file"),
        (zipped({**FILES, "deeper/more.csv": b""}), "upload.no_such_file"),
        (zipped({**FILES, "run.py": b""}), "upload.no_such_file"),
        (zipped({"scenario.toml": LINE % b"/etc/passwd"}), "upload.extends"),
        (zipped({"scenario.toml": LINE % b"../../secrets"}), "upload.extends"),
        (zipped({"scenario.toml": b"a = " + b"[" * 5000}), "toml.too_deep"),
        (zipped({"scenario.toml": b"title = 1"}), "scenario.faults"),
        (zipped({"scenario.toml": b"\xff\xfe"}), "toml.unreadable"),
    ],
)
def test_what_is_no_scenario_or_means_harm_is_refused(client, packed, code):
    answer = send(client, "harm", packed)
    assert (answer.status_code, answer.json()["code"]) == (422, code), answer.text
    assert "onebroom-" not in answer.text
    assert client.get("/scenarios/harm/versions").status_code == 404


def workbook(*cells, sheet=lambda xml: xml):
    """A table of contracts with some cells beside its headers, its XML changed."""
    written, made = io.BytesIO(), io.BytesIO()
    with xlsxwriter.Workbook(written) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, ("id", "name", "kg"))
        for row, column, value in cells:
            page.write(row, column, value)
    with zipfile.ZipFile(written) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, sheet(content) if name == "xl/worksheets/sheet1.xml" else content)
    return made.getvalue()


def with_entities(xml):
    """Its ninth row names a file of the server, and a text that grows tenfold at each name."""
    grown = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    types = f'<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd"><!ENTITY e0 "lol">{grown}]>'
    head, _, rest = xml.partition(b"?>")
    row = b'<sheetData><row r="9"><c r="A9" t="inlineStr"><is><t>&f;&e11;</t></is></c></row>'
    return head + b"?>" + types.encode() + rest.replace(b"<sheetData>", row)


def grown(xml):
    """More blanks in it than all parts of a workbook may have."""
    return xml.replace(b"<sheetData>", b"<sheetData>" + b" " * 300_000_000)


@pytest.mark.parametrize(
    ("table", "says"),
    [
        (lambda: workbook((1_048_575, 16_383, "far")), "cell XFD1048576 may be a stray"),
        (lambda: workbook(sheet=grown), "unpacks to"),
        (lambda: workbook(sheet=with_entities), "cannot be read"),
        (lambda: b"PK\x03\x04" + b"\0" * 500, "cannot be read"),
    ],
    ids=["far cell", "bomb", "entities", "no workbook"],
)
def test_a_workbook_that_means_harm_is_refused(client, table, says):
    answer = send(client, "harm", zipped({**FILES, "contracts.xlsx": table()}))
    assert (answer.status_code, answer.json()["code"]) == (422, "workbook.refused"), answer.text
    assert says in answer.json()["detail"]
    assert "root:" not in answer.text
    assert len(answer.content) < 2000


def test_a_zip_with_a_symbolic_link_makes_a_file_and_no_link(client):
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w") as archive:
        link = zipfile.ZipInfo("scenario.toml")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    answer = send(client, "harm", memory.getvalue())
    # What is in it is read as the text that it is.
    assert (answer.status_code, answer.json()["code"]) == (422, "toml.unreadable")


def test_a_name_of_the_library_and_a_huge_body_are_refused(client):
    assert send(client, "yinzhou-2011", zipped(FILES)).json()["code"] == "upload.taken"
    assert send(client, "big", b"\0" * 5_000_001).status_code == 413
    assert send(client, "..", zipped(FILES)).status_code == 422
