"""Parameters of every act on a line: for whom it is, who follows up, and whether that is so day and night (SG-01)."""

from __future__ import annotations

from typing import Final, Literal

from pydantic import Field

from domain.acts.payload import Params, ScopeText, Sha256Text
from domain.acts.sealed import Opening
from domain.acts.spec import ActSpec
from domain.functies import Functie, Holding, Scope

_CONTENT = "Hash of the sealed content: the server stores it and cannot open it."
_DAY_AND_NIGHT = (
    "Whether the authority has made sure that this side follows up day and night: without it no `onveilig_nu` is "
    "offered (SG-01). Who confirmed it stands in the content."
)


class Open(Opening):
    """The authority records for one person who follows up their signals; the person's device seals to those alone."""

    person: Literal["te_beveiligen_persoon", "kerngezinslid"] = Field(
        description="With `own`: whose signals go along this line; the server authorises and routes by it."
    )
    own: ScopeText = Field(description="The person's own random scope: who it is, the server never knows.")
    area: ScopeText = Field(
        description="The arrondissement whose HOvJ is the authority while the NCTV is not (P-06), so that he is rung."
    )
    rccb: ScopeText | None = Field(
        default=None,
        description="In the local domain another eenheid than the area's follows up (P-02); hints at who is concerned.",
    )
    day_and_night: bool = Field(description=_DAY_AND_NIGHT)
    drill_consent: bool = Field(
        default=False, description="In a drill: the person consented to it before (X-05); else it is refused."
    )

    @property
    def holder(self) -> Holding:
        """The person, by functie and scope."""
        return Holding(Functie(self.person), Scope(self.own))


class Record(Params):
    """The authority records anew whether this side follows up day and night; also when nothing changed."""

    day_and_night: bool = Field(description=_DAY_AND_NIGHT)
    content: Sha256Text = Field(description=_CONTENT)


class End(Params):
    """The line ends, with the protection or because the person wants none; what was sent before goes on."""

    content: Sha256Text = Field(description=_CONTENT)


OF_THE_NCTV: Final = frozenset(
    {
        Functie.NCTV_PIKET,
        Functie.NCTV_BEHANDELAAR,
        Functie.NCTV_TEAMLEIDER,
        Functie.DIRECTEUR_NCTV,
        Functie.NCTV,
    }
)
"""Who acts for the NCTV where it is the authority."""
AUTHORITIES: Final = OF_THE_NCTV | {Functie.HOVJ, Functie.COORDINEREND_HOVJ, Functie.PG}
"""Who may act for an authority, the NCTV or the local one: the HOvJ, or who takes his place where P-02 leaves no other;
the rules let only the present one (P-06)."""

SPECS: Final = (
    ActSpec("signaallijn.open", Open, AUTHORITIES, "SG-01, SG-02, P-06", opens=True),
    ActSpec("signaallijn.record", Record, AUTHORITIES, "SG-01, P-06", versioned=True),
    ActSpec("signaallijn.end", End, AUTHORITIES, "SG-01, P-06", versioned=True),
)
