"""What queries show and no rule needs: lines of history, content by hash, signed statements, standing alarms."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from domain.acts.envelope import SignedAct
from domain.functies import Holding
from domain.ids import ActId, Sha256Hex


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One event of an item: the version it made, the act behind it (None: the engine), its tag and its JSON body."""

    version: int
    act: ActId | None
    at: datetime
    tag: str
    body: str


@dataclass(frozen=True, slots=True)
class Content:
    """Sealed content in an item's thread, by the hash of its ciphertext."""

    blob: Sha256Hex
    kind: str
    act: ActId
    at: datetime


@dataclass(frozen=True, slots=True)
class Fact:
    """One signed statement of the directory log, as clients replay it; positions count from 0 without gaps."""

    position: int
    kind: str
    signed: SignedAct
    at: datetime


@dataclass(frozen=True, slots=True)
class EpochWrap:
    """Where a role's epoch identity is sealed for one device."""

    holding: Holding
    epoch: int
    blob: Sha256Hex


@dataclass(frozen=True, slots=True)
class Alarm:
    """A gap or alarm that stands on the board since `raised_at`."""

    kind: str
    subject: str
    raised_at: datetime
