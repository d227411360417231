"""Messages to drivers: what was sent, when a phone had it, what was answered."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Makes the table of messages."""
    op.create_table(
        "messages",
        sa.Column("day_id", sa.String(32), primary_key=True),
        sa.Column("position", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("vehicle_id", sa.String(200), nullable=False),
        sa.Column("shift_id", sa.String(200), nullable=False),
        sa.Column("sent_at", sa.Float, nullable=False),
        sa.Column("sent_by", sa.String(64), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("seen_at", sa.Float),
        sa.Column("answer", sa.Text),
        sa.Column("answered_at", sa.Float),
    )
