"""The canary's part of a triage: every content of it marked, from intake form to the end of an admission."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from client.triage import TriageActs
from domain.content import VraagContent
from domain.flows.bericht_rccb.content import BerichtRccbContent
from domain.flows.triage.content import (
    AanvullingTriageContent,
    AgendaContent,
    DossieroordeelContent,
    IntakeContent,
    MaatregelenContent,
    OordeelContent,
    OpnameEindeContent,
    OverdrachtsdossierContent,
    TafelContent,
    VervolgOpnameContent,
)
from domain.functies import Functie
from domain.policy import Slot
from tests.canary.flow import Canary
from tests.harness.cast import CAST, Role, national

PEOPLE = {
    "secretaris": Role("om", national(Functie.TRIAGESECRETARIAAT), Slot.ON_DUTY),
    **{name: CAST[name] for name in ("teamleider", "behandelaar")},
}


async def live(n: Canary) -> None:
    """A case that goes to the table, is admitted, handed over and ended."""
    hovj, secretaris, leider, desk = (
        TriageActs(n[name].phone) for name in ("hovj", "secretaris", "teamleider", "behandelaar")
    )
    marked = n.marker
    criteria: dict[str, Any] = {
        "a": {
            "gericht_op_leven": "direct",
            "feit": "geen",
            "factoren": [],
            "dreiger_bekend": True,
            "toelichting": marked,
        },
        "b": {"fenomeen": None, "toelichting": marked},
        "c": {"van": ["politie"], "beoordeling_hovj": marked},
    }
    sent = await hovj.submit(n.mark(IntakeContent, line="triagetafel", criteria=criteria))
    item = sent.item
    n.items.append(item)
    answers = [
        sent.answer,
        await desk.ask(item, n.mark(VraagContent)),
        await hovj.supplement(item, n.mark(AanvullingTriageContent, criteria=criteria)),
        await hovj.measures(item, n.mark(MaatregelenContent), n.mark(BerichtRccbContent)),
        await secretaris.schedule(item, n.now + timedelta(days=1), ["rccb"], n.mark(AgendaContent)),
        await secretaris.discuss(item, n.mark(TafelContent, outcome="gezag_nctv", present=[marked])),
        await leider.judge(item, n.mark(OordeelContent, outcome="opgenomen", information=[marked])),
        await hovj.transfer(item, n.mark(OverdrachtsdossierContent, parts=[marked])),
        await desk.check_dossier(item, n.mark(DossieroordeelContent)),
        await desk.follow_up(item, "burgemeester", n.mark(VervolgOpnameContent)),
        await leider.end(item, "hovj", n.mark(OpnameEindeContent, until=None)),
    ]
    assert [one.status for one in answers] == [201] * len(answers), answers
