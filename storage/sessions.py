"""Sessions of devices: challenges, tokens (only their hashes) and the single-use nonces that reads are signed over."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sqlalchemy import BindParameter, bindparam, delete, insert, select, update

from domain.ids import DeviceId, Sha256Hex
from storage.committed import Committed
from storage.prepared import Transaction
from storage.tables_running import challenges, read_nonces, sessions

NONCES_KEPT: Final = 8

_TOKEN: BindParameter[str] = bindparam("token")
_CHALLENGE = insert(challenges)
_USE_CHALLENGE = delete(challenges).where(
    challenges.c.nonce == bindparam("nonce"),
    challenges.c.device == bindparam("device"),
    challenges.c.expires_at > bindparam("now"),
)
_OPEN = insert(sessions)
_FIND = select(sessions.c.device).where(
    sessions.c.token_hash == _TOKEN, sessions.c.ended_at.is_(None), sessions.c.expires_at > bindparam("now")
)
_END = (
    update(sessions)
    .where(sessions.c.token_hash == _TOKEN, sessions.c.ended_at.is_(None))
    .values(ended_at=bindparam("at"))
)
_LIVING = (
    select(sessions.c.token_hash)
    .where(sessions.c.device == bindparam("the_device"), sessions.c.ended_at.is_(None), sessions.c.token_hash != _TOKEN)
    .order_by(sessions.c.opened_at.desc(), sessions.c.token_hash)
    .limit(bindparam("others"))
)
_END_OLDEST = (
    update(sessions)
    .where(
        sessions.c.device == bindparam("the_device"),
        sessions.c.ended_at.is_(None),
        sessions.c.token_hash != _TOKEN,
        sessions.c.token_hash.not_in(_LIVING),
    )
    .values(ended_at=bindparam("at"))
)
_END_ALL = (
    update(sessions)
    .where(sessions.c.device == bindparam("the_device"), sessions.c.ended_at.is_(None))
    .values(ended_at=bindparam("at"))
)
_DROP_CHALLENGES = delete(challenges).where(challenges.c.device == bindparam("the_device"))
_NONCE = insert(read_nonces)
_NEWEST = (
    select(read_nonces.c.id)
    .where(read_nonces.c.token_hash == _TOKEN)
    .order_by(read_nonces.c.id.desc())
    .limit(NONCES_KEPT)
)
_TRIM = delete(read_nonces).where(read_nonces.c.token_hash == _TOKEN, read_nonces.c.id.not_in(_NEWEST))
_USE_NONCE = delete(read_nonces).where(read_nonces.c.token_hash == _TOKEN, read_nonces.c.nonce == bindparam("nonce"))
_PAST: BindParameter[datetime] = bindparam("before")
_FORGET = (
    delete(challenges).where(challenges.c.expires_at < _PAST),
    delete(read_nonces).where(
        read_nonces.c.token_hash.in_(select(sessions.c.token_hash).where(sessions.c.expires_at < _PAST))
    ),
    delete(sessions).where(sessions.c.expires_at < _PAST),
)


def end_sessions_of(transaction: Transaction, effects: Committed, device: DeviceId, at: datetime) -> None:
    """End every session and open challenge of a device, in the same transaction as what makes it so."""
    if transaction.execute(_END_ALL, {"the_device": device, "at": at}).rowcount:
        effects.sessions_ended.add(device)
    transaction.execute(_DROP_CHALLENGES, {"the_device": device})


class Sessions:
    """Sessions over one transaction; tokens and nonces come hashed and are never kept in another form."""

    def __init__(self, transaction: Transaction, effects: Committed) -> None:
        self._transaction = transaction
        self._effects = effects

    def put_challenge(self, nonce: Sha256Hex, device: DeviceId, expires_at: datetime) -> None:
        """Keep a challenge until it is used or expires."""
        self._transaction.execute(_CHALLENGE, {"nonce": nonce, "device": device, "expires_at": expires_at})

    def use_challenge(self, nonce: Sha256Hex, device: DeviceId, now: datetime) -> bool:
        """Use a challenge once; False when it is unknown, used, expired or another device's."""
        terms = {"nonce": nonce, "device": device, "now": now}
        return self._transaction.execute(_USE_CHALLENGE, terms).rowcount == 1

    def open(self, token: Sha256Hex, device: DeviceId, now: datetime, expires_at: datetime, *, keep: int) -> None:
        """Open a session, and end the device's oldest ones so that at most `keep` live."""
        row = {"token_hash": token, "device": device, "opened_at": now, "expires_at": expires_at}
        self._transaction.execute(_OPEN, row)
        self._transaction.execute(_END_OLDEST, {"the_device": device, "token": token, "others": keep - 1, "at": now})

    def find(self, token: Sha256Hex, now: datetime) -> DeviceId | None:
        """Return whose living session this is; None when unknown, expired or ended."""
        found = self._transaction.execute(_FIND, {"token": token, "now": now}).scalar()
        return None if found is None else DeviceId(found)

    def end(self, token: Sha256Hex, at: datetime) -> None:
        """End one session; safe to repeat."""
        self._transaction.execute(_END, {"token": token, "at": at})

    def end_all(self, device: DeviceId, at: datetime) -> None:
        """End every session of a device and drop its challenges."""
        end_sessions_of(self._transaction, self._effects, device, at)

    def put_nonce(self, token: Sha256Hex, nonce: Sha256Hex) -> None:
        """Hand out a nonce for one read; beyond eight, the oldest of the session go."""
        self._transaction.execute(_NONCE, {"token_hash": token, "nonce": nonce})
        self._transaction.execute(_TRIM, {"token": token})

    def use_nonce(self, token: Sha256Hex, nonce: Sha256Hex) -> bool:
        """Use a nonce once; False when it was not handed out to this session or is used."""
        return self._transaction.execute(_USE_NONCE, {"token": token, "nonce": nonce}).rowcount == 1

    def forget(self, before: datetime) -> None:
        """Drop every challenge, session and nonce that expired before a moment."""
        for statement in _FORGET:
            self._transaction.execute(statement, {"before": before})
