"""What people are told: at once in an emergency, else as a regular bell; one bell for all of an act (X-04, X-08)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from domain.audit.leaves import LeafType
from domain.bells import BellAction, ChannelKind, Lane, OutboxRow
from domain.events import ObligationOpened
from domain.ids import PersonId
from domain.items import Item
from domain.policy import Slot
from handlers import obligations
from storage.unit_of_work import SqlUnitOfWork
from tests.handlers.test_burgemeestersbericht import Mayors
from tests.harness.desk import Desk, blob
from tests.harness.ladders import NIGHT, POLICY
from tests.harness.town import HOVJ, LONG_AGO, Town

MORNING = NIGHT.replace(hour=6, minute=0)
"""Seven in the morning of Amsterdam, in winter; the night is at 03:12."""
HANNA = PersonId("hanna")
REGULAR = POLICY.regular


@pytest.fixture
def mayors(town: Town) -> Mayors:
    return Mayors(town)


def told_notice(mayors: Mayors, *, acute: bool) -> str:
    """A notice that its mayor knows, and asks something about."""
    item = mayors.send(acute=acute)
    if not acute:
        mayors.do("tom", "release", item, read=blob("bericht"))
    with mayors.desk.town.unit() as uow:
        uow.outbox.put_address(PersonId("maud"), ChannelKind.WEBHOOK, "maud-1", LONG_AGO)
    mayors.do("maud", "acknowledge", item, read=blob("bericht"))
    mayors.desk.later(minutes=30)
    assert mayors.do("maud", "ask", item, content=blob("vraag")).status == 201
    return item


def planned(town: Town, person: str) -> list[OutboxRow]:
    """What leaves for somebody once its moment has come, in the next ten hours."""
    with town.unit() as uow:
        rows = uow.outbox.claim_due(town.now + timedelta(hours=10), 100)
    return [row for row in rows if row.person == person and row.action in (BellAction.RING, BellAction.TOLD)]


def test_x_04_an_answer_at_night_waits_for_the_morning_when_nothing_urgent_asks(mayors: Mayors) -> None:
    item = told_notice(mayors, acute=False)
    assert mayors.do("bea", "answer", item, content=blob("antwoord")).status == 201
    assert "maud" not in {row.person for row in mayors.desk.bells}, "the mayor sleeps"
    [bell] = planned(mayors.desk.town, "maud")
    assert (bell.action, bell.lane, bell.not_before) == (BellAction.TOLD, Lane.REGULAR, MORNING)
    assert bell.address.channel is ChannelKind.TELEGRAM, "a regular bell takes the first channel"


def test_x_04_an_answer_to_something_acute_is_told_at_once_on_every_channel(mayors: Mayors) -> None:
    item = told_notice(mayors, acute=True)
    assert mayors.do("bea", "answer", item, content=blob("antwoord")).status == 201
    bells = [row for row in mayors.desk.bells if row.person == "maud" and row.action is BellAction.TOLD]
    assert {(row.lane, row.address.channel) for row in bells} == {
        (Lane.URGENT, ChannelKind.TELEGRAM),
        (Lane.URGENT, ChannelKind.WEBHOOK),
    }


def test_x_08_what_is_told_while_a_word_waits_is_the_same_bell(mayors: Mayors) -> None:
    item = told_notice(mayors, acute=False)
    mayors.do("bea", "answer", item, content=blob("antwoord"))
    mayors.do("maud", "ask", item, content=blob("nog een vraag"))
    mayors.do("bea", "answer", item, content=blob("nog een antwoord"))
    assert [leaf["why"] for leaf in mayors.desk.town.leaves(LeafType.TOLD)].count("antwoord") == 2
    assert [bell.not_before for bell in planned(mayors.desk.town, "maud")] == [MORNING]


def test_x_04_quiet_hours_are_not_for_who_is_on_duty(mayors: Mayors) -> None:
    item = mayors.send()
    mayors.do("tom", "release", item, read=blob("bericht"))
    mayors.do("maud", "acknowledge", item, read=blob("bericht"))
    [bell] = [row for row in mayors.desk.bells if row.person == "bea"]
    assert (bell.action, bell.lane) == (BellAction.TOLD, Lane.REGULAR), "who sent it hears that the mayor knows"


def test_x_04_what_ends_an_emergency_is_told_at_once_although_nothing_rings_any_more(desk: Desk) -> None:
    item = desk.submit()
    assert desk.do("hovj", "spoedaanwijzing.withdraw", item).status == 201
    assert not [one for one in desk.open(item).values() if one.ladder.emergency]
    assert {(row.person, row.lane) for row in desk.bells if row.action is BellAction.TOLD} == {("piket", Lane.URGENT)}


@pytest.fixture
def quiet(town: Town) -> Item[Any]:
    """An item of the day, and one HOvJ who is on duty, with two channels."""
    town.person("hanna", HOVJ, slot=Slot.ON_DUTY, channels=2)
    return town.item(HANNA)


def open_both(uow: SqlUnitOfWork, town: Town, item: Item[Any], *ladders: str) -> None:
    for number, ladder in enumerate(ladders):
        event = ObligationOpened(f"iets_{number}", (HOVJ,), ladder, town.now)
        obligations.open_obligation(uow, item, event, town.now, POLICY)


def heard(town: Town) -> list[tuple[BellAction, Lane, ChannelKind]]:
    return [(row.action, row.lane, row.address.channel) for row in town.bells if row.person == HANNA]


def test_x_08_two_regular_obligations_of_one_act_are_one_bell_and_so_is_what_it_tells(
    town: Town, quiet: Item[Any]
) -> None:
    with town.unit() as uow:
        obligations.tell(uow, quiet, HOVJ, "iets", town.now, REGULAR)
        open_both(uow, town, quiet, "L-8.regulier", "L-8.regulier")
        obligations.tell_person(uow, quiet, HANNA, "nog_iets", town.now, REGULAR)
    assert heard(town) == [(BellAction.RING, Lane.REGULAR, ChannelKind.TELEGRAM)]
    assert len(town.leaves(LeafType.RING)) == 2, "each ring keeps its own leaf"
    assert len(town.leaves(LeafType.TOLD)) == 2
    again = [NIGHT + timedelta(seconds=at) for at, row in town.run(timedelta(hours=30)) if row.person == HANNA]
    assert again == [MORNING + timedelta(days=1)], "and they ring again together, after the night that is not hers"


def test_x_08_regular_bells_of_two_items_still_keep_their_distance(town: Town, quiet: Item[Any]) -> None:
    other = town.item(HANNA)
    with town.unit() as uow:
        open_both(uow, town, quiet, "L-8.regulier")
        open_both(uow, town, other, "L-8.regulier")
    assert [row.item for row in town.bells] == [quiet.id]
    assert [(at, row.item) for at, row in town.run(timedelta(hours=1))] == [(REGULAR.bundle.total_seconds(), other.id)]


@pytest.mark.parametrize("ladders", [("L-8.regulier", "L-8.om"), ("L-8.om", "L-8.regulier")], ids=["after", "before"])
def test_x_08_of_an_emergency_and_something_regular_the_emergency_is_the_one_bell(
    town: Town, quiet: Item[Any], ladders: tuple[str, str]
) -> None:
    with town.unit() as uow:
        open_both(uow, town, quiet, *ladders)
    assert sorted(heard(town)) == [
        (BellAction.RING, Lane.URGENT, ChannelKind.TELEGRAM),
        (BellAction.RING, Lane.URGENT, ChannelKind.WEBHOOK),
    ]
    assert {row.obligation for row in town.bells} == {1 + ladders.index("L-8.om")}


def test_x_08_an_urgent_word_and_a_regular_ring_are_one_bell_that_is_urgent(town: Town, quiet: Item[Any]) -> None:
    with town.unit() as uow:
        open_both(uow, town, quiet, "L-8.regulier")
        obligations.tell(uow, quiet, HOVJ, "iets", town.now)
    assert sorted(heard(town)) == [
        (BellAction.RING, Lane.URGENT, ChannelKind.TELEGRAM),
        (BellAction.TOLD, Lane.URGENT, ChannelKind.WEBHOOK),
    ]


def test_x_08_who_will_be_rung_in_the_morning_hears_one_bell_then(town: Town) -> None:
    town.person("hanna", HOVJ)
    item = town.item(HANNA)
    with town.unit() as uow:
        open_both(uow, town, item, "L-8.regulier")
        obligations.tell(uow, item, HOVJ, "iets", town.now, REGULAR)
    assert heard(town) == []
    [(at, bell)] = [found for found in town.run(timedelta(hours=6)) if found[1].person == HANNA]
    assert (NIGHT + timedelta(seconds=at), bell.action) == (MORNING, BellAction.RING)
    assert planned(town, "hanna") == []


def test_x_04_who_is_rung_only_long_after_is_told_when_the_word_comes(town: Town) -> None:
    """A first ring that an act moves on, such as that of a review, is no bell of this word."""
    town.person("hanna", HOVJ)
    item = town.item(HANNA)
    with town.unit() as uow:
        open_both(uow, town, item, "L-8.regulier")
        assert obligations.move(uow, item, "iets_0", town.now + timedelta(days=30), town.now) is not None
        obligations.tell(uow, item, HOVJ, "iets", town.now, REGULAR)
    [bell] = planned(town, "hanna")
    assert (bell.action, bell.lane, bell.not_before) == (BellAction.TOLD, Lane.REGULAR, MORNING)
