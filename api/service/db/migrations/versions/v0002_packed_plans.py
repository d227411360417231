"""Plans apart and compressed; leases without a clock; what attempts spent and how they ended.

A database of 0.1.0 may lack the tables of the running day, which were added before there were
versions.
"""

import gzip
import hashlib
import json
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

_BRIEF = (
    "title",
    "title_zh",
    "date",
    "interrupted",
    "mechanised_rate",
    "cost_yuan",
    "unassigned",
)


def upgrade() -> None:
    """Makes the new tables and columns, fills them, and drops the old ones."""
    _make_tables()
    for column in (
        sa.Column("crashes", sa.Integer, nullable=False, server_default="0"),
        sa.Column("beat", sa.Integer, nullable=False, server_default="0"),
        sa.Column("stop_asked", sa.Integer, nullable=False, server_default="0"),
        sa.Column("revision", sa.Integer, nullable=False, server_default="0"),
        sa.Column("better", sa.Integer, nullable=False, server_default="0"),
        sa.Column("spent_s", sa.Float, nullable=False, server_default="0"),
        sa.Column("spent_iterations", sa.Integer, nullable=False, server_default="0"),
        sa.Column("scenario", sa.String(200)),
        sa.Column("date", sa.String(10)),
        sa.Column("asked_by", sa.String(64), nullable=False, server_default=""),
        sa.Column("idempotency_key", sa.String(255)),
        sa.Column("body_digest", sa.String(64)),
    ):
        op.add_column("plans", column)
    _fill(op.get_bind())
    for name in ("summary", "plan", "lease_until"):
        op.drop_column("plans", name)
    op.create_index("plans_by_age", "plans", ["created_at", "id"])
    op.create_index("plans_by_key", "plans", ["asked_by", "idempotency_key"], unique=True)


def _make_tables() -> None:
    op.create_table(
        "results",
        sa.Column("plan_id", sa.String(32), primary_key=True),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("best_cost", sa.Float),
        sa.Column("brief", sa.Text, nullable=False),
        sa.Column("summary", sa.Text, nullable=False),
        sa.Column("packed", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "request_files",
        sa.Column("plan_id", sa.String(32), primary_key=True),
        sa.Column("name", sa.String(20), primary_key=True),
        sa.Column("packed", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "scenario_versions",
        sa.Column("name", sa.String(80), primary_key=True),
        sa.Column("version", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("created_at", sa.Float, nullable=False),
        sa.Column("asked_by", sa.String(64), nullable=False, server_default=""),
        sa.Column("about", sa.Text, nullable=False),
        sa.Column("packed", sa.LargeBinary, nullable=False),
    )
    there = set(sa.inspect(op.get_bind()).get_table_names())
    if "day_events" not in there:
        op.create_table(
            "day_events",
            sa.Column("plan_id", sa.String(32), primary_key=True),
            sa.Column("position", sa.Integer, primary_key=True, autoincrement=False),
            sa.Column("event_id", sa.String(200), nullable=False),
            sa.Column("event", sa.Text, nullable=False),
            sa.UniqueConstraint("plan_id", "event_id"),
        )
    if "replans" not in there:
        op.create_table(
            "replans",
            sa.Column("job_id", sa.String(32), primary_key=True),
            sa.Column("plan_id", sa.String(32), nullable=False, index=True),
        )
    if "proposals" not in there:
        op.create_table(
            "proposals",
            sa.Column("job_id", sa.String(32), primary_key=True),
            sa.Column("choice", sa.String(12), primary_key=True),
            sa.Column("position", sa.Integer, nullable=False),
            sa.Column("plan_id", sa.String(32), nullable=False, unique=True),
            sa.Column("weighed", sa.Text, nullable=False),
        )


def _fill(connection: sa.Connection) -> None:
    """Moves each plan to its new place, one at a time: a plan may be many megabytes."""
    table = sa.MetaData()
    plans = sa.Table("plans", table, autoload_with=connection)
    results = sa.Table("results", table, autoload_with=connection)
    ids = list(connection.scalars(sa.select(plans.c.id)))
    for id_ in ids:
        row = connection.execute(
            sa.select(plans.c.request, plans.c.summary, plans.c.plan).where(plans.c.id == id_)
        ).one()
        request = json.loads(row.request)
        named = {"scenario": request.get("scenario"), "date": request.get("date")}
        connection.execute(sa.update(plans).where(plans.c.id == id_).values(**named))
        if row.plan is not None:
            values = _result(row.plan, json.loads(row.summary or "{}"))
            connection.execute(sa.insert(results).values(plan_id=id_, **values))


def _result(text: str, summary: dict[str, Any]) -> dict[str, Any]:
    plain = text.encode()
    return {
        "digest": hashlib.sha256(plain).hexdigest(),
        "packed": gzip.compress(plain, compresslevel=6, mtime=0),
        "summary": json.dumps(summary),
        "brief": json.dumps({name: summary[name] for name in _BRIEF if name in summary}),
    }
