"""What somebody at the wall did takes away what the script counted on: the night goes on, and nothing is left out."""

from __future__ import annotations

from pathlib import Path

import pytest

from domain.content import VraagContent
from tests.sandbox.wall.test_left_to_a_hand import answers
from tests.sandbox.wall.test_own_pace import BY_THE_CLOCK, until_at
from tests.sandbox.wall.walls import wall

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]
KILLED = BY_THE_CLOCK.replace('need = "Bescherming vanaf nu"', 'need = "Bescherming vanaf nu"\nkill = "bell"')
"""The service is killed as soon as the bell of Hanna's request reaches Telegram."""
ASKED = '[[steps]]\nat = "00:00:{at}"\nwho = "nina"\ndoes = "ask"\nitem = "zaak"\ntext = "Wie is er nu bij hem?"\n\n'
SPOKEN = '[[steps]]\nat = "00:01:00"'
TWICE = BY_THE_CLOCK.replace(SPOKEN, ASKED.format(at=35) + ASKED.format(at=40) + SPOKEN)
"""Nina receives at 30 seconds, asks at 35 and once more at 40, and has spoken at 60."""
QUESTION = VraagContent(kind="vraag", text="Wie is er nu bij hem?")


async def test_a_kill_under_a_bell_that_telegram_never_gets_holds_nobody_up(tmp_path: Path) -> None:
    async with wall(tmp_path, KILLED) as w:
        assert await w.do("telegram_down") == 204
        assert (await w.do("speed", speed=None), await w.do("play")) == (204, 204)
        await w.until(lambda wall: wall.parts["clock"]["over"])
        assert (answers(w, "hanna"), answers(w, "nina")) == (["accepted"], ["accepted", "accepted"])
        assert w.parts["world"]["service"] == "running"


async def test_a_kill_under_a_bell_happens_where_nobody_touched_anything(tmp_path: Path) -> None:
    async with wall(tmp_path, KILLED) as w:
        assert (await w.do("speed", speed=None), await w.do("play")) == (204, 204)
        await w.until(lambda wall: wall.parts["clock"]["over"])
        told = [one["what"] for one in w.told if one["kind"] == "service"]
        assert told == ["started", "killed", "started again"]
        assert (answers(w, "hanna"), answers(w, "nina")) == (["accepted"], ["accepted", "accepted"])


async def test_of_two_equal_steps_a_hand_that_did_one_leaves_the_other(tmp_path: Path) -> None:
    async with wall(tmp_path, TWICE) as w, w.browser("nina") as nina:
        assert (await w.do("take", who="nina"), await w.do("speed", speed=60), await w.do("play")) == (204, 204, 204)
        await until_at(w, 75)
        assert await w.do("pause") == 204
        [case] = await nina.open_items()
        assert (await nina.ask(case.id, QUESTION)).status == 201
        await w.until(lambda wall: [one for one in wall.told if one["kind"] == "hand" and one["what"] == "act"])
        assert await w.do("give", who="nina") == 204
        assert (await w.do("speed", speed=None), await w.do("play")) == (204, 204)
        await w.until(lambda wall: wall.parts["clock"]["over"])
        script = [one["does"] for one in w.told if one["kind"] == "step" and one["answer"] == "accepted"]
        assert script == ["submit", "receive", "ask", "spoken"]
