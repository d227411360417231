"""What each plan of a comparison sweeps, for the map of the streets gained and lost."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Adds the streets; what was compared before has none."""
    op.add_column("comparison_runs", sa.Column("swept", sa.LargeBinary))
