"""What is sealed on a request: the request itself, its thread, the decision and what follows (SA-01 … SA-11)."""

from __future__ import annotations

from typing import Annotated, Final, Literal

from pydantic import Field

from domain.acts.payload import SignedMoment
from domain.content import AntwoordContent, Content, ContentKind, Line, Text, VraagContent
from domain.flows.spoedaanwijzing.acts import Outcome


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


CONTENTS: Final = (
    ContentKind(SpoedaanwijzingContent, frozenset({"spoedaanwijzing.submit", "spoedaanwijzing.register"})),
    ContentKind(BesluitContent, frozenset({"spoedaanwijzing.decide"})),
    ContentKind(CorrectieContent, frozenset({"spoedaanwijzing.confirm"})),
    ContentKind(VraagContent, frozenset({"spoedaanwijzing.ask"})),
    ContentKind(AntwoordContent, frozenset({"spoedaanwijzing.answer"})),
    ContentKind(AanvullingContent, frozenset({"spoedaanwijzing.supplement"})),
    ContentKind(BezwaarContent, frozenset({"spoedaanwijzing.object"})),
    ContentKind(OverbruggingContent, frozenset({"spoedaanwijzing.overbrugging"})),
    ContentKind(VervolgContent, frozenset({"spoedaanwijzing.follow_up"})),
    ContentKind(EindeContent, frozenset({"spoedaanwijzing.end"})),
)
