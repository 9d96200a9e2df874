"""Parameters of every act on a spoedaanwijzing: what the server may know of it, and why."""

from __future__ import annotations

from typing import Annotated, Final, Literal

from pydantic import Field, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from domain.acts.payload import ItemText, Moment, MomentKind, Params, ScopeText, Sha256Text
from domain.acts.sealed import LinkedItem, LinkedWord, Opening
from domain.acts.spec import ActSpec, may
from domain.einde import End, EndReceived
from domain.functies import Functie, Power
from domain.mayors import VISIBLE
from domain.refusals import Acquiesce, Dispute

_CONTENT = "Hash of the sealed content: the server stores it and cannot open it."
_CLOCK = "The server rings before and after this moment; it ends nothing by itself (X-01)."

Ground = Literal["hoog_risicomoment", "directe_noodzaak"]
"""SA-01: a temporary high risk, or immediate necessity."""
Outcome = Literal["aangewezen", "niet_aangewezen", "al_onder_gezag_nctv"]
"""SA-06."""
MOST_JOINED: Final = 16
"""So many requests are joined to one at most: the decision names each, and is no larger than a door reads (SA-12)."""
REVIEWS: Final = frozenset({"eerste_herbeoordeling", "herbeoordeling", "einde_herzien"})
"""Follow-ups that set the next moment in the same act (HB-02, SA-11)."""
LEAD_ON: Final = frozenset({"burgemeester", "triage", "eerste_herbeoordeling", "herbeoordeling"})
"""Follow-ups that another flow does: a notice to a mayor, a triage, the dossier's reviews (BB-07, TR-01, HB-01)."""


class _Opening(Opening):
    ground: Ground = Field(
        description="Tells the decider whether a foreseen end is expected (SA-01); no more than that."
    )
    rccb: ScopeText | None = Field(
        default=None,
        description="Another eenheid whose rccb serves the request (P-02), else the area's; hints at who is concerned.",
    )
    tell_college: bool = Field(
        default=False,
        description="The College of procureurs-generaal must be told (P-02); this hints at the person's employer.",
    )
    callback_verified: bool = Field(
        description="Whether the call-back number is the directory's; the number itself is sealed (SA-01)."
    )


class Submit(_Opening):
    """The HOvJ, or somebody on behalf, asks the NCTV to designate at once (SA-01, C §2.3.4)."""


class Register(_Opening):
    """`nctv_piket` writes down a request that came by telephone (SA-03)."""

    caller_functie: Literal["hovj", "namens_hovj"] = Field(
        description="Who is asked to confirm it on their own device."
    )
    caller_scope: ScopeText = Field(description="The arrondissement of the caller, so that the right HOvJ is rung.")
    called_at: Annotated[Moment, MomentKind("telephone_call")] = Field(
        description="When the call took place: the clock of the decision runs from it."
    )


class Confirm(Params):
    """The caller confirms or corrects what was registered by telephone (SA-03)."""

    outcome: Literal["bevestigd", "gecorrigeerd"] = Field(
        description="Ends the ringing for confirmation; shown on the item."
    )
    content: Sha256Text | None = Field(description=_CONTENT)

    @field_validator("content")
    @classmethod
    def _correction_has_content(cls, content: str | None, info: ValidationInfo) -> str | None:
        if content is None and info.data.get("outcome") == "gecorrigeerd":
            raise PydanticCustomError("correction_without_content", "a correction says what is correct")
        return content


class Receive(Params):
    """Somebody who may decide has received the request (SA-04); more than delivered, seen or "ik bel"."""


class Spoken(Params):
    """The two sides have spoken to each other (SA-00; after a refusal SA-08)."""


class Ask(Params):
    """More is asked of the requester; the clock of the decision runs on (SA-05)."""

    content: Sha256Text = Field(description=_CONTENT)


class AnswerQuestion(Params):
    """The requester answers a question (SA-05)."""

    content: Sha256Text = Field(description=_CONTENT)


class Supplement(Params):
    """What was not yet known at submission (SA-01: the rest may follow)."""

    content: Sha256Text = Field(description=_CONTENT)


class JoinedOutcome(Params):
    """The outcome for one item that was joined to this one (SA-12)."""

    item: ItemText = Field(description="Random id of the joined item: the outcome is carried to it.")
    outcome: Outcome = Field(description="Starts the obligations that follow from it (SA-07, SA-08).")
    content: Sha256Text = Field(description=_CONTENT)


class Decide(Params):
    """The decision, with reasons, signed on the decider's device (SA-06)."""

    outcome: Outcome = Field(description="Passes the authority and starts the obligations that follow (SA-07, SA-08).")
    content: Sha256Text = Field(description=_CONTENT)
    from_at: Annotated[Moment, MomentKind("designation")] = Field(
        description="From when the designation holds (SA-06); shown on the gezagskaart."
    )
    ends_at: Annotated[Moment | None, MomentKind("foreseen_end", after="from_at")] = Field(description=_CLOCK)
    review_at: Annotated[Moment | None, MomentKind("review")] = Field(description=_CLOCK)
    visible: bool = Field(default=False, description=VISIBLE)
    linked: Annotated[list[LinkedItem], Field(max_length=2 + MOST_JOINED)] = Field(
        description="The sealed order to the lcc and word to each rccb; the server cannot write them (SA-07, SA-12)."
    )
    joined: Annotated[list[JoinedOutcome], Field(max_length=MOST_JOINED)] = Field(
        description="One decision names every joined item, with an outcome for each (SA-12)."
    )

    @field_validator("ends_at", "review_at")
    @classmethod
    def _only_when_designated(cls, moment: Moment | None, info: ValidationInfo) -> Moment | None:
        if moment is not None and info.data.get("outcome") == "niet_aangewezen":
            raise PydanticCustomError("moment_without_designation", "a refusal has no end and no review")
        return moment

    @field_validator("linked")
    @classmethod
    def _order_and_word_are_there(cls, linked: list[LinkedItem], info: ValidationInfo) -> list[LinkedItem]:
        """One order; word to the rccb of the item itself, and perhaps of joined requests elsewhere (SA-12)."""
        needed = {"opdracht", "bericht_rccb"} if info.data.get("outcome") != "niet_aangewezen" else set()
        flows = [one.flow for one in linked if one.joined is None]
        for flow in sorted(needed - set(flows)):
            raise PydanticCustomError("linked_" + flow + "_missing", "the decision carries its linked items")
        further = [one for one in linked if one.joined is not None]
        only_words = all(one.flow == "bericht_rccb" for one in further)
        if set(flows) != needed or len(flows) != len(needed) or not (only_words and (needed or not further)):
            raise PydanticCustomError("linked_unexpected", "the decision carries no other linked items")
        return linked

    @field_validator("joined")
    @classmethod
    def _designated_with_an_order(cls, joined: list[JoinedOutcome], info: ValidationInfo) -> list[JoinedOutcome]:
        """Nobody is designated without an order: it hangs on the item that is decided on."""
        if info.data.get("outcome") == "niet_aangewezen" and any(one.outcome != "niet_aangewezen" for one in joined):
            raise PydanticCustomError("joined_without_order", "designate on the item decided on, which has the order")
        return joined


class Withdraw(Params):
    """The request is withdrawn before the decision, by the requester or the HOvJ (SA-02, SA-13)."""


class Object(Params):
    """The HOvJ objects, after the decision, to what was asked on their behalf (SA-02)."""

    content: Sha256Text = Field(description=_CONTENT)


class Overbrugging(Params):
    """Which other measures stand now that there is no designation (SA-08, C §2.4.1)."""

    content: Sha256Text = Field(description=_CONTENT)
    linked: LinkedWord | None = Field(default=None, description="Sealed word to the rccb, when it keeps measures.")


class Acknowledge(Params):
    """Somebody who had to be told says that they know (SA-07, SA-08)."""

    what: Literal["verzoeker_geinformeerd", "hovj_geinformeerd", "directeur_ingelicht"] = Field(
        description="Which telling is known to have arrived: its ring stops."
    )


class FollowUp(Params):
    """A follow-up of the decision is done, or not needed, because (SA-07, SA-11).

    What a flow of its own does is done there, by the item that follows; here it can only be said not to be needed.
    """

    what: Literal[
        "persoon_geinformeerd",
        "burgemeester",
        "triage",
        "eerste_herbeoordeling",
        "herbeoordeling",
        "einde_herzien",
        "bezwaar",
    ] = Field(description="Which follow-up: its ring stops.")
    outcome: Literal["gedaan", "niet_nodig"] = Field(description="Shown on the item and counted (EV-02); no reasons.")
    content: Sha256Text | None = Field(description=_CONTENT)
    next_at: Annotated[Moment | None, MomentKind("review")] = Field(default=None, description=_CLOCK)

    @field_validator("outcome")
    @classmethod
    def _done_in_its_own_flow(cls, outcome: str, info: ValidationInfo) -> str:
        if outcome == "gedaan" and info.data.get("what") in LEAD_ON:
            raise PydanticCustomError("done_elsewhere", "open the item that follows; here it is not needed, because")
        return outcome

    @field_validator("next_at")
    @classmethod
    def _only_for_a_review(cls, next_at: Moment | None, info: ValidationInfo) -> Moment | None:
        if next_at is not None and info.data.get("what") not in REVIEWS:
            raise PydanticCustomError("moment_without_review", "only a review sets the next moment")
        return next_at

    @field_validator("content")
    @classmethod
    def _not_needed_because(cls, content: str | None, info: ValidationInfo) -> str | None:
        if content is None and info.data.get("outcome") == "niet_nodig":
            raise PydanticCustomError("not_needed_without_reason", "not needed, because")
        if content is None and info.data.get("what") == "persoon_geinformeerd":
            raise PydanticCustomError("told_without_official", "the person is told by a named official")
        return content


class Join(Params):
    """Two requests are about the same event: one decision will name both (SA-12)."""

    with_item: ItemText = Field(description="Random id of the other item: its clocks and decision follow this one's.")


_REQUESTERS = may(Power.SUBMIT_SPOED)
_RECEIVERS = may(Power.RECEIVE_SPOED)
_DECIDERS = may(Power.DECIDE_SPOED)
_DEPUTIES: Final = (Functie.COORDINEREND_HOVJ, Functie.PG)
"""In the place of the HOvJ where P-02 leaves no other; the rules keep them out of every other item."""
_HOVJ = may(Power.DISPUTE, *_DEPUTIES)
_THREAD = may(Power.SUBMIT_SPOED, Power.REGISTER_SPOED, *_DEPUTIES)
_FOLLOW_UP = may(Power.FOLLOW_UP, Power.DECIDE_SPOED, *_DEPUTIES)
_OM = may(Power.SUBMIT_SPOED, *_DEPUTIES)


def _spec(verb: str, params: type[Params], who: frozenset[Functie], source: str, *marks: str) -> ActSpec:
    return ActSpec(
        f"spoedaanwijzing.{verb}",
        params,
        who,
        source,
        versioned="versioned" in marks,
        opens="opens" in marks,
        emergency="emergency" in marks,
    )


SPECS: Final = (
    _spec("submit", Submit, _REQUESTERS, "SA-01, SA-02 (C §2.3.4)", "opens", "emergency"),
    _spec("register", Register, may(Power.REGISTER_SPOED), "SA-03 (C §2.3.4)", "opens", "emergency"),
    _spec("confirm", Confirm, _OM, "SA-03, P-02 (C §2.3.4)", "emergency"),
    _spec("receive", Receive, _RECEIVERS, "SA-04, X-02 (C §2.3.4)", "emergency"),
    _spec("spoken", Spoken, _OM | _RECEIVERS, "SA-00, SA-08 (C §2.3.4)", "emergency"),
    _spec("ask", Ask, _RECEIVERS, "SA-05 (C §2.3.4)", "emergency"),
    _spec("answer", AnswerQuestion, _OM, "SA-05, P-02 (C §2.3.4)", "emergency"),
    _spec("supplement", Supplement, _THREAD, "SA-01, P-02 (C §2.3.4)", "emergency"),
    _spec("decide", Decide, _DECIDERS, "SA-06, SA-07, SA-08, SA-12 (C §2.3.4)", "versioned", "emergency"),
    _spec("withdraw", Withdraw, _OM, "SA-02, SA-13, P-02", "versioned", "emergency"),
    _spec("object", Object, may(Power.OBJECT, *_DEPUTIES), "SA-02, P-02", "emergency"),
    _spec("acquiesce", Acquiesce, _HOVJ, "SA-08", "emergency"),
    _spec("dispute", Dispute, _HOVJ, "SA-08, L-2 (C §2.3.3)", "emergency"),
    _spec("overbrugging", Overbrugging, _HOVJ, "SA-08 (C §2.4.1)", "emergency"),
    _spec("acknowledge", Acknowledge, _OM | _RECEIVERS, "SA-07, SA-08 (C §2.3.4)", "emergency"),
    _spec("follow_up", FollowUp, _FOLLOW_UP, "SA-02, SA-07, SA-11 (C §2.3.4, §2.3.5, §5.2)", "emergency"),
    _spec("join", Join, may(Power.JOIN_ITEMS), "SA-12", "emergency"),
    _spec("end", End, may(Power.END_PROTECTION), "SA-11 (C §2.2)", "versioned", "emergency"),
    _spec("end_received", EndReceived, _HOVJ, "SA-11", "emergency"),
)
