"""What is left to a hand holds nobody up for good: who needs it waits and says so, and goes on once it is there."""

from __future__ import annotations

from pathlib import Path

import pytest

from domain.flows.spoedaanwijzing.content import BesluitContent
from tests.sandbox.wall.test_own_pace import BY_THE_CLOCK, steps_of, until_at
from tests.sandbox.wall.walls import Wall, wall

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]
NOT_TONIGHT = BesluitContent(kind="besluit", reasons="Het kan morgen ook", kerngezin=None)
NO = BY_THE_CLOCK.replace(
    'does = "receive"\nitem = "zaak"',
    'does = "decide"\nitem = "zaak"\noutcome = "niet_aangewezen"\nreasons = "Het kan morgen ook"',
)
NO = NO.replace('who = "nina"\ndoes = "spoken"', 'who = "hanna"\ndoes = "acquiesce"')
"""Hanna submits at 10 seconds, Nina says no at 30, and Hanna accepts that at 60."""


def answers(w: Wall, who: str) -> list[str]:
    return [one["answer"] for one in w.told if one["kind"] == "step" and one["who"] == who]


async def test_who_needs_what_was_left_to_a_hand_waits_for_it_and_then_keeps_their_distance(tmp_path: Path) -> None:
    async with wall(tmp_path, NO) as w, w.browser("nina") as nina:
        assert (await w.do("take", who="nina"), await w.do("speed", speed=60), await w.do("play")) == (204, 204, 204)
        await until_at(w, 75)
        assert await w.do("pause") == 204
        assert (answers(w, "nina"), answers(w, "hanna")) == (["by_hand"], ["accepted", "waits"])
        [case] = await nina.open_items()
        assert (await nina.decide(case.id, "niet_aangewezen", NOT_TONIGHT)).status == 201
        await w.until(lambda wall: [one for one in wall.told if one["kind"] == "hand" and one["what"] == "act"])
        decided = w.parts["clock"]["at"]
        assert await w.do("play") == 204
        await w.until(lambda wall: "acquiesce" in steps_of(wall, "hanna"))
        assert steps_of(w, "hanna")["acquiesce"] == pytest.approx(decided + 30, abs=6)
        assert answers(w, "hanna") == ["accepted", "waits", "accepted"]  # it says once that it waits
        assert await w.do("give", who="nina") == 204
        await w.until(lambda wall: wall.parts["clock"]["over"])
        assert answers(w, "nina") == ["by_hand"]  # what the hand did is not done again


async def test_given_back_the_script_does_what_the_hand_left_undone_and_the_night_goes_on(tmp_path: Path) -> None:
    async with wall(tmp_path, NO) as w:
        assert (await w.do("take", who="nina"), await w.do("speed", speed=60), await w.do("play")) == (204, 204, 204)
        await until_at(w, 75)
        assert await w.do("pause") == 204
        given = w.parts["clock"]["at"]
        assert await w.do("give", who="nina") == 204
        assert await w.do("play") == 204
        await w.until(lambda wall: "acquiesce" in steps_of(wall, "hanna"))
        assert steps_of(w, "nina")["decide"] == pytest.approx(given, abs=6)
        assert steps_of(w, "hanna")["acquiesce"] == pytest.approx(given + 30, abs=10)
        assert (answers(w, "nina"), answers(w, "hanna")) == (["by_hand", "accepted"], ["accepted", "waits", "accepted"])
