"""The leaf: what the log says of one event, with hashes and salted commitments and never any content."""

import json
import re
from base64 import urlsafe_b64encode
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from hashlib import sha256
from typing import NamedTuple

from domain.audit.errors import FormatInvalid, OpeningInvalid

VERSION = 1
MAX_LEAF_BYTES = 65_535
SALT_BYTES = 32

_EVENT = re.compile(r"[A-Za-z0-9_-]{22,64}")
_ACTOR = re.compile(r"[A-Za-z0-9_-]{0,64}")
_NAME = re.compile(r"[a-z][a-z0-9_]{0,63}")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_MAX_SEQ = (1 << 53) - 1
_KEYS = {"v", "event", "type", "time", "actor", "functie", "act_sha256", "seq", "commit"}


class LeafType(StrEnum):
    """What happened (EV-01): a closed list, stable for ever, since it stands in leaves."""

    ACT = "act"
    REFUSAL = "refusal"
    SESSION = "session"
    RELEASE_WRAP = "release_wrap"
    RELEASE_BLOB = "release_blob"
    OBLIGATION_OPENED = "obligation_opened"
    OBLIGATION_SETTLED = "obligation_settled"
    RUNG = "rung"
    RUNG_EMPTY = "rung_empty"
    RING = "ring"
    DELIVERY = "delivery"
    SEEN = "seen"
    RECEIPT_REOPENED = "receipt_reopened"
    TOLD = "told"
    ADDRESS = "address"
    AUTHORITY = "authority"
    MERGED = "merged"
    EPOCH = "epoch"
    CHECKPOINT = "checkpoint"
    DOWNTIME = "downtime"
    ALARM = "alarm"
    POLICY = "policy"
    ERASURE = "erasure"
    HOLD = "hold"
    EXPORT = "export"


class Opening(NamedTuple):
    """What a commitment hides; kept in the table that can be erased (EV-03), never beside the leaf."""

    field: str
    salt: bytes
    value: str


@dataclass(frozen=True, slots=True)
class LeafFields:
    """The fields of one leaf; anything that could be guessed stands in `commit` only.

    `time` is UTC. `actor` is a pseudonym of this log, empty when the service itself acted, as is `functie`.
    `act_sha256` is the SHA-256 of the signed payload bytes and `seq` its number in this log, counted from 1;
    empty and 0 when no act caused the event.
    """

    event: str
    type: LeafType
    time: datetime
    actor: str = ""
    functie: str = ""
    act_sha256: str = ""
    seq: int = 0
    commit: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        plain = (
            _EVENT.fullmatch(self.event)
            and _ACTOR.fullmatch(self.actor)
            and (not self.functie or _is_name(self.functie))
            and (not self.act_sha256 or _SHA256.fullmatch(self.act_sha256))
            and 0 <= self.seq <= _MAX_SEQ
            and all(map(_is_name, self.commit))
            and all(map(_SHA256.fullmatch, self.commit.values()))
        )
        if not plain:
            raise FormatInvalid("A leaf has a field that is not an id, a name, a number or a hash; correct it.")
        if self.time.utcoffset() != timedelta(0):
            raise FormatInvalid("A leaf's time is not in UTC; convert it.")

    def encode(self) -> bytes:
        """The canonical bytes: ASCII JSON, sorted keys, no spaces.

        Written out, since there are many of them: a leaf holds ids, names, numbers and hashes, which need no escaping.
        """
        hashes = ",".join([f'"{name}":"{self.commit[name]}"' for name in sorted(self.commit)])
        time = self.time.replace(tzinfo=None).isoformat(timespec="microseconds")
        data = (
            f'{{"act_sha256":"{self.act_sha256}","actor":"{self.actor}","commit":{{{hashes}}},"event":"{self.event}",'
            f'"functie":"{self.functie}","seq":{self.seq},"time":"{time}Z","type":"{self.type.value}","v":{VERSION}}}'
        ).encode("ascii")
        if len(data) > MAX_LEAF_BYTES:
            raise FormatInvalid("A leaf is larger than 65535 bytes; commit to fewer fields.")
        return data


class Leaf(NamedTuple):
    """A leaf to be stored: its exact bytes for the log, its openings for the table that can be erased."""

    data: bytes
    openings: tuple[Opening, ...]


def commit(field: str, value: str, salt: bytes) -> str:
    """The salted commitment, in hexadecimals: SHA-256 of `piket/v1/c`, field, salt and value, joined by 0x00."""
    if not _is_name(field) or len(salt) != SALT_BYTES:
        raise FormatInvalid("A commitment needs a field name and a salt of 32 random bytes; make a fresh salt.")
    try:
        parts = (b"piket/v1/c", field.encode(), salt, value.encode())
    except UnicodeEncodeError as error:
        raise FormatInvalid("A committed value cannot be written as UTF-8; correct it.") from error
    return sha256(b"\x00".join(parts)).hexdigest()


def event_of_act(act_sha256: str) -> str:
    """Name the event of an act: found again from the act itself, and telling nothing to who does not have its bytes."""
    digest = sha256(b"piket/v1/event\0" + act_sha256.encode("ascii")).digest()
    return urlsafe_b64encode(digest[:16]).rstrip(b"=").decode("ascii")


def make_leaf(
    *,
    event: str,
    type: LeafType,
    time: datetime,
    actor: str = "",
    functie: str = "",
    act_sha256: str = "",
    seq: int = 0,
    openings: Iterable[Opening] = (),
) -> Leaf:
    """A leaf that commits to every opening; each needs a fresh salt of 32 random bytes.

    The bytes are built here, once: store, hash and serve exactly these. Raises FormatInvalid.
    """
    kept = tuple(openings)
    commitments = {one.field: commit(one.field, one.value, one.salt) for one in kept}
    if len(commitments) != len(kept):
        raise FormatInvalid("A leaf commits to one field twice; give each field once.")
    fields = LeafFields(event, type, time, actor, functie, act_sha256, seq, commitments)
    return Leaf(fields.encode(), kept)


def parse_leaf(data: bytes) -> LeafFields:
    """The fields of a leaf; raises FormatInvalid unless the bytes are exactly what `make_leaf` builds."""
    try:
        found = json.loads(data.decode("ascii"))
        if len(data) <= MAX_LEAF_BYTES and type(found) is dict and found.keys() == _KEYS and _typed(found):
            fields = LeafFields(
                found["event"],
                LeafType(found["type"]),
                datetime.fromisoformat(found["time"]),
                found["actor"],
                found["functie"],
                found["act_sha256"],
                found["seq"],
                found["commit"],
            )
            if fields.encode() == data:
                return fields
    except (ValueError, RecursionError) as error:
        raise FormatInvalid("A leaf cannot be read; keep it as it is and verify the log.") from error
    raise FormatInvalid("A leaf is not in its canonical form; keep it as it is and verify the log.")


def openings_from(said: object, salts: bytes) -> tuple[Opening, ...]:
    """The openings of one leaf as they are kept: each field with its value, and their salts end to end in that order.

    Never raises: whatever was altered, taken out or added there fails `check_opening`.
    """
    if not isinstance(said, Mapping) or any(not isinstance(value, str) for value in said.values()):
        return (Opening("", b"", ""),)
    edges = [place * SALT_BYTES for place in range(len(said))]
    ends = [*edges[1:], None]  # whatever is too much stands with the last, which then has no salt of 32 bytes
    return tuple(
        Opening(field, salts[edge:end], value)
        for (field, value), edge, end in zip(said.items(), edges, ends, strict=False)
    )


def check_opening(leaf: LeafFields, opening: Opening) -> None:
    """Return only if the leaf committed to exactly this field, salt and value; raises OpeningInvalid."""
    expected = leaf.commit.get(opening.field)
    if expected is None or commit(opening.field, opening.value, opening.salt) != expected:
        raise OpeningInvalid("The leaf did not commit to this field, salt and value; do not rely on it.")


@lru_cache(maxsize=1024)
def _is_name(text: str) -> bool:
    """Whether a field or functie is spelled as one: a few words, asked for in every leaf."""
    return _NAME.fullmatch(text) is not None


def _typed(found: dict[str, object]) -> bool:
    texts = (found[name] for name in ("event", "type", "time", "actor", "functie", "act_sha256"))
    commitments = found["commit"]
    return (
        all(type(text) is str for text in texts)
        and found["v"] == VERSION
        and type(found["seq"]) is int
        and type(commitments) is dict
        and all(type(value) is str for value in commitments.values())
    )
