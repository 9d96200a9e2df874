"""The tables of what runs: obligations, bells, updates, sessions, leases, blobs and the logs."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Index, Integer, LargeBinary, Table, Text, UniqueConstraint

from storage.tables import metadata, some
from storage.types import Json, Key, Utc

obligations = Table(
    "obligations",
    metadata,
    Column("id", Key, primary_key=True),
    Column("item", Text, nullable=False),
    Column("what", Text, nullable=False),
    Column("settles_by", Json, nullable=False),
    Column("functies", Text, nullable=False),
    Column("ladder", Text, nullable=False),
    Column("policy_version", Text, nullable=False),
    Column("opened_at", Utc, nullable=False),
    Column("start", Utc, nullable=False),
    Column("due", Utc),
    Column("rung", Integer, nullable=False),
    Column("next_at", Utc),
    Column("settled_at", Utc),
    Column("settled_by", Text),
    Column("outcome", Text),
    Column("forced_at", Utc),
    Index("ix_obligations_next_at", "next_at", **some("next_at IS NOT NULL")),
    Index("ix_obligations_begun", "next_at", **some("next_at IS NOT NULL AND rung >= 0")),
    Index("ix_obligations_what", "what", **some("next_at IS NOT NULL")),
    Index("uq_obligations_open", "item", "what", unique=True, **some("settled_at IS NULL")),
    Index(None, "item", "id"),
)

ringing = Table(
    "ringing",
    metadata,
    Column("obligation", Key, primary_key=True, autoincrement=False),
    Column("person", Text, primary_key=True),
    Column("rung", Integer, nullable=False),
    Column("rings", Integer, nullable=False),
    Column("next_at", Utc, nullable=False),
    Column("paused_until", Utc),
    Column("seen_rung", Integer, nullable=False),
    Column("calling_rung", Integer, nullable=False),
)

addresses = Table(
    "addresses",
    metadata,
    Column("id", Key, primary_key=True),
    Column("person", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("target", Text, nullable=False),
    Column("rank", Integer, nullable=False),
    Column("at", Utc, nullable=False),
    Column("refused_at", Utc),
    Column("device", Text),
    UniqueConstraint("person", "channel", "target"),
    Index(None, "channel", "target"),
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", Key, primary_key=True, autoincrement=False),
    Column("handle", Text, nullable=False),
    Column("person", Text),
    Column("address", Key),
    Column("channel", Text, nullable=False),
    Column("target", Text, nullable=False),
    Column("rank", Integer, nullable=False),
    Column("action", Text, nullable=False),
    Column("lane", Text, nullable=False),
    Column("repeat", Integer, nullable=False),
    Column("drill", Boolean, nullable=False),
    Column("item", Text),
    Column("obligation", Key),
    Column("ring", Integer, nullable=False),
    Column("refers_to", Text),
    Column("state", Text, nullable=False),
    Column("not_before", Utc, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("created_at", Utc, nullable=False),
    Column("expires_at", Utc, nullable=False),
    Column("owner", Text),
    Column("lease_until", Utc),
    Column("outcome", Text),
    Column("reference", Text),
    Column("life", Integer),
    UniqueConstraint("handle"),
    Index("ix_outbox_planned", "not_before", **some("state = 'planned'")),
    Index("ix_outbox_sending", "lease_until", **some("state = 'sending'")),
    Index("ix_outbox_obligation", "obligation", **some("obligation IS NOT NULL")),
    Index("ix_outbox_person", "person", "created_at", **some("person IS NOT NULL")),
    Index("ix_outbox_told", "item", **some("item IS NOT NULL AND obligation IS NULL")),
)

inbox = Table(
    "inbox",
    metadata,
    Column("id", Key, primary_key=True),
    Column("source_key", Text, nullable=False),
    Column("body", Json, nullable=False),
    Column("received_at", Utc, nullable=False),
    Column("state", Text, nullable=False),
    Column("owner", Text),
    Column("lease_until", Utc),
    Column("why", Text),
    UniqueConstraint("source_key"),
    Index("ix_inbox_open", "id", **some("state IN ('new', 'claimed')")),
)

challenges = Table(
    "challenges",
    metadata,
    Column("nonce", Text, primary_key=True),
    Column("device", Text, nullable=False),
    Column("expires_at", Utc, nullable=False),
)

sessions = Table(
    "sessions",
    metadata,
    Column("token_hash", Text, primary_key=True),
    Column("device", Text, nullable=False),
    Column("opened_at", Utc, nullable=False),
    Column("expires_at", Utc, nullable=False),
    Column("ended_at", Utc),
    Index(None, "device", "opened_at"),
)

read_nonces = Table(
    "read_nonces",
    metadata,
    Column("id", Key, primary_key=True),
    Column("token_hash", Text, nullable=False),
    Column("nonce", Text, nullable=False),
    UniqueConstraint("token_hash", "nonce"),
)

reports = Table(
    "reports",
    metadata,
    Column("report", Text, primary_key=True),
    Column("day", Text, primary_key=True),
    Column("at", Utc, nullable=False),
)

quality = Table(
    "quality",
    metadata,
    Column("month", Text, primary_key=True),
    Column("indicator", Text, primary_key=True),
    Column("organisation", Text, primary_key=True),
    Column("functie", Text, primary_key=True),
    Column("figures", Json, nullable=False),
)

leases = Table(
    "leases",
    metadata,
    Column("name", Text, primary_key=True),
    Column("owner", Text, nullable=False),
    Column("until", Utc, nullable=False),
    Column("fence", Key, nullable=False),
)

heartbeat = Table(
    "heartbeat",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("boot", Text, nullable=False),
    Column("boottime_ns", Key, nullable=False),
    Column("wall", Utc, nullable=False),
    Column("at", Utc, nullable=False),
)

blobs = Table(
    "blobs",
    metadata,
    Column("sha256", Text, primary_key=True),
    Column("size", Key, nullable=False),
    Column("uploader", Text),
    Column("data", LargeBinary),
    Column("at", Utc, nullable=False),
    Column("kept", Boolean, nullable=False),
    Column("item", Text),
    Index("ix_blobs_orphans", "at", **some("NOT kept")),
    Index("ix_blobs_item", "item", **some("item IS NOT NULL")),
)

chunks = Table(
    "chunks",
    metadata,
    Column("sha256", Text, primary_key=True),
    Column("uploader", Text, primary_key=True),
    Column("n", Integer, primary_key=True),
    Column("size", Integer, nullable=False),
    Column("data", LargeBinary, nullable=False),
    Column("at", Utc, nullable=False),
    Index(None, "uploader"),
    Index(None, "at"),
)

released = Table(
    "released",
    metadata,
    Column("item", Text, primary_key=True),
    Column("device", Text, primary_key=True),
    Column("blob", Text, primary_key=True),
    Column("at", Utc, nullable=False),
)

leaves = Table(
    "leaves",
    metadata,
    Column("id", Key, primary_key=True),
    Column("log", Text, nullable=False),
    Column("event", Text, nullable=False),
    Column("data", LargeBinary, nullable=False),
    Column("idx", Key),
    UniqueConstraint("log", "event"),
    Index("uq_leaves_sequenced", "log", "idx", unique=True, **some("idx IS NOT NULL")),
    Index("ix_leaves_unsequenced", "log", "id", **some("idx IS NULL")),
)

openings = Table(
    "openings",
    metadata,
    Column("log", Text, primary_key=True),
    Column("event", Text, primary_key=True),
    Column("item", Text),
    Column("salts", LargeBinary, nullable=False),
    Column("said", Text, nullable=False),
    Index(None, "item", **some("item IS NOT NULL")),
)
"""One row a leaf: the value of each field that it commits to, and their salts, end to end in the same order; `item`
once more by itself, since what an item's leaves hide is erased with it."""

heads = Table(
    "heads",
    metadata,
    Column("log", Text, primary_key=True),
    Column("size", Key, nullable=False),
    Column("frontier", LargeBinary, nullable=False),
    Column("checkpoint", LargeBinary, nullable=False),
)

tiles = Table(
    "tiles",
    metadata,
    Column("log", Text, primary_key=True),
    Column("level", Integer, primary_key=True),
    Column("idx", Key, primary_key=True),
    Column("data", LargeBinary, nullable=False),
)

checkpoints = Table(
    "checkpoints",
    metadata,
    Column("id", Key, primary_key=True),
    Column("log", Text, nullable=False),
    Column("size", Key, nullable=False),
    Column("note", LargeBinary, nullable=False),
    Column("at", Utc, nullable=False),
    Index(None, "log", "id"),
)

log_turns = Table(
    "log_turns",
    metadata,
    Column("id", Key, primary_key=True),
    Column("log", Text, nullable=False),
    Column("size", Key, nullable=False),
    Column("key", Text, nullable=False),
    Index(None, "log", "id"),
)

cosigned = Table(
    "cosigned",
    metadata,
    Column("log", Text, primary_key=True),
    Column("witness", Text, primary_key=True),
    Column("size", Key, nullable=False),
    Column("at", Utc, nullable=False),
)
