"""What is sealed on the order to the LCC: the order, the answers, the maatregelenadvies (SA-07, C §4.1)."""

from __future__ import annotations

from typing import Final, Literal

from domain.content import AntwoordContent, Content, ContentKind, Line, OverlegContent, Text


class OpdrachtContent(Content):
    """The order to the LCC: who, where, what is asked, whom to call (SA-07)."""

    kind: Literal["opdracht"]
    person: Line
    where: Text
    measures: Text
    callback: Line


class AdviesContent(Content):
    """The maatregelenadvies (SA-07)."""

    kind: Literal["maatregelenadvies"]
    advice: Text


CONTENTS: Final = (
    ContentKind(OpdrachtContent, frozenset({"spoedaanwijzing.decide"})),
    ContentKind(AntwoordContent, frozenset({"opdracht.answer", "opdracht.expect"})),
    ContentKind(OverlegContent, frozenset({"opdracht.afstemmen"})),
    ContentKind(AdviesContent, frozenset({"opdracht.advise"})),
)
