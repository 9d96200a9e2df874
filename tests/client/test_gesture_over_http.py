"""One gesture, many acts in few requests, over HTTP: each has its own answer, and a lost one is given again (BB-03)."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from typing import Any

import pytest
import pytest_asyncio

from client import envelopes
from client.age import HybridIdentity
from client.api import Api
from client.content import Place, seal_content
from client.itemkeys import wrap_item
from client.signing import Draft, ReadyAct, blob_name, build_payload
from domain.acts.envelope import REAL_TYPE
from domain.acts.payload import Params
from domain.audit.leaves import LeafType, parse_leaf
from domain.flows.burgemeestersbericht import sealed_for
from domain.flows.burgemeestersbericht.acts import Release, Send, SendAcute
from domain.ids import ActId, ItemId, PersonId, Sha256Hex, random_id, uuid7
from storage.evidence import evidence
from tests.client.rough import Rough
from tests.client.service import Running
from tests.client.test_burgemeestersbericht import BEHANDELAAR, NOTICE, UTRECHT, world
from tests.client.world import NOW, seeded
from tests.harness.stores import database_url, on_postgres_slowly, sqlite_template, sqlite_url

__all__ = ["database_url", "sqlite_template", "sqlite_url", "world"]
pytestmark = on_postgres_slowly
NO_HASH = Sha256Hex("0" * 64)


class Bea:
    """Bea's device, which numbers and signs before it sends anything."""

    def __init__(self, world: Running) -> None:
        self._directory = world.world.directory
        self._keys = world.world.keyrings_of(PersonId("bea"))[0]
        self._seq = -1
        self._prev: Sha256Hex | None = None
        self._random = seeded(28)

    def notice(self, *, acute: bool) -> ReadyAct:
        name = "burgemeestersbericht.send_acute" if acute else "burgemeestersbericht.send"
        act, item = ActId(uuid7(NOW, self._random)), ItemId(random_id(self._random))
        identity = HybridIdentity.generate(self._random)
        recipient = identity.recipient().to_string()
        wraps = wrap_item(identity, self._directory, sealed_for(UTRECHT, BEHANDELAAR), frozenset())
        place = Place(item, recipient, act, name, BEHANDELAAR)
        content = seal_content(NOTICE, place, self._keys, self._directory, NOW)
        opening: dict[str, Any] = {
            "dossier": random_id(self._random), "recipient": recipient, "wraps": wraps.wraps,
            "content": blob_name(content), "excluded": [], "gemeente": UTRECHT, "until_at": None,
        }  # fmt: skip
        params = SendAcute(**opening) if acute else Send(**opening, scenario="planbaar", visible=False)
        return self._sign(act, name, params, item, {**wraps.blobs, blob_name(content): content})

    def release(self, item: ItemId) -> ReadyAct:
        """What a second official does, and she may not on her own notice (BB-02)."""
        act = ActId(uuid7(NOW, self._random))
        return self._sign(act, "burgemeestersbericht.release", Release(read=NO_HASH), item, {})

    def _sign(self, act: ActId, name: str, params: Params, item: ItemId, blobs: Mapping[Sha256Hex, bytes]) -> ReadyAct:
        self._seq += 1
        draft = Draft(act, name, params, BEHANDELAAR, item=item, blobs=dict(blobs))
        raw = build_payload(draft, device=self._keys.device, at=NOW, log="nctv", seq=self._seq, prev=self._prev)
        signed = envelopes.sign(REAL_TYPE, raw, [self._keys])
        self._prev = signed.sha256
        return ReadyAct(signed, draft.blobs)


@pytest_asyncio.fixture
async def line(world: Running) -> AsyncIterator[Rough]:
    async with Rough(world.origin) as found:
        yield found


@pytest.fixture
def units(world: Running, monkeypatch: pytest.MonkeyPatch) -> list[None]:
    """One entry for each transaction in which acts were carried out, as many as fit in each."""
    monkeypatch.setattr("bot.http.acts._UNIT_SECONDS", 60.0)
    done: list[None] = []
    write = world.service.store.write

    async def counted(unit: Callable[[Any], Any], **how: Any) -> Any:
        if getattr(unit, "__qualname__", "") == "_carry_out.<locals>.unit":
            done.append(None)
        return await write(unit, **how)

    monkeypatch.setattr(world.service.store, "write", counted)
    return done


async def test_a_refused_act_is_an_answer_among_others_and_a_lost_answer_is_given_again(
    world: Running, line: Rough, units: list[None]
) -> None:
    bea = Bea(world)
    notices = [bea.notice(acute=number % 2 == 0) for number in range(7)]
    refused = bea.release(ItemId(str(notices[1].payload.item)))
    gesture = [*notices, refused, bea.notice(acute=True)]
    line.plan = ["lost"]
    answers = await Api(line).send(gesture)
    assert line.plan == []
    assert [answer.status for answer in answers] == [201] * 7 + [403, 201]
    assert answers[7].code == "burgemeestersbericht.four_eyes"
    assert {answer.state for answer in answers[:7]} == {"verstuurd", "ter_vrijgave"}
    assert [flag for answer in answers for flag in answer.flags if flag == "chain.broken"] == []
    assert len(units) == 2, "nine acts in one transaction, and the same nine once more after the answer was lost"
    assert await Api(line).send(gesture) == answers
    await _each_once(world, [*notices, gesture[-1]], gesture)


async def test_what_is_not_there_undoes_nobody_elses_act(world: Running, line: Rough, units: list[None]) -> None:
    bea = Bea(world)
    notices = [bea.notice(acute=True) for _ in range(5)]
    gesture = [*notices, bea.release(ItemId(random_id(seeded(29))))]
    line.plan = ["lost"]
    answers = await Api(line).send(gesture)
    assert [answer.status for answer in answers] == [201] * 5 + [404]
    assert len(units) == 2 * (1 + 6), "together first, and then each in a transaction of its own; and once more"
    assert await Api(line).send(gesture) == answers
    await _each_once(world, notices, notices)


async def test_a_gesture_begins_no_further_act_once_an_emergency_of_somebody_else_waits(
    world: Running, line: Rough, units: list[None], monkeypatch: pytest.MonkeyPatch
) -> None:
    bea, acts, asked = Bea(world), 9, list[int]()

    def waits(_store: object) -> bool:
        asked.append(len(units))
        return len(asked) == 3

    monkeypatch.setattr(type(world.service.store), "urgent_waits", property(waits))
    answers = await Api(line).send([bea.notice(acute=True) for _ in range(acts)])
    assert [answer.status for answer in answers] == [201] * acts
    assert asked == [1, 1, 1, 2, 2, 2, 2, 2], "three in the first transaction, the other six in a second"
    assert [flag for answer in answers for flag in answer.flags if flag == "chain.broken"] == []


async def _each_once(world: Running, notices: Sequence[ReadyAct], kept: Sequence[ReadyAct]) -> None:
    """Each notice is one item, each act that was kept has one leaf of its own."""
    await world.settle()
    maud = await world.phone("maud")
    acute = {act.payload.item for act in notices if act.payload.act.endswith("send_acute")}
    assert sorted(str(line.id) for line in await maud.open_items()) == sorted(str(item) for item in acute)
    hashes = {act.signed.sha256 for act in kept}
    with evidence((world.folder / "database-url").read_text()) as store:
        found = [parse_leaf(data) for data in store.logs.entries("nctv", 0, 10_000)]
    proven = [leaf.act_sha256 for leaf in found if leaf.type in (LeafType.ACT, LeafType.REFUSAL)]
    assert sorted(one for one in proven if one in hashes) == sorted(hashes)
