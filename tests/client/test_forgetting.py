"""EV-03: a device forgets what it keeps of an item once it is told so, or by its own clock; nothing else."""

from __future__ import annotations

import json
from collections.abc import Awaitable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, cast

import pytest

from client import envelopes
from client.answers import ItemAnswer
from client.api import Api
from client.forgetting import Forgetting
from client.kept import Keeping, KeptActs
from client.transport import ServerRefused
from domain.acts.envelope import REAL_TYPE, SignedAct
from domain.ids import ItemId

ITEM, OTHER = ItemId("GewistZaakGewistZaak01"), ItemId("AnderZaakAnderZaakAn02")
NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
DUE = datetime(2031, 11, 22, 9, tzinfo=UTC)


class Clock:
    def __init__(self) -> None:
        self.at = NOW

    def __call__(self) -> datetime:
        return self.at


def keep(folder: Path, item: ItemId, number: int) -> None:
    """One act on an item, kept with its leaf and proof."""
    act = f"019aa111-0000-7000-8000-{number:012d}"
    document = {
        "v": 1, "act": "item.ik_bel", "id": act, "device": "d1", "item": item, "version": None, "functie": "hovj",
        "scope": "arr:noord", "at": NOW.isoformat(), "params": {"what": "ontvangen"}, "blobs": [], "checkpoint": None,
        "log": "om", "seq": number, "prev": None,
    }  # fmt: skip
    folder.mkdir(exist_ok=True)
    signed = SignedAct(REAL_TYPE, json.dumps(document).encode(), ())
    (folder / f"{act}.act").write_bytes(envelopes.to_bytes(signed))
    for suffix in (".leaf", ".tlog-proof", ".asked"):
        (folder / f"{act}{suffix}").write_bytes(b"x")


class Answer:
    """What is read of an item's answer."""

    def __init__(self, erase_at: datetime | None, held: bool) -> None:
        self.retention = type("Retention", (), {"erase_at": erase_at, "held": held})


async def answer(erase_at: datetime | None, held: bool = False) -> ItemAnswer:
    return cast(ItemAnswer, Answer(erase_at, held))


async def refused(code: str) -> ItemAnswer:
    raise ServerRefused(410 if code == "item.erased" else 404, code)


class Service:
    """Lists one item and says `code` of every other."""

    def __init__(self, code: str) -> None:
        self.code, self.asked = code, list[ItemId]()

    async def items(self) -> Any:
        return type("Items", (), {"items": [type("Line", (), {"id": OTHER})]})

    def item(self, item: ItemId) -> Awaitable[ItemAnswer]:
        self.asked.append(item)
        return refused(self.code)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def device(tmp_path: Path, clock: Clock) -> Forgetting:
    for number, item in enumerate((ITEM, OTHER)):
        keep(tmp_path / "done", item, number)
    kept = KeptActs(tmp_path / "done", cast(Any, None), cast(Any, None), Keeping(), clock)
    return Forgetting(tmp_path / "terms", kept, clock)


def kept_of(folder: Path) -> set[ItemId]:
    found = {
        json.loads(envelopes.from_bytes(path.read_bytes()).payload)["item"] for path in (folder / "done").glob("*.act")
    }
    return {ItemId(item) for item in found} | {ItemId(path.name) for path in (folder / "terms").glob("*")}


async def test_ev_03_what_the_service_says_is_erased_is_forgotten_and_nothing_else(
    device: Forgetting, tmp_path: Path
) -> None:
    for item in (ITEM, OTHER):
        await device.heard(answer(DUE), item)
    assert kept_of(tmp_path) == {ITEM, OTHER}
    with pytest.raises(ServerRefused):
        await device.heard(refused("item.erased"), ITEM)
    assert kept_of(tmp_path) == {OTHER}
    assert len(list((tmp_path / "done").iterdir())) == 4
    with pytest.raises(ServerRefused):
        await device.heard(refused("item.unknown"), OTHER)
    assert kept_of(tmp_path) == {OTHER}


async def test_ev_03_a_device_forgets_by_its_own_clock_without_the_service(
    device: Forgetting, tmp_path: Path, clock: Clock
) -> None:
    await device.heard(answer(DUE), ITEM)
    clock.at = DUE - timedelta(microseconds=1)
    device.forget_over()
    assert kept_of(tmp_path) == {ITEM, OTHER}
    clock.at = DUE
    device.forget_over()
    assert kept_of(tmp_path) == {OTHER}


async def test_ev_03_a_term_that_is_no_more_is_no_longer_kept(device: Forgetting, tmp_path: Path) -> None:
    await device.heard(answer(DUE), ITEM)
    await device.heard(answer(None), ITEM)
    assert not list((tmp_path / "terms").iterdir())
    await device.heard(answer(DUE), ITEM)
    await device.heard(answer(DUE, held=True), ITEM)
    assert not list((tmp_path / "terms").iterdir())


@pytest.mark.parametrize(("code", "left"), [("item.erased", {OTHER}), ("item.unknown", {ITEM, OTHER})])
async def test_ev_03_what_is_on_no_list_any_more_is_asked_after(
    device: Forgetting, tmp_path: Path, code: str, left: set[ItemId]
) -> None:
    service = Service(code)
    await device.look(cast(Api, service))
    assert service.asked == [ITEM]
    assert kept_of(tmp_path) == left


async def test_ev_03_half_a_term_is_learned_again(device: Forgetting, tmp_path: Path, clock: Clock) -> None:
    (tmp_path / "terms").mkdir()
    (tmp_path / "terms" / ITEM).write_text("2031-1")
    clock.at = DUE
    device.forget_over()
    assert ITEM in kept_of(tmp_path)
