"""The canary's part of a notice to a mayor: every content of it marked, from notice to end, and one taken back."""

from __future__ import annotations

from datetime import timedelta

from client.burgemeestersbericht import BurgemeestersActs
from domain.content import AntwoordContent, VraagContent
from domain.flows.burgemeestersbericht.content import (
    BerichtAanvullingContent,
    BerichtCorrectieContent,
    BerichtEindeContent,
    BerichtGebeldContent,
    BerichtIntrekkingContent,
    BurgemeestersberichtContent,
    VierhoekContent,
    VierhoekVerslagContent,
    VierhoekVraagContent,
)
from domain.functies import Functie, Holding, Scope
from tests.canary.flow import Canary
from tests.harness.cast import CAST, Role

EINDHOVEN = Scope("gm:GM0772")
PEOPLE = {
    "burgemeester": Role("gemeente", Holding(Functie.BURGEMEESTER, EINDHOVEN)),
    **{name: CAST[name] for name in ("teamleider", "behandelaar")},
}


async def live(n: Canary) -> None:
    """A notice that is released, asked about, corrected and ended, and an acute one that is told and taken back."""
    desk, second, mayor = (BurgemeestersActs(n[name].phone) for name in ("behandelaar", "teamleider", "burgemeester"))
    sent = await desk.send(EINDHOVEN, n.mark(BurgemeestersberichtContent), scenario="planbaar")
    acute = await desk.send_acute(EINDHOVEN, n.mark(BurgemeestersberichtContent))
    n.items += [sent.item, acute.item]
    item = sent.item
    answers = [
        sent.answer,
        acute.answer,
        await second.release(item),
        await mayor.acknowledge(item),
        await mayor.ask(item, n.mark(VraagContent)),
        await desk.answer(item, n.mark(AntwoordContent)),
        await mayor.ask_vierhoek(item, n.mark(VierhoekVraagContent)),
        await desk.plan_vierhoek(item, n.now + timedelta(days=1), n.mark(VierhoekContent)),
        await desk.close_vierhoek(item, n.mark(VierhoekVerslagContent)),
        await desk.supplement(item, n.mark(BerichtAanvullingContent)),
        await desk.correct(item, n.mark(BerichtCorrectieContent)),
        await desk.end(item, n.mark(BerichtEindeContent)),
        await desk.telephoned(acute.item, n.mark(BerichtGebeldContent)),
        await desk.recall(acute.item, n.mark(BerichtIntrekkingContent)),
    ]
    assert [one.status for one in answers] == [201] * len(answers), answers
