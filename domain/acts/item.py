"""Acts that every item knows: "ik bel", reopen, ring again, new key, late wraps, attachments."""

from __future__ import annotations

from typing import Final, Literal

from pydantic import Field

from domain.acts.payload import Name, Params, RecipientText, Sha256Text
from domain.acts.sealed import Wraps
from domain.acts.spec import ActSpec, may
from domain.functies import Functie, Power

_WHAT = "Which obligation of the item is meant; the server itself rings for it and gave it its name."
_CONTENT = "Hash of the sealed content: the server stores it and cannot open it."

HOLDERS: Final = frozenset(
    {
        Functie.HOVJ,
        Functie.COORDINEREND_HOVJ,
        Functie.PG,
        Functie.NCTV_PIKET,
        Functie.NCTV_TEAMLEIDER,
        Functie.DIRECTEUR_NCTV,
        Functie.NCTV,
        Functie.LCC_LEIDING,
        Functie.RCCB,
        Functie.BURGEMEESTER,
        Functie.TOEZICHTHOUDER,
    }
)
"""Who may hold an item: those who answer for a side of it and take part in it, and who supervises that (P-03) [P]."""
PARTICIPANTS: Final = frozenset(Functie) - {
    Functie.ESCALATIEWACHTER,
    Functie.TOEZICHTHOUDER,
    Functie.FUNCTIONEEL_BEHEERDER,
}
"""Functies that can be a participant of an item; whether one is, says the item itself."""


class IkBel(Params):
    """The actor says "ik bel": pauses their own ring on this obligation once per rung; closes nothing (X-02)."""

    what: Name = Field(description=_WHAT)


class Reopen(Params):
    """Nobody followed up the receipt: its ladder resumes at the rung it had reached (X-02)."""

    what: Name = Field(description=_WHAT)


class RingAgain(Params):
    """Ring everybody of this obligation's reached rungs once more, now."""

    what: Name = Field(description=_WHAT)


class Rekey(Params):
    """A new key for what comes later, wrapped to the present participants (removal or loss of a device)."""

    recipient: RecipientText = Field(
        description="Public key that later content is sealed to; readers check against it."
    )
    wraps: Wraps = Field(description="Who may be given the new key: the server releases wraps and cannot open them.")


class WrapLate(Params):
    """Wraps that were missing when the item opened, made by somebody who can read it."""

    wraps: Wraps = Field(description="Who may be given the key: the server releases wraps and cannot open them.")


class Attach(Params):
    """Sealed content that was uploaded before, now part of the item."""

    content: Sha256Text = Field(description=_CONTENT)


class Hold(Params):
    """Keep what the item holds from being erased when its term is over, until this functie lifts it (EV-03)."""

    ground: Literal["bewaarplicht", "bezwaar", "onderzoek"] = Field(
        description="Shown on the item and the watchers' board, which say why it is still there; no reasons."
    )


class Lift(Params):
    """The hold of this functie ends: what its term was over for is erased (EV-03)."""


SPECS: Final = (
    ActSpec("item.ik_bel", IkBel, PARTICIPANTS, "X-02 (§3)", emergency=True),
    ActSpec("item.reopen", Reopen, PARTICIPANTS | may(Power.WATCH), "X-02 (§3)", emergency=True),
    ActSpec(
        "item.ring_again",
        RingAgain,
        PARTICIPANTS | may(Power.WATCH),
        "X-02 (§3), DOMAIN §1 escalatiewachter",
        emergency=True,
    ),
    ActSpec("item.rekey", Rekey, PARTICIPANTS, "P-01, P-02", versioned=True),
    ActSpec("item.wrap", WrapLate, PARTICIPANTS, "P-01, P-02"),
    ActSpec("item.attach", Attach, PARTICIPANTS, "P-01"),
    ActSpec("item.hold", Hold, HOLDERS, "EV-03"),
    ActSpec("item.lift", Lift, HOLDERS, "EV-03"),
)
