"""What is sealed in the reviews of a dossier: what is reviewed, on what information, how it ended (HB-01 … HB-06)."""

from __future__ import annotations

from typing import Annotated, Final, Literal

from pydantic import Field

from domain.acts.payload import Params
from domain.content import Content, ContentKind, Line, Text
from domain.flows.herbeoordeling.acts import Review

Kinds = Annotated[
    list[Line],
    Field(
        max_length=20,
        description="Which kinds of information ask for the review at once, agreed with who carries the measures out.",
    ),
]


class TeHerbeoordelenContent(Content):
    """What will be reviewed (HB-01); the standard measures of category I stay out of it (HB-06)."""

    kind: Literal["herbeoordeling_plan"]
    measures: Text = Field(
        description="Only what was added because of threat or risk. The standard measures of category I are outside "
        "the review: leave them out."
    )
    triggers: Kinds
    callback: Line
    """Whom to call when something changes."""


class BijstellingContent(Content):
    """Why the review is earlier, and which kinds of information ask for it from now on (HB-01)."""

    kind: Literal["herbeoordeling_bijgesteld"]
    reasons: Text
    triggers: Kinds


class NieuweInformatieContent(Content):
    """New threat information, and which of the agreed kinds it is (HB-04)."""

    kind: Literal["nieuwe_informatie"]
    text: Text
    trigger: Line | None = None
    """As the plan names it; None: of another kind, and asking for the review all the same."""


class HerbeoordelingContent(Content):
    """The review of measures with its reasons: still opportune, proportionate, up to date? (HB-01, C §2.2)."""

    kind: Literal["herbeoordeling"]
    opportune: bool
    proportionate: bool
    up_to_date: bool
    reasons: Text
    measures: Text | None = None
    """What changes, for who carries it out: compulsory when the outcome is to scale up or down."""


class InformerenContent(Content):
    """How the person was informed of the course of the threat and the measures, or why not now (HB-05, C §5.2)."""

    kind: Literal["informeren"]
    text: Text
    official: Line | None = None
    """Who told them, for the authority and for who carries the measures out."""


class DreigingsniveauContent(Content):
    """The threat level of an object or service, and the advice to the local authority, who reads it (HB-05, C §2.5)."""

    kind: Literal["dreigingsniveau"]
    level: Line
    advice: Text
    reasons: Text


class AdviesAntwoordContent(Content):
    """Why the local authority follows the advice, or does not (C §2.5)."""

    kind: Literal["advies_antwoord"]
    text: Text


class HerbeoordelingEindeContent(Content):
    """That it has ended, since when, and what remains (HB-02, SA-11)."""

    kind: Literal["herbeoordeling_einde"]
    reasons: Text


def review_fault(params: Params, content: Content) -> str | None:
    """HB-02, HB-05, C §5.2: what a review says fits its outcome; what changes, and who told the person, is written."""
    outcome = params.outcome if isinstance(params, Review) else "beeindigen"
    informed = outcome in ("geinformeerd", "niet_geinformeerd")
    if outcome != "beeindigen" and informed != isinstance(content, InformerenContent):
        return "herbeoordeling.kind"
    if isinstance(content, InformerenContent):
        return "herbeoordeling.official" if outcome == "geinformeerd" and content.official is None else None
    if isinstance(content, HerbeoordelingContent) and outcome in ("opschalen", "afschalen"):
        return "herbeoordeling.measures" if content.measures is None else None
    return None


_REVIEW: Final = frozenset({"herbeoordeling.review"})

CONTENTS: Final = (
    ContentKind(TeHerbeoordelenContent, frozenset({"herbeoordeling.plan"})),
    ContentKind(BijstellingContent, frozenset({"herbeoordeling.adjust"})),
    ContentKind(NieuweInformatieContent, frozenset({"herbeoordeling.trigger"})),
    ContentKind(HerbeoordelingContent, _REVIEW, review_fault),
    ContentKind(InformerenContent, _REVIEW, review_fault),
    ContentKind(DreigingsniveauContent, _REVIEW, review_fault),
    ContentKind(AdviesAntwoordContent, frozenset({"herbeoordeling.answer"})),
    ContentKind(HerbeoordelingEindeContent, frozenset({"herbeoordeling.close"})),
)
