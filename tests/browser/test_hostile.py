"""A service that lies: the phone says in plain words not to rely on it, and shows nothing of the content."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest
from playwright.async_api import expect

from domain.flows.spoedaanwijzing.content import SpoedaanwijzingContent
from tests.browser.handset import Handset
from tests.browser.line import Exchange
from tests.browser.stage import Stage

pytestmark = pytest.mark.slow

PERSON = "Mw. D. Vermeer, griffier"
WARNING = "Dit klopt niet. Vertrouw het niet."
Lie = Callable[[Any, Any], None]
"""Changes an answer about one item; the second is the honest answer about another."""


def swapped_wrap(answer: Any, other: Any) -> None:
    answer["wraps"][0]["data"] = other["wraps"][0]["data"]


def swapped_recipient(answer: Any, other: Any) -> None:
    answer["recipient"] = other["recipient"]
    for wrap, another in zip(answer["wraps"], other["wraps"], strict=True):
        wrap["data"], wrap["blob"] = another["data"], another["blob"]


def swapped_content(answer: Any, other: Any) -> None:
    answer["contents"][0]["data"] = other["contents"][0]["data"]


def replayed_act(answer: Any, other: Any) -> None:
    answer["acts"].append(other["acts"][0])


def dropped_act(answer: Any, _other: Any) -> None:
    answer["acts"] = []


def another_hand(answer: Any, other: Any) -> None:
    answer["acts"][0]["proofs"] = other["acts"][0]["proofs"]


def real_as_drill(answer: Any, _other: Any) -> None:
    answer["item"]["drill"] = True


KEY = "Een sleutel van dit dossier klopt niet"
ACT = "Een handeling in dit dossier klopt niet"
TEXT = "Een tekst in dit dossier klopt niet"
ITEM = "Dit dossier klopt niet"
LIES: tuple[tuple[Lie, str], ...] = (
    (swapped_wrap, KEY),
    (swapped_recipient, KEY),
    (swapped_content, TEXT),
    (replayed_act, ACT),
    (dropped_act, ITEM),
    (another_hand, ACT),
    (real_as_drill, ACT),
)
"""Each lie, and what the phone says of it."""


@pytest.mark.timeout(400)
async def test_a_lie_about_an_item_is_told_and_shows_nothing(stage: Stage) -> None:
    hanna = await stage.phone("hanna")
    officer = await stage.enrolled("nina")
    await hanna.sync()
    item, other = [(await hanna.submit_spoedaanwijzing(request(person))).item for person in (PERSON, "Een ander")]
    honest = {name: await answered(officer, name) for name in (item, other)}
    for lie, said in LIES:
        told = deepcopy(honest[item])
        lie(told, honest[other])
        assert told != honest[item]
        await officer.go("#/")
        officer.window.line.falsify = instead(item, json.dumps(told).encode())
        await officer.go(f"#/item/{item}")
        await refused(officer, said)
    officer.window.line.falsify = None
    await officer.press("Probeer opnieuw")
    await officer.shows(PERSON)
    # A state of before, when this phone has seen that it was received: an act is held back.
    await officer.press("Ik heb dit ontvangen")
    await officer.step("Ontvangen door iemand die mag besluiten")
    await officer.go("#/")
    officer.window.line.falsify = instead(item, json.dumps(honest[item]).encode())
    await officer.go(f"#/item/{item}")
    await refused(officer, ITEM)
    # One item that does not verify hides none of the others.
    await officer.go("#/")
    await officer.shows(ITEM)
    await expect(officer.page.locator(".entry")).to_have_count(1)


@pytest.mark.timeout(300)
async def test_a_fact_held_back_or_changed_stops_the_phone(stage: Stage) -> None:
    """What the directory says of others is believed only whole: a fact less, or another signature, and all stops."""
    officer, colleague = await asyncio.gather(stage.enrolled("nina"), stage.enrolled("noah"))
    for one, change in ((officer, without_the_first), (colleague, signed_by_nobody)):
        one.window.line.falsify = change
    device = stage.founded.keyrings["hugo"].device
    await stage.sign_as_officers(lambda signer: signer.officer().freeze_device(device, frozen=True))
    await stage.sign_as_officers(lambda signer: signer.officer().freeze_device(device, frozen=False))
    for one in (officer, colleague):
        await one.go("#/dienst")
        await one.go("#/")
        await one.title(WARNING)
        await one.shows(re.compile("Piket laat er niets van zien"))
        await one.shows("Bel 070")


def request(person: str) -> SpoedaanwijzingContent:
    return SpoedaanwijzingContent(kind="spoedaanwijzing", person=person, need="Beveiliging", callback="030 000 00 00")


async def answered(officer: Handset, item: str) -> Any:
    """What the service says of an item, as this phone heard it."""
    await officer.go(f"#/item/{item}")
    await officer.title("Spoedaanwijzing")
    heard = [one for one in officer.window.line.calls(f"/v1/items/{item}") if one.method == "GET" and one.answer]
    await officer.go("#/")
    return json.loads(heard[-1].answer)


def instead(item: str, body: bytes) -> Callable[[Exchange], bytes | None]:
    return lambda one: body if one.method == "GET" and one.path == f"/v1/items/{item}" else None


async def refused(officer: Handset, said: str) -> None:
    """The item's page says this, to call, and the number; and nothing of what the item holds."""
    page = officer.page.locator("page-item")
    await expect(page.get_by_text(said)).to_be_visible()
    await expect(page.get_by_text(re.compile(r"\bBel\b")).first).to_be_visible()
    await officer.shows("Bel 070")
    await officer.shows_not(PERSON)


def without_the_first(one: Exchange) -> bytes | None:
    return _facts(one, lambda facts: facts[1:])


def signed_by_nobody(one: Exchange) -> bytes | None:
    def unsigned(facts: list[Any]) -> list[Any]:
        for fact in facts:
            fact["act"]["proofs"][0]["sig"] = "A" * 86
        return facts

    return _facts(one, unsigned)


def _facts(one: Exchange, change: Callable[[list[Any]], list[Any]]) -> bytes | None:
    if one.status != 200 or one.path != "/v1/directory":
        return None
    answer = json.loads(one.answer)
    return json.dumps(answer | {"facts": change(answer["facts"])}).encode()
