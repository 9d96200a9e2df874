"""The tables of cases and people: acts, items, the directory, invitations, duties, and what the board shows."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Boolean, Column, Index, Integer, LargeBinary, MetaData, Table, Text, UniqueConstraint, text

from storage.types import Json, Key, Utc

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def some(condition: str) -> dict[str, Any]:
    """An index over only the rows that meet `condition`."""
    return {"sqlite_where": text(condition), "postgresql_where": text(condition)}


meta = Table(
    "meta",
    metadata,
    Column("key", Text, primary_key=True),
    Column("value", Text, nullable=False),
)

acts = Table(
    "acts",
    metadata,
    Column("id", Text, primary_key=True),
    Column("sha256", Text, nullable=False),
    Column("payload_type", Text, nullable=False),
    Column("payload", LargeBinary, nullable=False),
    Column("proofs", Json, nullable=False),
    Column("name", Text, nullable=False),
    Column("person", Text, nullable=False),
    Column("device", Text, nullable=False),
    Column("log", Text, nullable=False),
    Column("seq", Key, nullable=False),
    Column("item", Text),
    Column("status", Integer, nullable=False),
    Column("answer", Json, nullable=False),
    Column("at", Utc, nullable=False),
    Index(None, "device", "at"),
    Index(None, "item"),
    Index(None, "sha256"),
)

chains = Table(
    "chains",
    metadata,
    Column("device", Text, primary_key=True),
    Column("log", Text, primary_key=True),
    Column("seq", Key, nullable=False),
    Column("sha256", Text, nullable=False),
)

dossiers = Table(
    "dossiers",
    metadata,
    Column("dossier", Text, primary_key=True),
    Column("items", Integer, nullable=False),
)

items = Table(
    "items",
    metadata,
    Column("id", Text, primary_key=True),
    Column("flow", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("version", Key, nullable=False),
    Column("dossier", Text, nullable=False),
    Column("area", Text, nullable=False),
    Column("opened_at", Utc, nullable=False),
    Column("opened_by", Text, nullable=False),
    Column("opened_functie", Text, nullable=False),
    Column("opened_scope", Text, nullable=False),
    Column("policy_version", Text, nullable=False),
    Column("drill", Boolean, nullable=False),
    Column("parent", Text),
    Column("follows", Text),
    Column("recipient", Text, nullable=False),
    Column("excluded", Json, nullable=False),
    Column("gezag_functie", Text),
    Column("gezag_scope", Text),
    Column("gezag_since", Utc),
    Column("gezag_over", Json),
    Column("closed_at", Utc),
    Column("data", Json, nullable=False),
    Index(None, "dossier", "flow"),
    Index(None, "parent"),
    Index(None, "area", "opened_at"),
    Index("ix_items_drill", "drill", sqlite_where=text("drill = 1"), postgresql_where=text("drill")),
    Index("ix_items_closed", "flow", "policy_version", "closed_at", **some("closed_at IS NOT NULL AND parent IS NULL")),
    Index("ix_items_over", "closed_at", "id", **some("closed_at IS NOT NULL")),
)

holds = Table(
    "holds",
    metadata,
    Column("item", Text, primary_key=True),
    Column("functie", Text, primary_key=True),
    Column("scope", Text, primary_key=True),
    Column("ground", Text, nullable=False),
    Column("act", Text, nullable=False),
    Column("since", Utc, nullable=False),
)

erased = Table(
    "erased",
    metadata,
    Column("item", Text, primary_key=True),
    Column("family", Text, nullable=False),
    Column("flow", Text, nullable=False),
    Column("closed_at", Utc, nullable=False),
    Column("at", Utc, nullable=False),
    Column("done_at", Utc),
    Index("ix_erased_begun", "item", **some("done_at IS NULL")),
)

history = Table(
    "history",
    metadata,
    Column("id", Key, primary_key=True),
    Column("item", Text, nullable=False),
    Column("version", Key, nullable=False),
    Column("act", Text),
    Column("at", Utc, nullable=False),
    Column("tag", Text, nullable=False),
    Column("body", Text, nullable=False),
    Index(None, "item", "id"),
)

participants = Table(
    "participants",
    metadata,
    Column("item", Text, primary_key=True),
    Column("functie", Text, primary_key=True),
    Column("scope", Text, primary_key=True),
    Column("since", Utc, nullable=False),
    Column("why", Text, nullable=False),
    Index(None, "functie", "scope"),
)

wraps = Table(
    "wraps",
    metadata,
    Column("item", Text, primary_key=True),
    Column("functie", Text, primary_key=True),
    Column("scope", Text, primary_key=True),
    Column("epoch", Integer, primary_key=True),
    Column("device", Text, primary_key=True),
    Column("blob", Text, primary_key=True),
)

contents = Table(
    "contents",
    metadata,
    Column("id", Key, primary_key=True),
    Column("item", Text, nullable=False),
    Column("blob", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("act", Text, nullable=False),
    Column("at", Utc, nullable=False),
    UniqueConstraint("item", "blob"),
)

organisations = Table(
    "organisations",
    metadata,
    Column("id", Text, primary_key=True),
    Column("log", Text, nullable=False),
    Column("at", Utc, nullable=False),
)

persons = Table(
    "persons",
    metadata,
    Column("id", Text, primary_key=True),
    Column("organisation", Text, nullable=False),
    Column("at", Utc, nullable=False),
)

memberships = Table(
    "memberships",
    metadata,
    Column("id", Key, primary_key=True),
    Column("person", Text, nullable=False),
    Column("functie", Text, nullable=False),
    Column("scope", Text, nullable=False),
    Column("since", Utc, nullable=False),
    Column("until", Utc),
    Index(None, "person", "functie", "scope"),
    Index(None, "functie", "scope"),
)

devices = Table(
    "devices",
    metadata,
    Column("id", Text, primary_key=True),
    Column("person", Text, nullable=False),
    Column("organisation", Text, nullable=False),
    Column("signing_key", LargeBinary, nullable=False),
    Column("x25519", Text, nullable=False),
    Column("hybrid", Text, nullable=False),
    Column("passkey", LargeBinary),
    Column("at", Utc, nullable=False),
    Column("revoked_at", Utc),
    Column("frozen_at", Utc),
    Index(None, "person"),
)

epochs = Table(
    "epochs",
    metadata,
    Column("functie", Text, primary_key=True),
    Column("scope", Text, primary_key=True),
    Column("epoch", Integer, primary_key=True),
    Column("recipient", Text, nullable=False),
    Column("at", Utc, nullable=False),
)

epoch_wraps = Table(
    "epoch_wraps",
    metadata,
    Column("functie", Text, primary_key=True),
    Column("scope", Text, primary_key=True),
    Column("epoch", Integer, primary_key=True),
    Column("device", Text, primary_key=True),
    Column("blob", Text, nullable=False),
    Index(None, "device"),
)

numbers = Table(
    "numbers",
    metadata,
    Column("functie", Text, primary_key=True),
    Column("scope", Text, primary_key=True),
    Column("number", Text, nullable=False),
)

facts = Table(
    "facts",
    metadata,
    Column("position", Key, primary_key=True, autoincrement=False),
    Column("kind", Text, nullable=False),
    Column("act", Text, nullable=False),
    Column("at", Utc, nullable=False),
)

invitations = Table(
    "invitations",
    metadata,
    Column("kind", Text, primary_key=True),
    Column("token_hash", Text, primary_key=True),
    Column("person", Text, nullable=False),
    Column("expires_at", Utc, nullable=False),
    Column("by", Text),
    Column("used_at", Utc),
)

enrolments = Table(
    "enrolments",
    metadata,
    Column("token", Text, primary_key=True),
    Column("person", Text, nullable=False),
    Column("organisation", Text, nullable=False),
    Column("device", Text, nullable=False),
    Column("signing_key", LargeBinary, nullable=False),
    Column("x25519", Text, nullable=False),
    Column("hybrid", Text, nullable=False),
    Column("passkey", LargeBinary),
    Column("mac", LargeBinary, nullable=False),
    Column("at", Utc, nullable=False),
    Column("expires_at", Utc, nullable=False),
)

duties = Table(
    "duties",
    metadata,
    Column("id", Key, primary_key=True),
    Column("functie", Text, nullable=False),
    Column("scope", Text, nullable=False),
    Column("person", Text, nullable=False),
    Column("slot", Text, nullable=False),
    Column("starts", Utc, nullable=False),
    Column("ends", Utc, nullable=False),
    Column("override", Boolean, nullable=False),
    Column("act", Text, nullable=False),
    Column("cancelled_at", Utc),
    Index(None, "functie", "scope", "ends"),
)

alarms = Table(
    "alarms",
    metadata,
    Column("id", Key, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("raised_at", Utc, nullable=False),
    Column("cleared_at", Utc),
    Index("uq_alarms_standing", "kind", "subject", unique=True, **some("cleared_at IS NULL")),
)
