"""What stands inside the sealed content of an item: written and read by clients only, never by the server."""

from __future__ import annotations

from typing import Annotated, Final, Literal

from pydantic import Field, StringConstraints, TypeAdapter

from domain.acts.payload import MAX_SAFE_INTEGER, Params, Sha256Text, SignedMoment
from domain.flows.spoedaanwijzing.acts import Outcome

Line = Annotated[str, StringConstraints(min_length=1, max_length=300, strip_whitespace=True)]
Text = Annotated[str, StringConstraints(min_length=1, max_length=8000, strip_whitespace=True)]


class Content(Params):
    """Base: strict and frozen, like parameters; but nothing of it is ever visible to the server."""


class SpoedaanwijzingContent(Content):
    """The request (SA-01): person, need and call-back are compulsory, the rest may follow in a supplement."""

    kind: Literal["spoedaanwijzing"]
    person: Line
    need: Text
    callback: Line
    """The number to call back; another than the directory's is shown as "niet geverifieerd"."""
    threat: Text | None = None
    when_where: Text | None = None
    keten: Line | None = None
    """Whether and how it concerns somebody from the chain itself (P-02); decides the exclusion."""


class BesluitContent(Content):
    """The decision with reasons (SA-06); the kerngezin is always included, its number known or not yet (SA-09)."""

    kind: Literal["besluit"]
    reasons: Text
    kerngezin: Annotated[int, Field(ge=0, le=99)] | None
    """How many people; None means: not yet known, and included all the same."""
    others: Text | None = None
    """Other people, designated per case (SA-09)."""
    outcome: Outcome | None = None
    """What was decided on this item: signed for its readers, who are given no decision that names another's (SA-12).

    The sender's app fills it in from the act; a reader refuses a decision without it (`client/content_rules.py`).
    """


class CorrectieContent(Content):
    """What the caller confirms or corrects of a request by telephone (SA-03)."""

    kind: Literal["correctie"]
    text: Text


class VraagContent(Content):
    """A question to the requester (SA-05)."""

    kind: Literal["vraag"]
    text: Text


class AntwoordContent(Content):
    """An answer to a question (SA-05), or to an order (SA-07)."""

    kind: Literal["antwoord"]
    text: Text


class AanvullingContent(Content):
    """What was not yet known at submission (SA-01)."""

    kind: Literal["aanvulling"]
    text: Text
    threat: Text | None = None
    when_where: Text | None = None


class BezwaarContent(Content):
    """Why the HOvJ objects to what was asked on their behalf (SA-02)."""

    kind: Literal["bezwaar"]
    text: Text


class OverbruggingContent(Content):
    """Which other measures stand now that there is no designation (SA-08, C §2.4.1)."""

    kind: Literal["overbrugging"]
    measures: Text


class OpdrachtContent(Content):
    """The order to the LCC: who, where, what is asked, whom to call (SA-07)."""

    kind: Literal["opdracht"]
    person: Line
    where: Text
    measures: Text
    callback: Line


class BerichtRccbContent(Content):
    """Word to the rccb: which local measures stay until relief, or that protection ends (SA-07, SA-11)."""

    kind: Literal["bericht_rccb"]
    text: Text
    callback: Line


class GeschilContent(Content):
    """Why the HOvJ disagrees with the refusal (SA-08, TR-08)."""

    kind: Literal["geschil"]
    text: Text


class OverlegContent(Content):
    """How a consultation ended, with one side's reasons (TR-08)."""

    kind: Literal["overleg"]
    reasons: Text


class AdviesContent(Content):
    """The maatregelenadvies (SA-07)."""

    kind: Literal["maatregelenadvies"]
    advice: Text


class VervolgContent(Content):
    """How a follow-up was done, or why it is not needed (SA-07)."""

    kind: Literal["vervolg"]
    text: Text
    official: Line | None = None
    """For informing the person: the official who told them, by voice (C §5.2)."""


class EindeContent(Content):
    """Why the protection ends, and what remains (SA-11)."""

    kind: Literal["einde"]
    reasons: Text
    until: SignedMoment | None = None


class BijlageContent(Content):
    """What stands before an attachment's bytes: its own name and kind, and what those bytes must be."""

    kind: Literal["bijlage"]
    name: Line
    media_type: Line
    size: Annotated[int, Field(ge=0, le=MAX_SAFE_INTEGER)]
    sha256: Sha256Text


AnyContent = Annotated[
    SpoedaanwijzingContent
    | BesluitContent
    | CorrectieContent
    | VraagContent
    | AntwoordContent
    | AanvullingContent
    | BezwaarContent
    | OverbruggingContent
    | OpdrachtContent
    | BerichtRccbContent
    | GeschilContent
    | OverlegContent
    | AdviesContent
    | VervolgContent
    | EindeContent
    | BijlageContent,
    Field(discriminator="kind"),
]
"""Any sealed content; `kind` says which."""

READER: Final[TypeAdapter[AnyContent]] = TypeAdapter(AnyContent)
"""Reads and checks the JSON of opened content: `READER.validate_json(opened)`; for clients only."""
