"""What passkeys, the stream of events and sessions ask of every store."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import pytest

from domain.acts.envelope import Proof, SignedAct
from domain.enrolment import Enrolment
from domain.ids import DeviceId, ItemId, Sha256Hex
from domain.obligations import Obligation
from domain.ports import Device
from storage.unit_of_work import SqlUnitOfWork
from tests.contracts.samples import (
    ANNA,
    MINUTE,
    NOW,
    OM,
    PHONE,
    act_id,
    item_id,
    make_act,
    make_answer,
    make_device,
    make_obligation,
    sha,
)
from tests.harness.stores import OpenStore

PASSKEY = b"\x04" + bytes(range(64))


async def test_a_device_and_an_offer_come_back_with_their_passkey(opened: OpenStore) -> None:
    device = replace(make_device(), passkey=PASSKEY)
    offer = Enrolment(sha("t"), ANNA, OM, DeviceId("x"), b"\x04" + bytes(64), "age1x", "age1pq1x", bytes(32),
                      NOW, NOW + MINUTE, PASSKEY)  # fmt: skip

    def unit(uow: SqlUnitOfWork) -> None:
        uow.directory.put_device(device, NOW)
        uow.enrolments.put(offer)

    await opened.write(unit)
    assert await opened.read(lambda uow: uow.directory.device(PHONE)) == device
    assert await opened.read(lambda uow: uow.enrolments.find(sha("t"))) == offer


async def test_an_act_comes_back_with_both_kinds_of_proof_byte_for_byte(opened: OpenStore) -> None:
    act = make_act()
    proofs = (*act.signed.proofs, Proof("webauthn", PHONE, b"\x30\x00", b"\x01" * 37, b'{"a":1}'))
    signed = SignedAct(act.signed.payload_type, act.signed.payload, proofs)
    await opened.write(lambda uow: uow.acts.add(replace(act, signed=signed), ANNA, make_answer(), NOW))
    assert await opened.read(lambda uow: uow.acts.signed(act_id())) == signed


KNOWN = replace(make_device(), signing_key=b"\x04a", hybrid="age1pq1known", passkey=b"\x04b")
STRANGER = replace(make_device(DeviceId("z")), signing_key=b"\x04c", hybrid="age1pq1other", passkey=None)
SAME = [
    ("nothing", STRANGER, False),
    ("nothing, with a passkey", replace(STRANGER, passkey=b"\x04d"), False),
    ("the id", replace(STRANGER, id=KNOWN.id), True),
    ("the hybrid key", replace(STRANGER, hybrid=KNOWN.hybrid), True),
    ("the signing key", replace(STRANGER, signing_key=b"\x04a"), True),
    ("a passkey that signs elsewhere", replace(STRANGER, passkey=b"\x04a"), True),
    ("a signing key that is a passkey elsewhere", replace(STRANGER, signing_key=b"\x04b"), True),
    ("the passkey", replace(STRANGER, passkey=b"\x04b"), True),
]


@pytest.mark.parametrize(("device", "known"), [one[1:] for one in SAME], ids=[one[0] for one in SAME])
async def test_a_key_is_known_whoever_has_it_and_whatever_it_is_for(
    opened: OpenStore, device: Device, known: bool
) -> None:
    await opened.write(lambda uow: uow.directory.put_device(KNOWN, NOW))
    assert await opened.read(lambda uow: uow.directory.knows(device)) is known


async def climbed(opened: OpenStore) -> dict[ItemId, int]:
    return dict(await opened.read(lambda uow: uow.obligations.climbed([item_id(1), item_id(2)])))


async def test_what_climbed_grows_with_everything_that_opens_climbs_or_is_settled(opened: OpenStore) -> None:
    assert await climbed(opened) == {}
    one = await opened.write(lambda uow: uow.obligations.open(make_obligation(item=item_id(1))))
    await opened.write(lambda uow: uow.obligations.open(make_obligation(item=item_id(3))))
    seen = [await climbed(opened)]
    for changed in (
        replace(one, rung=0),
        replace(one, rung=1),
        replace(one, rung=1, settled_at=NOW, settled_by=ANNA, next_at=None),
    ):
        await opened.write(partial(_save, changed))
        seen.append(await climbed(opened))
    assert [list(each) for each in seen] == [[item_id(1)]] * 4
    heights = [each[item_id(1)] for each in seen]
    assert heights == sorted(set(heights))
    assert await opened.read(lambda uow: uow.obligations.climbed([])) == {}


def _save(obligation: Obligation, uow: SqlUnitOfWork) -> None:
    uow.obligations.save(obligation)


async def test_the_session_just_opened_lives_though_all_were_opened_at_one_moment(opened: OpenStore) -> None:
    names = [sha(f"s{n}") for n in range(20)]

    def living(uow: SqlUnitOfWork) -> list[Sha256Hex]:
        return [name for name in names if uow.sessions.find(name, NOW) is not None]

    for name in names:
        await opened.write(partial(_open, name))
        assert name in await opened.read(living)
    assert len(await opened.read(living)) == 3


def _open(name: Sha256Hex, uow: SqlUnitOfWork) -> None:
    uow.sessions.open(name, PHONE, NOW, NOW + MINUTE, keep=3)
