"""What a leaf hides stands in one row instead of one for each field; nothing of it is lost or altered."""

import json
from collections.abc import Iterator
from itertools import groupby, islice
from operator import itemgetter
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_TOGETHER = 1_000
_BEFORE = sa.text("SELECT log, event, field, salt, value FROM openings_by_field ORDER BY log, event, field")


def upgrade() -> None:
    op.drop_index("ix_openings_item", "openings")
    op.rename_table("openings", "openings_by_field")
    connection = op.get_bind()
    if connection.dialect.name == "postgresql":
        op.execute("ALTER TABLE openings_by_field RENAME CONSTRAINT pk_openings TO pk_openings_by_field")
    table = op.create_table(
        "openings",
        sa.Column("log", sa.Text(), nullable=False),
        sa.Column("event", sa.Text(), nullable=False),
        sa.Column("item", sa.Text(), nullable=True),
        sa.Column("salts", sa.LargeBinary(), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("log", "event", name=op.f("pk_openings")),
    )
    rows = _rows(connection)
    while some := list(islice(rows, _TOGETHER)):
        connection.execute(sa.insert(table), some)
    op.create_index(
        op.f("ix_openings_item"),
        "openings",
        ["item"],
        unique=False,
        sqlite_where=sa.text("item IS NOT NULL"),
        postgresql_where=sa.text("item IS NOT NULL"),
    )
    op.drop_table("openings_by_field")


def _rows(connection: sa.Connection) -> Iterator[dict[str, Any]]:
    """The rows of one leaf as one; read whole at first, since a statement runs between them."""
    found = connection.execute(_BEFORE).all()
    for (log, event), fields in groupby(found, key=itemgetter(0, 1)):
        kept = list(fields)
        said = {one.field: one.value for one in kept}
        yield {
            "log": log,
            "event": event,
            "item": said.get("item"),
            "salts": b"".join(bytes(one.salt) for one in kept),
            "said": json.dumps(said, separators=(",", ":")),
        }
