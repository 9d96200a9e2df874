"""The inbox: what happened is kept once, claimed by one, done once, or set aside."""

from dataclasses import replace

from domain.inbox import InboxEntry, InboxKind
from storage.inbox import Inbox
from storage.unit_of_work import SqlUnitOfWork
from tests.contracts.samples import NOW, SECOND, sha
from tests.harness.stores import LEASE, OpenStore


def entry(n: int = 0) -> InboxEntry:
    return InboxEntry(
        source_key=f"tap/{n}",
        update_id=n,
        kind=InboxKind.TAP,
        chat="1001",
        message=None,
        callback="c",
        handle="h",
        token_hash=sha("t"),
        received_at=NOW + n * SECOND,
    )


async def test_a_redelivered_update_is_kept_once(opened: OpenStore) -> None:
    assert await opened.write(lambda uow: uow.inbox.put([entry(0), entry(1)])) == 2
    again = replace(entry(1), update_id=99)
    assert await opened.write(lambda uow: uow.inbox.put([again, entry(2)])) == 1
    assert await opened.write(lambda uow: uow.inbox.put([])) == 0
    assert await opened.write(lambda uow: uow.inbox.claim(NOW, 10)) == [entry(n) for n in range(3)]


async def test_a_claimed_entry_is_nobody_elses_until_the_lease_runs_out(opened: OpenStore) -> None:
    await opened.write(lambda uow: uow.inbox.put([entry(0), entry(1)]))
    assert await opened.write(lambda uow: uow.inbox.claim(NOW, 1)) == [entry(0)]
    assert await opened.write(lambda uow: another(uow).claim(NOW, 10)) == [entry(1)]
    assert await opened.write(lambda uow: another(uow).claim(NOW + LEASE - SECOND, 1)) == [entry(1)]
    assert await opened.write(lambda uow: another(uow).claim(NOW + LEASE, 10)) == [entry(0), entry(1)]


async def test_what_an_instance_claimed_and_did_not_finish_it_gets_again_at_once(opened: OpenStore) -> None:
    """It died, or its claim was stored and reported failed: a tap must not wait for a lease."""
    await opened.write(lambda uow: uow.inbox.put([entry(0), entry(1)]))
    assert await opened.write(lambda uow: uow.inbox.claim(NOW, 10)) == [entry(0), entry(1)]
    await opened.write(lambda uow: uow.inbox.done("tap/0"))
    assert await opened.write(lambda uow: uow.inbox.claim(NOW, 10)) == [entry(1)]
    assert await opened.write(lambda uow: another(uow).claim(NOW, 10)) == []


def another(uow: SqlUnitOfWork) -> Inbox:
    """The inbox as another instance on the same database sees it."""
    return Inbox(uow.inbox._transaction, "another", LEASE)


async def test_what_is_done_or_set_aside_does_not_come_back(opened: OpenStore) -> None:
    await opened.write(lambda uow: uow.inbox.put([entry(n) for n in range(3)]))
    await opened.write(lambda uow: uow.inbox.claim(NOW, 10))
    await opened.write(lambda uow: uow.inbox.done("tap/0"))
    await opened.write(lambda uow: uow.inbox.quarantine("tap/1", "onbekend"))
    assert await opened.read(lambda uow: uow.inbox.waiting()) == 1
    assert await opened.write(lambda uow: uow.inbox.claim(NOW + LEASE, 10)) == [entry(2)]
    assert await opened.write(lambda uow: uow.inbox.put([entry(0), entry(1)])) == 0


async def test_what_cannot_be_read_is_kept_as_its_shape_and_never_claimed(opened: OpenStore) -> None:
    await opened.write(lambda uow: uow.inbox.put_unreadable("update/7", "update_id:int", NOW))
    await opened.write(lambda uow: uow.inbox.put_unreadable("update/7", "anders", NOW))
    assert await opened.read(lambda uow: uow.inbox.waiting()) == 0
    assert await opened.write(lambda uow: uow.inbox.claim(NOW, 10)) == []
