"""Parameters of every act on a triage: what the server may know of it, and why."""

from __future__ import annotations

from typing import Annotated, Final, Literal

from pydantic import Field, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from domain.acts.payload import Moment, MomentKind, Params, ScopeText, Sha256Text
from domain.acts.sealed import LinkedWord, Opening
from domain.acts.spec import ActSpec, may
from domain.einde import End, EndReceived
from domain.functies import Functie
from domain.mayors import VISIBLE
from domain.refusals import Acquiesce, Dispute

_CONTENT = "Hash of the sealed content: the server stores it and cannot open it."
_CLOCK = "The server rings around this moment; it decides and ends nothing by itself (X-01)."

Lijn = Literal["directe_opname", "triagetafel"]
"""TR-01: put forward for direct admission, or to be discussed at the triagetafel."""
Outcome = Literal["opgenomen", "niet_opgenomen"]
"""TR-05."""
Invitable = Literal["adviseur_bbc", "rccb", "adviseur_bb", "nctv_behandelaar", "nctv_teamleider", "directeur_nctv"]
"""TR-07: who may be asked to the table beside the HOvJ; in the case's own area, arrondissement or eenheid."""


class Submit(Opening):
    """The authority puts a case forward with a signed intake form (TR-01, C §2.3.3)."""

    line: Lijn = Field(description="Decides who is asked first: the NCTV, or the secretariat of the triagetafel.")
    area: ScopeText | None = Field(
        default=None,
        description="The arrondissement, when somebody puts it forward in the place of its HOvJ (P-02).",
    )
    rccb: ScopeText | None = Field(
        default=None,
        description="Another eenheid whose rccb serves the case (P-02), else the area's; hints at who is concerned.",
    )
    tell_college: bool = Field(
        default=False,
        description="The College of procureurs-generaal must be told (P-02); this hints at the person's employer.",
    )


class Withdraw(Params):
    """The authority takes the case back before it was judged."""


class Ask(Params):
    """The NCTV asks the HOvJ for more; no clock stops (TR-05)."""

    content: Sha256Text = Field(description=_CONTENT)


class Supplement(Params):
    """The HOvJ or his adviseur adds what was asked or has become known (TR-05)."""

    content: Sha256Text = Field(description=_CONTENT)


class Schedule(Params):
    """The secretariat puts the case on the agenda of the triagetafel and asks who must be there (TR-07)."""

    at: Annotated[Moment, MomentKind("triagetafel")] = Field(description=_CLOCK)
    invited: Annotated[list[Invitable], Field(min_length=1, max_length=6)] = Field(
        description="Which functies are told and may read the case: the server rings them."
    )
    content: Sha256Text | None = Field(default=None, description=_CONTENT)

    @field_validator("invited")
    @classmethod
    def _each_once(cls, invited: list[Invitable]) -> list[Invitable]:
        if len(set(invited)) != len(invited):
            raise PydanticCustomError("invited_twice", "each functie is asked once")
        return invited


class Discuss(Params):
    """The secretariat records what the triagetafel came to; the judgement remains the NCTV's (TR-07)."""

    content: Sha256Text = Field(description=_CONTENT)


class Judge(Params):
    """The oordeelsformulier of the NCTV, argued and signed; sending it informs the OM (TR-05)."""

    outcome: Outcome = Field(description="Passes the authority and starts the obligations that follow (TR-04, TR-06).")
    content: Sha256Text = Field(description=_CONTENT)
    review_at: Annotated[Moment | None, MomentKind("review")] = Field(default=None, description=_CLOCK)
    visible: bool = Field(default=False, description=VISIBLE)

    @field_validator("review_at")
    @classmethod
    def _only_when_admitted(cls, moment: Moment | None, info: ValidationInfo) -> Moment | None:
        if moment is not None and info.data.get("outcome") == "niet_opgenomen":
            raise PydanticCustomError("moment_without_admission", "who is not admitted has no review here")
        return moment


class Transfer(Params):
    """The HOvJ sends the overdrachtsdossier after an admission (TR-06)."""

    content: Sha256Text = Field(description=_CONTENT)


class CheckDossier(Params):
    """The NCTV records that the overdrachtsdossier is complete, or says what is missing (TR-06)."""

    outcome: Literal["volledig", "onvolledig"] = Field(
        description="Complete: who keeps which measures changes on the gezagskaart; not: the HOvJ is rung again."
    )
    content: Sha256Text | None = Field(default=None, description=_CONTENT, validate_default=True)

    @field_validator("content")
    @classmethod
    def _says_what_is_missing(cls, content: str | None, info: ValidationInfo) -> str | None:
        if content is None and info.data.get("outcome") == "onvolledig":
            raise PydanticCustomError("incomplete_without_reason", "not complete, because")
        return content


class Measures(Params):
    """The HOvJ, while he is the authority, records which measures stand (TR-04, TR-08, C §2.4.1)."""

    content: Sha256Text = Field(description=_CONTENT)
    linked: LinkedWord | None = Field(default=None, description="Sealed word to the rccb, when it keeps measures.")


class FollowUp(Params):
    """What follows from an admission is not needed, because; what is needed another flow does (BB-07, HB-01)."""

    what: Literal["burgemeester", "eerste_herbeoordeling"] = Field(description="Which follow-up: its ring stops.")
    content: Sha256Text = Field(description=_CONTENT)


_DEPUTIES: Final = (Functie.COORDINEREND_HOVJ, Functie.PG)
"""In the place of the HOvJ where P-02 leaves no other; the rules keep them out of every other item."""
_HOVJ: Final = may(Functie.HOVJ, *_DEPUTIES)
_DESK: Final = may(Functie.NCTV_BEHANDELAAR, Functie.NCTV_TEAMLEIDER)
_JUDGES: Final = may(Functie.NCTV_TEAMLEIDER, Functie.DIRECTEUR_NCTV, Functie.NCTV)
_SECRETARIAT: Final = may(Functie.TRIAGESECRETARIAAT)

SPECS: Final = (
    ActSpec("triage.submit", Submit, _HOVJ, "TR-01, TR-03, P-02 (C §2.3.3)", opens=True),
    ActSpec("triage.withdraw", Withdraw, _HOVJ, "TR-01 [P]", versioned=True),
    ActSpec("triage.ask", Ask, _DESK | _JUDGES, "TR-05 [P]"),
    ActSpec("triage.supplement", Supplement, _HOVJ | may(Functie.ADVISEUR_BBC), "TR-05 (C §2.3.3, §2.4.1)"),
    ActSpec("triage.schedule", Schedule, _SECRETARIAT, "TR-07 (C §2.3.3)"),
    ActSpec("triage.discuss", Discuss, _SECRETARIAT, "TR-07 (C §2.3.3)"),
    ActSpec("triage.judge", Judge, _JUDGES, "TR-04, TR-05 (C §2.3.3)", versioned=True),
    ActSpec("triage.transfer", Transfer, _HOVJ, "TR-06 (C §2.3.3)"),
    ActSpec("triage.check_dossier", CheckDossier, _DESK, "TR-06 (C §2.3.3)"),
    ActSpec("triage.measures", Measures, _HOVJ, "TR-04, TR-08 (C §2.3.3, §2.4.1)"),
    ActSpec("triage.acquiesce", Acquiesce, _HOVJ, "TR-08 (C §2.3.3)"),
    ActSpec("triage.dispute", Dispute, _HOVJ, "TR-08, L-2 (C §2.3.3)"),
    ActSpec("triage.follow_up", FollowUp, _DESK, "BB-07, HB-01 (C §2.2, §2.3.5)"),
    ActSpec("triage.end", End, _JUDGES, "SA-11 (C §2.2)", versioned=True),
    ActSpec("triage.end_received", EndReceived, _HOVJ, "SA-11"),
)
