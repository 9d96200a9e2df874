"""A statement compiled once gives what SQLAlchemy itself would give, on both databases."""

import secrets
from collections.abc import Iterator

import pytest
from sqlalchemy import Connection, bindparam, func, insert, select, update

from storage.prepared import Transaction
from storage.tables import items
from storage.tables_running import leaves, outbox
from storage.unit_of_work import SqlUnitOfWork, Terms
from tests.contracts.samples import MINUTE, NOW, item_id, make_bell, make_item
from tests.storage.test_migrations import engine_of

EVERYTHING = [select(items), select(outbox).order_by(outbox.c.id), select(func.count()).select_from(outbox)]
SOME = select(outbox.c.id, outbox.c.not_before).where(
    outbox.c.not_before == bindparam("at"), outbox.c.drill.is_(False), outbox.c.repeat == 0
)
LIST = select(outbox.c.lane).where(outbox.c.handle.in_(bindparam("handles", expanding=True)))
ADD = insert(leaves).returning(leaves.c.id, leaves.c.data)
RAISE = update(outbox).where(outbox.c.not_before > bindparam("after")).values(repeat=outbox.c.repeat + 1)


@pytest.fixture
def connection(database_url: str) -> Iterator[Connection]:
    """A writing connection to a database with two items and two bells."""
    engine = engine_of(database_url)
    with engine.begin() as connection:
        uow = SqlUnitOfWork(connection, Terms("een", secrets.token_bytes, MINUTE, MINUTE))
        uow.items.open(make_item(0, drill=True))
        uow.items.open(make_item(1, gezag=None, closed_at=NOW, parent=item_id(0)))
        uow.outbox.put([make_bell(), make_bell(None, not_before=NOW + MINUTE, item=None)], NOW)
        uow.flush()
        yield connection
    engine.dispose()


def test_rows_and_types_are_those_of_sqlalchemy(connection: Connection) -> None:
    transaction = Transaction(connection)
    for statement in EVERYTHING:
        expected = connection.execute(statement).all()
        found = transaction.execute(statement).all()
        assert [row._asdict() for row in found] == [row._asdict() for row in expected]
        assert [[type(value) for value in row] for row in found] == [[type(value) for value in row] for row in expected]
    for at in (NOW, NOW + MINUTE, NOW - MINUTE):
        assert transaction.execute(SOME, {"at": at}).all() == [
            tuple(row) for row in connection.execute(SOME, {"at": at})
        ]


def test_lists_of_any_length_and_fixed_values_work(connection: Connection) -> None:
    transaction = Transaction(connection)
    handles = connection.execute(select(outbox.c.handle)).scalars().all()
    for count in (0, 1, 2, 1, 2):
        assert len(transaction.execute(LIST, {"handles": tuple(handles[:count])}).all()) == count
    for more in (1, 3, 15, 1500):
        others = tuple(f"nobody-{number}" for number in range(more))
        assert len(transaction.execute(LIST, {"handles": (*others, *handles)}).all()) == 2
        assert transaction.execute(LIST, {"handles": others}).all() == []


def test_what_a_statement_touched_and_returned_is_told(connection: Connection) -> None:
    transaction = Transaction(connection)
    rows = [{"log": "om", "event": f"e{n}", "data": bytes([n])} for n in range(3)]
    first = transaction.execute(ADD, rows[0])
    assert ([row.data for row in first], first.rowcount) == ([b"\0"], 1)
    assert transaction.many(insert(leaves), rows[1:]) == 2
    assert transaction.execute(RAISE, {"after": NOW}).rowcount == 1
    assert transaction.execute(select(func.max(outbox.c.repeat))).scalar() == 1
    assert transaction.execute(select(outbox.c.id).where(outbox.c.handle == "none")).scalar() is None
