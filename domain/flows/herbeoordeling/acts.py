"""Parameters of every act on a periodic review: what the server may know of it, and why (HB-01 … HB-05)."""

from __future__ import annotations

from typing import Annotated, Final, Literal

from pydantic import Field, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from domain.acts.payload import Moment, MomentKind, Params, ScopeText, Sha256Text
from domain.acts.sealed import Opening
from domain.acts.spec import ActSpec
from domain.functies import Functie

_CONTENT = "Hash of the sealed content: the server stores it and cannot open it."
_NEXT = "The server prompts before this moment and rings after it; it ends nothing by itself (X-01). None: policy's."

Subject = Literal["maatregelen", "informeren_persoon", "object_of_dienst"]
"""What is reviewed: measures (HB-01), whether the person is informed, the threat level of an object (HB-05)."""
Outcome = Literal["voortzetten", "opschalen", "afschalen", "beeindigen", "geinformeerd", "niet_geinformeerd"]
"""HB-02; the last two are those of informing the person (C §5.2)."""


class Plan(Opening):
    """The authority plans the first review of one subject of a dossier (HB-01, HB-05)."""

    subject: Subject = Field(description="Decides whom the reviews wait for, and which outcomes there are.")
    area: ScopeText = Field(description="The arrondissement: its HOvJ reviews while the NCTV is not the authority.")
    local: ScopeText | None = Field(
        default=None,
        description="Whose decision the advice on an object is: its gemeente or arrondissement must be rung (C §2.5).",
    )
    rccb: ScopeText | None = Field(
        default=None,
        description="Another eenheid whose rccb takes part (P-02), else the area's; hints at who is concerned.",
    )
    next_at: Annotated[Moment | None, MomentKind("review")] = Field(default=None, description=_NEXT)

    @field_validator("subject")
    @classmethod
    def _only_measures_follow(cls, subject: Subject, info: ValidationInfo) -> Subject:
        """What follows from a designation takes over its first review: that is the review of the measures."""
        if subject != "maatregelen" and info.data.get("follows") is not None:
            raise PydanticCustomError("review_follows", "only the review of measures follows from another item")
        return subject

    @field_validator("local")
    @classmethod
    def _only_objects_have_one(cls, local: str | None, info: ValidationInfo) -> str | None:
        if local is None:
            return None
        if info.data.get("subject") != "object_of_dienst" or not local.startswith(("gm:", "arr:")):
            raise PydanticCustomError("local_of_object", "only an object has a local authority, of a gm or an arr")
        return local


class Adjust(Params):
    """The authority has the next review earlier than planned; it is put off only by reviewing (HB-01)."""

    next_at: Annotated[Moment, MomentKind("review")] = Field(description=_NEXT)
    content: Sha256Text | None = Field(default=None, description=_CONTENT)


class Trigger(Params):
    """New threat information of the kind agreed as a trigger asks for the review at once (HB-04)."""

    content: Sha256Text = Field(description=_CONTENT)


class Review(Params):
    """The review, with reasons; the next moment is set in the same act (HB-02)."""

    outcome: Outcome = Field(description="Who must carry it out is rung; shown and counted (EV-02); no reasons.")
    content: Sha256Text = Field(description=_CONTENT)
    next_at: Annotated[Moment | None, MomentKind("review")] = Field(default=None, description=_NEXT)

    @field_validator("next_at")
    @classmethod
    def _nothing_after_the_end(cls, next_at: Moment | None, info: ValidationInfo) -> Moment | None:
        if next_at is not None and info.data.get("outcome") == "beeindigen":
            raise PydanticCustomError("moment_after_end", "after an end there is no next review")
        return next_at


class Acknowledge(Params):
    """Who carries out the measures knows what was decided: their ring stops (HB-02)."""


class Answer(Params):
    """The local authority follows the advice on an object or service, or does not (C §2.5)."""

    outcome: Literal["opgevolgd", "niet_opgevolgd"] = Field(description="Ends the ring; shown and counted (EV-02).")
    content: Sha256Text | None = Field(default=None, description=_CONTENT)


class Close(Params):
    """What was to be ended has ended: there is nothing left to review (HB-02, SA-11)."""

    content: Sha256Text = Field(description=_CONTENT)


OF_NCTV: Final = frozenset(
    {
        Functie.NCTV_BEHANDELAAR,
        Functie.NCTV_TEAMLEIDER,
        Functie.NCTV_PIKET,
        Functie.DIRECTEUR_NCTV,
        Functie.NCTV,
    }
)
_OFFICERS: Final = frozenset({Functie.HOVJ, Functie.COORDINEREND_HOVJ, Functie.PG})
"""The HOvJ, and who stands in his place where P-02 leaves no other; the rules keep them out of every other item."""
_EXECUTORS: Final = frozenset({Functie.LCC, Functie.LCC_LEIDING, Functie.RCCB})
_AUTHORITIES: Final = OF_NCTV | _OFFICERS
_INFORMERS: Final = _AUTHORITIES | _EXECUTORS | {Functie.ADVISEUR_BB, Functie.ADVISEUR_BBC}

SPECS: Final = (
    ActSpec("herbeoordeling.plan", Plan, _AUTHORITIES, "HB-01, HB-05 (C §2.2, §3.3)", opens=True),
    ActSpec("herbeoordeling.adjust", Adjust, _AUTHORITIES, "HB-01 (C §3.3)", versioned=True),
    ActSpec("herbeoordeling.trigger", Trigger, _INFORMERS, "HB-04 (C §3.3)", emergency=True),
    ActSpec("herbeoordeling.review", Review, _AUTHORITIES, "HB-02, HB-05 (C §2.2, §3.3, §5.2)", versioned=True),
    ActSpec("herbeoordeling.acknowledge", Acknowledge, _EXECUTORS, "HB-02 (C §3.3)"),
    ActSpec("herbeoordeling.answer", Answer, _OFFICERS | {Functie.BURGEMEESTER}, "HB-05 (C §2.5)"),
    ActSpec("herbeoordeling.close", Close, _AUTHORITIES, "HB-02, SA-11 (C §2.2)", versioned=True),
)
