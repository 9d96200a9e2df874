"""Group commit: one commit for all that waits, each unit its own fate, urgent first, effects before answers."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from threading import Event

import pytest

from domain.errors import StorageBusy
from storage.committed import Committed
from storage.unit_of_work import SqlUnitOfWork
from tests.contracts.samples import MINUTE, NOW, make_bell, sha
from tests.harness.stores import DUPLICATE, OpenStore

Unit = Callable[[SqlUnitOfWork], str]


class Gate:
    """A unit that holds the writer until it is opened, so that everything else queues up behind it."""

    def __init__(self) -> None:
        self._open = Event()
        self.entered = Event()

    def unit(self, uow: SqlUnitOfWork) -> None:
        self.entered.set()
        assert self._open.wait(20)

    async def behind(self, *waiting: "asyncio.Future[str]") -> list[str | BaseException]:
        """Let everything that was queued meanwhile go at once."""
        await asyncio.sleep(0)
        self._open.set()
        return await asyncio.gather(*waiting, return_exceptions=True)


async def held(opened: OpenStore) -> tuple[Gate, "asyncio.Future[None]"]:
    gate = Gate()
    first = asyncio.ensure_future(opened.write(gate.unit))
    await asyncio.to_thread(gate.entered.wait, 20)
    return gate, first


def put(key: str, ran: list[str] | None = None) -> Unit:
    def unit(uow: SqlUnitOfWork) -> str:
        uow.meta.put(key, "x")
        if ran is not None:
            ran.append(key)
        return key

    return unit


def failing(key: str, error: BaseException) -> Unit:
    def unit(uow: SqlUnitOfWork) -> str:
        uow.meta.put(key, "x")
        uow.outbox.put([make_bell(not_before=NOW + MINUTE)], NOW)
        raise error

    return unit


async def stored(opened: OpenStore, *keys: str) -> list[bool]:
    return await opened.read(lambda uow: [uow.meta.get(key) is not None for key in keys])


async def test_what_write_returned_can_be_read(opened: OpenStore) -> None:
    assert await opened.write(put("a")) == "a"
    assert await stored(opened, "a", "b") == [True, False]


async def test_a_unit_that_raises_is_undone_alone_and_its_caller_gets_that_exception(opened_sqlite: OpenStore) -> None:
    gate, first = await held(opened_sqlite)
    wrong = LookupError("eigen fout")
    units = [put("a"), failing("b", wrong), put("c")]
    answers = await gate.behind(*[asyncio.ensure_future(opened_sqlite.write(unit)) for unit in units])
    await first
    assert answers == ["a", wrong, "c"]
    assert answers[1] is wrong
    assert await stored(opened_sqlite, "a", "b", "c") == [True, False, True]
    assert opened_sqlite.commits == []


async def test_a_unit_is_stored_when_what_holds_it_lets_go_and_not_sooner(opened: OpenStore) -> None:
    holds, free, stands, tell = Event(), Event(), Event(), Event()

    @contextmanager
    def hold() -> Iterator[None]:
        holds.set()
        assert free.wait(20)
        yield
        stands.set()
        assert tell.wait(20)

    ran: list[str] = []

    def unit(uow: SqlUnitOfWork) -> str:
        bell_at(1)(uow)
        return put("a", ran)(uow)

    writing = asyncio.ensure_future(opened.write(unit, urgent=True, hold=hold))
    await asyncio.to_thread(holds.wait, 20)
    assert (ran, await stored(opened, "a")) == (["a"], [False])
    free.set()
    await asyncio.to_thread(stands.wait, 20)
    assert await stored(opened, "a") == [True]
    assert not writing.done()
    assert opened.commits == [], "nobody is told before what holds it lets go"
    tell.set()
    assert await writing == "a"
    assert [commit.next_at for commit in opened.commits] == [NOW + MINUTE]


async def test_nothing_joins_the_commit_of_what_is_held(
    opened_sqlite: OpenStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It has a moment to be committed at, and what comes along would take time until then."""
    monkeypatch.setattr("storage.writer.BATCH_SECONDS", 30)
    order: list[str] = []

    @contextmanager
    def hold() -> Iterator[None]:
        order.append("committed")
        yield

    gate, first = await held(opened_sqlite)
    waiting = [
        asyncio.ensure_future(opened_sqlite.write(put("a", order), urgent=True, hold=hold)),
        asyncio.ensure_future(opened_sqlite.write(put("b", order), urgent=True)),
    ]
    await gate.behind(*waiting)
    await first
    assert order == ["a", "committed", "b"]


async def test_what_was_held_and_then_not_let_go_is_not_stored(opened: OpenStore) -> None:
    def hold() -> AbstractContextManager[None]:
        raise OSError("the clock is gone")

    with pytest.raises((OSError, StorageBusy)):
        await opened.write(put("a"), hold=hold)
    assert await stored(opened, "a") == [False]
    assert await opened.write(put("b")) == "b"


@pytest.mark.parametrize("error", [LookupError("x"), SystemExit(3), KeyError("k")])
async def test_no_exception_of_a_caller_is_lost(opened: OpenStore, error: BaseException) -> None:
    with pytest.raises(type(error)) as caught:
        await opened.write(failing("a", error))
    assert caught.value is error
    assert await stored(opened, "a") == [False]
    assert await opened.write(put("b")) == "b"


async def test_an_end_of_iteration_reaches_the_caller_too(opened: OpenStore) -> None:
    with pytest.raises(RuntimeError, match="StopIteration"):
        await opened.write(failing("a", StopIteration()))


async def test_a_broken_rule_of_the_database_fails_only_its_unit(opened_sqlite: OpenStore) -> None:
    await opened_sqlite.write(lambda uow: uow.alarms.raise_("a", "b", NOW))

    def duplicate(uow: SqlUnitOfWork) -> str:
        uow.meta.put("x", "x")
        for _ in range(2):
            uow.sessions.put_nonce(sha("t"), sha("n"))
        return "never"

    gate, first = await held(opened_sqlite)
    units = [put("a"), duplicate, put("c")]
    answers = await gate.behind(*[asyncio.ensure_future(opened_sqlite.write(unit)) for unit in units])
    await first
    assert (answers[0], answers[2]) == ("a", "c")
    assert isinstance(answers[1], DUPLICATE)
    assert await stored(opened_sqlite, "a", "x", "c") == [True, False, True]


async def test_what_queued_up_is_committed_at_once_in_order_urgent_first(opened_sqlite: OpenStore) -> None:
    gate, first = await held(opened_sqlite)
    ran: list[str] = []
    waiting = [asyncio.ensure_future(opened_sqlite.write(put(key, ran))) for key in "abc"]
    waiting += [asyncio.ensure_future(opened_sqlite.write(put(key, ran), urgent=True)) for key in "XY"]
    await gate.behind(*waiting)
    await first
    assert ran == ["X", "Y", "a", "b", "c"]


def bell_at(minutes: int) -> Unit:
    def unit(uow: SqlUnitOfWork) -> str:
        uow.outbox.put([make_bell(not_before=NOW + minutes * MINUTE)], NOW)
        return str(minutes)

    return unit


async def test_a_unit_that_runs_can_see_that_an_urgent_one_waits(opened_sqlite: OpenStore) -> None:
    begun, asked, saw = Event(), Event(), list[bool]()

    def long(_uow: SqlUnitOfWork) -> None:
        saw.append(opened_sqlite.store.urgent_waits)
        begun.set()
        assert asked.wait(20)
        saw.append(opened_sqlite.store.urgent_waits)

    first = asyncio.ensure_future(opened_sqlite.write(long))
    await asyncio.to_thread(begun.wait, 20)
    regular = asyncio.ensure_future(opened_sqlite.write(lambda _: None))
    urgent = asyncio.ensure_future(opened_sqlite.write(lambda _: None, urgent=True))
    await asyncio.sleep(0)
    asked.set()
    await asyncio.gather(first, regular, urgent)
    assert saw == [False, True]
    assert not opened_sqlite.store.urgent_waits


async def test_what_can_wait_never_joins_the_commit_of_what_is_urgent(
    opened_sqlite: OpenStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.writer.BATCH_SECONDS", 30)
    gate, first = await held(opened_sqlite)
    waiting = [asyncio.ensure_future(opened_sqlite.write(bell_at(2)))]
    waiting += [asyncio.ensure_future(opened_sqlite.write(bell_at(1), urgent=True))]
    await gate.behind(*waiting)
    await first
    assert [commit.next_at for commit in opened_sqlite.commits] == [NOW + MINUTE, NOW + 2 * MINUTE]


async def test_a_bell_is_on_its_way_before_its_answer_is_composed(opened: OpenStore) -> None:
    """A bell leaves in two steps of the loop: its call begins, then its bytes are written."""
    order: list[str] = []
    loop = asyncio.get_running_loop()

    class Ringing(list[Committed]):
        def append(self, effects: Committed) -> None:
            if effects.bells:
                loop.call_soon(lambda: loop.call_soon(order.append, "bell"))

    opened.commits = Ringing()
    await opened.write(bell_at(0))
    order.append("answer")
    assert order == ["bell", "answer"]


async def test_effects_of_one_commit_come_together_before_any_caller_resumes(
    opened_sqlite: OpenStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.writer.BATCH_SECONDS", 30)
    seen: list[str] = []
    opened_sqlite.commits = Recording(seen)

    def planned(minutes: int) -> Unit:
        def unit(uow: SqlUnitOfWork) -> str:
            uow.outbox.put([make_bell(), make_bell(not_before=NOW + minutes * MINUTE)], NOW)
            return "planned"

        return unit

    async def write(unit: Unit) -> str:
        answer = await opened_sqlite.write(unit)
        seen.append("resumed")
        return answer

    gate, first = await held(opened_sqlite)
    waiting = [asyncio.ensure_future(write(planned(minutes))) for minutes in (3, 2)]
    await gate.behind(*waiting)
    await first
    assert seen == ["commit 2 bells", "resumed", "resumed"]


class Recording(list[Committed]):
    """Notes each commit among what else happens."""

    def __init__(self, seen: list[str]) -> None:
        self._seen = seen

    def append(self, effects: Committed) -> None:
        self._seen.append(f"commit {len(effects.bells)} bells")


async def test_a_cancelled_caller_does_not_stop_its_unit_nor_its_neighbours(opened_sqlite: OpenStore) -> None:
    gate, first = await held(opened_sqlite)
    cancelled = asyncio.ensure_future(opened_sqlite.write(put("a")))
    other = asyncio.ensure_future(opened_sqlite.write(put("b")))
    await asyncio.sleep(0)
    cancelled.cancel()
    answers = await gate.behind(cancelled, other)
    await first
    assert isinstance(answers[0], asyncio.CancelledError)
    assert answers[1] == "b"
    assert await stored(opened_sqlite, "a", "b") == [True, True]


async def test_closing_finishes_what_was_asked_and_refuses_what_is_new(database_url: str) -> None:
    opened = OpenStore(database_url)
    waiting = [asyncio.ensure_future(opened.write(put(f"k{n}"))) for n in range(50)]
    await asyncio.sleep(0)
    await opened.close()
    assert await asyncio.gather(*waiting) == [f"k{n}" for n in range(50)]
    with pytest.raises(StorageBusy):
        await opened.write(put("late"))
    await opened.close()
    again = OpenStore(database_url)
    assert await stored(again, "k0", "k49", "late") == [True, True, False]
    await again.close()


async def test_a_reader_sees_a_snapshot_and_cannot_write(opened: OpenStore) -> None:
    await opened.write(put("a"))
    with pytest.raises(Exception, match=r"readonly|read-only"):
        await opened.read(put("b"))
    assert await stored(opened, "a", "b") == [True, False]


async def test_many_callers_at_once_all_get_their_own_answer(opened: OpenStore) -> None:
    keys = [f"k{n}" for n in range(300)]
    assert await asyncio.gather(*(opened.write(put(key)) for key in keys)) == keys
    assert all(await stored(opened, *keys))


async def test_callers_are_answered_even_when_the_effects_cannot_be_carried_out(sqlite_url: str) -> None:
    opened = OpenStore(sqlite_url)
    complaints: list[object] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: complaints.append(context["exception"]))
    wrong = LookupError("ringing failed")
    opened.commits = Failing(wrong)
    await opened.write(lambda uow: uow.outbox.put([make_bell()], NOW))
    await opened.close()
    assert complaints == [wrong]


class Failing(list[Committed]):
    """Cannot take any effects."""

    def __init__(self, error: Exception) -> None:
        self._error = error

    def append(self, effects: Committed) -> None:
        raise self._error


async def test_a_brief_read_sees_what_is_durable_and_waits_for_no_reader_that_is_busy(opened: OpenStore) -> None:
    await opened.write(put("kept"))
    gate = Gate()
    long = [asyncio.ensure_future(opened.read(gate.unit)) for _ in range(3)]
    await asyncio.to_thread(gate.entered.wait, 20)
    assert await opened.read(lambda uow: uow.meta.get("kept"), brief=True) == "x"
    with pytest.raises(Exception, match=r"readonly|read-only"):
        await opened.read(put("never"), brief=True)
    await gate.behind()
    await asyncio.gather(*long)
