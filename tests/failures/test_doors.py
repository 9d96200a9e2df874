"""HTTP: a write that fails costs the phone a repetition, and nothing is lost, doubled or refused for it."""

from __future__ import annotations

import asyncio
import secrets
from datetime import timedelta
from pathlib import Path

from client.invitation import Invitation
from client.keyring import Keyring
from domain.audit.leaves import LeafType
from domain.ids import DeviceId, OrganisationId, PersonId, Sha256Hex, random_id
from tests.failures.conftest import AFailingNight
from tests.failures.faults import Faults
from tests.failures.nights import leaves, pass_time, prove, request, within
from tests.stories.words import DECISION, ORDER, REQUEST, WORD

ACT = "bot.http.acts:_carry_out"
SITES = frozenset(
    {
        ACT,
        "bot.http.sessions:post_challenges",
        "bot.http.sessions:post_sessions",
        "bot.http.guard:_viewer",
        "bot.http.items:release_all",
        "bot.http.blobs:put_chunk",
        "bot.http.blobs:complete",
        "bot.http.enrolments:post_enrolments",
    }
)
"""The writes whose failures are proven in this file."""


async def test_a_request_is_kept_once_and_rings(a_night: AFailingNight, faults: Faults) -> None:
    async with a_night() as n:
        [hovj] = await n.open("hovj")
        with faults.at(ACT):
            submitted = await hovj.phone.submit_spoedaanwijzing(REQUEST)
        assert submitted.answer.status == 201
        await within(n, 2, lambda: bool(n.rings(n["piket1"].chat)))
        n["piket1"].expect_bell(1)
        await pass_time(n, 26)
        n.expect_bells(hovj=1)  # the bell that the sweep found was rung once, and the ladder rings at its own time
        assert [line.id for line in await hovj.phone.open_items()] == [submitted.item]
        await pass_time(n, 61)  # the lease of a bell that nobody took over runs out
        await prove(n)


async def test_a_decision_is_taken_once(a_night: AFailingNight, faults: Faults) -> None:
    async with a_night() as n:
        item = await request(n)
        [piket] = await n.open("piket1")
        assert (await piket.phone.receive(item)).state == "ontvangen"
        with faults.at(ACT):
            decided = await piket.phone.decide(item, "aangewezen", DECISION, order=ORDER, word=WORD)
        assert decided.state == "aangewezen"
        await within(n, 2, lambda: bool(n.rings(n["lcc1"].chat)))
        case = await piket.phone.read(item)
        assert [act.payload.act for act in case.acts].count("spoedaanwijzing.decide") == 1
        await pass_time(n, 31)
        await prove(n)


async def test_a_session_opens(a_night: AFailingNight, faults: Faults) -> None:
    async with a_night() as n:
        with faults.at("bot.http.sessions:post_challenges"):
            await n.open("hovj")
        with faults.at("bot.http.sessions:post_sessions"):
            await n.open("piket1")
        await prove(n)


async def test_a_read_is_answered(a_night: AFailingNight, faults: Faults) -> None:
    async with a_night() as n:
        item = await request(n)
        with faults.at("bot.http.guard:_viewer"):
            assert [line.id for line in await n["hovj"].phone.open_items()] == [item]
        await prove(n)


async def test_ev_01_what_is_released_has_exactly_one_leaf(a_night: AFailingNight, faults: Faults) -> None:
    async with a_night() as n:
        item = await request(n)
        [piket] = await n.open("piket1")
        with faults.at("bot.http.items:release_all"):
            case = await piket.phone.read(item)
        assert case.contents
        await pass_time(n, 31)
        released = leaves(n, LeafType.RELEASE_BLOB, "blob")
        assert released
        assert set(released.values()) == {1}
        await prove(n)


async def test_an_attachment_arrives_whole(a_night: AFailingNight, faults: Faults, tmp_path: Path) -> None:
    async with a_night() as n:
        item = await request(n)
        hovj, piket = n["hovj"], (await n.open("piket1"))[0]
        file = tmp_path / "bijlage"
        file.write_bytes(secrets.token_bytes(300_000))
        with faults.at("bot.http.blobs:put_chunk"):
            assert (await hovj.phone.attach(item, file, "image/png")).status == 201
        with faults.at("bot.http.blobs:complete"):
            assert (await hovj.phone.attach(item, file, "image/png")).status == 201
        case = await piket.phone.read(item)
        assert len(case.attachments) == 2
        for number, found in enumerate(case.attachments):
            copy = tmp_path / f"copy{number}"
            await piket.phone.fetch_attachment(item, found.blob, copy)
            assert await asyncio.to_thread(copy.read_bytes) == await asyncio.to_thread(file.read_bytes)
        await prove(n)


async def test_an_invitation_is_used_once_by_whoever_used_it(a_night: AFailingNight, faults: Faults) -> None:
    async with a_night() as n:
        [hovj] = await n.open("hovj")
        person, organisation = PersonId("hovj"), OrganisationId("om")
        genesis = Sha256Hex("0" * 64)
        invitation = Invitation.new(person, organisation, genesis, secrets.token_bytes)
        until = n.now + timedelta(hours=24)
        await n.service.store.write(
            lambda uow: uow.invitations.put("device", invitation.token_hash, person, until, None)
        )
        device = DeviceId(random_id(secrets.token_bytes))
        keyring = Keyring.generate(person, organisation, device, secrets.token_bytes)
        with faults.at("bot.http.enrolments:post_enrolments"):
            told = await hovj.phone.api.enrol(invitation, keyring)
        assert told.device == device
        waiting = await n.service.store.read(lambda uow: uow.enrolments.waiting(n.now, 10))
        assert [one.device for one in waiting] == [device]
