"""SA-04, SA-06, SA-07, SA-10: a request rings, is received, decided, ordered, and somebody is on the spot."""

from __future__ import annotations

from datetime import timedelta

from tests.stories.conftest import ANight
from tests.stories.words import DECISION, ORDER, REQUEST, UNIT, WORD


async def test_sa_10_a_request_rings_until_somebody_who_may_decide_has_received_it(a_night: ANight) -> None:
    async with a_night() as n:
        hovj, piket = await n.open("hovj", "piket1")
        submitted = await hovj.phone.submit_spoedaanwijzing(REQUEST)
        assert (submitted.answer.status, submitted.gaps) == (201, ())
        await n.soon()
        n.expect_bells(piket1=1, hovj=1)  # SA-00: the call has not been spoken yet

        assert (await piket.phone.read(submitted.item)).state == "ingediend"
        answer = await piket.phone.receive(submitted.item)
        assert (answer.status, answer.state) == (201, "ontvangen")
        await n.soon()
        n.expect_bells(hovj=1)  # SA-04: the requester hears at once that it was received
        await n.forward(minutes=4)
        n.expect_bells()  # receipt stopped the ring; the clock of the decision runs


async def test_sa_07_a_designation_is_ordered_until_somebody_is_on_the_spot(a_night: ANight) -> None:
    async with a_night() as n:
        hovj, piket, lcc, rccb = await n.open("hovj", "piket1", "lcc1", "rccb")
        item = (await hovj.phone.submit_spoedaanwijzing(REQUEST)).item
        await n.soon()
        n.expect_bells(piket1=1, hovj=1)
        assert (await piket.phone.spoken(item)).status == 201
        assert (await piket.phone.receive(item)).state == "ontvangen"
        await n.soon()
        n.expect_bells(hovj=1)

        decided = await piket.phone.decide(item, "aangewezen", DECISION, order=ORDER, word=WORD)
        assert (decided.status, decided.state) == (201, "aangewezen")
        await n.soon()
        n.expect_bells(hovj=1, piket1=1, lcc1=1, adviseur_bb=1, rccb=1)
        gezag = (await hovj.phone.read(item)).answer.item.gezag
        assert gezag is not None
        assert gezag.holder.functie == "nctv"

        [order] = await lcc.phone.open_items()
        assert (await lcc.phone.lcc_answer(order.id, "uitvoerbaar", UNIT, n.now + timedelta(minutes=20))).status == 201
        assert (await lcc.phone.ter_plaatse(order.id)).status == 201
        [word] = await rccb.phone.open_items()
        assert (await rccb.phone.acknowledge_word(word.id)).status == 201
        await n.soon()
        n.expect_bells(hovj=1, rccb=1)  # somebody is on the spot: who asked and who kept local measures hear it
