"""A database that is locked, full, gone or damaged; and one of a kind that we do not know."""

import sqlite3
from contextlib import closing

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from api.service.db import DatabaseRefused, Store, persist
from api.service.main import create_app
from api.service.settings import ServiceSettings

SMALL = {"scenario": "yinzhou-2011", "iterations": 5}


@pytest.fixture
def file(tmp_path):
    return tmp_path / "plans.db"


@pytest.fixture
def client(file, monkeypatch):
    """The service without workers, which does not wait for others who write."""
    monkeypatch.setattr("api.service.db.opening.WAIT_S", 0.01)
    settings = ServiceSettings(database_url=f"sqlite:///{file}", workers=0)
    with TestClient(create_app(settings), base_url="http://localhost") as one:
        yield one


def in_trouble(answer):
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["code"] == "http.no_database"
    return True


def test_a_locked_database_is_answered_with_when_to_try_again(client, file):
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert in_trouble(client.post("/plans", json=SMALL))
        # Who reads does not wait for who writes.
        assert client.get("/plans").json() == []
        other.execute("ROLLBACK")
    assert client.post("/plans", json=SMALL).status_code == 202


def test_a_full_disk_leaves_nothing_half_written(client):
    engine = client.app.state.store.engine

    @event.listens_for(engine, "checkout")
    def leave_no_room(connection, record, proxy):
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        connection.execute(f"PRAGMA max_page_count={pages}")

    table = "name,id\n" + "".join(f"kitchen,{number * 7919 % 10007}\n" for number in range(9000))
    before = len(client.get("/plans").json())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("api.service.routes.plans.require_plannable", lambda body, *_: body.values())
        assert in_trouble(client.post("/plans", json={**SMALL, "contracts": table}))
    assert len(client.get("/plans").json()) == before


def test_a_database_that_cannot_be_written_is_answered_so(client):
    engine = client.app.state.store.engine
    event.listen(engine, "checkout", lambda connection, *_: connection.execute(READ_ONLY))
    assert in_trouble(client.post("/plans", json=SMALL))
    assert client.get("/plans").status_code == 200


READ_ONLY = "PRAGMA query_only=1"


def test_a_database_that_has_vanished_is_not_made_anew(client, file):
    plan = client.post("/plans", json=SMALL).headers["Location"]
    aside = file.with_name("aside.db")
    file.rename(aside)
    assert in_trouble(client.get(plan))
    assert in_trouble(client.post("/plans", json=SMALL))
    assert not file.exists()
    aside.rename(file)
    assert client.get(plan).status_code == 200


@pytest.mark.parametrize("damage", ["not a database", "in the middle"])
def test_a_damaged_database_is_refused_with_what_to_do(file, damage):
    if damage == "in the middle":
        Store(f"sqlite:///{file}").close()
        content = bytearray(file.read_bytes())
        # Pages of 4,096 bytes; the first says what the file is, the tables begin with the second.
        content[4096:12288] = b"\xa5" * 8192
        file.write_bytes(content)
    else:
        file.write_bytes(b"no database" * 1000)
    with pytest.raises(DatabaseRefused, match=r"plans\.db cannot be used .*\./run restore FILE"):
        Store(f"sqlite:///{file}")


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("mysql://u:secret@host/plans", "kind mysql cannot be used"),
        ("postgresql+psycopg2://u:secret@host/plans", "kind postgresql"),
        ("sqlite://", "kind sqlite cannot be used"),
        ("sqlite:///:memory:", "kind sqlite cannot be used"),
        ("plans.db", "is no address of a database"),
    ],
)
def test_databases_of_other_kinds_are_refused_in_a_sentence(url, says):
    with pytest.raises(DatabaseRefused, match=says) as caught:
        Store(url)
    assert "secret" not in str(caught.value)


def test_a_server_that_does_not_answer_is_told_of():
    # Nobody listens on port 1.
    with pytest.raises(DatabaseRefused, match=r"\(postgresql\) does not answer"):
        Store("postgresql://u:secret@127.0.0.1:1/plans")


def test_what_must_be_written_is_tried_again_at_growing_intervals():
    pauses, failures = [], iter([True] * 8)

    def write():
        if next(failures, False):
            raise OperationalError("", {}, sqlite3.OperationalError("database is locked"))
        return "written"

    assert persist(write, sleep=pauses.append) == "written"
    # Each twice the one before, five seconds at most.
    assert pauses == [0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 5.0, 5.0]


def test_a_fault_of_ours_is_not_tried_again():
    def write():
        raise ValueError

    with pytest.raises(ValueError):  # noqa: PT011
        persist(write, sleep=pytest.fail)
