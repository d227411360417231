"""The tables of who may do what, and of who did it."""

from sqlalchemy import Column, Float, Index, Integer, String, Table

from api.service.db.tables import metadata

api_keys = Table(
    "api_keys",
    metadata,
    Column("id", String(12), primary_key=True),
    Column("name", String(80), nullable=False),
    Column("role", String(12), nullable=False),
    Column("digest", String(64), nullable=False),
    Column("created_at", Float, nullable=False),
    Column("revoked_at", Float),
)

sessions = Table(
    "sessions",
    metadata,
    # Of the secret in the cookie, which is nowhere kept.
    Column("digest", String(64), primary_key=True),
    Column("key_id", String(12), nullable=False, index=True),
    Column("expires_at", Float, nullable=False),
)

duty_links = Table(
    "duty_links",
    metadata,
    Column("id", String(12), primary_key=True),
    Column("plan_id", String(32), nullable=False, index=True),
    Column("vehicle_id", String(200), nullable=False),
    Column("shift_id", String(200), nullable=False),
    Column("made_by", String(40), nullable=False),
    Column("created_at", Float, nullable=False),
    Column("expires_at", Float, nullable=False),
    Column("revoked_at", Float),
)

secrets = Table(
    "secrets",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("value", String(64), nullable=False),
)
"""What signs: the same for all servers of a database."""

deeds = Table(
    "deeds",
    metadata,
    # Grows with time. No counter of the database: a restored one would begin anew.
    Column("id", String(24), primary_key=True),
    Column("at", Float, nullable=False),
    # A key's id, a link's, or that nobody was asked.
    Column("who", String(40), nullable=False),
    Column("method", String(8), nullable=False),
    Column("path", String(400), nullable=False),
    Column("plan_id", String(32)),
    Column("status", Integer, nullable=False),
    Column("request_id", String(32), nullable=False),
    Index("deeds_of_a_plan", "plan_id", "who"),
)
"""Who did what; rows are added and never changed."""

pulses = Table(
    "pulses",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("at", Float, nullable=False),
)
"""One row, written to see that the database can be written to."""
