"""Comparisons: jobs of a third kind, and what each of their plans comes to."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Says of every job what it makes, and makes the table for what comparisons find."""
    kind = sa.Column("kind", sa.String(12), nullable=False, server_default="plan")
    op.add_column("plans", kind)
    plans = sa.table("plans", sa.column("id"), sa.column("kind"))
    known = sa.select(sa.table("replans", sa.column("job_id")).c.job_id)
    op.execute(sa.update(plans).where(plans.c.id.in_(known)).values(kind="replan"))
    op.create_table(
        "comparison_runs",
        sa.Column("job_id", sa.String(32), primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("is_done", sa.Integer, nullable=False),
        sa.Column("iterations", sa.Integer, nullable=False),
        sa.Column("packed", sa.LargeBinary, nullable=False),
    )
