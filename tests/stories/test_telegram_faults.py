"""Whatever Telegram does (F1–F23), somebody is rung within the ladder's own time, and never twice without need."""

from __future__ import annotations

import pytest

from sandbox.botapi.faults import Fault
from sandbox.botapi.mishaps import Mishap, happen
from tests.stories.conftest import ANight, a_long_night
from tests.stories.words import REQUEST

AMBIGUOUS = [
    Fault.F1_REPLY_LOST,
    Fault.F4_RESET,
    Fault.F8_RESTART,
    Fault.F9_BAD_GATEWAY,
    Fault.F10_NO_DESCRIPTION,
    Fault.F11_CUT_JSON,
    Fault.F11_ODD_JSON,
]
ARRIVES_ANYWAY = {Fault.F1_REPLY_LOST, Fault.F11_CUT_JSON, Fault.F11_ODD_JSON}


@pytest.mark.parametrize("fault", AMBIGUOUS, ids=lambda fault: fault.name)
@a_long_night
async def test_a_bell_that_may_not_have_arrived_is_sent_once_more(a_night: ANight, fault: Fault) -> None:
    async with a_night() as n:
        [hovj] = await n.open("hovj")
        n.api.when("sendMessage", chat=n["piket1"].chat, times=1).do(fault)
        await hovj.phone.submit_spoedaanwijzing(REQUEST)
        await n.forward(seconds=20)
        n.expect_bells(piket1=2 if fault in ARRIVES_ANYWAY else 1, hovj=1)


@pytest.mark.parametrize(
    "fault", [Fault.F5_FLOOD_SMALL, Fault.F7_FLOOD_BARE, Fault.F7_FLOOD_ZERO], ids=lambda f: f.name
)
@a_long_night
async def test_f5_f7_a_chat_that_must_wait_is_rung_after_the_wait_and_others_at_once(
    a_night: ANight, fault: Fault
) -> None:
    async with a_night() as n:
        [hovj] = await n.open("hovj")
        n.api.when("sendMessage", chat=n["piket1"].chat, times=1).do(fault)
        await hovj.phone.submit_spoedaanwijzing(REQUEST)
        await n.soon()
        n.expect_bells(hovj=1)
        await n.forward(seconds=10)
        n.expect_bells(piket1=1)


@pytest.mark.parametrize(
    "fault", [Fault.F12_BLOCKED, Fault.F13_DEACTIVATED, Fault.F13_CHAT_NOT_FOUND], ids=lambda fault: fault.name
)
@a_long_night
async def test_f12_f13_x_03_who_cannot_be_reached_is_passed_at_once_and_stands_on_the_board(
    a_night: ANight, fault: Fault
) -> None:
    async with a_night() as n:
        [hovj] = await n.open("hovj")
        n.api.when("sendMessage", chat=n["piket1"].chat).do(fault)
        await hovj.phone.submit_spoedaanwijzing(REQUEST)
        await n.soon()
        rung = {one.name for one in n.people.values() if one.bells()}
        assert "piket2" in rung  # the backup, a minute early
        assert "piket1" not in rung
        alarms = await n.service.store.read(lambda uow: uow.alarms.standing())
        assert ("address.refused", "piket1") in [(alarm.kind, alarm.subject) for alarm in alarms]


async def test_f14_f3_while_telegram_is_away_the_ladder_climbs_and_afterwards_everybody_is_rung(
    a_night: ANight,
) -> None:
    async with a_night() as n:
        [hovj] = await n.open("hovj")
        n.api.refuse()
        await hovj.phone.submit_spoedaanwijzing(REQUEST)
        await n.forward(seconds=61)
        await n.api.listen()
        await n.forward(seconds=40)
        rung = {one.name: len(bells) for one in n.people.values() if (bells := one.bells())}
        assert set(rung) >= {"piket1", "piket2", "hovj"}
        assert max(rung.values()) <= 3  # what waited did not pile up


async def test_f20_f22_f23_a_poisoned_or_repeated_update_stops_nobody_behind_it(a_night: ANight) -> None:
    async with a_night() as n:
        [hovj] = await n.open("hovj")
        await hovj.phone.submit_spoedaanwijzing(REQUEST)
        await n.soon()
        n.expect_bells(piket1=1, hovj=1)
        await happen(n.api, Mishap.F22_POISON)
        await happen(n.api, Mishap.F23_UNKNOWN_KIND)
        n["piket1"].press_seen()
        await n.forward(seconds=40)
        n.expect_bells()  # the tap behind the poison counted: the ring of thirty seconds was silenced
        health = n.service.telegram
        assert health is not None
        assert health.reader.health.quarantined == 1


async def test_x_07_what_somebody_types_is_removed_and_explained_and_never_kept(a_night: ANight) -> None:
    async with a_night() as n:
        chat = n["piket1"].chat
        message = n.api.say(chat, "Zonnebloemstraat, bij mevrouw Voorbeeld")
        await n.soon()
        n.expect_bells()  # an answer makes no sound
        screen = [one.text for one in n.api.screen(chat)]
        assert "Zonnebloemstraat, bij mevrouw Voorbeeld" not in screen
        assert screen[-1] == "Ik lees hier geen berichten. Gebruik de knop Openen."
        assert message.deleted
        n.api.say(chat, "/dienst")
        await n.soon()
        assert n.api.screen(chat)[-1].text == "Wie dienst heeft, ziet u in de app."


async def test_f14_a_revoked_token_stands_on_the_board_until_it_works_again(a_night: ANight) -> None:
    async with a_night() as n:
        revoked = n.api.when("getUpdates").do(Fault.F14_REVOKED)
        await n.forward(seconds=60)
        await n.api.until(lambda idle: revoked.fired > 2)
        alarms = await n.service.store.read(lambda uow: uow.alarms.standing())
        assert "telegram.revoked" in [alarm.kind for alarm in alarms]
        revoked.cancel()
        await n.api.until(lambda idle: idle.waiting_polls > 0)
        await n.forward(seconds=60)
        alarms = await n.service.store.read(lambda uow: uow.alarms.standing())
        assert "telegram.revoked" not in [alarm.kind for alarm in alarms]
