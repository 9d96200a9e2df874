"""The canary's part of a risk moment: every content of it marked, from the report to the answer of the loket."""

from __future__ import annotations

from datetime import timedelta

from client.risicomoment import RisicomomentActs
from domain.flows.risicomoment.content import LoketantwoordContent, RisicomomentContent, WijzigingContent
from domain.flows.risicoweging.content import (
    RisicoadviesContent,
    RisicobesluitContent,
    RisicowegingContent,
    VaststellingContent,
)
from domain.functies import Functie, Holding, Scope
from domain.policy import Slot
from tests.canary.flow import Canary
from tests.harness.cast import AREA, CAST, Role
from tests.harness.ladders import POLICY

PEOPLE = {
    "bbc": Role("om", Holding(Functie.ADVISEUR_BBC, AREA), Slot.ON_DUTY),
    "sam": Role("personen", Holding(Functie.TE_BEVEILIGEN_PERSOON, Scope("own:sam"))),
}


async def live(n: Canary) -> None:
    """Reported, changed, taken locally, advised, decided and answered."""
    sam, rccb, hovj, bbc = (RisicomomentActs(n[name].phone) for name in ("sam", "rccb", "hovj", "bbc"))
    eenheid = CAST["rccb"].holding.scope
    place = next(one for one in POLICY.gemeenten.values() if (one.arrondissement, one.eenheid) == (AREA, eenheid))
    starts, marker = n.now + timedelta(hours=20), n.marker
    ends = starts + timedelta(hours=2)
    sent = await sam.report(marker, marker, marker, starts, ends, place, person=marker, callback=marker)
    item = sent.item
    changed = await sam.change(item, starts, ends, n.mark(WijzigingContent))
    weighing, taken = await rccb.take(item, n.mark(RisicowegingContent), place)
    n.marked |= {RisicomomentContent, LoketantwoordContent}
    n.items += [item, weighing]
    answers = [
        sent.answer,
        changed,
        taken,
        await rccb.establish(weighing, n.mark(VaststellingContent, outcome="geadviseerd"), "persoon"),
        await bbc.advise(weighing, n.mark(RisicoadviesContent)),
        await hovj.decide(weighing, n.mark(RisicobesluitContent, outcome="maatregelen")),
        await rccb.acknowledge(weighing),
        await rccb.answer(item, "maatregelen", marker),
    ]
    assert [one.status for one in answers] == [201] * len(answers), answers
