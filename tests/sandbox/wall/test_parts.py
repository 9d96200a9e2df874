"""The wall's stream: a part replaces itself, what happened only grows, and nobody waits for a slow reader."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

from sandbox.wall.hosts import Hosts
from sandbox.wall.parts import Parts


async def some(stream: AsyncIterator[bytes], count: int) -> list[tuple[str, Any]]:
    found = []
    for _ in range(count):
        event = await asyncio.wait_for(anext(stream), 5)
        assert event.startswith(b"data: ")
        assert event.endswith(b"\n\n")
        said = json.loads(event[6:])
        found.append((said["part"], said["value"]))
    return found


async def test_who_connects_gets_everything_as_it_stands() -> None:
    parts = Parts()
    parts.put("clock", 1)
    parts.put("clock", 2)
    parts.tell("first")
    stream = parts.follow()
    assert await some(stream, 3) == [("clock", 2), ("told", None), ("told", ["first"])]
    parts.put("world", "killed")
    parts.tell("second")
    assert await some(stream, 2) == [("world", "killed"), ("told", ["second"])]


async def test_a_slow_reader_gets_the_newest_of_each_part_once_and_all_that_was_told() -> None:
    parts = Parts()
    stream = parts.follow()
    assert await some(stream, 1) == [("told", None)]
    waiting = asyncio.ensure_future(anext(stream))
    await asyncio.sleep(0)
    for number in range(100):
        parts.put("clock", number)
        parts.tell(number)
    assert json.loads((await waiting)[6:]) == {"part": "clock", "value": 99}
    assert await some(stream, 1) == [("told", list(range(100)))]


async def test_the_same_value_again_wakes_nobody() -> None:
    parts = Parts()
    parts.put("clock", {"at": 1})
    stream = parts.follow()
    await some(stream, 2)
    parts.put("clock", {"at": 1})
    parts.put("world", "up")
    assert await some(stream, 1) == [("world", "up")]


async def test_another_night_begins_with_nothing_of_the_one_before() -> None:
    parts = Parts()
    parts.put("item/zaak", 1)
    parts.tell("old")
    stream = parts.follow()
    await some(stream, 3)
    parts.clear()
    parts.tell("new")
    assert await some(stream, 3) == [("item/zaak", None), ("told", None), ("told", ["new"])]


def test_each_phone_has_an_origin_and_no_other_name_is_one() -> None:
    hosts = Hosts(8080)
    assert (hosts.wall, hosts.phone(3)) == ("http://piket.localhost:8080", "http://p3.piket.localhost:8080")
    assert hosts.is_wall("piket.localhost:8080")
    assert not any(
        hosts.is_wall(name) for name in (None, "piket.localhost", "piket.localhost:80", "p1.piket.localhost:8080")
    )
    assert [hosts.phone_of(f"p{number}.piket.localhost:8080") for number in (1, 12)] == [1, 12]
    wrong = (
        None,
        "",
        "p0.piket.localhost:8080",
        "p01.piket.localhost:8080",
        "p1.piket.localhost:81",
        "p1.example:8080",
    )
    assert [hosts.phone_of(name) for name in wrong] == [None] * len(wrong)
