"""Offers of keys by new devices are kept until an officer signs them or they expire, on each kind of database."""

from __future__ import annotations

from dataclasses import replace

from domain.enrolment import Enrolment
from domain.ids import DeviceId
from storage.unit_of_work import SqlUnitOfWork
from tests.contracts.samples import ANNA, MINUTE, NOW, OM, PHONE, make_device, sha
from tests.harness.stores import OpenStore

OFFER = Enrolment(
    token=sha("invitation"), person=ANNA, organisation=OM, device=PHONE, signing_key=b"\x04" + bytes(64),
    x25519="age1x", hybrid="age1pq1x", mac=bytes(32), at=NOW, expires_at=NOW + MINUTE,
)  # fmt: skip


async def test_an_offer_comes_back_whole(opened: OpenStore) -> None:
    await opened.write(lambda uow: uow.enrolments.put(OFFER))
    assert await opened.read(lambda uow: uow.enrolments.find(OFFER.token)) == OFFER
    assert await opened.read(lambda uow: uow.enrolments.find(sha("other"))) is None


async def test_offers_wait_oldest_first_until_they_expire_or_the_device_is_added(opened: OpenStore) -> None:
    later = replace(OFFER, token=sha("later"), device=DeviceId("ander"), at=NOW + MINUTE / 2)

    def put(uow: SqlUnitOfWork) -> None:
        for offer in (later, OFFER):
            uow.enrolments.put(offer)

    await opened.write(put)
    assert list(await opened.read(lambda uow: uow.enrolments.waiting(NOW, 9))) == [OFFER, later]
    assert list(await opened.read(lambda uow: uow.enrolments.waiting(NOW, 1))) == [OFFER]
    assert list(await opened.read(lambda uow: uow.enrolments.waiting(NOW + MINUTE, 9))) == []
    await opened.write(lambda uow: uow.directory.put_device(make_device(), NOW))
    assert list(await opened.read(lambda uow: uow.enrolments.waiting(NOW, 9))) == [later]
