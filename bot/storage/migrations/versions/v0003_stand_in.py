"""A colleague who stands in for a coordinator, and who read a notice in the coordinator's stead."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nobody stands in for anybody yet, and nobody has. On SQLite the two tables are rebuilt with their rows."""
    with op.batch_alter_table("coordinators") as coordinators:
        coordinators.add_column(sa.Column("stand_in_id", sa.String(), nullable=True))
        coordinators.create_foreign_key(
            op.f("fk_coordinators_stand_in_id_coordinators"), "coordinators", ["stand_in_id"], ["id"]
        )
    with op.batch_alter_table("notices") as notices:
        notices.add_column(sa.Column("stood_in_by", sa.String(), nullable=True))
        notices.add_column(sa.Column("stood_in_at", sa.DateTime(timezone=True), nullable=True))
        notices.create_foreign_key(op.f("fk_notices_stood_in_by_coordinators"), "coordinators", ["stood_in_by"], ["id"])
