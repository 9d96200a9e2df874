"""The directory: who holds what at which moment, keys per epoch, facts in order; revocation ends sessions at once."""

import pytest

from domain.errors import NotFound
from domain.functies import Functie, Holding, Scope
from domain.ids import DeviceId, OrganisationId, PersonId
from domain.ports import Epoch
from domain.readings import EpochWrap, Fact
from storage.unit_of_work import SqlUnitOfWork
from tests.contracts.samples import (
    ANNA,
    BRAM,
    HOVJ,
    LCC,
    MINUTE,
    NOW,
    OM,
    PHONE,
    PIKET,
    SECOND,
    make_act,
    make_answer,
    make_device,
    sha,
)
from tests.harness.stores import OpenStore

TABLET = DeviceId("tablet_anna")


async def test_a_membership_holds_from_its_start_until_its_end(opened: OpenStore) -> None:
    await opened.write(lambda uow: uow.directory.put_membership(ANNA, HOVJ, NOW))
    await opened.write(lambda uow: uow.directory.end_membership(ANNA, HOVJ, NOW + MINUTE))
    moments = [NOW - SECOND, NOW, NOW + MINUTE - SECOND, NOW + MINUTE]
    held = await opened.read(lambda uow: [uow.directory.holds(ANNA, HOVJ, at) for at in moments])
    assert held == [False, True, True, False]


async def test_a_membership_is_of_one_person_functie_and_scope(opened: OpenStore) -> None:
    await opened.write(lambda uow: uow.directory.put_membership(ANNA, HOVJ, NOW))
    elsewhere = Holding(Functie.HOVJ, Scope("arr:zuid"))
    others = [(BRAM, HOVJ), (ANNA, elsewhere), (ANNA, PIKET)]
    held = await opened.read(lambda uow: [uow.directory.holds(person, holding, NOW) for person, holding in others])
    assert held == [False, False, False]


async def test_who_left_can_come_back(opened: OpenStore) -> None:
    def unit(uow: SqlUnitOfWork) -> None:
        uow.directory.put_membership(ANNA, HOVJ, NOW)
        uow.directory.end_membership(ANNA, HOVJ, NOW + MINUTE)
        uow.directory.put_membership(ANNA, HOVJ, NOW + 2 * MINUTE)

    await opened.write(unit)
    held = await opened.read(lambda uow: [uow.directory.holds(ANNA, HOVJ, NOW + n * MINUTE) for n in range(3)])
    assert held == [True, False, True]


async def test_holders_and_holdings_are_each_named_once(opened: OpenStore) -> None:
    def unit(uow: SqlUnitOfWork) -> None:
        for person, holding in [(BRAM, PIKET), (ANNA, PIKET), (ANNA, PIKET), (ANNA, LCC)]:
            uow.directory.put_membership(person, holding, NOW)
        uow.directory.end_membership(ANNA, LCC, NOW)

    await opened.write(unit)
    assert await opened.read(lambda uow: uow.directory.holders(PIKET, NOW)) == [ANNA, BRAM]
    assert await opened.read(lambda uow: uow.directory.holdings_of(ANNA, NOW)) == [PIKET]
    assert await opened.read(lambda uow: uow.directory.holders(PIKET, NOW - SECOND)) == []
    assert await opened.read(lambda uow: uow.directory.granted_to(PIKET)) == [ANNA, BRAM]
    assert await opened.read(lambda uow: uow.directory.holders(LCC, NOW)) == []
    assert await opened.read(lambda uow: uow.directory.granted_to(LCC)) == [ANNA], "also who no longer holds it"


async def test_the_employer_is_known_or_said_to_be_unknown(opened: OpenStore) -> None:
    await opened.write(lambda uow: uow.directory.put_person(ANNA, OM, NOW))
    await opened.write(lambda uow: uow.directory.put_person(ANNA, OrganisationId("nctv"), NOW))
    assert await opened.read(lambda uow: uow.directory.employer(ANNA)) == "nctv"
    with pytest.raises(NotFound):
        await opened.read(lambda uow: uow.directory.employer(PersonId("niemand")))


async def test_a_device_comes_back_as_recorded_then_frozen_then_revoked(opened: OpenStore) -> None:
    assert await opened.read(lambda uow: uow.directory.device(PHONE)) is None
    await opened.write(lambda uow: uow.directory.put_device(make_device(), NOW))
    assert await opened.read(lambda uow: uow.directory.device(PHONE)) == make_device()
    await opened.write(lambda uow: uow.directory.freeze_device(PHONE, NOW))
    frozen = await opened.read(lambda uow: uow.directory.device(PHONE))
    assert frozen is not None
    assert frozen.frozen_at == NOW
    await opened.write(lambda uow: uow.directory.freeze_device(PHONE, None))
    await opened.write(lambda uow: uow.directory.revoke_device(PHONE, NOW + MINUTE))
    await opened.write(lambda uow: uow.directory.revoke_device(PHONE, NOW + 2 * MINUTE))
    revoked = await opened.read(lambda uow: uow.directory.device(PHONE))
    assert revoked is not None
    assert (revoked.frozen_at, revoked.revoked_at) == (None, NOW + MINUTE)


async def test_devices_of_a_person_are_listed(opened: OpenStore) -> None:
    def unit(uow: SqlUnitOfWork) -> None:
        uow.directory.put_device(make_device(TABLET), NOW + MINUTE)
        uow.directory.put_device(make_device(PHONE), NOW)
        uow.directory.put_device(make_device(DeviceId("x"), BRAM), NOW)

    await opened.write(unit)
    assert [one.id for one in await opened.read(lambda uow: uow.directory.devices_of(ANNA))] == [PHONE, TABLET]


async def test_revocation_ends_sessions_in_the_same_commit(opened: OpenStore) -> None:
    def begin(uow: SqlUnitOfWork) -> None:
        uow.sessions.open(sha("a"), PHONE, NOW, NOW + MINUTE, keep=3)
        uow.sessions.open(sha("b"), TABLET, NOW, NOW + MINUTE, keep=3)
        uow.sessions.put_challenge(sha("c"), PHONE, NOW + MINUTE)

    await opened.write(begin)
    await opened.write(lambda uow: uow.directory.revoke_device(PHONE, NOW))
    assert opened.last.sessions_ended == {PHONE}
    assert await opened.read(lambda uow: [uow.sessions.find(sha(t), NOW) for t in "ab"]) == [None, TABLET]
    assert not await opened.write(lambda uow: uow.sessions.use_challenge(sha("c"), PHONE, NOW))


async def test_the_newest_epoch_is_current_and_its_wraps_are_per_device(opened: OpenStore) -> None:
    def unit(uow: SqlUnitOfWork) -> None:
        uow.directory.put_epoch(Epoch(PIKET, 1, "age1pq1een"), {PHONE: sha("1")}, NOW)
        uow.directory.put_epoch(Epoch(PIKET, 2, "age1pq1twee"), {}, NOW)
        uow.directory.add_epoch_wraps(PIKET, 2, {PHONE: sha("2"), TABLET: sha("3")})
        uow.directory.add_epoch_wraps(PIKET, 2, {PHONE: sha("4")})

    await opened.write(unit)
    assert await opened.read(lambda uow: uow.directory.current_epoch(PIKET)) == Epoch(PIKET, 2, "age1pq1twee")
    assert await opened.read(lambda uow: uow.directory.current_epoch(LCC)) is None
    assert await opened.read(lambda uow: uow.directory.epoch_wraps_of(PHONE)) == [
        EpochWrap(PIKET, 1, sha("1")),
        EpochWrap(PIKET, 2, sha("4")),
    ]


@pytest.mark.parametrize(("recipient", "known"), [("een", True), ("twee", True), ("drie", False)])
async def test_a_role_key_is_known_whichever_role_had_it_and_however_long_ago(
    opened: OpenStore, recipient: str, known: bool
) -> None:
    def unit(uow: SqlUnitOfWork) -> None:
        uow.directory.put_epoch(Epoch(PIKET, 1, "een"), {}, NOW)
        uow.directory.put_epoch(Epoch(PIKET, 2, "twee"), {}, NOW)

    await opened.write(unit)
    assert await opened.read(lambda uow: uow.directory.knows(Epoch(HOVJ, 1, recipient))) is known


async def test_facts_are_numbered_without_gaps_and_read_in_order(opened: OpenStore) -> None:
    def add(uow: SqlUnitOfWork, n: int) -> int:
        uow.acts.add(make_act(n, seq=n), ANNA, make_answer(n), NOW)
        return uow.directory.add_fact(make_act(n, seq=n), "grant", NOW)

    assert await opened.write(lambda uow: [add(uow, n) for n in range(3)]) == [0, 1, 2]
    assert await opened.read(lambda uow: uow.directory.facts(1, 10)) == [
        Fact(n, "grant", make_act(n, seq=n).signed, NOW) for n in (1, 2)
    ]
    assert len(await opened.read(lambda uow: uow.directory.facts(0, 2))) == 2


async def test_a_number_can_change(opened: OpenStore) -> None:
    assert await opened.read(lambda uow: uow.directory.number(PIKET)) is None
    await opened.write(lambda uow: uow.directory.put_number(PIKET, "070-0000001"))
    await opened.write(lambda uow: uow.directory.put_number(PIKET, "070-0000002"))
    assert await opened.read(lambda uow: uow.directory.number(PIKET)) == "070-0000002"


async def test_employers_of_few_or_many_leave_out_who_is_unknown(opened: OpenStore) -> None:
    many = [PersonId(f"p{n}") for n in range(40)]

    def unit(uow: SqlUnitOfWork) -> None:
        for person in many:
            uow.directory.put_person(person, OM, NOW)

    await opened.write(unit)
    stranger = PersonId("niemand")
    assert await opened.read(lambda uow: uow.directory.employers([])) == {}
    assert await opened.read(lambda uow: uow.directory.employers([many[0], stranger])) == {many[0]: OM}
    assert await opened.read(lambda uow: uow.directory.employers([*many, stranger])) == dict.fromkeys(many, OM)


async def test_all_numbers_come_at_once(opened: OpenStore) -> None:
    def unit(uow: SqlUnitOfWork) -> None:
        uow.directory.put_number(PIKET, "+31 70 000 0001")
        uow.directory.put_number(HOVJ, "+31 26 000 0001")
        uow.directory.put_number(HOVJ, "+31 26 000 0002")

    assert await opened.read(lambda uow: uow.directory.numbers()) == {}
    await opened.write(unit)
    assert await opened.read(lambda uow: uow.directory.numbers()) == {PIKET: "+31 70 000 0001", HOVJ: "+31 26 000 0002"}
