"""Parameters of every act on a notice to a mayor: what the server may know of it, and why (BB-01 … BB-08)."""

from __future__ import annotations

from typing import Annotated, Final, Literal

from pydantic import Field, StringConstraints, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from domain.acts.payload import Moment, MomentKind, Params, PersonText, Sha256Text
from domain.acts.sealed import Opening, Wraps
from domain.acts.spec import ActSpec
from domain.functies import Functie

_CONTENT = "Hash of the sealed content: the server stores it and cannot open it."
_READ = (
    "Hash of the newest word to the mayor that the actor has read, known to the server already: so nobody releases or "
    "acknowledges what was corrected meanwhile."
)

GemeenteText = Annotated[str, StringConstraints(pattern=r"^gm:[A-Za-z0-9]{1,16}$")]


class _Notice(Opening):
    gemeente: GemeenteText = Field(
        description="The gemeente of this one mayor: the server must ring the right one, and learns that a case "
        "touches this gemeente; nobody learns of another addressee (BB-03)."
    )
    until_at: Annotated[Moment | None, MomentKind("situation_end")] = Field(
        description="When the situation is expected to be over: from then on the NCTV is rung to tell the mayor so "
        "(BB-06); it ends nothing by itself (X-01)."
    )
    drill_consent: bool = Field(
        default=False,
        description="In a drill: this mayor agreed to take part, without which none is rung (X-05); says nothing else.",
    )


class Send(_Notice):
    """A notice that a second official of the NCTV must release before the mayor can be reached (BB-01, BB-02)."""

    scenario: Literal["opname", "planbaar"] = Field(
        description="Newly admitted, or a plannable situation (BB-01): both wait for four eyes. Shown to who takes "
        "part, and counted; of the person it says no more than that."
    )
    visible: bool = Field(
        description="People in the street will see measures: it is then due sooner and rings as an emergency (BB-07). "
        "The server learns only what the street will see; never which measures, or where in the gemeente."
    )


class SendAcute(_Notice):
    """An acute risk: the mayor is rung at once, and the second look comes afterwards (BB-01, BB-02, L-4).

    That it is acute is the act's own name, because it decides what nothing sealed can: that nobody waits for four
    eyes, and that the ladder is an emergency's.
    """


class Release(Params):
    """A second official has read this very word: before the mayor can, or after an acute one (BB-02)."""

    read: Sha256Text = Field(description=_READ)


class Acknowledge(Params):
    """The mayor, or the stand-in the NCTV released it to, has read this very word (BB-04)."""

    read: Sha256Text = Field(description=_READ)


class Telephoned(Params):
    """A named official told the mayor by telephone, because no receipt came or nobody there has a key (BB-05)."""

    content: Sha256Text = Field(description=_CONTENT)


class Ask(Params):
    """The mayor asks something (BB-04)."""

    content: Sha256Text = Field(description=_CONTENT)


class Answer(Params):
    """The NCTV answers (BB-04)."""

    content: Sha256Text = Field(description=_CONTENT)


class AskVierhoek(Params):
    """One of the four asks for a vierhoeksoverleg (BB-04, C §2.3.5)."""

    content: Sha256Text | None = Field(description=_CONTENT)


class PlanVierhoek(Params):
    """When the four meet, and whether the KMar takes part; who does is given this item's key (BB-04)."""

    at: Annotated[Moment, MomentKind("vierhoek")] = Field(
        description="When they meet: each of them is told, and from then on the NCTV is rung to record that they did."
    )
    kmar: bool = Field(
        description="Whether the KMar is involved and takes part (C §2.3.5), so that the lcc is told; hints at nothing "
        "but who executes."
    )
    wraps: Wraps = Field(
        description="Who of the four (and the KMar) is given the item's key now: they will speak of it."
    )
    content: Sha256Text = Field(description=_CONTENT)


class CloseVierhoek(Params):
    """The vierhoeksoverleg was held, or need not be, because (BB-04)."""

    outcome: Literal["gehouden", "niet_nodig"] = Field(
        description="Ends the ringing for it; shown to who was asked to come, and counted (EV-02); no reasons."
    )
    content: Sha256Text | None = Field(description=_CONTENT)

    @field_validator("content")
    @classmethod
    def _not_needed_because(cls, content: str | None, info: ValidationInfo) -> str | None:
        if content is None and info.data.get("outcome") == "niet_nodig":
            raise PydanticCustomError("not_needed_without_reason", "not needed, because")
        return content


class Informed(Params):
    """The police or the KMar informed the mayor themselves, as art. 16 Wpg has them do (BB-01).

    Which of the two is the actor's employer (P-01); what they told stays between them.
    """


class StandIn(Params):
    """The NCTV releases the notice to one stand-in, by name; nothing does so by itself (BB-05)."""

    person: PersonText = Field(
        description="Pseudonym of the one person who stands in: only he is told and may acknowledge."
    )
    wraps: Wraps = Field(description="The item's key for this person's own devices, and for nobody else's.")


class Correct(Params):
    """What the mayor was told is wrong: this takes its place, with its handelingskader (BB-06, BB-08)."""

    content: Sha256Text = Field(description=_CONTENT)


class Supplement(Params):
    """What was not yet known (BB-06)."""

    content: Sha256Text = Field(description=_CONTENT)


class Recall(Params):
    """The notice is taken back: it should not have been sent, or not to this mayor (BB-06)."""

    content: Sha256Text = Field(description=_CONTENT)


class End(Params):
    """What the notice was about has ended or moved elsewhere: the mayor hears that too (BB-06)."""

    content: Sha256Text = Field(description=_CONTENT)


class Keep(Params):
    """The NCTV looked: what this mayor knows is still true (BB-06)."""

    next_at: Annotated[Moment | None, MomentKind("review")] = Field(
        description="When to look again; without one the policy says when. It ends nothing by itself (X-01)."
    )


DESK_FUNCTIES: Final = frozenset({Functie.NCTV_PIKET, Functie.NCTV_BEHANDELAAR, Functie.NCTV_TEAMLEIDER})
"""Who writes to mayors for the NCTV, which decides what is shared (BB-01, DOMAIN §1) [P]."""
_MAYOR = frozenset({Functie.BURGEMEESTER, Functie.LOCO_BURGEMEESTER})
_FOUR = DESK_FUNCTIES | _MAYOR | {Functie.HOVJ, Functie.RCCB}


def _spec(verb: str, params: type[Params], who: frozenset[Functie], source: str, *marks: str) -> ActSpec:
    return ActSpec(
        f"burgemeestersbericht.{verb}",
        params,
        who,
        source,
        opens="opens" in marks,
        emergency="emergency" in marks,
    )


SPECS: Final = (
    _spec("send", Send, DESK_FUNCTIES, "BB-01, BB-02, BB-03 (C §2.3.5)", "opens"),
    _spec("send_acute", SendAcute, DESK_FUNCTIES, "BB-01, BB-02, L-4 (C §2.3.5)", "opens", "emergency"),
    _spec("release", Release, DESK_FUNCTIES, "BB-02", "emergency"),
    _spec("acknowledge", Acknowledge, _MAYOR, "BB-04, BB-05 (C §2.3.5)", "emergency"),
    _spec("telephoned", Telephoned, DESK_FUNCTIES, "BB-05, L-4", "emergency"),
    _spec("ask", Ask, _MAYOR, "BB-04 (C §2.3.5)", "emergency"),
    _spec("answer", Answer, DESK_FUNCTIES, "BB-04 (C §2.3.5)", "emergency"),
    _spec("ask_vierhoek", AskVierhoek, _FOUR, "BB-04 (C §2.3.5)", "emergency"),
    _spec("plan_vierhoek", PlanVierhoek, DESK_FUNCTIES, "BB-04 (C §2.3.5)", "emergency"),
    _spec("close_vierhoek", CloseVierhoek, DESK_FUNCTIES, "BB-04 (C §2.3.5)"),
    _spec("informed", Informed, frozenset({Functie.RCCB, Functie.LCC}), "BB-01 (C §2.3.5, art. 16 Wpg)", "emergency"),
    _spec("stand_in", StandIn, DESK_FUNCTIES, "BB-05", "emergency"),
    _spec("correct", Correct, DESK_FUNCTIES, "BB-06, BB-08", "emergency"),
    _spec("supplement", Supplement, DESK_FUNCTIES, "BB-06", "emergency"),
    _spec("recall", Recall, DESK_FUNCTIES, "BB-06", "emergency"),
    _spec("end", End, DESK_FUNCTIES, "BB-06", "emergency"),
    _spec("keep", Keep, DESK_FUNCTIES, "BB-06"),
)
