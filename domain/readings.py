"""What queries show and no rule needs: lines of history, content by hash, signed statements, standing alarms."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from domain.acts.envelope import SignedAct
from domain.functies import Holding, Scope
from domain.ids import ActId, Dossier, Sha256Hex


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One event of an item: the version it made, the act behind it (None: the engine), its tag and its JSON body."""

    version: int
    act: ActId | None
    at: datetime
    tag: str
    body: str


@dataclass(frozen=True, slots=True)
class Passing:
    """One time that the authority passed, as an item of this dossier and `area` recorded it; `body` as in a history."""

    dossier: Dossier
    area: Scope
    drill: bool
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


@dataclass(frozen=True, slots=True)
class StateCount:
    """So many open items of one flow and dossier are in this state, the newest of `opened_at`; each moves `mark`."""

    drill: bool
    state: str
    count: int
    mark: int
    opened_at: datetime
