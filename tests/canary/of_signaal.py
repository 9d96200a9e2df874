"""The canary's part of a signal: every content of it marked, from the line to what the authority decides."""

from __future__ import annotations

from datetime import timedelta

from client.duiding import DuidingActs
from client.signaal import SignaalActs
from client.signaallijn import LijnActs
from domain.flows.duiding.content import DuidingContent, MeldingBesluitContent, WegingContent
from domain.flows.signaal.content import (
    AntwoordPersoonContent,
    BerichtPersoonContent,
    OnveiligContent,
    SignaalContent,
)
from domain.flows.signaallijn.content import LijnEindeContent, OpvolgingContent
from domain.functies import Functie, Holding, Scope
from domain.ids import ItemId
from domain.policy import Slot
from tests.canary.flow import Canary
from tests.harness.cast import AREA, Role

SAM = Holding(Functie.TE_BEVEILIGEN_PERSOON, Scope("own:sam"))
PEOPLE = {
    "bbc": Role("om", Holding(Functie.ADVISEUR_BBC, AREA), Slot.ON_DUTY),
    "sam": Role("personen", SAM),
}


async def live(n: Canary) -> None:
    """A person presses, is received, found safe and answered; what it means goes to the authority."""
    hovj, rccb = n["hovj"].phone, n["rccb"].phone
    sam, follower = SignaalActs(n["sam"].phone), SignaalActs(rccb)
    lines, weigher, authority = LijnActs(hovj), DuidingActs(n["bbc"].phone), DuidingActs(hovj)
    opened = await lines.open(SAM, AREA, n.mark(OpvolgingContent), dossier="kanarie", day_and_night=True)
    line = await n["sam"].phone.read(opened.item)
    sent = await sam.unsafe(line, n.mark(OnveiligContent))
    asked = await sam.send(line, n.mark(SignaalContent, about="zorg"))
    item = sent.item
    answers = [
        opened.answer,
        sent.answer,
        asked.answer,
        await follower.receive_signal(item, n.mark(AntwoordPersoonContent), n.now + timedelta(hours=1)),
        await sam.add(item, n.mark(BerichtPersoonContent)),
        await follower.interpret(item, n.mark(DuidingContent, outcome="melding_dreiging")),
    ]
    [meaning] = [one.id for one in (await rccb.read(item)).answer.linked]
    answers += [
        await weigher.forward(ItemId(meaning), n.mark(WegingContent)),
        await authority.decide(ItemId(meaning), "afgerond", n.mark(MeldingBesluitContent)),
        await follower.safe(item),
        await follower.answer(item, n.mark(AntwoordPersoonContent)),
        await lines.end(opened.item, n.mark(LijnEindeContent)),
    ]
    n.items += [opened.item, item, asked.item, ItemId(meaning)]
    assert [one.status for one in answers] == [201] * len(answers), answers
