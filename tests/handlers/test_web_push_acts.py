"""Web Push for each device: who sets it is rung there, and no browser that is gone, revoked or frozen is (X-03)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from domain.bells import Address, Attempt, BellAction, ChannelKind, Lane, OutboxRow, Outcome
from domain.errors import Malformed
from domain.ids import DeviceId, PersonId
from domain.ports import Device
from handlers.bells import first_channel, record_attempts
from handlers.ringing import still_wanted
from notify.vapid import base64url
from tests.harness.desk import Desk
from tests.harness.ladders import NIGHT, POLICY
from tests.harness.town import LONG_AGO

PIKET = PersonId("piket")
FIRST, SECOND = DeviceId("piket-1"), DeviceId("piket-2")
POINT = base64url(
    ec.derive_private_key(7, ec.SECP256R1()).public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
)


def subscription(name: str = "een", host: str = "push.example") -> dict[str, Any]:
    return {"endpoint": f"https://{host}/{name}", "p256dh": POINT, "auth": base64url(b"s" * 16)}


def pushed(desk: Desk) -> Sequence[Address]:
    with desk.town.unit() as uow:
        found = uow.outbox.addresses(PIKET)
    return [one for one in found if one.channel is ChannelKind.WEB_PUSH]


@pytest.fixture
def two(desk: Desk) -> Desk:
    """The duty officer has Web Push on two devices, and no other channel."""
    assert desk.do("piket", "channel.remove", channel="telegram").status == 201
    assert desk.do("piket", "channel.set_push", **subscription("een")).status == 201
    with desk.town.unit() as uow:
        uow.directory.put_device(
            Device(SECOND, PIKET, uow.directory.employer(PIKET), b"tweede", "x", "tweede", None, None), LONG_AGO
        )
        uow.outbox.put_address(PIKET, ChannelKind.WEB_PUSH, "https://push.example/twee p a", NIGHT, SECOND)
    return desk


def ring(desk: Desk) -> Sequence[OutboxRow]:
    desk.submit()
    return [row for row in desk.bells if row.person == PIKET and row.action is BellAction.RING]


def test_each_device_of_a_person_rings_and_as_long_as_until_the_next_ring(two: Desk) -> None:
    rows = ring(two)
    assert [row.address.target.split()[0][-4:] for row in rows] == ["/een", "twee"]
    assert {row.life for row in rows} == {POLICY.ladders["L-1.ontvangst"].repeat}


def test_a_regular_bell_takes_one_channel_and_rings_each_device_on_it(two: Desk) -> None:
    with two.town.unit() as uow:
        uow.outbox.put_address(PIKET, ChannelKind.WEBHOOK, "https://bel.example/x", NIGHT)
        mine = [one for one in uow.outbox.addresses(PIKET) if one.refused_at is None]
    assert [one.device for one in first_channel(mine)] == [FIRST, SECOND]
    assert [one.channel for one in first_channel(mine[2:])] == [ChannelKind.WEBHOOK]
    assert first_channel([]) == []


def test_when_no_device_can_be_rung_a_regular_bell_takes_the_next_channel(two: Desk) -> None:
    with two.town.unit() as uow:
        uow.outbox.put_address(PIKET, ChannelKind.WEBHOOK, "https://bel.example/x", NIGHT)
    first = ring(two)[0]
    with two.town.unit() as uow:
        record_attempts(uow, [Attempt(replace(first, lane=Lane.REGULAR), Outcome.REFUSED)], NIGHT, POLICY)
    assert [row.address.channel for row in two.town.bells] == [ChannelKind.WEBHOOK]


def test_a_device_that_subscribes_anew_keeps_its_place_and_is_rung_there_alone(two: Desk) -> None:
    before = pushed(two)
    assert two.do("piket", "channel.set_push", **subscription("nieuw")).status == 201
    after = pushed(two)
    assert [(one.device, one.order) for one in before] == [(one.device, one.order) for one in after]
    assert after[0].target.startswith("https://push.example/nieuw ")
    assert after[0].id != before[0].id, "what is under way to the earlier one does not count against this one"


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (subscription(host="elders.example"), "channel.host"),
        (subscription(host="push.example.elders.test"), "channel.host"),
        (subscription(host="push.example:8443"), "channel.host"),
        (subscription(host="push.example:99999"), "channel.host"),
        (subscription() | {"endpoint": "https://[push.example/x"}, "channel.host"),
        (subscription(host="[2001:db8::1%x.below.example]"), "channel.host"),
        (subscription(host="127.0.0.1%00.below.example"), "channel.host"),
    ],
)
def test_bells_go_to_push_services_that_the_operator_lists(desk: Desk, given: dict[str, Any], code: str) -> None:
    assert desk.do("piket", "channel.set_push", **given).code == code
    assert pushed(desk) == []


@pytest.mark.parametrize("endpoint", ["https://push.example", "https://push.example?een"])
def test_a_subscription_without_a_place_at_its_service_is_refused_at_once(desk: Desk, endpoint: str) -> None:
    with pytest.raises(Malformed) as caught:
        desk.do("piket", "channel.set_push", **(subscription() | {"endpoint": endpoint}))
    assert (caught.value.code, caught.value.field) == ("channel.keys", "params.endpoint")
    assert pushed(desk) == []


@pytest.mark.parametrize("p256dh", [base64url(b"\x04" + bytes(64)), base64url(b"\x02" + b"1" * 64)])
def test_a_key_for_which_nothing_can_be_sealed_is_refused_at_once(desk: Desk, p256dh: str) -> None:
    with pytest.raises(Malformed) as caught:
        desk.do("piket", "channel.set_push", **(subscription() | {"p256dh": p256dh}))
    assert caught.value.code == "channel.keys"


def test_removing_it_ends_it_for_this_device_alone(two: Desk) -> None:
    assert two.do("piket", "channel.remove", channel="web_push").status == 201
    assert [one.device for one in pushed(two)] == [SECOND]
    assert two.do("piket", "channel.remove", channel="web_push").code == "channel.unknown"


def refused(desk: Desk, row: OutboxRow) -> None:
    with desk.town.unit() as uow:
        record_attempts(uow, [Attempt(row, Outcome.REFUSED)], NIGHT, POLICY)


def test_x_03_a_subscription_that_is_gone_is_crossed_out_and_stands_on_the_board(two: Desk) -> None:
    first, second = ring(two)
    refused(two, first)
    assert [one.refused_at for one in pushed(two)] == [NIGHT, None]
    assert two.town.alarms() == {("address.refused", "piket")}
    refused(two, second)
    two.town.run(timedelta(seconds=30))
    assert ("holding.unreachable", "nctv_piket@nl") in two.town.alarms(), "nobody there can be rung any more"
    assert two.do("piket", "channel.set_push", **subscription("nieuw")).status == 201
    assert ("address.refused", "piket") in two.town.alarms(), "the other device is still dead"
    dead = pushed(two)[1].id
    with two.town.unit() as uow:
        uow.outbox.forget_address(dead)
    assert two.do("piket", "channel.set_push", **subscription("nieuw")).status == 201
    assert ("address.refused", "piket") not in two.town.alarms()


def test_what_was_under_way_to_an_earlier_subscription_says_nothing_of_the_new_one(two: Desk) -> None:
    first, _ = ring(two)
    assert two.do("piket", "channel.set_push", **subscription("nieuw")).status == 201
    refused(two, first)
    assert [one.refused_at for one in pushed(two)] == [None, None]
    assert two.town.alarms() == set()


@pytest.mark.parametrize("how", ["revoked", "frozen"])
def test_a_device_that_is_revoked_or_frozen_is_not_rung_nor_is_what_waits_for_it(two: Desk, how: str) -> None:
    first, second = ring(two)
    with two.town.unit() as uow:
        if how == "revoked":
            uow.directory.revoke_device(SECOND, NIGHT)
        else:
            uow.directory.freeze_device(SECOND, NIGHT)
    assert [one.device for one in pushed(two)] == [FIRST]
    with two.town.unit() as uow:
        assert still_wanted(uow, [first, second], NIGHT) == [first]
    with two.town.unit() as uow:
        uow.directory.freeze_device(SECOND, None)
    assert len(pushed(two)) == (2 if how == "frozen" else 1), "what is frozen may come back"
