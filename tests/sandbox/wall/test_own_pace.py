"""What waited for a hand or for a phone goes on at the script's own pace, and nobody's hand is led."""

from __future__ import annotations

from pathlib import Path

import pytest

from domain.flows.spoedaanwijzing.content import SpoedaanwijzingContent
from tests.sandbox.wall.walls import NIGHT, Wall, wall

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]
REQUEST = SpoedaanwijzingContent(
    kind="spoedaanwijzing", person="Een burgemeester", need="Vannacht iemand voor de deur", callback="030 000 00 00"
)
BY_THE_CLOCK = NIGHT.replace('rung = "nina"\nafter = "20s"', 'at = "00:00:30"')
"""Hanna submits at 10 seconds, Nina receives at 30, and says at 60 that they have spoken."""


def steps_of(w: Wall, who: str) -> dict[str, float]:
    """When this person's script had each of its acts accepted."""
    return {
        one["does"]: one["at"]
        for one in w.told
        if one["kind"] == "step" and one["who"] == who and one["answer"] == "accepted"
    }


async def until_at(w: Wall, moment: float) -> None:
    await w.until(lambda wall: wall.parts["clock"]["at"] >= moment)


async def test_what_comes_after_a_late_hand_keeps_its_distance_from_it(tmp_path: Path) -> None:
    async with wall(tmp_path, BY_THE_CLOCK) as w, w.browser("hanna") as hanna:
        assert (await w.do("take", who="hanna"), await w.do("speed", speed=60), await w.do("play")) == (204, 204, 204)
        await until_at(w, 45)
        assert await w.do("pause") == 204
        assert steps_of(w, "nina") == {}
        await hanna.submit_spoedaanwijzing(REQUEST)
        await w.until(lambda wall: wall.parts["item/zaak"]["state"] == "ingediend")
        submitted = w.parts["clock"]["at"]
        assert await w.do("play") == 204
        await w.until(lambda wall: "spoken" in steps_of(wall, "nina"))
        nina = steps_of(w, "nina")
        assert nina["receive"] == pytest.approx(submitted + 20, abs=1)
        assert nina["spoken"] == pytest.approx(submitted + 50, abs=1)


async def test_what_waited_for_a_phone_that_was_off_does_not_happen_all_at_once(tmp_path: Path) -> None:
    async with wall(tmp_path, BY_THE_CLOCK) as w:
        assert await w.do("phone_off", who="nina") == 204
        assert (await w.do("speed", speed=60), await w.do("play")) == (204, 204)
        await until_at(w, 70)
        assert await w.do("pause") == 204
        on = w.parts["clock"]["at"]
        assert await w.do("phone_on", who="nina") == 204
        assert await w.do("play") == 204
        await w.until(lambda wall: "spoken" in steps_of(wall, "nina"))
        nina = steps_of(w, "nina")
        assert nina["receive"] == pytest.approx(on, abs=1)
        assert nina["spoken"] == pytest.approx(on + 30, abs=1)


async def test_a_phone_that_somebody_holds_is_not_sent_anywhere_by_the_script(tmp_path: Path) -> None:
    async with wall(tmp_path, BY_THE_CLOCK) as w:
        assert (await w.do("take", who="nina"), await w.do("speed", speed=60), await w.do("play")) == (204, 204, 204)
        await until_at(w, 65)
        skipped = [one["does"] for one in w.told if one["kind"] == "step" and one.get("answer") == "by_hand"]
        assert skipped == ["receive", "spoken"]
        assert (w.parts["phone/nina"]["opens"], w.parts["phone/nina"]["doing"]) == (None, None)
        assert w.parts["phone/hanna"]["opens"] == w.parts["item/zaak"]["id"]
