"""Acts of one gesture that share a transaction: each leaves what it would have left in one of its own (BB-03)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from domain.errors import NotFound
from domain.flows import burgemeestersbericht as flow
from domain.functies import Scope
from domain.ids import ItemId
from domain.ports import Answer, VerifiedAct
from handlers import pipeline
from storage.tables_running import obligations, openings, outbox, ringing
from tests.handlers.test_burgemeestersbericht import BESIDE, GEMEENTE, WHO, Mayors
from tests.harness.desk import RECIPIENT, blob, wrap
from tests.harness.ladders import POLICY
from tests.harness.town import Town


@pytest.fixture
def mayors(town: Town) -> Mayors:
    return Mayors(town)


@pytest.fixture
def mayors_beside(tmp_path: Path, sqlite_template: Path) -> Iterator[Mayors]:
    """The same people, elsewhere."""
    folder = tmp_path / "beside"
    folder.mkdir()
    town = Town(folder, sqlite_template)
    yield Mayors(town)
    town.close()


def signed(mayors: Mayors, verb: str, gemeente: Scope) -> VerifiedAct:
    """A notice with its number in the chain of its sender, not carried out yet."""
    params: dict[str, Any] = {
        "dossier": "d" * 22,
        "recipient": RECIPIENT,
        "wraps": [wrap(one) for one in flow.sealed_for(gemeente, WHO["bea"])],
        "content": blob("bericht"),
        "excluded": [],
        "gemeente": gemeente,
        "until_at": None,
    }
    params |= {} if verb == "send_acute" else {"scenario": "opname", "visible": False}
    item = mayors.desk.new_id()
    act = mayors.desk.sign("bea", f"burgemeestersbericht.{verb}", item, holding=WHO["bea"], **params)
    mayors.desk.follow(act)
    return act


def left(mayors: Mayors, act: VerifiedAct) -> dict[str, Any]:
    """What an act left of its item, without what is of that item alone: ids, hashes and salts."""
    item = ItemId(str(act.payload.item))
    with mayors.desk.town.unit() as uow:
        history = [(line.version, line.tag) for line in uow.items.history(item)]
        given = {(one.holding.functie, one.epoch, one.device) for one in uow.items.wraps(item)}
        part = {one.functie for one in uow.items.participants(item)}
        contents = [(one.kind, one.at) for one in uow.items.contents(item)]
    with mayors.desk.town.engine.begin() as connection:
        owed = connection.execute(select(obligations).where(obligations.c.item == item)).all()
        rung = connection.execute(select(ringing).where(ringing.c.obligation.in_([one.id for one in owed]))).all()
        bells = connection.execute(select(outbox).where(outbox.c.item == item)).all()
        leaves = connection.execute(select(openings.c.log).where(openings.c["item"] == item)).all()
    return {
        "history": history, "wraps": given, "participants": part, "contents": contents,
        "owed": {(one.what, one.rung, one.next_at, one.due) for one in owed},
        "rung": Counter((one.rung, one.rings, one.next_at) for one in rung),
        "bells": Counter((one.action, one.lane, one.state, one.not_before) for one in bells),
        "leaves": Counter(one.log for one in leaves),
    }  # fmt: skip


def together(mayors: Mayors, acts: Sequence[VerifiedAct]) -> list[Answer]:
    town = mayors.desk.town
    with town.unit() as uow:
        return [pipeline.perform(uow, act, town.now, POLICY) for act in acts]


@pytest.mark.parametrize("verb", ["send", "send_acute"])
def test_bb_03_notices_of_one_transaction_leave_what_each_would_leave_alone(
    mayors: Mayors, mayors_beside: Mayors, verb: str
) -> None:
    """Up to the bundling of what one colleague hears of all of them (X-08), and the ring for a flood."""
    gemeenten = (GEMEENTE, BESIDE) * 4
    sharing, alone = ([signed(one, verb, gemeente) for gemeente in gemeenten] for one in (mayors, mayors_beside))
    answers = together(mayors, sharing)
    assert [replace(mayors_beside.desk.perform(act), act=answer.act, item=answer.item)
            for act, answer in zip(alone, answers, strict=True)] == answers  # fmt: skip
    for one, other in zip(sharing, alone, strict=True):
        assert left(mayors, one) == left(mayors_beside, other)


def test_bb_03_the_same_act_twice_in_a_transaction_is_one(mayors: Mayors) -> None:
    act = signed(mayors, "send", GEMEENTE)
    first, second = together(mayors, [act, act])
    assert first == second
    assert [tag for _, tag in left(mayors, act)["history"]].count("item.state") <= 1


def test_bb_03_what_one_act_of_a_transaction_may_not_undoes_all_of_it(mayors: Mayors) -> None:
    """So none is stored in part; the door then carries each out for itself."""
    desk, act = mayors.desk, signed(mayors, "send", GEMEENTE)
    stranger = desk.sign("bea", "burgemeestersbericht.recall", desk.new_id(), holding=WHO["bea"], content=blob("fout"))
    with pytest.raises(NotFound):
        together(mayors, [act, stranger])
    assert left(mayors, act)["owed"] == set()
    assert desk.perform(act).status == 201
