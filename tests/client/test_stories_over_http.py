"""What a phone must survive and keep: refusals, lost answers, lost devices, exclusions, late keys, attachments."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import pytest_asyncio

from client.attachments import open_attachment
from client.content import ContentRefused
from client.directory import DirectoryRefused
from client.invitation import Invitation
from client.phone import Phone
from client.reading import Case
from client.transport import NotReached, Reply, ServerRefused, Transport
from domain.acts.item import IkBel
from domain.content import OverlegContent
from domain.flows.geschil.content import GeschilContent
from domain.flows.spoedaanwijzing.acts import Outcome, Spoken
from domain.flows.spoedaanwijzing.content import BesluitContent, CorrectieContent, EindeContent
from domain.functies import NATIONAL, Functie, Holding
from domain.ids import ItemId, OrganisationId, PersonId
from tests.client.service import PATIENT, Running, running
from tests.client.test_over_http import DECISION, ORDER, REQUEST, WORD
from tests.client.world import HOVJ, LCC, NOW, PIKET, keyring_of, practice_world
from tests.harness.stores import sqlite_template, sqlite_url

__all__ = ["sqlite_template", "sqlite_url"]

REFUSAL = BesluitContent(kind="besluit", reasons="Lokaal te dragen", kerngezin=None)
SECOND = [keyring_of("stichter-b")]


@pytest_asyncio.fixture
async def world(tmp_path: Path, sqlite_url: str) -> AsyncIterator[Running]:
    async with running(tmp_path, sqlite_url) as found:
        yield found


class Flaky(Transport):
    """A connection that loses what is named in `faults`: the request, or the answer after it was carried out."""

    faults: tuple[str, ...] = ()

    async def _once(self, *args: Any, **more: Any) -> Reply:
        fault = ""
        if self.faults and args[1] == "/v1/acts":
            fault, *left = self.faults
            self.faults = tuple(left)
        if fault == "request":
            raise aiohttp.ServerDisconnectedError
        reply = await super()._once(*args, **more)
        if fault == "answer":
            raise aiohttp.ServerDisconnectedError
        if fault in ("busy", "broken"):
            return Reply(503 if fault == "busy" else 500, b"{}", None)
        return reply


async def flaky(world: Running, name: str, *faults: str) -> Phone:
    phone = await world.phone(name, start=False)
    transport = await world.open.enter_async_context(Flaky(world.origin, patience=PATIENT))
    other = Phone(phone.folder, transport, clock=world.clock.now, eenheid_of=phone.eenheid_of)
    await other.start()
    transport.faults = faults
    return other


@pytest.mark.parametrize("faults", [("request",), ("answer",), ("busy",), ("answer", "request")])
async def test_a_lost_request_or_answer_is_sent_again_and_counts_once(world: Running, faults: tuple[str, ...]) -> None:
    hanna = await flaky(world, "hanna", *faults)
    sent = await hanna.submit_spoedaanwijzing(REQUEST)
    assert (sent.answer.status, sent.answer.state) == (201, "ingediend")
    assert len(await hanna.open_items()) == 1


@pytest.mark.parametrize("fault", ["request", "answer"])
async def test_an_act_outlives_the_app_and_is_sent_when_it_starts_again(world: Running, fault: str) -> None:
    hanna = await flaky(world, "hanna", *[fault] * 3)
    with pytest.raises(NotReached):
        await hanna.submit_spoedaanwijzing(REQUEST)
    again = Phone(hanna.folder, hanna.transport, clock=world.clock.now)
    [answer] = await again.start()
    assert (answer.status, answer.state) == (201, "ingediend")
    assert "chain.broken" not in answer.flags
    assert len(await again.open_items()) == 1
    assert await again.resume() == []


async def test_an_act_the_service_chokes_on_never_holds_up_the_next(world: Running) -> None:
    hanna = await flaky(world, "hanna", "broken", "broken")
    with pytest.raises(ServerRefused):
        await hanna.submit_spoedaanwijzing(REQUEST)
    assert hanna.outbox.pending("om") is not None
    second = await hanna.submit_spoedaanwijzing(REQUEST)
    assert second.answer.status == 201
    assert len(list((hanna.folder / "acts").glob("*.aside"))) == 1


async def test_a_rules_refusal_is_an_answer_and_the_chain_goes_on(world: Running) -> None:
    hanna, pieter = await world.phone("hanna"), await world.phone("pieter")
    item = (await hanna.submit_spoedaanwijzing(REQUEST)).item
    assert (await pieter.receive(item)).status == 201
    refused = await hanna.acquiesce(item)
    assert (refused.status, refused.code) == (409, "obligation.not_open")
    spoken = await hanna.spoken(item)
    assert (spoken.status, "chain.broken" in spoken.flags) == (201, False)


async def test_what_is_malformed_is_given_up_and_its_number_is_free(world: Running) -> None:
    hanna = await world.phone("hanna")
    sent = await hanna.submit_spoedaanwijzing(REQUEST)
    with pytest.raises(ServerRefused) as found:
        await hanna.act("item.ik_bel", IkBel(what="ontvangen"), HOVJ, item=ItemId(sent.item[::-1]))
    assert found.value.status == 404
    spoken = await hanna.spoken(sent.item)
    assert (spoken.status, "chain.broken" in spoken.flags) == (201, False)


async def test_p02_who_is_excluded_neither_sees_nor_reads_and_the_colleague_does(world: Running) -> None:
    nadia, pieter, paula = await world.phone("nadia"), await world.phone("pieter"), await world.phone("paula")
    item = (await nadia.submit_spoedaanwijzing(REQUEST, excluded=[PersonId("pieter")])).item
    assert await pieter.open_items() == []
    with pytest.raises(ServerRefused):
        await pieter.read(item)
    assert (await paula.read(item)).content("spoedaanwijzing") is not None
    decided = await paula.decide(item, "aangewezen", DECISION, order=ORDER, word=WORD)
    assert decided.status == 201
    [order] = [one.id for one in (await paula.read(item)).answer.linked if one.flow == "opdracht"]
    assert (await paula.read(order)).excluded == {"pieter"}
    assert (await paula.rekey(item)).status == 201
    assert (await nadia.read(item)).recipient == (await paula.read(item)).recipient


async def test_sa08_a_refusal_is_disputed_and_both_sides_record(world: Running) -> None:
    hanna, pieter, dirk = await world.phone("hanna"), await world.phone("pieter"), await world.phone("dirk")
    item = (await hanna.submit_spoedaanwijzing(REQUEST)).item
    assert (await pieter.decide(item, "niet_aangewezen", REFUSAL)).state == "niet_aangewezen"
    disputed = await hanna.dispute(item, GeschilContent(kind="geschil", text="Dreiging is acuut"))
    assert (disputed.status, disputed.state) == (201, "betwist")
    dispute = next(one.id for one in (await hanna.read(item)).answer.linked if one.flow == "geschil")
    assert (await dirk.read(dispute)).content("geschil") is not None
    reasons = OverlegContent(kind="overleg", reasons="Samen bezien")
    recorded = await dirk.record(dispute, 1, "alsnog_aanwijzen", reasons)
    assert recorded.status == 201
    assert _said(await hanna.read(dispute), "overleg") == reasons


def _said(case: Case, kind: str) -> object:
    found = case.content(kind)
    return None if found is None else found.content


async def test_sa03_a_call_is_written_down_and_confirmed(world: Running) -> None:
    pieter, hanna = await world.phone("pieter"), await world.phone("hanna")
    sent = await pieter.register(REQUEST, HOVJ, NOW - timedelta(minutes=2))
    assert (sent.answer.status, sent.answer.state) == (201, "ontvangen")
    correction = CorrectieContent(kind="correctie", text="Het gaat om twee adressen")
    assert (await hanna.confirm(sent.item, correction)).status == 201
    assert _said(await pieter.read(sent.item), "correctie") == correction


async def test_sa13_withdrawn_and_sa11_ended(world: Running) -> None:
    hanna, pieter = await world.phone("hanna"), await world.phone("pieter")
    first = (await hanna.submit_spoedaanwijzing(REQUEST)).item
    assert (await hanna.withdraw(first)).state == "ingetrokken"
    second = (await hanna.submit_spoedaanwijzing(REQUEST)).item
    await pieter.decide(second, "aangewezen", DECISION, order=ORDER, word=WORD)
    ended = await pieter.end(second, "hovj", EindeContent(kind="einde", reasons="Dreiging voorbij"))
    assert ended.state == "einde_aangekondigd"
    assert (await hanna.end_received(second)).state == "beeindigd"


async def test_sa12_two_requests_are_joined_and_decided_together(world: Running) -> None:
    hanna, nadia, pieter = await world.phone("hanna"), await world.phone("nadia"), await world.phone("pieter")
    one = (await hanna.submit_spoedaanwijzing(REQUEST)).item
    two = (await nadia.submit_spoedaanwijzing(REQUEST)).item
    assert (await pieter.join(one, two)).status == 201
    joined: dict[ItemId, tuple[Outcome, BesluitContent]] = {two: ("aangewezen", REFUSAL)}
    decided = await pieter.decide(one, "aangewezen", DECISION, order=ORDER, word=WORD, joined=joined)
    assert decided.status == 201
    assert _said(await nadia.read(two), "besluit") == REFUSAL.model_copy(update={"outcome": "aangewezen"})
    assert _said(await hanna.read(one), "besluit") == DECISION.model_copy(update={"outcome": "aangewezen"})


async def test_sa06_who_was_under_the_nctv_already_has_been_since_the_earlier_designation(world: Running) -> None:
    hanna, pieter = await world.phone("hanna"), await world.phone("pieter")
    first = await hanna.submit_spoedaanwijzing(REQUEST, dossier="p" * 22)
    await pieter.decide(first.item, "aangewezen", DECISION, order=ORDER, word=WORD)
    since = (await hanna.read(first.item)).answer.item.gezag
    await world.settle(3600)
    again = await hanna.submit_spoedaanwijzing(REQUEST, dossier="p" * 22)
    await pieter.decide(again.item, "al_onder_gezag_nctv", DECISION, order=ORDER, word=WORD)
    gezag = (await hanna.read(again.item)).answer.item.gezag
    assert gezag == since
    stated = NOW - timedelta(days=400)
    older = (await hanna.submit_spoedaanwijzing(REQUEST)).item
    await pieter.decide(older, "al_onder_gezag_nctv", DECISION, order=ORDER, word=WORD, from_at=stated)
    shown = (await hanna.read(older)).answer.item.gezag
    assert shown is not None
    assert shown.since == stated


async def test_a_role_that_had_no_key_gets_the_item_later(world: Running) -> None:
    officer, hanna, pieter = await world.phone("stichter-a"), await world.phone("hanna"), await world.phone("pieter")
    teamleider = Holding(Functie.NCTV_TEAMLEIDER, NATIONAL)
    sent = await hanna.submit_spoedaanwijzing(REQUEST)
    assert teamleider in sent.gaps
    assert "role_without_keys" in sent.answer.flags
    grant = officer.officer().grant(PersonId("dirk"), teamleider)
    assert (await officer.carry_out(grant, also=SECOND)).status == 201
    await officer.sync()
    epoch = officer.officer().new_epoch(officer.directory, teamleider)
    assert (await officer.carry_out(epoch, also=SECOND)).status == 201
    await pieter.sync()
    assert (await pieter.wrap_late(sent.item, [teamleider])).status == 201
    await pieter.decide(sent.item, "aangewezen", DECISION, order=ORDER, word=WORD)
    assert (await (await world.phone("dirk")).read(sent.item)).content("besluit") is not None


async def test_an_attachment_of_many_chunks_arrives_whole_and_signed(world: Running, tmp_path: Path) -> None:
    hanna, pieter = await world.phone("hanna"), await world.phone("pieter")
    item = (await hanna.submit_spoedaanwijzing(REQUEST)).item
    file = tmp_path / "dreigbrief.jpg"
    file.write_bytes(bytes(range(256)) * 2600)
    assert (await hanna.attach(item, file, "image/jpeg")).status == 201
    [found] = (await pieter.read(item)).attachments
    got = await pieter.fetch_attachment(item, found.blob, tmp_path / "got.jpg")
    assert (got.file.read_bytes(), got.content.name, got.opened.person) == (file.read_bytes(), file.name, "hanna")


async def test_an_attachment_of_another_act_is_refused_and_leaves_no_file(world: Running, tmp_path: Path) -> None:
    hanna = await world.phone("hanna")
    item = (await hanna.submit_spoedaanwijzing(REQUEST)).item
    for name in ("een.txt", "twee.txt"):
        (tmp_path / name).write_text(name)
        await hanna.attach(item, tmp_path / name, "text/plain")
    case = await hanna.read(item)
    one, two = case.attachments
    sealed = tmp_path / "sealed"
    await hanna.api.download(item, one.blob, sealed)
    with pytest.raises(ContentRefused):
        open_attachment(sealed, tmp_path / "got", case.identities, hanna.directory, item=item, act=two.act)
    assert not (tmp_path / "got").exists()


async def test_a_new_device_is_invited_verified_and_reads_after_the_role_key_is_shared(world: Running) -> None:
    officer, hanna, pieter = await world.phone("stichter-a"), await world.phone("hanna"), await world.phone("pieter")
    item = (await hanna.submit_spoedaanwijzing(REQUEST)).item
    invitation = Invitation.new(PersonId("paula"), OrganisationId("nctv"), world.world.genesis, officer.random)
    assert (await officer.carry_out(officer.officer().invite(invitation), also=SECOND)).status == 201
    transport = await world.open.enter_async_context(Transport(world.origin, patience=PATIENT))
    tablet = Phone(world.folder / "tablet", transport, clock=world.clock.now)
    keyring = await tablet.enrol(Invitation.from_url(invitation.url("https://app.piket.example")))
    assert (await officer.admit(invitation, also=SECOND)).status == 201
    await tablet.start()
    assert (await tablet.read(item)).contents == ()
    await pieter.sync()
    role = pieter.roles.get(PIKET, 1)
    assert role is not None
    device = pieter.directory.devices[keyring.device]
    shared = pieter.officer_as(PIKET).wrap_epoch(PIKET, 1, role, [device])
    assert (await pieter.carry_out(shared)).status == 201
    assert (await tablet.read(item)).content("spoedaanwijzing") is not None


async def test_a_lost_device_is_out_at_once_and_later_content_is_not_for_it(world: Running) -> None:
    officer, hanna = await world.phone("stichter-a"), await world.phone("hanna")
    paula, pieter = await world.phone("paula"), await world.phone("pieter")
    item = (await hanna.submit_spoedaanwijzing(REQUEST)).item
    lost = officer.officer().revoke_device(pieter.keyring.device)
    assert (await officer.carry_out(lost, also=SECOND)).status == 201
    with pytest.raises(ServerRefused):
        await pieter.open_items()
    await officer.sync()
    epoch = officer.officer().new_epoch(officer.directory, PIKET)
    assert (await officer.carry_out(epoch, also=SECOND)).status == 201
    assert (await paula.rekey(item)).status == 201
    case = await paula.read(item)
    assert case.content("spoedaanwijzing") is not None
    assert (await hanna.spoken(item)).status == 201
    given = [wrap.given() for wrap in case.answer.wraps]
    assert case.recipient in paula.roles.open_wraps(given, list(case.identities))
    assert case.recipient not in pieter.roles.open_wraps(given, list(case.identities))


async def test_x05_a_drill_is_signed_as_one_and_never_mixes(world: Running) -> None:
    hanna, pieter = await world.phone("hanna"), await world.phone("pieter")
    sent = await hanna.submit_spoedaanwijzing(REQUEST, drill=True)
    case = await pieter.read(sent.item)
    assert case.answer.item.drill
    decided = await pieter.decide(sent.item, "aangewezen", DECISION, order=ORDER, word=WORD)
    assert (decided.status, decided.state) == (201, "aangewezen")
    real = await pieter.act("spoedaanwijzing.spoken", Spoken(), PIKET, item=sent.item)
    assert real.status == 409


async def test_every_act_gossips_the_newest_checkpoint_that_was_verified(world: Running) -> None:
    hanna = await world.phone("hanna")
    item = (await hanna.submit_spoedaanwijzing(REQUEST)).item
    await world.settle()
    await hanna.sync()
    await hanna.spoken(item)
    newest = (await hanna.read(item)).acts[-1].payload.checkpoint
    assert newest is not None
    assert newest.origin == "piket.example/log/om"
    assert newest.size > 0


async def test_an_officers_refused_act_does_not_lock_anybody_out(world: Running) -> None:
    """It consumed a number, so the facts have a hole: the directory's log, which everybody may read, explains it."""
    officer, pieter = await world.phone("stichter-a"), await world.phone("pieter")
    twice = await officer.carry_out(officer.officer().grant(PersonId("hanna"), HOVJ), also=SECOND)
    assert (twice.status, twice.code) == (409, "grant.twice")
    added = officer.officer().add_person(PersonId("nieuw"), OrganisationId("om"))
    assert (await officer.carry_out(added, also=SECOND)).status == 201
    await world.settle()
    await pieter.sync()
    assert PersonId("nieuw") in pieter.directory.people


async def test_a_revocation_that_is_held_back_shows_against_the_log(world: Running) -> None:
    officer, hanna = await world.phone("stichter-a"), await world.phone("hanna", start=False)
    lost = officer.officer().revoke_device(keyring_of("pieter").device)
    assert (await officer.carry_out(lost, also=SECOND)).status == 201
    await world.settle()
    last = await _facts(officer)
    transport = await world.open.enter_async_context(HoldsBack(world.origin, patience=PATIENT))
    transport.position = last - 1
    lied_to = Phone(hanna.folder, transport, clock=world.clock.now)
    with pytest.raises(DirectoryRefused, match="holds back"):
        await lied_to.start()


async def _facts(phone: Phone) -> int:
    return len([fact async for fact in phone.api.facts(0)])


class HoldsBack(Transport):
    """A connection on which the directory ends just before one fact."""

    position = 0

    async def _once(self, *args: Any, **more: Any) -> Reply:
        reply = await super()._once(*args, **more)
        if not str(args[1]).startswith("/v1/directory"):
            return reply
        document = json.loads(reply.body)
        document["facts"] = [fact for fact in document["facts"] if fact["position"] < self.position]
        document["next"] = min(document["next"], self.position)
        return Reply(reply.status, json.dumps(document).encode(), reply.nonce)


async def test_who_is_on_duty_can_be_asked(world: Running) -> None:
    hanna = await world.phone("hanna")
    duty = await hanna.duty(PIKET)
    assert ([one.person for one in duty.on_duty if one.slot == "on_duty"], duty.number) == (
        ["pieter"],
        practice_world().directory.numbers[PIKET],
    )
    assert (await hanna.duty(LCC)).rostered is False
