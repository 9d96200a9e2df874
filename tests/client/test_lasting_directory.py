"""Whatever the service took as a fact every device can replay: no act, lost, doubled or hostile, stops them all."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from client import envelopes
from client.answers import ActAnswer
from client.directory import DIRECTORY_LOG
from client.invitation import InvitationRefused
from client.keyring import Keyring
from client.phone import Phone
from client.signing import Draft, ReadyAct, build_payload
from client.transport import NotReached, ServerRefused
from domain.acts import directory as acts
from domain.acts.envelope import REAL_TYPE
from domain.ids import DeviceId, OrganisationId, PersonId
from tests.client.rough import Rough
from tests.client.service import Running, running
from tests.client.test_enrolling_again import invited, tablet
from tests.client.test_over_http import REQUEST
from tests.client.test_stories_over_http import SECOND
from tests.client.world import HOVJ, PIKET, seeded
from tests.harness.stores import database_url, on_postgres_slowly, sqlite_template, sqlite_url

__all__ = ["database_url", "sqlite_template", "sqlite_url"]

pytestmark = on_postgres_slowly
NO_HYBRID = "age1pq1" + "q" * 1952
NO_X25519 = "age1" + "q" * 58


@pytest_asyncio.fixture
async def world(tmp_path: Path, database_url: str) -> AsyncIterator[Running]:
    async with running(tmp_path, database_url) as found:
        yield found


async def everybody_goes_on(world: Running) -> None:
    """Devices that saw the founding alone, and an emergency of theirs, get past whatever happened since."""
    await world.settle()  # the log says which numbers went to acts that a rule refused
    for name in ("pieter", "rob"):
        phone = await world.phone(name)
        await phone.verify_directory_log()
    hanna = await world.phone("hanna", 1)
    assert (await hanna.submit_spoedaanwijzing(REQUEST)).answer.status == 201


async def freeze(officer: Phone, device: DeviceId, *, frozen: bool = True) -> ActAnswer:
    return await officer.carry_out(officer.officer().freeze_device(device, frozen=frozen))


async def until_it_is_taken(officer: Phone, device: DeviceId) -> list[str]:
    """Freeze a device as often as it takes, as a person would; returns what was said on the way."""
    said: list[str] = []
    while len(said) < 8:
        try:
            answer = await freeze(officer, device)
        except (NotReached, ServerRefused) as wrong:
            said.append(type(wrong).__name__)
            continue
        if answer.status == 201:
            return said
        said.append(answer.code or "")
    raise AssertionError(said)


ON_THE_WAY = {
    "a proxy's page, once": ["lost", 404],
    "a proxy's page, again and again": ["lost", 404, 404, 404],
    "busy until patience ran out, and a page": ["lost", 503, 503, 404],
    "busy for long": ["lost", 503, 503, 503, 503],
}


@pytest.mark.parametrize("plan", ON_THE_WAY.values(), ids=ON_THE_WAY)
async def test_an_answer_that_was_lost_stops_nobody(world: Running, plan: list[int | str]) -> None:
    transport = await world.open.enter_async_context(Rough(world.origin))
    known = await world.phone("stichter-a", start=False)
    officer = Phone(known.folder, transport, clock=world.clock.now)
    await officer.start()
    lies, kees = await world.phone("lies", start=False), await world.phone("kees", start=False)
    transport.plan = list(plan)
    with pytest.raises((NotReached, ServerRefused)):
        await freeze(officer, lies.keyring.device)
    await until_it_is_taken(officer, kees.keyring.device)
    await everybody_goes_on(world)
    await officer.sync()
    assert all(officer.directory.devices[phone.keyring.device].frozen for phone in (lies, kees))


@pytest.mark.parametrize("acts_lost", [1, 3])
async def test_a_counter_restored_from_a_backup_catches_up_and_stops_nobody(world: Running, acts_lost: int) -> None:
    officer, lies = await world.phone("stichter-a"), await world.phone("lies", start=False)
    counter = next(officer.folder.rglob("directory.chain"))
    backup = counter.read_bytes()
    for n in range(acts_lost):
        assert (await freeze(officer, lies.keyring.device, frozen=bool(n % 2))).status == 201
    counter.write_bytes(backup)
    assert await until_it_is_taken(officer, lies.keyring.device) == ["chain.broken"] * acts_lost
    await everybody_goes_on(world)
    assert (await freeze(officer, lies.keyring.device, frozen=False)).status == 201, "and is whole from there on"


def for_nobody(holder: Phone) -> Draft:
    """The least that any holder may sign into the directory alone: their role's key, shared with nobody."""
    identity = holder.roles.get(HOVJ, 1)
    assert identity is not None
    return holder.officer_as(HOVJ).wrap_epoch(HOVJ, 1, identity, ())


async def test_a_holder_who_doubles_numbers_on_purpose_stops_nobody(world: Running) -> None:
    hanna = await world.phone("hanna")
    counter = next(hanna.folder.rglob("directory.chain"), None)
    assert counter is None, "no act of this device in the directory yet"

    async def share_with_nobody() -> int:
        return (await hanna.carry_out(for_nobody(hanna))).status

    assert await share_with_nobody() == 201
    next(hanna.folder.rglob("directory.chain")).unlink()
    assert [await share_with_nobody() for _ in range(3)] == [409, 201, 201]
    await everybody_goes_on(world)


@pytest.mark.parametrize("how", ["frozen", "revoked"])
async def test_a_device_out_of_use_is_no_second_signer_either(world: Running, how: str) -> None:
    officer, lies, hanna = await world.phone("stichter-a"), await world.phone("lies"), await world.phone("hanna")
    if how == "frozen":
        assert (await freeze(officer, lies.keyring.device)).status == 201
    else:
        drafted = officer.officer().revoke_device(lies.keyring.device)
        assert (await officer.carry_out(drafted, also=SECOND)).status == 201
    shared = for_nobody(hanna)
    if how == "frozen":
        answer = await hanna.carry_out(shared, also=[lies.keyring])
        assert (answer.status, answer.code) == (403, "device.frozen")
    else:
        with pytest.raises(ServerRefused):
            await hanna.carry_out(shared, also=[lies.keyring])
    await everybody_goes_on(world)


async def forged(world: Running, officer: Phone, draft: Draft, **changed: str) -> str:
    """Send what no honest app signs: a draft of which some parameters are others. Returns why it was refused."""
    seq, prev = world.world.chains[officer.keyring.device, DIRECTORY_LOG]
    raw = build_payload(
        draft, device=officer.keyring.device, at=world.clock.now(), log=DIRECTORY_LOG, seq=seq + 1, prev=prev
    )
    document = json.loads(raw)
    document["params"].update(changed)
    signed = envelopes.sign(REAL_TYPE, json.dumps(document).encode(), [officer.keyring, *SECOND])
    with pytest.raises(ServerRefused) as found:
        await officer.api.send([ReadyAct(signed, dict(draft.blobs))])
    return found.value.code


@pytest.mark.parametrize(("field", "none"), [("hybrid", NO_HYBRID), ("x25519", NO_X25519), ("hybrid", NO_X25519)])
async def test_a_device_is_never_recorded_with_a_key_that_is_none(world: Running, field: str, none: str) -> None:
    officer = await world.phone("stichter-a")
    keys = Keyring.generate(PersonId("rob"), OrganisationId("politie"), DeviceId("rob-9"), seeded(6)).public
    assert await forged(world, officer, officer.officer().add_device(keys), **{field: none}) == "act.malformed"
    await everybody_goes_on(world)


async def test_a_role_never_gets_a_key_that_is_none(world: Running) -> None:
    officer = await world.phone("stichter-a")
    draft = officer.officer().new_epoch(officer.directory, HOVJ)
    assert await forged(world, officer, draft, recipient=NO_HYBRID) == "act.malformed"
    await everybody_goes_on(world)


async def test_a_role_never_gets_a_key_that_any_role_had(world: Running) -> None:
    officer = await world.phone("stichter-a")
    had = [officer.directory.epochs[held][0].recipient for held in (HOVJ, PIKET)]
    renewed = officer.officer().new_epoch(officer.directory, HOVJ)
    assert (await officer.carry_out(renewed, also=SECOND)).status == 201
    await officer.sync()
    for recipient in had:
        draft = officer.officer().new_epoch(officer.directory, HOVJ)
        assert isinstance(draft.params, acts.NewEpoch)
        params = draft.params.model_copy(update={"recipient": recipient, "wraps": []})
        answer = await officer.carry_out(Draft(draft.id, draft.name, params, draft.holding), also=SECOND)
        assert (answer.status, answer.code) == (409, "epoch.recipient")
    assert (await freeze(officer, officer.directory.living_devices(PersonId("lies"))[0].id)).status == 201
    await everybody_goes_on(world)


async def test_keys_that_are_none_are_not_taken_on_an_invitation_nor_signed_from_one(
    world: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    officer, invitation = await invited(world)
    phone, _ = await tablet(world)
    await phone.enrol(invitation)
    honest = await officer.api.enrolments()

    async def served() -> object:
        offers = tuple(one.model_copy(update={"hybrid": NO_HYBRID}) for one in honest.enrolments)
        return honest.model_copy(update={"enrolments": offers})

    with monkeypatch.context() as patched:
        patched.setattr(officer.api, "enrolments", served)
        with pytest.raises(InvitationRefused):
            await officer.admit(invitation, also=SECOND)
    assert (await officer.admit(invitation, also=SECOND)).status == 201
    await everybody_goes_on(world)
