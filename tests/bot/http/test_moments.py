"""A mistyped date comes back as a problem, in ones own language, that names the field; nothing of it is stored."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from aiohttp.test_utils import TestClient, TestServer
from prometheus_client import CollectorRegistry

from bot.http.app import create_app
from handlers.pipeline import perform
from tests.bot.http.conftest import World
from tests.bot.http.phones import Client, Phone, post_acts

DAY = timedelta(days=1)
WORDS = {
    "nl": ("Dit moment ligt te ver in de toekomst", "Kijk naar de datum en de tijd. Verbeter ze en teken opnieuw."),
    "en": ("This moment lies too far ahead", "Look at the date and the time. Correct them and sign again."),
}


async def ruled(world: World) -> Client:
    """A second door on the same store, with the rules."""
    door = replace(world.door, perform=perform, registry=CollectorRegistry())
    client: Client = TestClient(TestServer(create_app(door)))
    await client.start_server()
    return client


def duty(world: World, phone: Phone, ends: str) -> dict[str, Any]:
    now = world.clock.now()
    params = {
        "functie": "nctv_piket", "scope": "nl", "person": phone.person, "slot": "on_duty", "override": False,
        "starts": now.isoformat(), "ends": ends,
    }  # fmt: skip
    return phone.envelope(phone.payload("roster.set", now, params))


@pytest.mark.parametrize("language", ["nl", "en"])
async def test_a_date_in_2126_is_a_problem_in_ones_own_language_that_names_the_field(
    either_world: World, language: str
) -> None:
    world = either_world
    client = await ruled(world)
    slip = {"acts": [duty(world, world.phones["bram"], "2126-11-22T18:00:00+01:00")]}
    answer = await client.post("/v1/acts", json=slip, headers={"Accept-Language": language})
    body = await answer.json()
    assert (answer.status, answer.content_type) == (400, "application/problem+json")
    assert (body["code"], body["field"]) == ("moment.too_late", "params.ends")
    assert (body["title"], body["detail"]) == WORDS[language]
    again = duty(world, world.phones["bram"], (world.clock.now() + DAY).isoformat())
    assert (await post_acts(client, [again]))[0] == 201, "and with the same number in the chain: nothing was stored"
    await client.close()
