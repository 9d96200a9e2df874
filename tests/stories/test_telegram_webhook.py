"""Updates brought by webhook instead of polled: the same taps count, once, and nothing is lost while we are away."""

from __future__ import annotations

import socket
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from functools import partial
from pathlib import Path

import pytest

from bot.telegram.batch import Batch
from config.settings import Settings
from domain.audit.leaves import LeafType
from domain.errors import StorageBusy
from tests.failures.nights import leaves
from tests.harness.night import Night, Worlds
from tests.stories.words import REQUEST


class WebhookNight(Night):
    """A night in which Telegram brings the updates."""

    updates = "webhook"

    def _settings(self) -> Settings:
        if self._listen.endswith(":0"):
            with socket.socket() as probe:
                probe.bind(("127.0.0.1", 0))
                self._listen = f"127.0.0.1:{probe.getsockname()[1]}"
        found = super()._settings()
        bells = found.bells.model_copy(update={"updates": self.updates})
        return found.model_copy(update={"api_origin": f"http://{self._listen}", "bells": bells})


AWebhookNight = Callable[[], AbstractAsyncContextManager[WebhookNight]]


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def a_night(request: pytest.FixtureRequest, tmp_path: Path) -> AWebhookNight:
    worlds: Worlds = request.getfixturevalue(f"{request.param}_worlds")
    return partial(worlds.night_of, WebhookNight, tmp_path / "night")


async def brought(n: Night) -> None:
    """Wait until Telegram knows where to bring updates."""
    await n.api.until(lambda _idle: bool(n.api.webhook.url))


def stored_but_not_confirmed(n: Night) -> None:
    """Let the next update be stored and yet answered with 503, so that it is brought once more (F31)."""
    door = n.service.telegram
    assert door is not None
    assert door.webhook is not None
    webhook, store = door.webhook, door.webhook._store

    async def unsure(batch: Batch) -> None:
        await store(batch)
        webhook._store = store
        raise StorageBusy("store.failed", "The store could not say whether it stored; send the same again.")

    webhook._store = unsure


async def rung(n: Night) -> None:
    await brought(n)
    [hovj] = await n.open("hovj")
    await hovj.phone.submit_spoedaanwijzing(REQUEST)
    await n.soon()
    n.expect_bells(piket1=1, hovj=1)


async def test_a_tap_that_is_brought_counts_and_a_second_delivery_changes_nothing(a_night: AWebhookNight) -> None:
    async with a_night() as n:
        await rung(n)
        stored_but_not_confirmed(n)
        n["piket1"].press_seen()
        await n.forward(seconds=40)
        assert sum(leaves(n, LeafType.SEEN, "person").values()) == 1
        n.expect_bells()  # the ring of thirty seconds was silenced
        n.api.say(n["piket1"].chat, "Zonnebloemstraat")
        await n.soon()
        assert n.api.screen(n["piket1"].chat)[-1].text.startswith("Ik lees hier geen berichten.")
        assert n.api.queue.pending() == []


async def test_what_was_tapped_while_the_service_was_away_is_brought_when_it_is_back(a_night: AWebhookNight) -> None:
    async with a_night() as n:
        await rung(n)
        await n.stop()
        n["piket1"].press_seen()
        await n.forward(seconds=5)
        assert n.api.queue.pending() != []
        await n.start()
        await n.forward(seconds=10)
        assert n.api.queue.pending() == []
        assert n.api.screen(n["piket1"].chat)[0].text == "Gezien. Openen kan nog steeds."
        n["piket1"].bells()


async def test_after_the_setting_changed_back_updates_are_polled_again(a_night: AWebhookNight) -> None:
    async with a_night() as n:
        await rung(n)
        await n.stop()
        n.updates = "poll"
        await n.start()
        await n.api.until(lambda idle: idle.waiting_polls > 0)
        assert n.api.webhook.url == ""
        n["piket1"].press_seen()
        await n.forward(seconds=20)
        assert n.api.screen(n["piket1"].chat)[0].text == "Gezien. Openen kan nog steeds."
        n["piket1"].bells()
