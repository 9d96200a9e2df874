"""EV-03: `piket retention` says what is to be erased, what stays and why, what comes next, and who holds what."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.cli.retention import said
from domain.retention import Ground, Hold
from domain.terms import Term
from storage.unit_of_work import SqlUnitOfWork
from tests.bot.cli.conftest import Typed
from tests.contracts.samples import HOVJ, act_id, item_id, make_item
from tests.harness.ladders import POLICY
from tests.harness.stores import OpenStore

Piket = Callable[..., Typed]
NOW = datetime.now(UTC)
LONG_AGO = NOW - timedelta(days=6 * 366)


def fill(uow: SqlUnitOfWork) -> None:
    """Two requests that are over, one of them held; one that closed today; one that is open."""
    given: dict[str, Any] = {"flow": "bericht_rccb", "policy_version": POLICY.version, "opened_at": LONG_AGO}
    for number, closed_at in enumerate((LONG_AGO, LONG_AGO, NOW - timedelta(hours=1), None)):
        uow.items.open(make_item(number, closed_at=closed_at, **given))
    uow.retention.set_hold(Hold(item_id(1), HOVJ, Ground.ONDERZOEK, act_id(), NOW))


@pytest.fixture
def filled(founded: Path) -> Path:
    async def put() -> None:
        store = OpenStore(f"sqlite:///{founded}/piket.db")
        await store.write(fill)
        await store.close()

    asyncio.run(put())
    return founded


def test_ev_03_the_command_tells_what_is_due_what_stays_and_who_holds(piket: Piket, filled: Path) -> None:
    told = piket("retention", "--data", filled)
    assert told.status == 1, "what was over a day ago is still there"
    [line] = [line for line in told.out.splitlines() if line.startswith("bericht_rccb")]
    assert "5 years" in line
    assert "1 to be erased, 1 stay (held); next " in line
    assert f"held: {item_id(1)} by {HOVJ}, onderzoek" in told.out
    assert told.out.startswith("0 items were erased.")


def test_ev_03_the_same_as_json(piket: Piket, filled: Path) -> None:
    found = json.loads(piket("retention", "--json", "--data", filled).out)
    [line] = [line for line in found["flows"] if line["flow"] == "bericht_rccb"]
    assert (line["due"], line["late"], line["stopped"]) == (1, 1, {"held": 1})
    assert [one["ground"] for one in found["held"]] == ["onderzoek"]


def test_ev_03_an_installation_without_anything_over_is_in_order(piket: Piket, founded: Path) -> None:
    told = piket("retention", "--data", founded)
    assert (told.status, "held:" in told.out) == (0, False)
    assert len(told.out.splitlines()) == 1 + len(POLICY.retention)


@pytest.mark.parametrize(
    ("term", "words"),
    [
        (Term(months=60), "5 years"),
        (Term(months=13, days=1), "1 year 1 month 1 day"),
        (Term(elapsed=timedelta(hours=72)), "3 days, 0:00:00"),
        (Term(), "nothing"),
    ],
)
def test_a_term_in_words(term: Term, words: str) -> None:
    assert said(term) == words
