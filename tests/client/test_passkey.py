"""Acts by passkey over HTTP: the service, every reader and whoever verifies the logs judge them alike."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from bot.cli.verifying import named, verify_logs
from client import envelopes
from client.directory import DIRECTORY_LOG, DirectoryRefused
from client.invitation import Invitation, InvitationRefused
from client.keyring import Keyring
from client.passkey import Passkey
from client.phone import Phone
from client.reading import ItemRefused
from client.replay import Replay
from client.signing import Draft
from client.transport import ServerRefused, Transport
from domain.acts.directory import FOUNDERS
from domain.acts.envelope import Proof, SignedAct
from domain.acts.item import IkBel
from domain.acts.webauthn import App
from domain.ids import DeviceId, OrganisationId, PersonId, Sha256Hex
from storage.evidence import evidence
from tests.client.service import PATIENT, Running, running
from tests.client.test_malicious_server import Liar
from tests.client.test_over_http import REQUEST
from tests.client.world import LOGS, PIKET, keyring_of, practice_world
from tests.harness.stores import sqlite_template, sqlite_url

__all__ = ["sqlite_template", "sqlite_url"]

CALL = IkBel(what="ontvangen")


@pytest_asyncio.fixture
async def world(tmp_path: Path, sqlite_url: str) -> AsyncIterator[Running]:
    async with running(tmp_path, sqlite_url) as found:
        yield found


def elsewhere(keyring: Keyring) -> Passkey:
    """The same passkey, used on a page that is not the app's."""
    assert keyring.passkey is not None
    return Passkey(keyring.device, keyring.passkey, App(rp_id="piket.localhost", origins=["https://piket.localhost"]))


async def test_an_act_by_passkey_counts_and_everybody_who_reads_it_can_verify_it(world: Running) -> None:
    hanna, pieter, paula = await world.phone("hanna"), await world.phone("pieter"), await world.phone("paula")
    item = (await hanna.submit_spoedaanwijzing(REQUEST)).item
    answer = await pieter.act("item.ik_bel", CALL, PIKET, item=item, by=pieter.passkey)
    assert (answer.status, answer.flags) == (201, ())
    case = await paula.read(item)
    [called] = [act for act in case.acts if act.payload.act == "item.ik_bel"]
    assert called.person == "pieter"
    kinds = [[proof["kind"] for proof in act.proofs] for act in case.answer.acts]
    assert kinds == [["es256"], ["webauthn"]]


async def test_a_device_may_prove_one_act_with_both_its_keys(world: Running) -> None:
    hanna, pieter = await world.phone("hanna"), await world.phone("pieter")
    item = (await hanna.submit_spoedaanwijzing(REQUEST)).item
    answer = await pieter.act("item.ik_bel", CALL, PIKET, item=item, also=[pieter.passkey])
    assert answer.status == 201
    with pytest.raises(ServerRefused, match=r"proof\.device"):
        await pieter.act("item.ik_bel", CALL, PIKET, item=item, also=[pieter.keyring])


async def test_officers_may_sign_by_passkey_and_every_client_replays_it(world: Running) -> None:
    officer, lies = await world.phone("stichter-a"), await world.phone("lies")
    assert officer.directory.app is not None
    second = keyring_of("stichter-b")
    assert second.passkey is not None
    other = Passkey(second.device, second.passkey, officer.directory.app)
    draft = officer.officer_as(FOUNDERS).set_number(PIKET, "+31 70 555 0099")
    assert (await officer.carry_out(draft, by=officer.passkey, also=[other])).status == 201
    assert (await lies.sync()).numbers[PIKET] == "+31 70 555 0099"


async def test_a_passkey_used_elsewhere_proves_nothing_to_the_service(world: Running) -> None:
    hanna, pieter = await world.phone("hanna"), await world.phone("pieter")
    item = (await hanna.submit_spoedaanwijzing(REQUEST)).item
    with pytest.raises(ServerRefused) as refused:
        await pieter.act("item.ik_bel", CALL, PIKET, item=item, by=elsewhere(pieter.keyring))
    assert (refused.value.status, refused.value.code) == (401, "proof.passkey")
    assert refused.value.field == "proofs.0.clientDataJSON.origin"
    assert (await pieter.act("item.ik_bel", CALL, PIKET, item=item)).status == 201


WIRE: list[tuple[str, Callable[[dict[str, Any]], object], str, str]] = [
    ("no client data", lambda one: one.pop("clientDataJSON"), "proof.malformed", "proofs.0.clientDataJSON"),
    ("no authenticator", lambda one: one.pop("authenticatorData"), "proof.malformed", "proofs.0.authenticatorData"),
    ("called es256", lambda one: one.update(kind="es256"), "proof.malformed", "proofs.0.authenticatorData"),
    ("a field more", lambda one: one.update(userHandle="x"), "act.malformed", "acts.0.proofs.0.userHandle"),
    ("huge", lambda one: one.update(clientDataJSON="A" * 6000), "act.malformed", "acts.0.proofs.0.clientDataJSON"),
    ("no base64", lambda one: one.update(sig="A"), "base64.malformed", "proofs.0.sig"),
    ("another device", lambda one: one.update(device=keyring_of("hanna").device), "proof.device", "proofs"),
]


@pytest.mark.parametrize(("change", "code", "field"), [one[1:] for one in WIRE], ids=[one[0] for one in WIRE])
async def test_an_assertion_travels_whole_or_not_at_all(
    world: Running, change: Callable[[dict[str, Any]], object], code: str, field: str
) -> None:
    hanna, pieter = await world.phone("hanna"), await world.phone("pieter")
    item = (await hanna.submit_spoedaanwijzing(REQUEST)).item
    log = pieter.directory.log_of(pieter.person)
    draft = Draft(pieter.new_act(), "item.ik_bel", CALL, PIKET, item)
    ready = pieter.outbox.sign(draft, log, by=pieter.passkey)
    document = {"acts": [envelopes.to_json(ready.signed)]}
    change(document["acts"][0]["proofs"][0])
    with pytest.raises(ServerRefused) as refused:
        await pieter.transport.post_json("/v1/acts", document)
    assert (refused.value.code, refused.value.field) == (code, field)


async def test_a_reader_refuses_what_the_passkey_did_not_prove_whatever_the_service_says(world: Running) -> None:
    hanna, pieter = await world.phone("hanna"), await world.phone("pieter")
    item = (await hanna.submit_spoedaanwijzing(REQUEST)).item
    assert item is not None
    assert (await pieter.act("item.ik_bel", CALL, PIKET, item=item, by=pieter.passkey)).status == 201
    transport = await world.open.enter_async_context(Liar(world.origin, patience=PATIENT))
    assert isinstance(transport, Liar)
    paula = Phone(world.folder / "paula", transport, clock=world.clock.now)
    paula.install(keyring_of("paula"), world.world.genesis)
    await paula.start()

    def another_page(document: dict[str, Any]) -> None:
        [proof] = document["acts"][-1]["proofs"]
        said = json.loads(envelopes.decode64(proof["clientDataJSON"]))
        said["origin"] = "https://piket.localhost"
        proof["clientDataJSON"] = envelopes.encode64(json.dumps(said).encode())

    transport.path, transport.lie = f"/v1/items/{item}", another_page
    with pytest.raises(ItemRefused):
        await paula.read(item)


async def test_whoever_verifies_the_logs_verifies_passkeys_too(world: Running) -> None:
    hanna, pieter = await world.phone("hanna"), await world.phone("pieter")
    item = (await hanna.submit_spoedaanwijzing(REQUEST)).item
    answer = await pieter.act("item.ik_bel", CALL, PIKET, item=item, by=pieter.passkey)
    url = world.service.settings.database
    await world.settle()
    assert difference(url) == ""
    with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as database, database:
        [(stored,)] = database.execute("SELECT proofs FROM acts WHERE id = ?", (answer.act,))
        [[kind, device, *data]] = json.loads(stored)
        data[1] = data[1][:-4] + "AAAA"
        database.execute("UPDATE acts SET proofs = ? WHERE id = ?", (json.dumps([[kind, device, *data]]), answer.act))
    assert "a signature of its act is not good" in difference(url)


def difference(url: str) -> str:
    """Why `piket log verify --acts` says that something is different; empty when all of it is good."""
    with evidence(url) as store:
        found = verify_logs(
            store, named([key.verifier for key in LOGS.values()], store), None, True, None, lambda *_: None
        )
    return "" if found.difference is None else found.difference.sentence


async def test_a_new_device_enrols_its_passkey_with_its_other_keys(world: Running) -> None:
    officer = await world.phone("stichter-a")
    second = [keyring_of("stichter-b")]
    genesis = world.world.genesis
    invitation = Invitation.new(PersonId("paula"), OrganisationId("nctv"), genesis, officer.random)
    assert (await officer.carry_out(officer.officer().invite(invitation), also=second)).status == 201
    transport = await world.open.enter_async_context(Transport(world.origin, patience=PATIENT))
    tablet = Phone(world.folder / "tablet", transport, clock=world.clock.now)
    device = DeviceId("tablet-van-paula")
    keyring = Keyring.generate(PersonId("paula"), OrganisationId("nctv"), device, officer.random, with_passkey=True)
    tablet.install(keyring, genesis)
    await tablet.api.enrol(invitation, keyring)
    [offer] = (await officer.api.enrolments()).enrolments
    assert offer.passkey is not None
    assert (await officer.admit(invitation, also=second)).status == 201
    await tablet.start()
    assert tablet.directory.devices[device].passkey_point == keyring.public.passkey
    item = (await (await world.phone("hanna")).submit_spoedaanwijzing(REQUEST)).item
    assert (await tablet.act("item.ik_bel", CALL, PIKET, item=item, by=tablet.passkey)).status == 201
    assert Keyring.load(tablet.folder / "keys.json").public == keyring.public


def test_the_mac_of_an_invitation_covers_the_passkey() -> None:
    """Otherwise a service could put a passkey of its own beside an honest device's keys."""
    keys = keyring_of("pieter").public
    invitation = Invitation.new(PersonId("pieter"), OrganisationId("nctv"), practice_world().genesis, bytes)
    mac = invitation.mac(keys)
    invitation.check(keys, mac)
    for other in (None, keyring_of("paula").public.passkey):
        with pytest.raises(InvitationRefused):
            invitation.check(keys.model_copy(update={"passkey": other}), mac)


def test_replay_refuses_a_fact_whose_passkey_was_used_elsewhere() -> None:
    facts = [ready.signed for ready in practice_world().acts if ready.payload.log == DIRECTORY_LOG]
    assert replayed(facts[0], facts[1]) == ""
    last, signers = facts[1], [keyring_of("stichter-a"), keyring_of("stichter-b")]
    app = practice_world().directory.app
    assert app is not None
    good = [Passkey(one.device, one.passkey, app).proof(last.signed_bytes) for one in signers if one.passkey]
    assert replayed(facts[0], replace(last, proofs=tuple(good))) == ""
    bad = elsewhere(signers[1]).proof(last.signed_bytes)
    assert replayed(facts[0], replace(last, proofs=(good[0], bad))) == "signature.invalid"
    assert replayed(facts[0], replace(last, proofs=(*good, good[0]))) == "signer.unknown"
    stranger = Proof("webauthn", DeviceId("vreemd"), *(getattr(good[0], name) for name in ("signature",)))
    assert replayed(facts[0], replace(last, proofs=(good[0], stranger))) == "signer.unknown"


def replayed(*facts: SignedAct) -> str:
    """Replay facts from the world's genesis; the code of the refusal, or nothing."""
    try:
        Replay(Sha256Hex(practice_world().genesis)).extend(facts)
    except DirectoryRefused as refused:
        return refused.code
    return ""
