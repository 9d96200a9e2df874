"""Ciphertext: small blobs beside their act, large ones in chunks before it, and who was first given which."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Final

from sqlalchemy import bindparam, case, delete, func, select, update
from sqlalchemy.dialects.postgresql import insert

from domain.errors import Malformed, NotFound, TooMuch
from domain.ids import DeviceId, ItemId, Sha256Hex
from storage.prepared import Transaction
from storage.tables_running import blobs, chunks, released

CHUNK_BYTES: Final = 256 * 1024

_PUT = insert(blobs)
# Whose it became first, it stays: naming what is kept already makes nobody its owner, or their end would be its end.
_PUT_SMALL = _PUT.on_conflict_do_update(
    index_elements=["sha256"],
    set_={
        "kept": True,
        "data": _PUT.excluded.data,
        "uploader": None,
        "item": case((blobs.c.kept, blobs.c["item"]), else_=_PUT.excluded["item"]),
    },
)
_PUT_LARGE = _PUT.on_conflict_do_nothing()
_KEEP = update(blobs).where(blobs.c.sha256 == bindparam("blob"), ~blobs.c.kept)
_KEEP = _KEEP.values(kept=True, item=bindparam("owner"))
_UPLOADED = select(blobs.c.sha256).where(
    blobs.c.sha256.in_(bindparam("wanted", expanding=True)), blobs.c.uploader == bindparam("uploader")
)
_ONE = select(blobs.c.size, blobs.c.uploader).where(blobs.c.sha256 == bindparam("sha256"))
_DATA = select(blobs.c.data).where(blobs.c.sha256 == bindparam("sha256"))
_PUT_CHUNK = insert(chunks).on_conflict_do_nothing()
_MINE = (chunks.c.sha256 == bindparam("sha256"), chunks.c.uploader == bindparam("uploader"))
_CHUNK = select(chunks.c.data).where(*_MINE, chunks.c.n == bindparam("n"))
_SIZES = select(chunks.c.n, chunks.c.size).where(*_MINE).order_by(chunks.c.n)
_DROP = delete(chunks).where(*_MINE)
_USED = (
    select(func.coalesce(func.sum(chunks.c.size), 0))
    .select_from(chunks.outerjoin(blobs, (blobs.c.sha256 == chunks.c.sha256) & (blobs.c.uploader == chunks.c.uploader)))
    .where(chunks.c.uploader == bindparam("uploader"), blobs.c.kept.is_not(True))
)
_RELEASE = insert(released).on_conflict_do_nothing()
_RELEASED = select(released.c.blob).where(
    released.c.device == bindparam("device"), released.c.item == bindparam("item")
)
_ORPHANS = (
    select(blobs.c.sha256, blobs.c.uploader)
    .where(~blobs.c.kept, blobs.c.at < bindparam("before"))
    .limit(bindparam("limit"))
)
_DROP_BLOB = delete(blobs).where(blobs.c.sha256 == bindparam("sha256"))
_STALE = (
    select(chunks.c.sha256, chunks.c.uploader)
    .where(
        chunks.c.at < bindparam("before"),
        ~select(blobs.c.sha256)
        .where(blobs.c.sha256 == chunks.c.sha256, blobs.c.uploader == chunks.c.uploader)
        .exists(),
    )
    .distinct()
    .limit(bindparam("limit"))
)


def put_small(
    transaction: Transaction, small: Mapping[Sha256Hex, bytes], now: datetime, item: ItemId | None = None
) -> None:
    """Store blobs that came with an act, on `item` if it was on one; one that is there already stays, and is kept."""
    rows = [
        {"sha256": sha256, "size": len(data), "uploader": None, "data": data, "at": now, "kept": True, "item": item}
        for sha256, data in small.items()
    ]
    if rows:
        transaction.many(_PUT_SMALL, rows)


def keep(transaction: Transaction, named: Collection[str], item: ItemId | None) -> None:
    """An act on `item` names these blobs, uploaded before it: they are no longer orphans."""
    if named:
        transaction.many(_KEEP, [{"blob": blob, "owner": item} for blob in sorted(named)])


class Blobs:
    """`domain.ports.Blobs` over one transaction."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def missing(self, wanted: Collection[Sha256Hex], device: DeviceId) -> set[Sha256Hex]:
        """Return those that this device did not upload whole, stored or not."""
        found = self._transaction.execute(_UPLOADED, {"wanted": tuple(wanted), "uploader": device}).scalars()
        return set(wanted) - set(found) if wanted else set()

    def size(self, blob: Sha256Hex) -> int | None:
        row = self._transaction.execute(_ONE, {"sha256": blob}).first()
        return None if row is None else row.size

    def chunk(self, blob: Sha256Hex, n: int) -> bytes:
        row = self._transaction.execute(_ONE, {"sha256": blob}).first()
        if row is None:
            raise NotFound("blob.unknown", "There is no such blob; ask for one the item names.")
        if row.uploader is None:
            return bytes(self._transaction.execute(_DATA, {"sha256": blob}).scalar()) if n == 0 else b""
        return self._uploaded(blob, row.uploader, n)

    def put_chunk(self, blob: Sha256Hex, n: int, data: bytes, device: DeviceId, now: datetime, *, quota: int) -> None:
        if not 1 <= len(data) <= CHUNK_BYTES:
            raise TooMuch("blob.chunk_size", "A chunk holds 1 byte to 256 KiB; cut the blob again.", field="chunk")
        used = self._transaction.execute(_USED, {"uploader": device}).scalar()
        if used + len(data) > quota:
            raise TooMuch("blob.quota", "This device has too much waiting to be used; send the act that names it.")
        row = {"sha256": blob, "uploader": device, "n": n, "size": len(data), "data": data, "at": now}
        self._transaction.execute(_PUT_CHUNK, row)

    def verify(self, blob: Sha256Hex, device: DeviceId) -> int:
        sizes = self._sizes(blob, device)
        digest = hashlib.sha256()
        for n in range(len(sizes)):
            digest.update(self._uploaded(blob, device, n))
        if not sizes or digest.hexdigest() != blob:
            raise Malformed("blob.hash", "The chunks together do not have this hash; upload the blob again.")
        return sum(sizes)

    def complete(self, blob: Sha256Hex, device: DeviceId, size: int, now: datetime) -> None:
        if sum(self._sizes(blob, device)) != size:
            raise Malformed("blob.changed", "The chunks changed since they were verified; complete the blob again.")
        row = {"sha256": blob, "size": size, "uploader": device, "data": None, "at": now, "kept": False, "item": None}
        self._transaction.execute(_PUT_LARGE, row)

    def discard(self, blob: Sha256Hex, device: DeviceId) -> None:
        found = self._transaction.execute(_ONE, {"sha256": blob}).first()
        if found is None or found.uploader != device:
            self._transaction.execute(_DROP, {"sha256": blob, "uploader": device})

    def released(self, device: DeviceId, item: ItemId) -> set[Sha256Hex]:
        """Return what this device was given of this item before."""
        return set(self._transaction.execute(_RELEASED, {"device": device, "item": item}).scalars())

    def release(self, device: DeviceId, item: ItemId, blobs: Iterable[Sha256Hex], at: datetime) -> list[Sha256Hex]:
        fresh = []
        for blob in blobs:
            row = {"device": device, "item": item, "blob": blob, "at": at}
            if self._transaction.execute(_RELEASE, row).rowcount:
                fresh.append(blob)
        return fresh

    def collect_orphans(self, before: datetime, limit: int) -> int:
        terms = {"before": before, "limit": limit}
        orphans = self._transaction.execute(_ORPHANS, terms).all()
        stale = self._transaction.execute(_STALE, terms).all()
        for row in orphans:
            self._transaction.execute(_DROP_BLOB, {"sha256": row.sha256})
        for row in (*orphans, *stale):
            self._transaction.execute(_DROP, {"sha256": row.sha256, "uploader": row.uploader})
        return len(orphans) + len(stale)

    def _uploaded(self, blob: Sha256Hex, uploader: str, n: int) -> bytes:
        found = self._transaction.execute(_CHUNK, {"sha256": blob, "uploader": uploader, "n": n}).scalar()
        return b"" if found is None else bytes(found)

    def _sizes(self, blob: Sha256Hex, device: DeviceId) -> list[int]:
        rows = self._transaction.execute(_SIZES, {"sha256": blob, "uploader": device}).all()
        return [row.size for row in rows] if [row.n for row in rows] == list(range(len(rows))) else []
