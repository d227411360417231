"""A database as a whole, of either kind: made, brought up to date, copied and brought back."""

import json
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from api.service.db import DatabaseRefused, DayStore, PlanFilter, Store, back_up, restore
from api.service.db.tables import metadata, replans
from scenarios.plan_file import dumps, loads
from tests.api.service.databases import old_database
from tests.scenarios import small_plan

PLAN = small_plan.plan_file()


def test_a_backup_brings_everything_back_to_either_kind(new_url, tmp_path):
    url = new_url()
    store = Store(url)
    plan_id = store.add_once({"scenario": "城"}, files={"contracts": "a,b"}, key="x").id
    store.finish(*store.claim(60.0), PLAN)
    DayStore(store).add_replan(plan_id, {"version": 0})
    assert back_up(url, tmp_path / "backup") == 2
    assert [path.name for path in tmp_path.iterdir()] == ["backup"]
    with pytest.raises(DatabaseRefused, match="is there already"):
        back_up(url, tmp_path / "backup")
    for target in (new_url(), f"sqlite:///{tmp_path / 'other.db'}"):
        assert restore(target, tmp_path / "backup") == 2
        other = Store(target)
        assert other.plan_text(plan_id) == dumps(PLAN)
        assert other.file_text(plan_id, "contracts") == "a,b"
        assert other.get(plan_id) == store.get(plan_id)
        with other.engine.connect() as connection:
            assert len(connection.execute(replans.select()).all()) == 1
        other.close()
        with pytest.raises(DatabaseRefused, match="holds plans already"):
            restore(target, tmp_path / "backup")
    store.close()


def test_a_database_of_the_first_version_is_refused_until_it_is_migrated(new_url):
    url = new_url()
    rows = [
        {
            "id": f"{number:032x}",
            "status": "done",
            "created_at": 10.0 + number,
            "finished_at": 20.0,
            "attempt": 1,
            "lease_until": 0.0,
            "request": json.dumps({"scenario": "town", "osm": "/srv/streets/a.osm"}),
            "progress": "{}",
            "error": None,
            "summary": summary,
            "plan": text,
        }
        for number, (summary, text) in enumerate(
            [(json.dumps({"title": "A square", "measures": {}}), dumps(PLAN)), (None, None)]
        )
    ]
    old_database(url, rows)
    with pytest.raises(DatabaseRefused, match=r"earlier version \(0001 of .*--migrate"):
        Store(url)
    store = Store(url, migrate=True)
    planned, without = (store.get(row["id"]) for row in rows)
    assert loads(store.plan_text(planned.id)) == PLAN
    assert (planned.summary["title"], planned.digest is not None) == ("A square", True)
    assert (without.summary, without.digest) == (None, None)
    assert [job.id for job in store.list_newest(wanted=PlanFilter(scenario="town"))] == [
        without.id,
        planned.id,
    ]
    store.close()
    Store(url).close()


def test_the_migrations_make_the_tables_that_the_code_knows(new_url):
    store = Store(new_url())
    with store.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []
    store.close()


def test_a_newer_database_is_refused(new_url):
    url = new_url()
    store = Store(url)
    with store.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    store.close()
    with pytest.raises(DatabaseRefused, match=r"newer version of OneBroom \(9999"):
        Store(url, migrate=True)


def test_servers_that_make_the_same_database_at_once_all_live(new_url):
    url, begin = new_url(), threading.Barrier(4)

    def open_it(_):
        begin.wait()
        return Store(url)

    with ThreadPoolExecutor(4) as pool:
        stores = list(pool.map(open_it, range(4)))
    plan_id = stores[0].add({})
    assert all(store.get(plan_id) is not None for store in stores)
    for store in stores:
        store.close()
