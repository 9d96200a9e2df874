"""Stores the genesis as the first fact, through the same pipeline as every act; only while no service runs."""

from __future__ import annotations

import asyncio
import secrets
from datetime import UTC, datetime

from bot.cli.refused import CommandRefused
from config.areas import load_areas
from config.policy import load_policies
from domain.acts.envelope import SignedAct
from domain.acts.payload import parse_payload
from domain.ports import VerifiedAct
from handlers.pipeline import perform
from storage.database import open_store
from storage.migrate import migrate
from storage.unit_of_work import SqlUnitOfWork


def store_genesis(database: str, signed: SignedAct) -> None:
    """Make the tables and store a verified genesis; durable on return, safe to repeat with the same genesis.

    Raises:
        CommandRefused: when the database has another genesis, or the genesis is refused.
        StoreUnusable: while a service runs on this database.
    """
    migrate(database)
    asyncio.run(_store(database, signed))


async def _store(database: str, signed: SignedAct) -> None:
    policy, now = load_policies(load_areas()), datetime.now(UTC)
    act = VerifiedAct(signed, parse_payload(signed.payload), {})

    def unit(uow: SqlUnitOfWork) -> str | None:
        first = uow.directory.facts(0, 1)
        if first:
            return None if first[0].signed.sha256 == signed.sha256 else "The database has another genesis already"
        answer = perform(uow, act, now, policy)
        return None if answer.status == 201 else "The genesis is refused"

    store = open_store(database, owner="init", on_commit=lambda _committed: None, random=secrets.token_bytes)
    try:
        wrong = await store.write(unit)
    finally:
        await store.close()
    if wrong is not None:
        raise CommandRefused(f"{wrong}; found a new installation in a new folder and database.")
