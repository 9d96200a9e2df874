"""Folding a request: each event changes what it says, and all of it survives a journey through JSON (SA-…, EV-01)."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from domain import events as happened
from domain import ladders
from domain.einde import EndAnnounced
from domain.events import Event
from domain.flows import geschil, opdracht, spoedaanwijzing
from domain.flows.geschil.state import Geschil, Recorded
from domain.flows.opdracht.state import Arrived, Expected, Opdracht
from domain.flows.spoedaanwijzing import events as own
from domain.flows.spoedaanwijzing.state import Spoedaanwijzing
from domain.folding import event_json
from domain.functies import NATIONAL, Functie, Holding, Scope
from domain.ids import ItemId, PersonId

START = Spoedaanwijzing(
    ground="directe_noodzaak",
    requester=Holding(Functie.NAMENS_HOVJ, Scope("arr:gelderland")),
    requester_person=PersonId("namens"),
    rccb=Holding(Functie.RCCB, Scope("eenheid:oost-nederland")),
    callback_verified=True,
    called_at=None,
)
moments = st.integers(0, 100_000_000).map(lambda seconds: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds))
items = st.sampled_from([ItemId(letter * 22) for letter in "abc"])
persons = st.sampled_from([PersonId("an"), PersonId("bo")])
words = st.sampled_from(["aangewezen", "niet_aangewezen", "verstuurd", "hovj"])
EVENTS = st.one_of(
    st.builds(own.Received, persons, st.sampled_from(Functie), moments, first=st.booleans()),
    st.builds(own.Spoke, moments),
    st.builds(own.Confirmed, words),
    st.builds(
        own.Decided,
        words,
        persons,
        st.sampled_from(Functie),
        moments,
        moments,
        st.none() | moments,
        st.none() | moments,
    ),
    st.builds(own.EndForeseen, st.none() | moments),
    st.builds(own.ReviewPlanned, moments),
    st.builds(own.Relieved, moments),
    st.builds(own.JoinedWith, items, st.none() | moments),
    st.builds(own.JoinedTo, items, st.none() | moments),
    st.builds(own.JoinReleased, items),
    st.builds(EndAnnounced, words, st.none() | items),
    st.builds(happened.LinkedOpened, items, words),
    st.builds(happened.LinkedProgressed, items, words, words),
    st.builds(happened.Told, st.just(Holding(Functie.PG, NATIONAL)), words),
)


def through_json(flow: Any, data: Any) -> Any:
    return flow.read(json.loads(json.dumps(flow.write(data))))


@given(st.lists(EVENTS, max_size=12))
def test_folding_writing_and_reading_commute(events: list[Event]) -> None:
    direct = stored = START
    for event in events:
        direct = spoedaanwijzing.fold(direct, event)
        stored = through_json(spoedaanwijzing, spoedaanwijzing.fold(stored, event))
    assert direct == stored


@given(moments, moments)
def test_folding_an_order_and_a_dispute_survives_storage(one: datetime, other: datetime) -> None:
    order = Opdracht()
    for event in (Expected(one), Arrived(other)):
        order = through_json(opdracht, opdracht.fold(order, event))
    assert order == Opdracht(one, other)
    dispute = geschil.fold(Geschil("spoedaanwijzing"), Recorded(1, Functie.PG, "blijft_niet_aangewezen"))
    assert through_json(geschil, dispute) == dispute
    assert dispute.records == ((1, Functie.PG, "blijft_niet_aangewezen"),)


def test_sa_04_the_first_receipt_stands() -> None:
    at = datetime(2026, 11, 21, tzinfo=UTC)
    first = spoedaanwijzing.fold(START, own.Received(PersonId("an"), Functie.NCTV_PIKET, at, first=True))
    second = spoedaanwijzing.fold(first, own.Received(PersonId("bo"), Functie.NCTV, at, first=False))
    assert second.received_by == "an"


@given(EVENTS)
def test_every_event_stands_in_history_under_its_own_tag(event: Event) -> None:
    line = json.loads(event_json(event))
    assert line["tag"] == event.tag


def test_every_tag_is_of_one_event_only() -> None:
    def all_of(kind: type[Event]) -> set[type[Event]]:
        return {kind} | {deeper for one in kind.__subclasses__() for deeper in all_of(one)}

    kinds = all_of(Event) - {Event}
    assert len({kind.tag for kind in kinds}) == len({(kind.__module__, kind.__qualname__) for kind in kinds})


def test_x_01_only_a_human_act_can_make_what_decides_or_closes() -> None:
    made_by_the_clock = {
        name for name, value in vars(ladders).items() if isinstance(value, type) and issubclass(value, Event)
    }
    assert made_by_the_clock == {"Rung", "RungReached"}
