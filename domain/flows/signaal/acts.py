"""Parameters of every act on a signal: what the server may know of it, and why (SG-01 … SG-07)."""

from __future__ import annotations

from typing import Annotated, ClassVar, Final, Literal

from pydantic import Field, field_validator
from pydantic_core import PydanticCustomError

from domain.acts.payload import Moment, MomentKind, Params, Sha256Text
from domain.acts.sealed import LinkedItem, Opening
from domain.acts.spec import ActSpec
from domain.functies import PROTECTED, Functie

_CONTENT = "Hash of the sealed content: the server stores it and cannot open it."
_PROMISE = "Until when the person was promised to hear more: the server rings whoever promised before and after it."


class _Opening(Opening):
    left_out_since: ClassVar[bool] = True


class Onveilig(_Opening):
    """`onveilig_nu`: the person is not safe now; the 112 call comes first, this goes alongside (SG-01, SG-04)."""

    silent: bool = Field(
        description="Sent silently, or under a duress code (SG-07): nothing of it rings or shows on the sender's phone."
    )


class Send(_Opening):
    """Any other signal (SG-01)."""

    urgency: Literal["verdachte_situatie", "overig"] = Field(
        description="Rings at once, or by day. Whether the rest is a worry, a question or support is sealed: the "
        "server needs none of it to ring, and it says much about a person."
    )


class Add(Params):
    """The person adds words, a photo or where they are (SG-06)."""

    content: Sha256Text = Field(description=_CONTENT)


class Receive(Params):
    """Somebody who follows up has received it; the person sees when, and a human next step (SG-02)."""

    content: Sha256Text | None = Field(description=_CONTENT)
    promise_at: Annotated[Moment | None, MomentKind("toezegging")] = Field(description=_PROMISE)


class Answer(Params):
    """The person is answered, or promised when they will hear more (SG-02, SG-03)."""

    content: Sha256Text = Field(description=_CONTENT)
    promise_at: Annotated[Moment | None, MomentKind("toezegging")] = Field(description=_PROMISE)


class Ask(Params):
    """More is asked of the person; nothing waits for it, and no clock stops."""

    content: Sha256Text = Field(description=_CONTENT)


class Interpret(Params):
    """What the signal means, with reasons that the person never reads: they stand in an item of their own (SG-03)."""

    outcome: Literal["melding_dreiging", "geen_melding"] = Field(
        description="Rings the authority, or nobody; whether it is information, care, support or nothing is sealed."
    )
    linked: LinkedItem = Field(description="The sealed interpretation, with its own key and audience.")

    @field_validator("linked")
    @classmethod
    def _is_not_for_the_person(cls, linked: LinkedItem) -> LinkedItem:
        """SG-05: the person is never given the key, nor who is told only that it exists (SG-03)."""
        if linked.flow != "duiding" or linked.joined is not None:
            raise PydanticCustomError("linked_duiding_missing", "an interpretation carries its linked item")
        if any(wrap.functie in {*PROTECTED, Functie.INLICHTINGENDIENST} for wrap in linked.wraps):
            raise PydanticCustomError("duiding_for_professionals", "an interpretation is sealed to its readers alone")
        return linked


class Safe(Params):
    """Somebody who follows up established, by voice or on the spot, that the person is safe now [P]."""


FOLLOWERS: Final = frozenset({Functie.LCC, Functie.RCCB})
"""Who has operational follow-up day and night: only these may receive (L-3); the rules let only the recorded one."""

SPECS: Final = (
    ActSpec("signaal.onveilig", Onveilig, PROTECTED, "SG-01, SG-04, SG-07, L-3", opens=True, emergency=True),
    ActSpec("signaal.send", Send, PROTECTED, "SG-01, SG-02", opens=True),
    ActSpec("signaal.add", Add, PROTECTED, "SG-01, SG-06", emergency=True),
    ActSpec("signaal.receive", Receive, FOLLOWERS, "SG-02, SG-04, L-3", emergency=True),
    ActSpec("signaal.answer", Answer, FOLLOWERS, "SG-02, SG-03", emergency=True),
    ActSpec("signaal.ask", Ask, FOLLOWERS, "SG-02", emergency=True),
    ActSpec("signaal.interpret", Interpret, FOLLOWERS, "SG-03 (C §3.2)", emergency=True),
    ActSpec("signaal.safe", Safe, FOLLOWERS, "SG-04, SG-07", emergency=True),
)
