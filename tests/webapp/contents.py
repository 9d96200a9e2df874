"""One sealed content of every kind, and who of the practice world writes it with which act."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

from domain.content import AntwoordContent, BijlageContent, OverlegContent, VraagContent
from domain.contents import AnyContent
from domain.flows.bericht_rccb.content import BerichtRccbContent
from domain.flows.geschil.content import GeschilContent
from domain.flows.opdracht.content import AdviesContent, OpdrachtContent
from domain.flows.spoedaanwijzing.content import (
    AanvullingContent,
    BesluitContent,
    BezwaarContent,
    CorrectieContent,
    EindeContent,
    OverbruggingContent,
    SpoedaanwijzingContent,
    VervolgContent,
)
from domain.functies import Holding
from tests.client.world import DIRECTEUR, HOVJ, LCC, PG, PIKET

_ALL: Final[tuple[AnyContent, ...]] = (
    SpoedaanwijzingContent(kind="spoedaanwijzing", person="V. de Wit", need='Bewaking "nu"\n\\é😀', callback="+31 6 1"),
    BesluitContent(kind="besluit", reasons="Ja", kerngezin=None, others="Buren", outcome="aangewezen"),
    CorrectieContent(kind="correctie", text="Ander huisnummer"),
    VraagContent(kind="vraag", text="Waar?"),
    AntwoordContent(kind="antwoord", text="Thuis\x7f\u2028"),
    AanvullingContent(kind="aanvulling", text="Nog iets", threat="Per brief"),
    BezwaarContent(kind="bezwaar", text="Niet namens mij"),
    OverbruggingContent(kind="overbrugging", measures="Surveillance"),
    OpdrachtContent(kind="opdracht", person="V. de Wit", where="Thuis", measures="Bewaking", callback="+31 70 1"),
    BerichtRccbContent(kind="bericht_rccb", text="Blijf tot aflossing", callback="+31 70 1"),
    GeschilContent(kind="geschil", text="Oneens"),
    OverlegContent(kind="overleg", reasons="Alsnog"),
    AdviesContent(kind="maatregelenadvies", advice="Camera's"),
    VervolgContent(kind="vervolg", text="Gebeld", official="N. van Dam"),
    EindeContent(kind="einde", reasons="Voorbij", until=datetime(2026, 3, 20, tzinfo=UTC)),
    BijlageContent(kind="bijlage", name="brief.jpg", media_type="image/jpeg", size=0, sha256="a" * 64),
)

CONTENTS: Final[dict[str, AnyContent]] = {content.kind: content for content in _ALL}

WRITERS: Final[dict[str, tuple[str, str, Holding]]] = {
    "spoedaanwijzing": ("hanna", "spoedaanwijzing.submit", HOVJ),
    "besluit": ("paula", "spoedaanwijzing.decide", PIKET),
    "correctie": ("hanna", "spoedaanwijzing.confirm", HOVJ),
    "vraag": ("pieter", "spoedaanwijzing.ask", PIKET),
    "antwoord": ("lies", "opdracht.answer", LCC),
    "aanvulling": ("hanna", "spoedaanwijzing.supplement", HOVJ),
    "bezwaar": ("hanna", "spoedaanwijzing.object", HOVJ),
    "overbrugging": ("hanna", "spoedaanwijzing.overbrugging", HOVJ),
    "opdracht": ("pieter", "spoedaanwijzing.decide", PIKET),
    "bericht_rccb": ("dirk", "spoedaanwijzing.end", DIRECTEUR),
    "geschil": ("hanna", "spoedaanwijzing.dispute", HOVJ),
    "overleg": ("gerard", "geschil.record", PG),
    "maatregelenadvies": ("lies", "opdracht.advise", LCC),
    "vervolg": ("pieter", "spoedaanwijzing.follow_up", PIKET),
    "einde": ("dirk", "spoedaanwijzing.end", DIRECTEUR),
    "bijlage": ("hanna", "item.attach", HOVJ),
}
NOBODY: Final = frozenset({"maatregelenadvies"})
"""Kinds that nobody of the practice world may write: readers refuse them from whoever stands above."""
