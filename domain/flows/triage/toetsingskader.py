"""The toetsingskader: what an intake form says of criteria A, B and C, what is missing, and which line is possible."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Final, Literal

from pydantic import Field

from domain.acts.payload import Params
from domain.content import Text
from domain.flows.triage.acts import Lijn

GerichtOpLeven = Literal["direct", "indirect", "nee"]
"""A: whether the threat is aimed at life; "nee" also when that is not known."""
Feit = Literal["geweldsdelict_6_jaar", "artikel_285", "geen"]
"""A: (co-)committing a violent offence with a maximum of 6 years or more, or art. 285 Sr; "geen": neither."""
Factor = Literal["antecedenten_ernstig_geweld", "gewelddadige_groepering", "psychische_stoornis"]
"""A: what must come with art. 285 Sr, at least one: of the threatening actor."""
Fenomeen = Literal[
    "georganiseerde_ondermijnende_criminaliteit",
    "terrorisme_en_extremisme",
    "statelijke_dreiging",
    "gefixeerde_eenling",
]
"""B: the four phenomena."""
Dienst = Literal["politie", "kmar"]
"""C: whose professional insight it is."""


class ErnstigeDreiging(Params):
    """Criterion A: a serious threat, aimed at life, by an actor who is known (TR-02)."""

    gericht_op_leven: GerichtOpLeven
    feit: Feit
    factoren: Annotated[list[Factor], Field(max_length=3)]
    dreiger_bekend: bool
    toelichting: Text | None = None


class Dreigingsfenomeen(Params):
    """Criterion B: the phenomenon from which the threat comes; None: none of the four (TR-02)."""

    fenomeen: Fenomeen | None
    toelichting: Text | None = None


class ProfessioneelInzicht(Params):
    """Criterion C: insight of politie and/or KMar, and the HOvJ's assessment of what is known (TR-02)."""

    van: Annotated[list[Dienst], Field(max_length=2)]
    beoordeling_hovj: Text | None
    """Why the HOvJ, having weighed what is available, finds reason enough to put it to the table; None: not weighed."""


class Toetsingskader(Params):
    """The criteria as the HOvJ filled them in (TR-02, C §2.3.3)."""

    a: ErnstigeDreiging
    b: Dreigingsfenomeen
    c: ProfessioneelInzicht


class Ontbreekt(StrEnum):
    """What a form lacks; the words for it stand with the screens."""

    A_LEVEN = "a.gericht_op_leven"
    A_FEIT = "a.feit"
    A_FACTOR = "a.factor"
    A_DREIGER = "a.dreiger_bekend"
    B_FENOMEEN = "b.fenomeen"
    C_INZICHT = "c.inzicht"
    C_BEOORDELING = "c.beoordeling_hovj"


@dataclass(frozen=True, slots=True)
class Voorwaarde:
    """One thing a line asks of the form: what `lacks` where the answer to `field` is not one of `of`.

    `of` None asks for any answer at all; with `when` it is asked only where another field has that answer.
    """

    lacks: Ontbreekt
    field: str
    of: tuple[str | bool, ...] | None = None
    when: tuple[str, str] | None = None


_A: Final = (
    Voorwaarde(Ontbreekt.A_LEVEN, "a.gericht_op_leven", ("direct", "indirect")),
    Voorwaarde(Ontbreekt.A_FEIT, "a.feit", ("geweldsdelict_6_jaar", "artikel_285")),
    Voorwaarde(Ontbreekt.A_FACTOR, "a.factoren", when=("a.feit", "artikel_285")),
    Voorwaarde(Ontbreekt.A_DREIGER, "a.dreiger_bekend", (True,)),
)
_B: Final = (Voorwaarde(Ontbreekt.B_FENOMEEN, "b.fenomeen"),)
_C: Final = (Voorwaarde(Ontbreekt.C_INZICHT, "c.van"), Voorwaarde(Ontbreekt.C_BEOORDELING, "c.beoordeling_hovj"))

LINES: Final[Mapping[Lijn, tuple[Voorwaarde, ...]]] = {"directe_opname": (*_A, *_B), "triagetafel": _C}
"""What each line asks, the first line that lacks nothing being the one: A and B, or else the table with C (TR-03).

The app is given this very table (`python -m tests.house.app_models --write`); it keeps no other.
"""


@dataclass(frozen=True, slots=True)
class Toets:
    """What the form amounts to: per line what it lacks, and the one line that is possible now (None: neither yet)."""

    direct: tuple[Ontbreekt, ...]
    tafel: tuple[Ontbreekt, ...]
    line: Lijn | None

    def missing(self, line: Lijn) -> tuple[Ontbreekt, ...]:
        """Return what is missing for that line."""
        return self.direct if line == "directe_opname" else self.tafel


def toets(form: Toetsingskader) -> Toets:
    """Return what is missing and which line is possible: A and B, or else the table with C (TR-03, C §2.3.3). Pure.

    A case that meets A and B goes by direct admission; the table is for what does not, or not fully yet.
    """
    lacks = {line: tuple(one.lacks for one in asked if _lacks(form, one)) for line, asked in LINES.items()}
    possible: Lijn | None = next((line for line in LINES if not lacks[line]), None)
    return Toets(lacks["directe_opname"], lacks["triagetafel"], possible)


def _lacks(form: Toetsingskader, asked: Voorwaarde) -> bool:
    if asked.when is not None and _answer(form, asked.when[0]) != asked.when[1]:
        return False
    answer = _answer(form, asked.field)
    return answer in (None, []) if asked.of is None else answer not in asked.of


def _answer(form: Toetsingskader, field: str) -> object:
    criterion, _, name = field.partition(".")
    return getattr(getattr(form, criterion), name)
