"""The canary's part of periodic review: every content of it marked, of measures, of informing, of an object."""

from __future__ import annotations

from datetime import timedelta

from client.herbeoordeling import HerbeoordelingActs
from domain.flows.herbeoordeling.content import (
    AdviesAntwoordContent,
    BijstellingContent,
    DreigingsniveauContent,
    HerbeoordelingContent,
    HerbeoordelingEindeContent,
    InformerenContent,
    NieuweInformatieContent,
    TeHerbeoordelenContent,
)
from tests.canary.flow import Canary
from tests.harness.cast import AREA, CAST

PEOPLE = {"behandelaar": CAST["behandelaar"]}
_AS_IT_IS = {"opportune": True, "proportionate": True, "up_to_date": True}


async def live(n: Canary) -> None:
    """Local measures from plan to end, the person informed, and a threat level with advice that is answered."""
    hovj, rccb, desk = (HerbeoordelingActs(n[name].phone) for name in ("hovj", "rccb", "behandelaar"))
    plan = n.mark(TeHerbeoordelenContent, triggers=[n.marker])
    measures = await hovj.plan(plan, AREA)
    informing = await hovj.plan(plan, AREA, subject="informeren_persoon")
    threat = await desk.plan(plan, AREA, subject="object_of_dienst", local=AREA)
    n.items += [measures.item, informing.item, threat.item]
    item = measures.item
    answers = [
        *(one.answer for one in (measures, informing, threat)),
        await hovj.adjust(item, n.now + timedelta(days=1), n.mark(BijstellingContent, triggers=[n.marker])),
        await rccb.trigger(item, n.mark(NieuweInformatieContent)),
        await hovj.review(item, "beeindigen", n.mark(HerbeoordelingContent, **_AS_IT_IS)),
        await rccb.acknowledge(item),
        await hovj.close(item, n.mark(HerbeoordelingEindeContent)),
        await hovj.review(informing.item, "geinformeerd", n.mark(InformerenContent)),
        await desk.review(threat.item, "opschalen", n.mark(DreigingsniveauContent)),
        await hovj.answer(threat.item, "opgevolgd", n.mark(AdviesAntwoordContent)),
    ]
    assert [one.status for one in answers] == [201] * len(answers), answers
