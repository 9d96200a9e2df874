"""A notice to every mayor, signed and sealed beforehand: an act and an item for each, in an app's bytes (BB-03)."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, Final

from client import envelopes
from client.age import HybridIdentity
from client.content import Place, seal_content
from client.genesis import World
from client.itemkeys import wrap_item
from client.keyring import Keyring
from client.signing import Draft, ReadyAct, blob_name, build_payload
from domain.acts.envelope import REAL_TYPE
from domain.flows.burgemeestersbericht import sealed_for
from domain.flows.burgemeestersbericht.acts import Send, SendAcute
from domain.flows.burgemeestersbericht.content import BurgemeestersberichtContent
from domain.functies import Scope
from domain.ids import ActId, ItemId, Sha256Hex, random_id, uuid7
from domain.parties import NCTV_BEHANDELAAR
from tests.bench.submits import packed

TOGETHER: Final = 16
"""So many acts go in one request, as the app sends them."""
CONTENT: Final = BurgemeestersberichtContent(
    kind="burgemeestersbericht",
    what="Verzonnen situatie, zo lang als een gewone. " * 8,
    may_do="Uw draaiboek klaar leggen; laat het andere aan de politie. " * 3,
    share_with="Met niemand.",
    say="Geen mededelingen.",
    call="NCTV, +31 70 000 00 01",
    when_where="Vanaf nu, in de hele gemeente.",
    visible=None,
)


class Desk:
    """An official of the NCTV who writes to all mayors, gesture after gesture, numbered as one device does."""

    def __init__(self, world: World, gemeenten: Sequence[Scope]) -> None:
        held = set(world.directory.holders(NCTV_BEHANDELAAR))
        self._world, self._gemeenten = world, gemeenten
        self._sender: Keyring = next(one for one in world.keyrings.values() if one.person in held)
        self._seq = -1
        self._prev: Sha256Hex | None = None

    async def to_all(self, *, acute: bool) -> list[tuple[bytes, str]]:
        """Return the bodies of one gesture, in the order in which they must be sent, each with its type."""
        dossier = random_id(secrets.token_bytes)
        acts = [self._notice(gemeente, dossier, acute=acute) for gemeente in self._gemeenten]
        return [await packed(acts[start : start + TOGETHER]) for start in range(0, len(acts), TOGETHER)]

    def _notice(self, gemeente: Scope, dossier: str, *, acute: bool) -> ReadyAct:
        now, directory = datetime.now(UTC), self._world.directory
        name = "burgemeestersbericht.send_acute" if acute else "burgemeestersbericht.send"
        act, item = ActId(uuid7(now, secrets.token_bytes)), ItemId(random_id(secrets.token_bytes))
        identity = HybridIdentity.generate(secrets.token_bytes)
        recipient = identity.recipient().to_string()
        wraps = wrap_item(identity, directory, sealed_for(gemeente, NCTV_BEHANDELAAR), frozenset())
        content = seal_content(
            CONTENT, Place(item, recipient, act, name, NCTV_BEHANDELAAR), self._sender, directory, now
        )
        opening: dict[str, Any] = {
            "dossier": dossier,
            "recipient": recipient,
            "wraps": wraps.wraps,
            "content": blob_name(content),
            "excluded": [],
            "gemeente": gemeente,
            "until_at": None,
        }
        params = SendAcute(**opening) if acute else Send(**opening, scenario="planbaar", visible=False)
        blobs = {**wraps.blobs, blob_name(content): content}
        draft = Draft(act, name, params, NCTV_BEHANDELAAR, item=item, blobs=blobs)
        self._seq += 1
        raw = build_payload(draft, device=self._sender.device, at=now, log="nctv", seq=self._seq, prev=self._prev)
        signed = envelopes.sign(REAL_TYPE, raw, [self._sender])
        self._prev = signed.sha256
        return ReadyAct(signed, draft.blobs)
