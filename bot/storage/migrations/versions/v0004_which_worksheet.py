"""Which worksheet a notice on the desk is about."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Of notices that are there already nobody wrote it down: they say what they said."""
    op.add_column("notices", sa.Column("worksheet", sa.String(), nullable=True))
