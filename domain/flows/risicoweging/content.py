"""What is sealed where the receivers weigh a risk moment; its reporter has no key to any of it (RM-02)."""

from __future__ import annotations

from typing import Final, Literal

from domain.acts.payload import SignedMoment
from domain.content import Content, ContentKind, Line, Text


class RisicowegingContent(Content):
    """What was reported, in the taker's hand: who decides and who carries it out read this and not the report (RM-06).

    What is none of the report's stands in `known`; where another report overlaps, that too (RM-07).
    """

    kind: Literal["risicoweging"]
    known: Text | None = None
    what: Text | None = None
    where: Line | None = None
    public: Line | None = None
    """The public that is expected."""
    person: Line | None = None
    starts_at: SignedMoment | None = None
    ends_at: SignedMoment | None = None


class VaststellingContent(Content):
    """Whether extra measures are advised, which, and why (RM-03)."""

    kind: Literal["vaststelling"]
    outcome: Literal["geen_extra", "geadviseerd"]
    reasons: Text
    measures: Text | None = None


class RisicoadviesContent(Content):
    """What the adviseur BB&C adds for the HOvJ (C §2.4.1)."""

    kind: Literal["risico_advies"]
    advice: Text


class RisicobesluitContent(Content):
    """What the authority decided, and what the executors must know of it (RM-03)."""

    kind: Literal["risico_besluit"]
    outcome: Literal["maatregelen", "geen_maatregelen"]
    reasons: Text
    order: Text | None = None


CONTENTS: Final = (
    ContentKind(RisicowegingContent, frozenset({"risicomoment.take"})),
    ContentKind(VaststellingContent, frozenset({"risicoweging.establish"})),
    ContentKind(RisicoadviesContent, frozenset({"risicoweging.advise"})),
    ContentKind(RisicobesluitContent, frozenset({"risicoweging.decide"})),
)
