"""The tables of version 0.1.0."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Makes the tables."""
    op.create_table(
        "plans",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("status", sa.String(12), nullable=False, index=True),
        sa.Column("created_at", sa.Float, nullable=False),
        sa.Column("finished_at", sa.Float),
        sa.Column("attempt", sa.Integer, nullable=False),
        sa.Column("lease_until", sa.Float, nullable=False),
        sa.Column("request", sa.Text, nullable=False),
        sa.Column("progress", sa.Text, nullable=False),
        sa.Column("error", sa.Text),
        sa.Column("summary", sa.Text),
        sa.Column("plan", sa.Text),
    )
    op.create_table(
        "day_events",
        sa.Column("plan_id", sa.String(32), primary_key=True),
        sa.Column("position", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("event_id", sa.String(200), nullable=False),
        sa.Column("event", sa.Text, nullable=False),
        sa.UniqueConstraint("plan_id", "event_id"),
    )
    op.create_table(
        "replans",
        sa.Column("job_id", sa.String(32), primary_key=True),
        sa.Column("plan_id", sa.String(32), nullable=False, index=True),
    )
    op.create_table(
        "proposals",
        sa.Column("job_id", sa.String(32), primary_key=True),
        sa.Column("choice", sa.String(12), primary_key=True),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("plan_id", sa.String(32), nullable=False, unique=True),
        sa.Column("weighed", sa.Text, nullable=False),
    )
