"""In whose log it stands what the engine does: of who answers for the item now, and in no other (P-01, P-06)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final

import pytest

from domain.audit.leaves import LeafType
from domain.functies import NATIONAL, Functie, Holding
from domain.ids import PersonId
from handlers import obligations
from tests.harness.desk import RECIPIENT, Desk, blob
from tests.harness.loket import Loket
from tests.harness.signals import Signals
from tests.harness.town import ARR, HOVJ, Town

ENGINES: Final = (
    LeafType.OBLIGATION_OPENED,
    LeafType.OBLIGATION_SETTLED,
    LeafType.RECEIPT_REOPENED,
    LeafType.RUNG,
    LeafType.RUNG_EMPTY,
)
PLAN: Final[dict[str, Any]] = {
    "dossier": "d" * 22,
    "recipient": RECIPIENT,
    "wraps": [],
    "content": blob("plan"),
    "excluded": [],
    "subject": "maatregelen",
    "area": ARR,
    "next_at": None,
}


def logs_of(town: Town, item: str) -> set[str]:
    """In whose logs it stands what the engine did with an item."""
    return {leaf["log"] for kind in ENGINES for leaf in town.leaves(kind) if leaf["item"] == item}


def readable(town: Town, log: str, item: str) -> list[str]:
    """What a log tells of an item: an act of two organisations is there by its random id alone."""
    found = [(kind.value, leaf) for kind in LeafType for leaf in town.leaves(kind)]
    return [kind for kind, leaf in found if leaf["log"] == log and item in leaf.values()]


def review(desk: Desk) -> str:
    """A review by the local authority that was made earlier, and then rang as far as its ladder goes."""
    item = desk.new_id()
    assert desk.do("hovj", "herbeoordeling.plan", item, **PLAN).status == 201
    sooner = (desk.town.now + timedelta(days=3)).isoformat()
    assert desk.do("hovj", "herbeoordeling.adjust", item, next_at=sooner, content=None).status == 201
    desk.later(days=20)
    return item


def signal(desk: Desk) -> str:
    signals = Signals(desk)
    signals.line()
    item = signals.unsafe()
    desk.later(minutes=10)
    signals.receive(item)
    desk.later(minutes=40)
    return item


def moment(desk: Desk) -> str:
    loket = Loket(desk)
    item = loket.report("bva", hours=200)
    weighing = loket.take(item)
    desk.later(days=2)
    loket.establish(weighing, "geen_extra")
    assert logs_of(desk.town, weighing) == {"om"}
    return item


LOCAL: Final = {"herbeoordeling": review, "signaal": signal, "risicomoment": moment}


@pytest.mark.parametrize("flow", sorted(LOCAL))
def test_p_01_what_a_local_item_asks_stands_in_the_log_of_the_om(desk: Desk, flow: str) -> None:
    item = LOCAL[flow](desk)
    assert logs_of(desk.town, item) == {"om"}
    assert "rung" in readable(desk.town, "om", item)
    others = {"ring"} if flow == "risicomoment" else set()
    assert set(readable(desk.town, "nctv", item)) <= others, "both sides are asked; each log names its own"


def test_p_06_after_a_designation_it_stands_in_the_log_of_the_nctv(desk: Desk) -> None:
    item = desk.new_id()
    assert desk.do("hovj", "herbeoordeling.plan", item, **PLAN).status == 201
    assert logs_of(desk.town, item) == {"om"}
    desk.decided()
    opened = [leaf["log"] for leaf in desk.town.leaves(LeafType.OBLIGATION_OPENED) if leaf["item"] == item]
    assert sorted(opened) == ["nctv", "om"], "the review waits for the new authority"


def test_sa_07_a_request_stands_in_the_log_of_the_nctv_from_the_start(desk: Desk) -> None:
    assert logs_of(desk.town, desk.submit()) == {"nctv"}


def test_sa_08_word_to_the_rccb_about_what_bridges_a_refusal_stands_in_the_log_of_the_om(desk: Desk) -> None:
    _, linked = desk.decided()
    assert logs_of(desk.town, linked["bericht_rccb"]) == {"nctv"}
    item = desk.submit(dossier="e" * 22)
    desk.do("piket", "spoedaanwijzing.receive", item)
    desk.do("piket", "spoedaanwijzing.decide", item, **desk.decision("niet_aangewezen"))
    word = desk.linked("bericht_rccb", sender=HOVJ)
    assert desk.do("hovj", "spoedaanwijzing.overbrugging", item, linked=word, content=blob("x")).status == 201
    assert logs_of(desk.town, word["item"]) == {"om"}


def test_x_03_that_nobody_could_be_told_stands_where_the_item_does(town: Town) -> None:
    town.person("hovj", HOVJ)
    item = town.item(PersonId("hovj"))
    with town.unit() as uow:
        obligations.tell(uow, item, Holding(Functie.PG, NATIONAL), "iets", town.now)
    assert [leaf["log"] for leaf in town.leaves(LeafType.TOLD)] == ["nctv"]
