"""An emergency is never blocked by the clock of a telephone: years off, it is asked, decided, ordered and rung for."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from client.signing import Outbox
from config.areas import load_areas
from config.policy import load_policies
from tests.stories.conftest import ANight
from tests.stories.words import DECISION, ORDER, REQUEST, UNIT, WORD

YEARS = timedelta(days=3 * 365)
PEOPLE = ("hovj", "piket1", "lcc1")


@pytest.mark.parametrize("off", [YEARS, -YEARS], ids=["ahead", "behind"])
async def test_x_06_people_whose_telephones_are_years_off_get_somebody_on_the_spot(
    a_night: ANight, off: timedelta
) -> None:
    async with a_night() as n:

        def wrong() -> datetime:
            return n.clock.now() + off

        for name in PEOPLE:
            phone = n.people[name].phone
            phone.clock, phone.outbox = wrong, Outbox(phone.folder / "acts", phone.keyring, wrong)
        hovj, piket, lcc = await n.open(*PEOPLE)
        item = (await hovj.phone.submit_spoedaanwijzing(REQUEST)).item
        await n.soon()
        n.expect_bells(piket1=1, hovj=1)
        assert (await piket.phone.receive(item)).state == "ontvangen"
        await n.soon()
        n.expect_bells(hovj=1)

        first, tomorrow = load_policies(load_areas()).terms["first_review"].after(n.now), wrong() + timedelta(days=1)
        decided = await piket.phone.decide(item, "aangewezen", DECISION, order=ORDER, word=WORD, ends_at=tomorrow)
        assert (decided.status, decided.state, "clock.wrong" in decided.flags) == (201, "aangewezen", True)
        await n.soon()
        n.expect_bells(hovj=1, piket1=1, lcc1=1, adviseur_bb=1, rccb=1)
        read = (await piket.phone.read(item)).answer
        waits = {one.what: one for one in read.obligations if one.settled_at is None}
        assert waits["eerste_herbeoordeling"].due == first
        assert "einde_herzien" not in waits, "an end that nobody can have meant rings for nothing"

        [order] = await lcc.phone.open_items()
        answered = await lcc.phone.lcc_answer(order.id, "uitvoerbaar", UNIT, expected_at=wrong())
        assert (answered.status, "clock.wrong" in answered.flags) == (201, True)
        still = (await lcc.phone.read(order.id)).answer
        assert "beantwoorden" in {one.what for one in still.obligations if one.settled_at is None}
        assert (await lcc.phone.ter_plaatse(order.id)).status == 201
        await n.soon()
        n.expect_bells(hovj=1, rccb=1)
        assert n.violations() == []
