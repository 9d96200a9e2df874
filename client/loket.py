"""Answers of the loket: sealed to a report and proven with its own key, with no person's signature inside (RM-02)."""

from __future__ import annotations

import hashlib
import hmac
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from pydantic import ValidationError

from client.age import AgeError, HybridIdentity
from client.content import ContentRefused
from client.sealing import SealingError, open_sealed, seal
from domain.flows.risicomoment.content import LoketantwoordContent
from domain.ids import ActId, ItemId

KEY_BYTES: Final = 32
DOMAIN: Final = "piket.loketantwoord.v2"
"""What is proven here can be taken for nothing else."""
Outcome = Literal["geen_extra", "maatregelen", "nog_in_overleg"]


def new_key(random: Callable[[int], bytes]) -> str:
    """Return the key with which the loket answers one report; it stands in that report's sealed content."""
    return urlsafe_b64encode(random(KEY_BYTES)).decode("ascii").rstrip("=")


def seal_answer(key: str, item: ItemId, told: ActId, outcome: Outcome, text: str, recipient: str) -> bytes:
    """Return the answer to `told`, an act of the reporter, padded and sealed to the report; nobody stands in it.

    It names the act that it answers and not the one that carries it: the id of that one tells when somebody signed.
    """
    proof = _proof(key, item, told, outcome, text)
    content = LoketantwoordContent(kind="loketantwoord", outcome=outcome, text=text, proof=proof)
    return seal(content.model_dump_json().encode("utf-8"), recipient)


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer of the loket, and which act of the reporter it answers: the report, or a change of it (RM-05)."""

    content: LoketantwoordContent
    told: ActId


def open_answer(
    blob: bytes, identities: Iterable[HybridIdentity], key: str, item: ItemId, told: Sequence[ActId]
) -> Answered:
    """Return the answer, when somebody who could read this very report wrote it to one of these acts of its reporter.

    Raises:
        ContentRefused: when it does not open, is malformed, or is not proven with the report's key.
    """
    for identity in identities:
        try:
            content = LoketantwoordContent.model_validate_json(open_sealed(blob, identity))
        except (AgeError, SealingError):
            continue
        except ValidationError as wrong:
            raise ContentRefused("loket.malformed", "The answer of the loket is malformed") from wrong
        for one in told:
            if hmac.compare_digest(content.proof, _proof(key, item, one, content.outcome, content.text)):
                return Answered(content, one)
        raise ContentRefused("loket.proof", "The answer was not written by a reader of this report")
    raise ContentRefused("content.sealed", "The content does not open with the item's key")


def _proof(key: str, item: ItemId, told: ActId, outcome: str, text: str) -> str:
    said = json.dumps([DOMAIN, item, told, outcome, text], ensure_ascii=False, separators=(",", ":")).encode("utf-8")
    return hmac.new(urlsafe_b64decode(key + "="), said, hashlib.sha256).hexdigest()
