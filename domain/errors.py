"""Every way Piket says no, as one tree.

    PiketError                      has a stable `code`, an HTTP-like `status`, and never any content
    ├── Malformed            400    the bytes do not parse; names the field; nothing is stored
    ├── SignatureInvalid     401    a proof does not verify; nothing is stored
    ├── NotFound             404    no such item for this person (also when it exists and is not theirs)
    ├── Gone                 410    it was here, and its retention is over: what it held was erased for good (EV-03)
    ├── TooMuch              413/429  a limit on size or rate; emergencies are merged instead
    ├── StorageBusy          503    try again with the same bytes
    └── Refusal              403/409  a rule says no; it IS stored, logged and consumes the sequence number
        ├── NotAllowed       403    P-01, P-02, X-02: the functie, scope or power does not allow it
        ├── OutOfStep        409    the state machine does not allow it now
        └── Stale            409    the item has moved on since the version the act names

The words people read for a code live in `bot/http/words`; here stands only what a developer reads.
"""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar


class PiketError(Exception):
    """Base of all; `str()` is one clear sentence without content, names, tokens or codes."""

    status: ClassVar[int] = 500

    def __init__(self, code: str, sentence: str, *, field: str | None = None) -> None:
        super().__init__(sentence)
        self.code = code
        self.field = field


class Malformed(PiketError):
    """The input does not have the shape it must have; `field` names where. Nothing was stored."""

    status = 400


class SignatureInvalid(PiketError):
    """A proof does not verify against the signed directory. Nothing was stored."""

    status = 401


class NotFound(PiketError):
    """There is no such thing for this person; existence is not told to those who may not know."""

    status = 404


class Gone(PiketError):
    """What an item held was erased when its retention was over (EV-03); nothing was stored. `at` is when, in UTC."""

    status = 410

    def __init__(self, code: str, sentence: str, *, at: datetime, field: str | None = None) -> None:
        super().__init__(code, sentence, field=field)
        self.at = at


class TooMuch(PiketError):
    """A limit on size or rate was passed; try later or smaller."""

    status = 429


class StorageBusy(PiketError):
    """The store could not say whether it stored; send the same bytes again, the answer will be the first one."""

    status = 503


class Refusal(PiketError):
    """A rule refuses a well-formed, well-signed act: stored, logged, and it consumes the sequence number."""

    status = 409


class NotAllowed(Refusal):
    """The functie, its scope or its powers do not allow this act (P-01, P-02, X-02)."""

    status = 403


class OutOfStep(Refusal):
    """The item is in a state in which this act has no place."""


class Stale(Refusal):
    """The item has moved on since the version this act names; read it again and decide again."""
