"""Who is who on one notice: the desk of the NCTV, the mayor and stand-in, and who else takes part without its key."""

from __future__ import annotations

from typing import Final

from domain.flows.burgemeestersbericht.state import Burgemeestersbericht
from domain.functies import Functie, Holding, Scope
from domain.items import Item
from domain.parties import LCC, NCTV_BEHANDELAAR, NCTV_PIKET, NCTV_TEAMLEIDER, hovj

DESK: Final = (NCTV_BEHANDELAAR, NCTV_TEAMLEIDER, NCTV_PIKET)
"""Who writes to mayors and answers them; the first is rung first [P]."""

Notice = Item[Burgemeestersbericht]


def burgemeester(gemeente: Scope) -> Holding:
    """Return the mayor of a gemeente: the notice is for him personally (BB-08)."""
    return Holding(Functie.BURGEMEESTER, gemeente)


def loco_burgemeester(gemeente: Scope) -> Holding:
    """Return who may stand in for the mayor, and is given a notice only by name (BB-05)."""
    return Holding(Functie.LOCO_BURGEMEESTER, gemeente)


def beside(item: Notice) -> tuple[Holding, ...]:
    """Return who sees that a notice is there and not what it says: OM, police and KMar around this gemeente.

    They may ask for a vierhoeksoverleg, and say that they informed the mayor themselves (BB-01, BB-04).
    """
    return (hovj(item.data.arrondissement), Holding(Functie.RCCB, item.data.eenheid), LCC)


def second(sender: Holding) -> tuple[Holding, ...]:
    """Return who may look at what `sender` wrote, another functie than his own first, so that who rings may (X-02)."""
    return tuple(sorted(DESK, key=lambda one: one == sender))


def sealed_for(gemeente: Scope, sender: Holding) -> tuple[Holding, ...]:
    """Return everybody to whom the key of a notice may be wrapped when it opens; nobody of another gemeente (BB-03)."""
    return tuple(dict.fromkeys((burgemeester(gemeente), sender, *DESK)))


def addressees(item: Notice) -> tuple[Holding, ...]:
    """Return who must have a wrap of this item; who has none is a gap that shows, never a refusal."""
    return sealed_for(item.area, item.opened_as)
