"""Scenarios of clients in the database: every version stays, for the plans made of it."""

import hashlib
import json
import time
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, func, insert, select
from sqlalchemy.exc import IntegrityError

from api.service.db.opening import writing
from api.service.db.store import Store
from api.service.db.tables import scenario_versions


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadedScenario:
    """A version of a scenario, without its files.

    Parameters
    ----------
    about
        What a list shows of it.
    """

    name: str
    version: int
    digest: str
    created_at: float
    asked_by: str
    about: dict[str, Any]


_COLUMNS = tuple(scenario_versions.c[name] for name in UploadedScenario.__slots__)


class ScenarioStore:
    """Reads and writes the scenarios of clients."""

    def __init__(self, store: Store) -> None:
        self._engine = store.engine
        self._writer = writing(store.engine)

    def add(
        self, name: str, packed: bytes, about: dict[str, Any], *, asked_by: str = ""
    ) -> UploadedScenario:
        """Writes a new version, unless the newest is the same, and returns the newest."""
        digest = hashlib.sha256(packed).hexdigest()
        while True:
            newest = self.find(name)
            if newest is not None and newest.digest == digest:
                return newest
            made = UploadedScenario(
                name=name,
                version=newest.version + 1 if newest else 1,
                digest=digest,
                created_at=time.time(),
                asked_by=asked_by,
                about=about,
            )
            row = {one: getattr(made, one) for one in UploadedScenario.__slots__}
            row |= {"about": json.dumps(about), "packed": packed}
            try:
                with self._writer.begin() as connection:
                    connection.execute(insert(scenario_versions).values(**row))
            except IntegrityError:
                # Another was quicker: theirs is the version before.
                continue
            return made

    def find(self, name: str, version: int | None = None) -> UploadedScenario | None:
        """Returns a version, or the newest; None where there is none."""
        query = select(*_COLUMNS).where(scenario_versions.c.name == name)
        if version is not None:
            query = query.where(scenario_versions.c.version == version)
        with self._engine.connect() as connection:
            row = connection.execute(query.order_by(scenario_versions.c.version.desc())).first()
        return _read_row(row) if row else None

    def newest(self) -> list[UploadedScenario]:
        """Returns the newest version of each, by name."""
        last = (
            select(scenario_versions.c.name, func.max(scenario_versions.c.version).label("last"))
            .group_by(scenario_versions.c.name)
            .subquery()
        )
        query = (
            select(*_COLUMNS)
            .join(
                last,
                (last.c.name == scenario_versions.c.name)
                & (last.c.last == scenario_versions.c.version),
            )
            .order_by(scenario_versions.c.name)
        )
        with self._engine.connect() as connection:
            return [_read_row(row) for row in connection.execute(query)]

    def versions(self, name: str) -> list[UploadedScenario]:
        """Returns all versions, the newest first."""
        query = (
            select(*_COLUMNS)
            .where(scenario_versions.c.name == name)
            .order_by(scenario_versions.c.version.desc())
        )
        with self._engine.connect() as connection:
            return [_read_row(row) for row in connection.execute(query)]

    def packed(self, name: str, version: int) -> bytes | None:
        """Returns the zip of a version."""
        query = (
            select(scenario_versions.c.packed)
            .where(scenario_versions.c.name == name)
            .where(scenario_versions.c.version == version)
        )
        with self._engine.connect() as connection:
            found: bytes | None = connection.scalar(query)
        return found


def _read_row(row: Row[Any]) -> UploadedScenario:
    values = dict(row._mapping)
    return UploadedScenario(**{**values, "about": json.loads(values["about"])})
