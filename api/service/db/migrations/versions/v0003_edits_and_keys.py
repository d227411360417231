"""What is decided by hand; keys, sessions, drivers' links, and who did what.

A database in which an earlier version made these tables by itself keeps them.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Makes the tables that are not there."""
    there = set(sa.inspect(op.get_bind()).get_table_names())
    for name, columns in _TABLES.items():
        if name not in there:
            op.create_table(name, *columns())
            for index, table, indexed in _INDICES:
                if table == name:
                    op.create_index(index, table, indexed)


def _edits() -> list[sa.Column[object]]:
    return [
        sa.Column("plan_id", sa.String(32), primary_key=True),
        sa.Column("position", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("edited_id", sa.String(32), nullable=False, unique=True),
        sa.Column("hand", sa.Text, nullable=False),
    ]


def _api_keys() -> list[sa.Column[object]]:
    return [
        sa.Column("id", sa.String(12), primary_key=True),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("role", sa.String(12), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("created_at", sa.Float, nullable=False),
        sa.Column("revoked_at", sa.Float),
    ]


def _sessions() -> list[sa.Column[object]]:
    return [
        sa.Column("digest", sa.String(64), primary_key=True),
        sa.Column("key_id", sa.String(12), nullable=False),
        sa.Column("expires_at", sa.Float, nullable=False),
    ]


def _duty_links() -> list[sa.Column[object]]:
    return [
        sa.Column("id", sa.String(12), primary_key=True),
        sa.Column("plan_id", sa.String(32), nullable=False),
        sa.Column("vehicle_id", sa.String(200), nullable=False),
        sa.Column("shift_id", sa.String(200), nullable=False),
        sa.Column("made_by", sa.String(40), nullable=False),
        sa.Column("created_at", sa.Float, nullable=False),
        sa.Column("expires_at", sa.Float, nullable=False),
        sa.Column("revoked_at", sa.Float),
    ]


def _secrets() -> list[sa.Column[object]]:
    return [
        sa.Column("name", sa.String(40), primary_key=True),
        sa.Column("value", sa.String(64), nullable=False),
    ]


def _deeds() -> list[sa.Column[object]]:
    return [
        sa.Column("id", sa.String(24), primary_key=True),
        sa.Column("at", sa.Float, nullable=False),
        sa.Column("who", sa.String(40), nullable=False),
        sa.Column("method", sa.String(8), nullable=False),
        sa.Column("path", sa.String(400), nullable=False),
        sa.Column("plan_id", sa.String(32)),
        sa.Column("status", sa.Integer, nullable=False),
        sa.Column("request_id", sa.String(32), nullable=False),
    ]


def _pulses() -> list[sa.Column[object]]:
    return [
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("at", sa.Float, nullable=False),
    ]


_TABLES = {
    "edits": _edits,
    "api_keys": _api_keys,
    "sessions": _sessions,
    "duty_links": _duty_links,
    "secrets": _secrets,
    "deeds": _deeds,
    "pulses": _pulses,
}
_INDICES = (
    ("ix_sessions_key_id", "sessions", ["key_id"]),
    ("ix_duty_links_plan_id", "duty_links", ["plan_id"]),
    ("deeds_of_a_plan", "deeds", ["plan_id", "who"]),
)
