"""Both kinds of database for tests: a file, and a PostgreSQL server of our own."""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy
from alembic import command
from alembic.config import Config
from sqlalchemy import make_url, text

from api.service.db.opening import open_engine, writing
from tests.api.service.service import ROOT
from tests.benchmarks.serving import postgres

MIGRATIONS = ROOT / "api" / "service" / "db" / "migrations"


@contextlib.contextmanager
def postgres_running() -> Iterator[postgres.PostgresServer]:
    """Gives a server; without its programs, tests are skipped, but not in CI."""
    binaries = postgres.find_binaries()
    if binaries is None:
        if os.environ.get("CI"):
            pytest.fail("postgresql is missing in CI; .ci/run installs it")
        pytest.skip("needs Debian's postgresql, which is not installed")
    with postgres.postgres_running(binaries) as server:
        yield server


def old_database(url: str, rows: list[dict[str, object]]) -> None:
    """Makes a database as 0.1.0 left it, which did not say its version."""
    engine = open_engine(url)
    if engine.dialect.name == "sqlite":
        Path(make_url(url).database or "").touch()
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with writing(engine).begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        connection.execute(text("DROP TABLE alembic_version"))
        plans = sqlalchemy.Table("plans", sqlalchemy.MetaData(), autoload_with=connection)
        connection.execute(plans.insert(), rows)
    engine.dispose()
