"""The outbox: a bell is leased before it is sent, known by one handle, and never forgotten half-way."""

from dataclasses import replace
from datetime import datetime
from secrets import token_bytes

import pytest

from domain.bells import Address, BellAction, ChannelKind, Lane, OutboxRow, Outcome
from domain.ids import ItemId, PersonId
from domain.ports import Bell, NewBell
from storage.committed import Committed
from storage.outbox import Outbox
from storage.unit_of_work import SqlUnitOfWork
from tests.contracts.samples import ANNA, BRAM, MINUTE, NOW, SECOND, item_id, make_address, make_bell
from tests.harness.stores import HANDLE_LIFE, LEASE, OpenStore


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
        make_bell(lane=Lane.URGENT),
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


async def test_x_08_an_address_gets_one_bell_a_transaction_however_much_waits(opened: OpenStore) -> None:
    rows = await put(
        opened,
        make_bell(),
        make_bell(),
        make_bell(action=BellAction.TOLD),
        make_bell(lane=Lane.REGULAR),
        make_bell(BRAM, action=BellAction.TOLD),
        make_bell(BRAM),
    )
    assert [(row.person, row.action, row.lane) for row in rows] == [
        (ANNA, BellAction.RING, Lane.URGENT),
        (ANNA, BellAction.RING, Lane.REGULAR),
        (BRAM, BellAction.TOLD, Lane.URGENT),
        (BRAM, BellAction.RING, Lane.URGENT),
    ]
    other = replace(make_bell(), item=ItemId("o" * 22))
    assert len(await put(opened, make_bell(), other)) == 2  # what closes one item's bell says nothing of another's
