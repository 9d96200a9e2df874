"""EV-03: long after a request closed nothing of what it held is in any file, and everybody can still prove what was."""

from __future__ import annotations

import asyncio
import base64
import json
import re
import secrets
from collections.abc import Iterable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.cli.progress import progress
from bot.cli.verifying import Result, verify_logs
from client.proofs import keep_receipt
from client.transport import ServerRefused
from config.keys import load_log_keys
from domain.audit.leaves import parse_leaf
from domain.ids import ActId, ItemId, Sha256Hex
from storage.evidence import evidence
from storage.tables import acts
from storage.tables_running import blobs, chunks, openings, outbox
from tests.harness.night import Night
from tests.stories.conftest import ANight
from tests.stories.words import REQUEST

pytestmark = pytest.mark.timeout(240)
HASH = re.compile(rb"[0-9a-f]+")
"""Of an act that is gone its hash stays, and the next act of its device names that."""
TERM = timedelta(days=5 * 365 + 2)


def kept_of(n: Night, item: ItemId) -> list[bytes]:
    """Every ciphertext, every chunk, every salt and every signed act that belongs to an item, as they are stored."""
    with evidence(n.url) as store:
        reads = store._connection.execute
        named = list(reads(select(blobs.c.sha256).where(blobs.c["item"] == item)).scalars())
        sealed = reads(select(blobs.c.data).where(blobs.c.sha256.in_(named))).scalars()
        pieces = reads(select(chunks.c.data).where(chunks.c.sha256.in_(named))).scalars()
        signed = reads(select(acts.c.payload).where(acts.c["item"] == item)).scalars()
        about = select(openings.c.event).where(openings.c["item"] == item)
        salts = reads(select(openings.c.salts).where(openings.c.event.in_(about))).scalars()
        return [bytes(one) for found in (sealed, pieces, signed, salts) for one in found if one]


def bells_about(n: Night, item: ItemId) -> list[str]:
    """The handle of every bell that rang for an item: it stands in the leaf of its delivery."""
    with evidence(n.url) as store:
        return [
            one
            for one in store._connection.execute(select(outbox.c.handle).where(outbox.c["item"] == item)).scalars()
            if one
        ]


def told_of(n: Night, handles: Iterable[str]) -> int:
    """How many opened fields of the logs still name one of these bells."""
    with evidence(n.url) as store:
        rows = store._connection.execute(select(openings.c.said)).scalars()
        return len(set(handles).intersection(value for said in rows for value in json.loads(said).values()))


def marks(found: Iterable[bytes]) -> Iterator[bytes]:
    """From within each, some bytes that no page of a database cuts in two everywhere."""
    for data in found:
        if len(data) <= 64:
            yield data
        else:
            yield from (data[at : at + 24] for at in range(0, len(data) - 24, max(97, len(data) // 12)))


def found_in(files: Iterable[Path], wanted: Iterable[bytes]) -> list[bytes]:
    """Those that stand in one of these files."""
    whole = [path.read_bytes() for path in files]
    return [mark for mark in wanted if any(mark in data for data in whole)]


def database_files(n: Night) -> list[Path]:
    return sorted(n.folder.glob("piket.db*"))


def verified(n: Night) -> Result:
    keys = {log: key.verifier for log, key in load_log_keys(n.folder / "keys").items()}
    with evidence(n.url) as store, progress(shown=False) as show:
        return verify_logs(store, keys, None, with_acts=True, genesis=None, show=show)


async def closed_with_everything(n: Night) -> ItemId:
    """A request with questions, an attachment in chunks, and a withdrawal."""
    hovj, piket = n["hovj"].phone, n["piket1"].phone
    item = (await hovj.submit_spoedaanwijzing(REQUEST)).item
    file = n.folder / "bijlage"
    await asyncio.to_thread(file.write_bytes, secrets.token_bytes(1_300_000))
    assert (await hovj.attach(item, file, "image/png")).status == 201
    assert (await piket.receive(item)).status == 201
    await piket.read(item)
    assert (await hovj.withdraw(item)).status == 201
    await n.soon()
    for one in n.people.values():
        one.bells()
    return item


async def years_later(n: Night) -> None:
    n.clock.advance(n.now + TERM)
    await n.settle()


async def test_ev_03_nothing_of_an_erased_request_is_in_any_file_and_the_logs_verify(a_night: ANight) -> None:
    async with a_night() as n:
        await n.open("hovj", "piket1")
        on_sqlite = n.url.startswith("sqlite")
        other = await closed_with_everything(n)
        assert (await n["hovj"].phone.hold(other, "bewaarplicht")).status == 201
        common = b"".join(path.read_bytes() for path in database_files(n))
        item = await closed_with_everything(n)
        wanted = [mark for mark in marks(kept_of(n, item)) if mark not in common and not HASH.fullmatch(mark)]
        stays = list(marks(kept_of(n, other)))
        if on_sqlite:  # the positive control: it is there, and it is found
            assert len(wanted) > 200
            assert len(found_in(database_files(n), wanted)) > 0.95 * len(wanted)
        handles = bells_about(n, item)
        assert told_of(n, handles) > 0
        before = verified(n)
        assert (before.difference, before.erased) == (None, 0)
        await years_later(n)
        await n.service.eraser.look()
        await n.settle()
        assert kept_of(n, item) == []
        assert told_of(n, handles) == 0, "when whom it rang, and on what, goes too"
        if on_sqlite:
            assert found_in(database_files(n), wanted) == []
            assert len(found_in(database_files(n), stays)) > 0.9 * len(stays), "what is held stays"
        after = verified(n)
        assert (after.difference, after.erased, after.acts) == (None, 4, before.acts)
        assert n.service.eraser.standing.erased == 1


async def test_ev_03_who_took_part_hears_it_and_can_still_prove_what_they_did(a_night: ANight) -> None:
    async with a_night() as n:
        hovj, piket = await n.open("hovj", "piket1")
        item = await closed_with_everything(n)
        acts_done = [ActId(path.stem) for path in sorted((hovj.phone.folder / "done").glob("*.act"))]
        case = await hovj.phone.read(item)
        closed_at = case.answer.item.closed_at
        assert case.answer.retention is not None
        assert closed_at is not None
        assert case.answer.retention.erase_at == closed_at + TERM - timedelta(days=1)
        await years_later(n)
        await n.service.eraser.look()
        for person in (hovj, piket):
            with pytest.raises(ServerRefused) as told:
                await person.phone.read(item)
            assert (told.value.status, told.value.code) == (410, "item.erased")
        with pytest.raises(ServerRefused) as told:
            await hovj.phone.hold(item, "bezwaar")
        assert (told.value.status, told.value.code) == (410, "item.erased")
        answer = await hovj.phone.api.proof(acts_done[0])
        mine = Sha256Hex(parse_leaf(base64.b64decode(answer.leaf)).act_sha256)
        kept = keep_receipt(answer, mine, "om", hovj.phone.directory.log_keys, n.folder / "receipts")
        assert kept.checkpoint.size > 0


async def test_ev_03_a_hold_keeps_everything_as_it_is_until_it_is_lifted(a_night: ANight) -> None:
    async with a_night() as n:
        hovj, _ = await n.open("hovj", "piket1")
        item = await closed_with_everything(n)
        assert (await hovj.phone.hold(item, "onderzoek")).status == 201
        await years_later(n)
        await n.service.eraser.look()
        assert (n.service.eraser.standing.erased, n.service.eraser.standing.held) == (0, 1)
        case = await hovj.phone.read(item)
        assert case.contents
        assert case.answer.retention is not None
        assert [one.ground for one in case.answer.retention.holds] == ["onderzoek"]
        assert (await hovj.phone.lift(item)).status == 201
        await n.service.eraser.look()
        assert (n.service.eraser.standing.erased, n.service.eraser.standing.held) == (1, 0)
        assert kept_of(n, item) == []
