"""The outbox: a bell is leased before it is sent, known by one handle, and never forgotten half-way."""

from dataclasses import replace
from datetime import datetime
from secrets import token_bytes

import pytest

from domain.bells import Address, BellAction, ChannelKind, Lane, NewBell, OutboxRow, Outcome
from domain.ids import DeviceId, ItemId, PersonId
from domain.ports import Bell
from storage.committed import Committed
from storage.outbox import Outbox
from storage.unit_of_work import SqlUnitOfWork
from tests.contracts.samples import (
    ANNA,
    BRAM,
    MINUTE,
    NOW,
    PHONE,
    SECOND,
    item_id,
    make_address,
    make_bell,
    make_device,
)
from tests.harness.stores import HANDLE_LIFE, LEASE, OpenStore

CEES = PersonId("cees")


async def put(opened: OpenStore, *bells: NewBell) -> list[OutboxRow]:
    before = len(opened.commits)
    await opened.write(lambda uow: uow.outbox.put(bells, NOW))
    return opened.commits[before].bells if len(opened.commits) > before else []


async def test_an_address_is_renewed_and_then_no_longer_refused(opened: OpenStore) -> None:
    async def addresses() -> list[Address]:
        return list(await opened.read(lambda uow: uow.outbox.addresses(ANNA)))

    assert await addresses() == []
    await opened.write(lambda uow: uow.outbox.put_address(ANNA, ChannelKind.TELEGRAM, "1", NOW))
    await opened.write(lambda uow: uow.outbox.put_address(ANNA, ChannelKind.WEBHOOK, "https://x", NOW))
    first, second = await addresses()
    assert (first.target, first.order, second.target, second.order) == ("1", 0, "https://x", 1)
    await opened.write(lambda uow: uow.outbox.refuse_address(first.id, NOW))
    await opened.write(lambda uow: uow.outbox.refuse_address(first.id, NOW + MINUTE))
    assert await addresses() == [replace(first, refused_at=NOW), second]
    await opened.write(lambda uow: uow.outbox.put_address(ANNA, ChannelKind.TELEGRAM, "1", NOW))
    assert await addresses() == [first, second]


async def test_a_device_has_one_subscription_that_is_forgotten_when_it_makes_another(opened: OpenStore) -> None:
    async def put(target: str, device: str | None, at: datetime = NOW) -> None:
        found = None if device is None else DeviceId(device)
        await opened.write(lambda uow: uow.outbox.put_address(ANNA, ChannelKind.WEB_PUSH, target, at, found))

    async def addresses() -> list[Address]:
        return list(await opened.read(lambda uow: uow.outbox.addresses(ANNA)))

    await put("een", "a-1")
    await put("twee", "a-2")
    first, second = await addresses()
    assert await opened.write(lambda uow: uow.outbox.refuse_address(first.id, NOW))
    assert not await opened.write(lambda uow: uow.outbox.refuse_address(first.id, NOW))
    await put("nieuw", "a-1", NOW + SECOND)
    again, kept = await addresses()
    assert (again.target, again.order, again.device, again.refused_at) == ("nieuw", 0, "a-1", None)
    assert (again.id != first.id, kept) == (True, second)
    assert not await opened.write(lambda uow: uow.outbox.refuse_address(first.id, NOW)), "it is no more"
    await put("twee", "a-3", NOW + SECOND)
    assert [(one.target, one.device) for one in await addresses()] == [("nieuw", "a-1"), ("twee", "a-3")]
    await opened.write(lambda uow: uow.outbox.forget_address(again.id))
    await put("derde", "a-4")
    assert [(one.target, one.order) for one in await addresses()] == [("twee", 1), ("derde", 2)]


@pytest.mark.parametrize("how", ["revoked", "frozen"])
async def test_a_device_that_is_revoked_or_frozen_has_no_address(opened: OpenStore, how: str) -> None:
    def unit(uow: SqlUnitOfWork) -> None:
        uow.directory.put_device(make_device(), NOW)
        uow.outbox.put_address(ANNA, ChannelKind.WEB_PUSH, "een", NOW, PHONE)
        uow.outbox.put_address(ANNA, ChannelKind.TELEGRAM, "1", NOW)
        if how == "revoked":
            uow.directory.revoke_device(PHONE, NOW)
        else:
            uow.directory.freeze_device(PHONE, NOW)

    await opened.write(unit)
    found = await opened.read(lambda uow: uow.outbox.addresses(ANNA))
    assert [one.channel for one in found] == [ChannelKind.TELEGRAM]


async def test_a_bell_keeps_how_long_it_is_worth_delivering(opened: OpenStore) -> None:
    (row,) = await put(opened, make_bell(life=30 * SECOND))
    assert row.life == 30 * SECOND
    (found,) = await opened.write(lambda uow: uow.outbox.claim_due(NOW + LEASE, 10))
    assert found.life == 30 * SECOND


async def test_addresses_of_many_and_whose_target_it_is(opened: OpenStore) -> None:
    await opened.write(lambda uow: uow.outbox.put_address(ANNA, ChannelKind.TELEGRAM, "1", NOW))
    await opened.write(lambda uow: uow.outbox.put_address(BRAM, ChannelKind.TELEGRAM, "1", NOW + SECOND))
    found = await opened.read(lambda uow: uow.outbox.addresses_of([ANNA, BRAM, PersonId("cees")]))
    assert {person: [one.target for one in rows] for person, rows in found.items()} == {
        ANNA: ["1"],
        BRAM: ["1"],
        "cees": [],
    }
    newest = await opened.read(lambda uow: uow.outbox.address_at(ChannelKind.TELEGRAM, "1"))
    assert newest is not None
    assert newest.person == BRAM
    assert await opened.read(lambda uow: uow.outbox.address_at(ChannelKind.WEBHOOK, "1")) is None


async def test_a_bell_for_now_is_handed_over_by_the_commit_already_leased(opened: OpenStore) -> None:
    (row,) = await put(opened, make_bell())
    assert len(row.handle) == 22
    assert row == OutboxRow(
        id=row.id,
        handle=row.handle,
        person=ANNA,
        address=make_address(),
        action=BellAction.RING,
        lane=Lane.URGENT,
        repeat=0,
        drill=False,
        item=item_id(),
        obligation=7,
        ring=1,
        refers_to=None,
        state=Outcome.SENDING,
        not_before=NOW,
        attempts=1,
        created_at=NOW,
    )
    assert await opened.write(lambda uow: uow.outbox.claim_due(NOW + LEASE - SECOND, 10)) == []


async def test_no_two_bells_share_a_handle(opened: OpenStore) -> None:
    rows = await put(opened, *[make_bell(PersonId(f"p{n}")) for n in range(342)])
    assert len({row.handle for row in rows}) == len({row.id for row in rows}) == 342
    assert await put(opened) == []


async def test_a_bell_whose_lease_ran_out_is_claimed_as_perhaps_sent(opened: OpenStore) -> None:
    (row,) = await put(opened, make_bell())
    (claimed,) = await opened.write(lambda uow: uow.outbox.claim_due(NOW + LEASE, 10))
    assert claimed == replace(row, state=Outcome.AMBIGUOUS, attempts=2)
    assert await opened.write(lambda uow: uow.outbox.claim_due(NOW + LEASE, 10)) == []


async def test_a_bell_that_nobody_was_handed_is_claimed_untried_by_its_own_instance_alone(opened: OpenStore) -> None:
    row, sent, other = await put(opened, make_bell(), make_bell(BRAM), make_bell(PersonId("cor")))
    await opened.write(lambda uow: uow.outbox.settle(sent.id, Outcome.SENT, "m1", None))
    lost = [row.id, sent.id, 4711]
    assert await opened.write(lambda uow: uow.outbox.claim_due(NOW + SECOND, 10, lost)) == [row]
    assert await opened.write(lambda uow: another(uow).claim_due(NOW + SECOND, 10, [other.id])) == []
    assert await opened.write(lambda uow: uow.outbox.claim_due(NOW + LEASE, 10)) != []
    assert opened.last.lost == {}


def another(uow: SqlUnitOfWork) -> Outbox:
    """The outbox as another instance on the same database sees it."""
    return Outbox(uow.outbox._transaction, Committed(), token_bytes, "another", LEASE, HANDLE_LIFE)


async def test_a_bell_for_later_is_claimed_when_its_moment_comes(opened: OpenStore) -> None:
    assert await put(opened, make_bell(not_before=NOW + MINUTE)) == []
    assert opened.last.next_at == NOW + MINUTE
    assert await opened.read(lambda uow: uow.outbox.next_planned()) == NOW + MINUTE
    assert await opened.write(lambda uow: uow.outbox.claim_due(NOW + MINUTE - SECOND, 10)) == []
    (claimed,) = await opened.write(lambda uow: uow.outbox.claim_due(NOW + MINUTE, 10))
    assert (claimed.state, claimed.attempts) == (Outcome.SENDING, 1)
    assert await opened.read(lambda uow: uow.outbox.next_planned()) is None


async def test_urgent_bells_are_claimed_first_up_to_a_limit(opened: OpenStore) -> None:
    later = NOW + MINUTE
    await put(
        opened,
        make_bell(lane=Lane.REGULAR, not_before=NOW + SECOND),
        make_bell(BRAM, not_before=later),
        make_bell(ANNA, not_before=later - SECOND),
    )
    claimed = await opened.write(lambda uow: uow.outbox.claim_due(later, 2))
    assert [(row.lane, row.person) for row in claimed] == [(Lane.URGENT, ANNA), (Lane.URGENT, BRAM)]


@pytest.mark.parametrize("reference", ["m2", None])
@pytest.mark.parametrize("outcome", [Outcome.MOOT, Outcome.REFUSED, Outcome.NOT_SENT, Outcome.AMBIGUOUS], ids=str)
async def test_a_bell_that_left_after_another_attempt_was_settled_is_sent_once(
    opened: OpenStore, outcome: Outcome, reference: str | None
) -> None:
    [row] = await put(opened, make_bell())

    async def left() -> bool:
        return await opened.write(lambda uow: uow.outbox.sent_after_all(row.id, reference))

    assert not await left(), "it is being sent: its own attempt says how that went"
    again = NOW + MINUTE if outcome is Outcome.NOT_SENT else None
    assert await opened.write(lambda uow: uow.outbox.settle(row.id, outcome, None, again))
    assert [await left(), await left()] == [True, False]
    assert await opened.write(lambda uow: uow.outbox.claim_due(NOW + 2 * MINUTE, 10)) == []
    assert row.obligation is not None
    [sent] = await opened.read(lambda uow: uow.outbox.sent_of(row.obligation or 0))
    assert (sent.state, sent.refers_to) == (Outcome.SENT, reference)


@pytest.mark.parametrize("outcome", [Outcome.SENT, Outcome.REFUSED, Outcome.AMBIGUOUS, Outcome.MOOT, Outcome.NOT_SENT])
async def test_a_settled_bell_is_settled_once_and_not_claimed_again(opened: OpenStore, outcome: Outcome) -> None:
    (row,) = await put(opened, make_bell())
    assert await opened.write(lambda uow: uow.outbox.settle(row.id, outcome, "m1", None))
    assert not await opened.write(lambda uow: uow.outbox.settle(row.id, Outcome.SENT, "m2", None))
    assert await opened.write(lambda uow: uow.outbox.claim_due(NOW + LEASE, 10)) == []


async def test_a_failed_attempt_plans_the_same_bell_again(opened: OpenStore) -> None:
    (row,) = await put(opened, make_bell())
    again = NOW + 3 * SECOND
    assert await opened.write(lambda uow: uow.outbox.settle(row.id, Outcome.NOT_SENT, None, again))
    assert opened.last.next_at == again
    (claimed,) = await opened.write(lambda uow: uow.outbox.claim_due(again, 10))
    assert claimed == replace(row, not_before=again, attempts=2)


async def test_a_renewed_lease_keeps_a_waiting_bell(opened: OpenStore) -> None:
    (row,) = await put(opened, make_bell())
    await opened.write(lambda uow: uow.outbox.renew([row.id], NOW + 2 * LEASE))
    await opened.write(lambda uow: uow.outbox.renew([], NOW))
    assert await opened.write(lambda uow: uow.outbox.claim_due(NOW + LEASE, 10)) == []
    assert len(await opened.write(lambda uow: uow.outbox.claim_due(NOW + 2 * LEASE, 10))) == 1


async def test_a_handle_leads_to_its_bell_only(opened: OpenStore) -> None:
    (row,) = await put(opened, make_bell())
    expected = Bell(row.handle, ANNA, item_id(), 7, NOW + HANDLE_LIFE)
    assert await opened.read(lambda uow: uow.outbox.bell(row.handle)) == expected
    assert await opened.read(lambda uow: uow.outbox.bell("iets anders")) is None


async def test_a_bell_to_an_unknown_chat_belongs_to_nobody(opened: OpenStore) -> None:
    address = Address(0, PersonId(""), ChannelKind.TELEGRAM, "99", 0, None)
    bell = make_bell(None, address=address, action=BellAction.EXPLAIN, item=None, obligation=None)
    (row,) = await put(opened, bell)
    assert await opened.read(lambda uow: uow.outbox.bell(row.handle)) is None
    (claimed,) = await opened.write(lambda uow: uow.outbox.claim_due(NOW + LEASE, 10))
    assert (claimed.person, claimed.address) == (None, address)


async def test_what_may_be_on_a_screen_carries_the_reference_of_its_message(opened: OpenStore) -> None:
    sent, sending, edit = await put(
        opened,
        make_bell(),
        make_bell(BRAM, action=BellAction.TOLD),
        make_bell(action=BellAction.CLOSED, refers_to="m0"),
    )
    (refused,) = await put(opened, make_bell())
    await opened.write(lambda uow: uow.outbox.settle(sent.id, Outcome.SENT, "m1", None))
    await opened.write(lambda uow: uow.outbox.settle(refused.id, Outcome.REFUSED, None, None))
    found = await opened.read(lambda uow: uow.outbox.sent_of(7))
    assert {(row.handle, row.refers_to) for row in found} == {(sent.handle, "m1"), (sending.handle, None)}
    assert [row.handle for row in await opened.read(lambda uow: uow.outbox.sent_of(7, ANNA))] == [sent.handle]
    assert await opened.read(lambda uow: uow.outbox.sent_of(8)) == []
    assert edit.refers_to == "m0"


async def test_bells_since_a_moment_are_counted_per_person_and_lane(opened: OpenStore) -> None:
    later = NOW + MINUTE
    rows = await put(
        opened,
        make_bell(lane=Lane.REGULAR),
        make_bell(lane=Lane.REGULAR, not_before=later, action=BellAction.TOLD),
        replace(make_bell(lane=Lane.URGENT), item=ItemId("o" * 22)),
        make_bell(lane=Lane.REGULAR, action=BellAction.CLOSED),
        make_bell(BRAM, lane=Lane.REGULAR),
    )
    await opened.write(lambda uow: uow.outbox.settle(rows[-1].id, Outcome.MOOT, None, None))

    async def since(moment: datetime) -> dict[PersonId, list[datetime]]:
        found = await opened.read(lambda uow: uow.outbox.bells_since([ANNA, BRAM], Lane.REGULAR, moment))
        return {person: list(moments) for person, moments in found.items()}

    assert await since(NOW) == {ANNA: [NOW, later], BRAM: []}
    assert await since(NOW + SECOND) == {ANNA: [later], BRAM: []}
    assert await opened.read(lambda uow: uow.outbox.bells_since([], Lane.REGULAR, NOW)) == {}


async def test_x_08_a_regular_bell_counts_at_once_except_for_another_of_its_item_in_the_same_transaction(
    opened: OpenStore,
) -> None:
    bell = make_bell(lane=Lane.REGULAR)

    def unit(uow: SqlUnitOfWork) -> list[list[datetime]]:
        closed = replace(bell, action=BellAction.CLOSED, item=ItemId("c" * 22), refers_to="m0")
        uow.outbox.put([bell, replace(bell, lane=Lane.URGENT, item=ItemId("u" * 22)), closed], NOW)
        asked = [bell.item, ItemId("o" * 22), None]
        return [list(uow.outbox.bells_since([ANNA], Lane.REGULAR, NOW, besides=one)[ANNA]) for one in asked]

    assert await opened.write(unit) == [[], [NOW], [NOW]]
    found = await opened.read(lambda uow: uow.outbox.bells_since([ANNA], Lane.REGULAR, NOW, besides=bell.item))
    assert found == {ANNA: [NOW]}, "of an earlier transaction it counts"


async def test_x_08_of_two_rings_of_one_transaction_the_later_one_is_the_bell(opened: OpenStore) -> None:
    """So that it is what its obligation stands at: a bell of an earlier ring is not tried again."""
    rows = await put(opened, make_bell(ring=1), make_bell(ring=2))
    assert [row.ring for row in rows] == [2]


async def test_x_08_who_gets_a_bell_of_an_item_later_is_known_at_once(opened: OpenStore) -> None:
    later, other = NOW + MINUTE, ItemId("o" * 22)

    def unit(uow: SqlUnitOfWork) -> list[set[PersonId]]:
        closing = make_bell(CEES, not_before=later, action=BellAction.CLOSED)
        uow.outbox.put([make_bell(), make_bell(BRAM, not_before=later), closing], NOW)
        return [set(uow.outbox.coming(one)) for one in (item_id(), other)]

    assert await opened.write(unit) == [{BRAM}, set()]
    assert set(await opened.read(lambda uow: uow.outbox.coming(item_id()))) == {BRAM}
    await opened.write(lambda uow: uow.outbox.claim_due(later, 10))
    assert await opened.read(lambda uow: uow.outbox.coming(item_id())) == set()


async def test_x_08_an_address_gets_one_bell_a_transaction_however_much_waits(opened: OpenStore) -> None:
    rows = await put(
        opened,
        make_bell(),
        make_bell(),
        make_bell(action=BellAction.TOLD),
        make_bell(BRAM, action=BellAction.TOLD),
        make_bell(BRAM, lane=Lane.REGULAR, obligation=8),
        make_bell(CEES, lane=Lane.REGULAR, obligation=8),
        make_bell(CEES, obligation=9),
    )
    assert [(row.person, row.action, row.lane, row.obligation) for row in rows] == [
        (ANNA, BellAction.RING, Lane.URGENT, 7),
        (BRAM, BellAction.RING, Lane.URGENT, 8),
        (CEES, BellAction.RING, Lane.URGENT, 9),
    ]
    other = replace(make_bell(), item=ItemId("o" * 22))
    assert len(await put(opened, make_bell(), other)) == 2  # what closes one item's bell says nothing of another's
