"""Every form there is, by the table of acts: where it stands, how its item stands, and who looks at it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from domain.catalogue import SPECS
from domain.flows import parts

FLOWS: Final = frozenset(module.__name__.split(".")[-2] for module in parts("acts"))


@dataclass(frozen=True, slots=True)
class Place:
    """Where a form stands: its address, and what the phone on which it is looked at is like."""

    route: str
    like: Mapping[str, Any]


ITEMS: Final[Mapping[str, Mapping[str, Any]]] = {
    "bericht_rccb": {"item": "designated"},
    "burgemeestersbericht": {"item": "notice_new"},
    "duiding": {"item": "melding"},
    "geschil": {"item": "dispute", "who": "hovj"},
    "herbeoordeling": {"item": "review", "who": "team"},
    "opdracht": {"item": "order", "who": "lcc"},
    "risicomoment": {"item": "taken", "who": "rccb"},
    "risicoweging": {"item": "to_decide", "who": "hovj"},
    "signaal": {"item": "signal", "who": "lcc"},
    "signaallijn": {"item": "line", "who": "hovj"},
    "spoedaanwijzing": {"item": "received"},
    "triage": {"item": "case"},
}
"""By flow: an item of the gallery on which its forms are looked at, and by whom."""

OTHERS: Final[Mapping[str, Mapping[str, Any]]] = {
    "burgemeestersbericht.acknowledge": {"item": "notice_new", "who": "mayor"},
    "burgemeestersbericht.ask": {"item": "notice_new", "who": "mayor"},
    "burgemeestersbericht.keep": {"item": "notice_known"},
    "burgemeestersbericht.close_vierhoek": {"item": "notice_known"},
    "risicomoment.change": {"item": "reported", "who": "melder"},
    "risicomoment.take": {"item": "to_take", "who": "rccb"},
    "risicoweging.establish": {"item": "weighed", "who": "rccb"},
    "triage.schedule": {"item": "table", "who": "tafel"},
}
"""Acts for which it stands otherwise than for its flow's others."""

ELSEWHERE: Final = frozenset({"signaal.add"})
"""On a page of the person's own, with the words of that page: tests/browser/test_screens_of_a_person.py."""


def every_form() -> Mapping[str, Place]:
    """By act: the form of every act on an item that says anything, and that a person fills in."""
    acts = [name for name, spec in SPECS.items() if family(name) in FLOWS and not spec.opens]
    said = [name for name in acts if SPECS[name].params.model_fields and name not in ELSEWHERE]
    return {act: Place(f"item/itemA/{act}", OTHERS.get(act) or ITEMS[family(act)]) for act in sorted(said)}


OPENINGS: Final[Mapping[str, Place]] = {
    "burgemeestersbericht.send": Place("open/burgemeestersbericht.send", {"who": "piket"}),
    "burgemeestersbericht.send_acute": Place("open/burgemeestersbericht.send_acute/itemA", {"item": "designated"}),
    "herbeoordeling.plan": Place("open/herbeoordeling.plan", {"who": "hovj"}),
    "risicomoment.report": Place("open/risicomoment.report", {"who": "melder"}),
    "signaallijn.open": Place("open/signaallijn.open", {"who": "hovj"}),
    "spoedaanwijzing.register": Place("telefonisch", {"who": "piket"}),
    "spoedaanwijzing.submit": Place("nieuw", {"who": "hovj"}),
    "triage.submit": Place("open/triage.submit", {"who": "hovj"}),
    "triage.submit, after an emergency": Place("open/triage.submit/itemA", {"who": "hovj", "item": "designated"}),
}
"""By act, and how one comes to it: the form of every act that opens an item."""

SIGNALS: Final = frozenset({"signaal.onveilig", "signaal.send"})
"""Opened by a protected person, from pages of their own: tests/browser/test_screens_of_a_person.py."""


def family(act: str) -> str:
    """The flow of an act."""
    return act.partition(".")[0]
