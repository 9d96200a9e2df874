"""Signals over HTTP with real keys: who can open what, in plain words and in secret (SG-01 … SG-07, P-01)."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Final

import pytest
import pytest_asyncio

from client.content import ContentRefused
from client.content_rules import must_say_what_its_act_asks
from client.duiding import DuidingActs
from client.genesis import World, found_practice_world
from client.reading import Case, ItemRefused
from client.signaal import SignaalActs
from client.signaallijn import LijnActs, follow_up
from client.transport import ServerRefused
from domain.audit.notes import SignatureType, SignerKey
from domain.bells import ChannelKind
from domain.flows.duiding.content import DuidingContent, MeldingBesluitContent, WegingContent
from domain.flows.signaal.acts import Send
from domain.flows.signaal.content import (
    AntwoordPersoonContent,
    BerichtPersoonContent,
    OnveiligContent,
    SignaalContent,
)
from domain.flows.signaallijn.content import OpvolgingContent
from domain.functies import Functie, Holding, Scope
from domain.ids import ItemId, OrganisationId, PersonId, Sha256Hex
from domain.inbox import InboxEntry, InboxKind
from domain.parties import COORDINEREND_HOVJ, PG
from handlers import inbox
from tests.client import service
from tests.client.service import Running, running
from tests.client.test_malicious_server import proven, told
from tests.client.world import ARR, HOVJ, LOGS, NOW, RCCB, SPEC, person, seeded
from tests.harness.stores import database_url, sqlite_template, sqlite_url

__all__ = ["database_url", "sqlite_template", "sqlite_url"]

SAM: Final = Holding(Functie.TE_BEVEILIGEN_PERSOON, Scope("own:" + "s" * 22))
KIM: Final = Holding(Functie.KERNGEZINSLID, Scope("own:" + "k" * 22))
BBC: Final = Holding(Functie.ADVISEUR_BBC, ARR)
PERSONEN: Final = SignerKey("piket.example/log/personen", SignatureType.ED25519, bytes([9]) * 32)
DOSSIER: Final = "dossier-van-sam"
RECORDED: Final = OpvolgingContent(kind="opvolging", text="De politie van uw eenheid. Bel altijd eerst 112.")
UNSAFE: Final = OnveiligContent(kind="onveilig_nu", language="nl", where="Iemand staat bij de achterdeur")
MEANS: Final = DuidingContent(kind="duiding", outcome="melding_dreiging", reasons="Past bij eerdere meldingen")


@cache
def world_with_persons() -> World:
    spec = replace(
        SPEC,
        organisations={**SPEC.organisations, OrganisationId("personen"): "personen"},
        people=(
            *(one for one in SPEC.people if one.founder),
            person("hanna", "om", HOVJ),
            person("bob", "om", BBC),
            person("cora", "om", COORDINEREND_HOVJ),
            person("pia", "om", PG),
            person("rob", "politie", RCCB),
            person("sam", "personen", SAM),
            person("kim", "personen", KIM),
        ),
        duties=(),
        log_keys=(*SPEC.log_keys, PERSONEN.verifier.encode()),
    )
    return found_practice_world(spec, random=seeded(13), clock=lambda: NOW)


@pytest_asyncio.fixture
async def world(tmp_path: Path, database_url: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Running]:
    monkeypatch.setattr(service, "practice_world", world_with_persons)
    monkeypatch.setattr(service, "LOGS", {**LOGS, "personen": PERSONEN})
    async with running(tmp_path, database_url) as found:
        yield found


async def signals(world: Running, name: str) -> SignaalActs:
    return SignaalActs(await world.phone(name))


async def read(world: Running, name: str, item: ItemId) -> Case:
    return await (await world.phone(name)).read(item)


async def kinds(world: Running, name: str, item: ItemId) -> list[str]:
    """The kinds of what somebody can open."""
    return [one.content.kind for one in (await read(world, name, item)).contents]


def to(text: str) -> AntwoordPersoonContent:
    return AntwoordPersoonContent(kind="antwoord_persoon", text=text, language="nl", by="de politie")


async def line_of(world: Running, holder: Holding = SAM) -> ItemId:
    opened = await LijnActs(await world.phone("hanna")).open(holder, ARR, RECORDED, dossier=DOSSIER, day_and_night=True)
    assert (opened.answer.status, opened.gaps) == (201, ())
    return opened.item


async def test_sg_01_the_person_reads_who_follows_up_proven_by_the_authority(world: Running) -> None:
    line = await line_of(world)
    case = await read(world, "sam", line)
    assert [one.content for one in case.contents] == [RECORDED]
    assert follow_up(await world.phone("sam"), case) == (SAM, RCCB, "lokaal")
    with pytest.raises(ServerRefused):
        await read(world, "kim", line)


async def test_who_is_protected_and_has_a_phone_is_rung_by_no_telegram_unless_they_ask_for_it(world: Running) -> None:
    """Admitting somebody, their phone, their line and a signal couple no chat; only an act of their own would."""

    async def channels() -> set[ChannelKind]:
        found = await world.service.store.read(lambda uow: uow.outbox.addresses(PersonId("sam")))
        return {one.channel for one in found}

    sam = await world.phone("sam")
    await SignaalActs(sam).unsafe(await read(world, "sam", await line_of(world)), UNSAFE)
    assert await channels() == set()
    hashed = Sha256Hex(sha256((await sam.invite_telegram()).encode()).hexdigest())
    assert await channels() == set()
    tapped = InboxEntry("k", 1, InboxKind.START, "chat", None, None, None, hashed, NOW)
    await world.service.store.write(lambda uow: inbox.start(uow, tapped, NOW))
    assert await channels() == {ChannelKind.TELEGRAM}


async def test_sg_02_sg_03_sent_received_interpreted_answered_and_each_opens_their_own_part(world: Running) -> None:
    sam, rob = [await signals(world, name) for name in ("sam", "rob")]
    line = await read(world, "sam", await line_of(world))
    sent = await sam.unsafe(line, UNSAFE)
    assert (sent.answer.status, sent.answer.state, sent.gaps) == (201, "verzonden", ())
    assert await kinds(world, "rob", sent.item) == ["onveilig_nu"]
    soon = NOW + timedelta(hours=1)
    assert (await rob.receive_signal(sent.item, to("Wij bellen u nu."), promise_at=soon)).state == "ontvangen"
    assert (await sam.add(sent.item, BerichtPersoonContent(kind="bericht_persoon", text="Hij loopt weg"))).status == 201
    assert (await rob.interpret(sent.item, MEANS)).status == 201
    assert (await rob.safe(sent.item)).status == 201
    assert (await rob.answer(sent.item, to("Er komt iemand langs."))).state == "afgerond"
    seen = await read(world, "sam", sent.item)
    assert [one.content.kind for one in seen.contents] == [
        "onveilig_nu",
        "antwoord_persoon",
        "bericht_persoon",
        "antwoord_persoon",
    ]
    assert seen.locked == ()
    assert seen.answer.linked == ()
    meaning = next(one.id for one in (await read(world, "rob", sent.item)).answer.linked)
    assert await kinds(world, "bob", ItemId(meaning)) == ["duiding"]
    bob, hanna = [DuidingActs(await world.phone(name)) for name in ("bob", "hanna")]
    assert (await bob.forward(ItemId(meaning), WegingContent(kind="weging", advice="Herzien"))).state == "voorgelegd"
    reasons = MeldingBesluitContent(kind="besluit_melding", reasons="De maatregelen volstaan")
    assert (await hanna.decide(ItemId(meaning), "afgerond", reasons)).state == "afgerond"
    with pytest.raises(ServerRefused):
        await read(world, "sam", ItemId(meaning))


async def test_p_02_whom_the_authority_left_out_since_is_left_out_and_the_signal_reads_on_both_sides(
    world: Running,
) -> None:
    sam, rob = [await signals(world, name) for name in ("sam", "rob")]
    before = await read(world, "sam", await line_of(world))
    again = await LijnActs(await world.phone("hanna")).open(
        SAM, ARR, RECORDED, dossier=DOSSIER, day_and_night=True, excluded=[PersonId("bob")]
    )
    assert again.answer.status == 201
    sent = await sam.unsafe(before, UNSAFE)
    assert sent.answer.status == 201
    assert (await read(world, "rob", sent.item)).excluded == {"bob"}
    assert (await rob.receive_signal(sent.item, to("Wij komen."))).status == 201
    theirs = await read(world, "sam", sent.item)
    assert theirs.answer.excluded == ()
    assert [one.excluded for one in theirs.contents] == [frozenset(), {"bob"}]


async def test_p_02_nobody_is_left_in_whom_the_sender_left_out(world: Running) -> None:
    sam = await signals(world, "sam")
    opened = await LijnActs(await world.phone("hanna")).open(
        SAM, ARR, RECORDED, dossier=DOSSIER, day_and_night=True, excluded=[PersonId("bob")]
    )
    sent = await sam.unsafe(await read(world, "sam", opened.item), UNSAFE)
    rob = await world.phone("rob")
    honest = await told(rob, sent.item)
    assert proven(rob, honest, sent.item).excluded == {"bob"}
    assert proven(rob, honest | {"excluded": ["bob", "kim"]}, sent.item).excluded == {"bob", "kim"}
    with pytest.raises(ItemRefused) as found:
        proven(rob, honest | {"excluded": []}, sent.item)
    assert found.value.code == "item.excluded"


async def test_sg_07_a_silent_signal_opens_for_who_follows_up_and_not_on_the_phone_that_sent_it(
    world: Running,
) -> None:
    sam, rob = [await signals(world, name) for name in ("sam", "rob")]
    line = await read(world, "sam", await line_of(world))
    sent = await sam.unsafe(line, replace_duress(UNSAFE), silent=True)
    assert await kinds(world, "rob", sent.item) == ["onveilig_nu"]
    with pytest.raises(ServerRefused):
        await read(world, "sam", sent.item)
    await rob.receive_signal(sent.item)
    await rob.safe(sent.item)
    assert await kinds(world, "sam", sent.item) == ["onveilig_nu"]


async def test_sg_01_what_a_signal_is_about_is_sealed_only_how_soon_shows(world: Running) -> None:
    sam = await signals(world, "sam")
    line = await read(world, "sam", await line_of(world))
    for about in ("zorg", "vraag", "ondersteuning"):
        content = SignaalContent.model_validate(
            {"kind": "signaal", "about": about, "language": "nl", "text": "Ik slaap slecht"}
        )
        sent = await sam.send(line, content)
        case = await read(world, "rob", sent.item)
        assert [one.content for one in case.contents] == [content]
        assert [one.kind for one in case.answer.contents] == ["overig"]


async def test_sg_01_a_signal_is_as_urgent_as_what_it_is_about_or_it_is_not_signed() -> None:
    content = SignaalContent(kind="signaal", about="zorg", language="nl", text="Ik slaap slecht")
    sealed = {"dossier": "d", "recipient": "age1" + "q" * 58, "wraps": [], "content": "a" * 64, "excluded": []}
    must_say_what_its_act_asks(Send.model_validate({"urgency": "overig", **sealed}), content)
    with pytest.raises(ContentRefused) as refused:
        must_say_what_its_act_asks(Send.model_validate({"urgency": "verdachte_situatie", **sealed}), content)
    assert refused.value.code == "signaal.about"


def replace_duress(content: OnveiligContent) -> OnveiligContent:
    return content.model_copy(update={"duress": True})
