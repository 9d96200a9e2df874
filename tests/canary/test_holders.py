"""What a process holds is found wherever it stands, also in a buffer too short to outlive what comes after."""

from __future__ import annotations

import io
import secrets
from collections import deque
from collections.abc import Callable, Generator, Mapping
from pathlib import Path

import pytest

from tests.canary.holders import held, held_by
from tests.canary.scanner import Scanner
from tests.harness.cast import CAST
from tests.harness.night import Worlds
from tests.kills.child_night import ChildNight
from tests.stories.conftest import sqlite_worlds

__all__ = ["sqlite_worlds"]
pytestmark = pytest.mark.timeout(120)


class Holder:
    def __init__(self, held: object) -> None:
        self.held = held


def _waiting(text: str) -> Generator[str]:
    told = text
    yield ""
    yield told


def _begun(text: str) -> Generator[str]:
    made = _waiting(text)
    next(made)
    return made


HOLDERS: dict[str, Callable[[str], object]] = {
    "an attribute": Holder,
    "a short buffer": lambda text: Holder(deque([{"message": {"text": text}}], maxlen=1)),
    "a key": lambda text: {text: 1},
    "bytes": lambda text: (1, text.encode()),
    "a growing buffer": lambda text: Holder(bytearray(text.encode())),
    "a file in memory": lambda text: io.BytesIO(text.encode()),
    "a closure": lambda text: lambda: text,
    "what goes on later": _begun,
}


def test_what_is_held_is_found_and_what_was_let_go_is_not() -> None:
    numbers = {how: secrets.randbits(96) for how in HOLDERS}
    holders = [make(f"getypt {numbers[how]:x}") for how, make in HOLDERS.items()]
    assert _found(numbers) == set(HOLDERS)
    holders.clear()
    assert _found(numbers) == set()


def _found(numbers: Mapping[str, int]) -> set[str]:
    """Which of these numbers, of which no text stands anywhere else, are held as text."""
    pile = b"\n".join(held())
    return Scanner({how: f"getypt {number:x}" for how, number in numbers.items()}).scan(pile, deflated=False)


@pytest.mark.parametrize("keeps", [True, False])
async def test_a_service_that_keeps_a_little_of_what_is_typed_is_found_out(
    sqlite_worlds: Worlds, tmp_path: Path, keeps: bool
) -> None:
    async with sqlite_worlds.night_of(ChildNight, tmp_path / "night", cast={"hovj": CAST["hovj"]}) as n:
        n.more |= {"PIKET_HELD_FILE": str(n.folder / "held")} | ({"PIKET_KEEPS_TYPED": "1"} if keeps else {})
        n.kill("to answer")
        await n.settle()
        marker = f"kanarie{secrets.token_hex(12)}"
        n.api.say(n["hovj"].chat, f"getypt {marker}")
        await n.soon()
        assert Scanner({"typed": marker}).scan(await held_by(n)) == ({"typed"} if keeps else set())
