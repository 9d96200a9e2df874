"""Simulated officials do the steps of a scenario with real keys, and tap what rings on their own Telegram."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import get_args

import pytest
import pytest_asyncio

from sandbox.botapi.clock import VirtualClock
from sandbox.botapi.control import BotApi
from sandbox.people.every_step import STEPS
from sandbox.phones import Notebook, SimulatedOfficial, TelegramAccount
from sandbox.play.every_step import EVERY
from sandbox.play.steps import Act
from tests.client.service import Running, running
from tests.harness.stores import sqlite_template, sqlite_url

__all__ = ["sqlite_template", "sqlite_url"]


@pytest_asyncio.fixture
async def world(tmp_path: Path, sqlite_url: str) -> AsyncIterator[Running]:
    async with running(tmp_path, sqlite_url) as found:
        yield found


async def officials(world: Running, *names: str) -> list[SimulatedOfficial]:
    notebook = Notebook()
    return [SimulatedOfficial(await world.phone(name), notebook) for name in names]


async def test_a_night_in_plain_words(world: Running) -> None:
    hanna, pieter, lies, rob = await officials(world, "hanna", "pieter", "lies", "rob")
    sent = await hanna.do("submit", "zaak", person="Wethouder V. de Wit", need="Beveiliging vanaf nu")
    assert sent.state == "ingediend"
    assert (await pieter.do("receive", "zaak")).state == "ontvangen"
    assert (await pieter.do("item.ik_bel", "zaak", what="besluiten")).status == 201
    assert (await pieter.do("ask", "zaak", text="Waar is hij nu?")).status == 201
    assert (await hanna.do("answer", "zaak", text="Thuis, met zijn gezin")).status == 201
    words = {"reasons": "Dreiging is concreet", "order": "Posten bij de woning", "word": "Surveillance aanhouden"}
    assert (await pieter.do("decide", "zaak", outcome="aangewezen", **words)).state == "aangewezen"
    answered = await lies.do(
        "opdracht.answer",
        "zaak.opdracht",
        answer="uitvoerbaar",
        text="Eenheid vertrekt",
        expected_in=timedelta(minutes=9),
    )
    assert answered.state == "uitvoerbaar"
    assert (await rob.do("bericht_rccb.acknowledge", "zaak.bericht_rccb")).status == 201
    order = (await lies.read("zaak.opdracht")).content("opdracht")
    assert order is not None
    assert getattr(order.content, "person", "") == "Wethouder V. de Wit"


async def test_the_same_person_gets_the_same_dossier(world: Running) -> None:
    hanna, nadia = await officials(world, "hanna", "nadia")
    words = {"person": "Wethouder V. de Wit", "need": "Beveiliging vanaf nu"}
    await hanna.do("submit", "een", **words)
    await nadia.do("submit", "twee", **words, same_person_as="een")
    first, second = await hanna.read("een"), await nadia.read("twee")
    assert first.answer.item.dossier == second.answer.item.dossier


async def test_an_unknown_step_or_label_is_refused_plainly(world: Running) -> None:
    [hanna] = await officials(world, "hanna")
    with pytest.raises(LookupError, match="step"):
        await hanna.do("fly", "zaak")
    with pytest.raises(LookupError, match="zaak"):
        await hanna.do("spoken", "zaak")


def test_every_act_a_scenario_may_name_is_known() -> None:
    acts = [step for step in EVERY if issubclass(step, Act)]
    named = {name for step in acts for name in get_args(step.model_fields["does"].annotation)}
    assert named <= STEPS.keys()


async def test_a_tap_is_on_the_newest_bell_of_ones_own_screen() -> None:
    api = BotApi(clock=VirtualClock(0.0))
    api.add_user(1001, "Nina")
    account = TelegramAccount(api, 1001)
    assert account.bells() == []
    with pytest.raises(LookupError):
        account.tap_seen()
    rows = [[{"text": "Openen", "url": "https://app.piket.example"}, {"text": "Gezien", "callback_data": "handle"}]]
    for _ in range(2):
        message = api.world.new_message(1001, "Er staat iets voor u klaar.", from_bot=True)
        message.markup = {"inline_keyboard": rows}
    press = account.tap_seen()
    assert (press.message_id, press.data) == (account.bells()[-1].id, "handle")
