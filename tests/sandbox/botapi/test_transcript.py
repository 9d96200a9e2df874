"""What rings and what shows: sound rings once, silence and edits never, and settings of a phone count."""

import pytest

from sandbox.botapi.control import BotApi
from sandbox.botapi.transcript import Event
from tests.sandbox.botapi.conftest import OFFICIAL, Wire, keyboard


async def test_a_send_with_sound_rings_once_a_silent_one_and_an_edit_do_not(wire: Wire, api: BotApi) -> None:
    message_id = await wire.send()
    await wire.send("Afgerond.", disable_notification=True)
    await wire("editMessageText", chat_id=OFFICIAL, message_id=message_id, text="Gezien.")
    assert [(e.kind, e.rings) for e in api.transcript.of(OFFICIAL)] == [
        ("sent", ("phone",)),
        ("sent", ()),
        ("edited", ()),
    ]
    assert api.transcript.rings(OFFICIAL) == 1


@pytest.mark.parametrize(
    ("settings", "rings", "lock_screen"),
    [
        ({}, ("phone",), ("phone",)),
        ({"muted": True}, (), ("phone",)),
        ({"dnd": True}, (), ("phone",)),
        ({"hidden_preview": True}, ("phone",), ()),
        ({"online": False}, (), ()),
    ],
)
async def test_the_settings_of_a_phone_decide_what_it_does(
    wire: Wire, api: BotApi, settings: dict[str, bool], rings: tuple[str, ...], lock_screen: tuple[str, ...]
) -> None:
    api.device(OFFICIAL, "phone", **settings)
    await wire.send()
    event = api.transcript.of(OFFICIAL)[0]
    assert (event.rings, event.lock_screen) == (rings, lock_screen)


async def test_two_devices_ring_each_and_count_as_one_bell(wire: Wire, api: BotApi) -> None:
    api.device(OFFICIAL, "tablet")
    await wire.send()
    assert api.transcript.of(OFFICIAL)[0].rings == ("phone", "tablet")
    assert (api.transcript.rings(OFFICIAL), api.transcript.rings(OFFICIAL, "tablet")) == (1, 1)


async def test_a_phone_that_comes_back_rings_once_for_what_it_missed(wire: Wire, api: BotApi) -> None:
    api.device(OFFICIAL, online=False)
    await wire.send("een")
    await wire.send("twee")
    await wire.send("stil", disable_notification=True)
    assert api.transcript.rings(OFFICIAL) == 0
    api.device(OFFICIAL, online=True)
    api.device(OFFICIAL, online=True)
    assert [e.kind for e in api.transcript.of(OFFICIAL) if e.rings] == ["rang_late"]


async def test_a_phone_can_wait_for_its_own_bell(wire: Wire, api: BotApi) -> None:
    api.add_user(8, "Bart")
    own = api.transcript.stream(8)
    heard: list[Event] = []
    stop = api.transcript.listen(heard.append)
    await wire.send()
    await wire("sendMessage", chat_id=8, text="bel", reply_markup=keyboard("Gezien"))
    bell = await own.get()
    assert (bell.user_id, bell.text, bell.buttons, own.empty()) == (8, "bel", ("Gezien",), True)
    assert [e.number for e in heard] == [1, 2]
    stop()
    await wire.send()
    assert len(heard) == 2


async def test_the_ledger_holds_what_took_effect_with_its_moment(wire: Wire, api: BotApi) -> None:
    message_id = await wire.send()
    await wire("deleteMessage", chat_id=OFFICIAL, message_id=message_id)
    await wire("deleteMessage", chat_id=OFFICIAL, message_id=message_id)
    entries = [(e.method, e.chat_id, e.message_id, e.at) for e in api.ledger]
    now = api.clock.now()
    assert entries == [
        ("sendMessage", OFFICIAL, message_id, now),
        ("deleteMessage", OFFICIAL, message_id, now),
    ]


async def test_a_person_can_press_only_what_stands_on_the_screen(wire: Wire, api: BotApi) -> None:
    message_id = await wire.send(reply_markup=keyboard("Gezien"))
    for act in (
        lambda: api.press(OFFICIAL, message_id, "Openen"),
        lambda: api.press(OFFICIAL, message_id, 1),
        lambda: api.open_button(OFFICIAL, message_id),
        lambda: api.press(8, message_id),
    ):
        with pytest.raises(LookupError):
            act()
    api.remove(OFFICIAL, message_id)
    with pytest.raises(LookupError):
        api.press(OFFICIAL, message_id)


async def test_starting_again_unblocks_and_tells_the_bot_both_times(wire: Wire, api: BotApi) -> None:
    api.block(OFFICIAL)
    api.block(OFFICIAL)
    assert (await wire("sendMessage", chat_id=OFFICIAL, text="bel")).status == 403
    api.start(OFFICIAL)
    assert (await wire("sendMessage", chat_id=OFFICIAL, text="bel")).status == 200
    kinds = [list(u)[1] for u in (await wire("getUpdates")).result]
    assert kinds == ["my_chat_member", "my_chat_member", "message"]


def test_a_start_payload_is_at_most_64_characters(api: BotApi) -> None:
    with pytest.raises(ValueError, match="at most 64"):
        api.start(OFFICIAL, "x" * 65)
