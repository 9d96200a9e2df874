"""What is sealed on a notice to a mayor; every word that changes what he may do carries its handelingskader (BB-08)."""

from __future__ import annotations

from typing import Final, Literal

from domain.content import AntwoordContent, Content, ContentKind, Line, Text, VraagContent


class Handelingskader(Content):
    """What the mayor may do with it; all of it compulsory, so that no notice leaves without (BB-08, C §5.2)."""

    may_do: Text
    """What the mayor may do now, and must leave to others."""
    share_with: Text
    """With whom it may be shared; to the mayor personally, so often: nobody."""
    say: Text
    """What to say when asked; "geen mededelingen" unless agreed otherwise (C §5.2)."""
    call: Line
    """Whom to call, with the number."""


class BurgemeestersberichtContent(Handelingskader):
    """The notice: what there is, read in a minute at night; when, where and what will be seen may be added (BB-01)."""

    kind: Literal["burgemeestersbericht"]
    what: Text
    when_where: Text | None = None
    visible: Text | None = None
    """Which measures people will see."""


class BerichtCorrectieContent(Handelingskader):
    """The whole notice as it should have been, and what was wrong (BB-06)."""

    kind: Literal["bericht_correctie"]
    wrong: Text
    what: Text
    when_where: Text | None = None
    visible: Text | None = None


class BerichtAanvullingContent(Content):
    """What was not yet known; the handelingskader of the notice stands (BB-06)."""

    kind: Literal["bericht_aanvulling"]
    text: Text


class BerichtIntrekkingContent(Content):
    """Why it is taken back, and whom to call; nothing of it may be used any more (BB-06)."""

    kind: Literal["bericht_intrekking"]
    reasons: Text
    call: Line


class BerichtEindeContent(Content):
    """That it ended or moved elsewhere, what to say from now on, and whom to call (BB-06)."""

    kind: Literal["bericht_einde"]
    text: Text
    say: Text
    call: Line


class BerichtGebeldContent(Content):
    """Who told the mayor by telephone, and what was said back (BB-05)."""

    kind: Literal["bericht_gebeld"]
    official: Line
    text: Text


class VierhoekVraagContent(Content):
    """Why somebody asks for a vierhoeksoverleg (BB-04)."""

    kind: Literal["vierhoek_vraag"]
    text: Text


class VierhoekContent(Content):
    """Where and how the four meet, and about what (BB-04)."""

    kind: Literal["vierhoek"]
    where: Line
    subject: Text


class VierhoekVerslagContent(Content):
    """What came of the vierhoeksoverleg, or why it is not needed (BB-04)."""

    kind: Literal["vierhoek_verslag"]
    text: Text


def _by(*verbs: str) -> frozenset[str]:
    return frozenset(f"burgemeestersbericht.{verb}" for verb in verbs)


CONTENTS: Final = (
    ContentKind(BurgemeestersberichtContent, _by("send", "send_acute")),
    ContentKind(BerichtCorrectieContent, _by("correct")),
    ContentKind(BerichtAanvullingContent, _by("supplement")),
    ContentKind(BerichtIntrekkingContent, _by("recall")),
    ContentKind(BerichtEindeContent, _by("end")),
    ContentKind(BerichtGebeldContent, _by("telephoned")),
    ContentKind(VraagContent, _by("ask")),
    ContentKind(AntwoordContent, _by("answer")),
    ContentKind(VierhoekVraagContent, _by("ask_vierhoek")),
    ContentKind(VierhoekContent, _by("plan_vierhoek")),
    ContentKind(VierhoekVerslagContent, _by("close_vierhoek")),
)
