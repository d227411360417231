"""Keys, sessions, links of drivers and the log of deeds, in the database."""

import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Engine, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from api.service.db.job import Status
from api.service.db.keys import api_keys, deeds, duty_links, pulses, secrets, sessions
from api.service.db.store import Store
from api.service.db.tables import plans


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiKey:
    """A key as the database knows it: not the key, only its digest."""

    id: str
    name: str
    role: str
    digest: str
    created_at: float
    revoked_at: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyLink:
    """What a driver's link gives."""

    id: str
    plan_id: str
    vehicle_id: str
    shift_id: str
    made_by: str
    created_at: float
    expires_at: float
    revoked_at: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """Something that was done, or tried."""

    at: float
    who: str
    method: str
    path: str
    plan_id: str | None
    status: int
    request_id: str
    id: str = ""


class AccessStore:
    """Reads and writes who may do what, and who did what."""

    def __init__(self, store: Store, *, clock: Callable[[], float] = time.time) -> None:
        self._engine: Engine = store.engine
        self._clock = clock

    def now(self) -> float:
        """Returns the time by which things here end."""
        return self._clock()

    def add_key(self, *, key_id: str, name: str, role: str, digest: str) -> ApiKey:
        """Writes a new key."""
        row = {"id": key_id, "name": name, "role": role, "digest": digest}
        made = ApiKey(**row, created_at=self._clock(), revoked_at=None)
        with self._engine.begin() as connection:
            connection.execute(insert(api_keys).values(**row, created_at=made.created_at))
        return made

    def list_keys(self) -> list[ApiKey]:
        """Returns all keys, the newest first; those that were revoked stay in the list."""
        query = select(api_keys).order_by(api_keys.c.created_at.desc(), api_keys.c.id)
        with self._engine.connect() as connection:
            return [ApiKey(**row._mapping) for row in connection.execute(query)]

    def revoke_key(self, key_id: str) -> bool:
        """Ends a key and its sessions; False where there is none of that id, or it has ended."""
        with self._engine.begin() as connection:
            done = connection.execute(
                update(api_keys)
                .where(api_keys.c.id == key_id)
                .where(api_keys.c.revoked_at.is_(None))
                .values(revoked_at=self._clock())
            )
            connection.execute(delete(sessions).where(sessions.c.key_id == key_id))
        return done.rowcount == 1

    def add_session(self, *, digest: str, key_id: str, lasts_s: float) -> None:
        """Writes a session, and forgets those that have run out."""
        now = self._clock()
        with self._engine.begin() as connection:
            connection.execute(delete(sessions).where(sessions.c.expires_at < now))
            connection.execute(
                insert(sessions).values(digest=digest, key_id=key_id, expires_at=now + lasts_s)
            )

    def key_of_session(self, digest: str) -> str | None:
        """Returns the id of the key that a session was made from; None where it has ended."""
        query = (
            select(sessions.c.key_id)
            .where(sessions.c.digest == digest)
            .where(sessions.c.expires_at >= self._clock())
        )
        with self._engine.connect() as connection:
            found: str | None = connection.execute(query).scalar()
        return found

    def end_session(self, digest: str) -> None:
        """Forgets a session."""
        with self._engine.begin() as connection:
            connection.execute(delete(sessions).where(sessions.c.digest == digest))

    def secret(self, name: str, made: str) -> str:
        """Returns the secret of a name; it is `made` where there was none."""
        query = select(secrets.c.value).where(secrets.c.name == name)
        with self._engine.connect() as connection:
            found: str | None = connection.execute(query).scalar()
        if found is not None:
            return found
        try:
            with self._engine.begin() as connection:
                connection.execute(insert(secrets).values(name=name, value=made))
        except IntegrityError:
            # Another server was quicker: what it wrote counts for both.
            with self._engine.connect() as connection:
                return str(connection.execute(query).scalar_one())
        return made

    def add_link(
        self,
        *,
        link_id: str,
        plan_id: str,
        vehicle_id: str,
        shift_id: str,
        made_by: str,
        lasts_s: float,
    ) -> DutyLink:
        """Writes a new link."""
        now = self._clock()
        link = DutyLink(
            id=link_id,
            plan_id=plan_id,
            vehicle_id=vehicle_id,
            shift_id=shift_id,
            made_by=made_by,
            created_at=now,
            expires_at=float(int(now + lasts_s)),
            revoked_at=None,
        )
        values = {name: getattr(link, name) for name in DutyLink.__slots__}
        with self._engine.begin() as connection:
            connection.execute(insert(duty_links).values(**values))
        return link

    def link(self, link_id: str) -> DutyLink | None:
        """Returns a link that can still be used."""
        query = (
            select(duty_links)
            .where(duty_links.c.id == link_id)
            .where(duty_links.c.revoked_at.is_(None))
            .where(duty_links.c.expires_at > self._clock())
        )
        with self._engine.connect() as connection:
            row = connection.execute(query).first()
        return DutyLink(**row._mapping) if row else None

    def links(self, plan_id: str) -> list[DutyLink]:
        """Returns the links of a plan, the newest first."""
        query = (
            select(duty_links)
            .where(duty_links.c.plan_id == plan_id)
            .order_by(duty_links.c.created_at.desc(), duty_links.c.id)
        )
        with self._engine.connect() as connection:
            return [DutyLink(**row._mapping) for row in connection.execute(query)]

    def revoke_link(self, plan_id: str, link_id: str) -> bool:
        """Ends a link; False where the plan has none of that id, or it has ended."""
        with self._engine.begin() as connection:
            done = connection.execute(
                update(duty_links)
                .where(duty_links.c.id == link_id)
                .where(duty_links.c.plan_id == plan_id)
                .where(duty_links.c.revoked_at.is_(None))
                .values(revoked_at=self._clock())
            )
        return done.rowcount == 1

    def add_deed(self, deed: Deed) -> None:
        """Writes down what was done."""
        values = {name: getattr(deed, name) for name in Deed.__slots__}
        values["id"] = f"{int(1e6 * deed.at):016x}{uuid.uuid4().hex[:8]}"
        with self._engine.begin() as connection:
            connection.execute(insert(deeds).values(**values))

    def deeds(
        self, *, limit: int, before: str | None = None, plan_id: str | None = None
    ) -> list[Deed]:
        """Returns what was done, the newest first, from below an id."""
        query = select(deeds).order_by(deeds.c.id.desc()).limit(limit)
        if before is not None:
            query = query.where(deeds.c.id < before)
        if plan_id is not None:
            query = query.where(deeds.c.plan_id == plan_id)
        with self._engine.connect() as connection:
            return [Deed(**row._mapping) for row in connection.execute(query)]

    def count_under_way(self, who: str) -> int:
        """Returns how many jobs that somebody asked for wait or are worked on."""
        query = (
            select(func.count())
            .select_from(plans)
            .where(plans.c.status.in_([Status.QUEUED, Status.RUNNING]))
            .where(
                select(deeds.c.id)
                .where(deeds.c.plan_id == plans.c.id)
                .where(deeds.c.who == who)
                .where(deeds.c.status == 202)
                .exists()
            )
        )
        with self._engine.connect() as connection:
            return int(connection.execute(query).scalar_one())

    def beat(self) -> None:
        """Writes something, to see that the database takes it."""
        now = self._clock()
        with self._engine.begin() as connection:
            done = connection.execute(update(pulses).where(pulses.c.id == 1).values(at=now))
            if done.rowcount == 0:
                connection.execute(insert(pulses).values(id=1, at=now))
