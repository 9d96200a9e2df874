"""Every night that is shipped plays on the wall as it does in a terminal: all that was expected of it held."""

from __future__ import annotations

from pathlib import Path

import pytest

from sandbox.play.reading import SHIPPED, shipped
from tests.sandbox.wall.walls import wall

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]

NIGHTS = shipped()


@pytest.mark.parametrize("name", NIGHTS)
async def test_every_night_plays_on_the_wall_to_verdicts_that_hold(name: str, tmp_path: Path) -> None:
    async with wall(tmp_path, (SHIPPED / f"{name}.toml").read_text(encoding="utf-8")) as w:
        assert (await w.do("speed", speed=None), await w.do("play")) == (204, 204)
        await w.until(lambda wall: wall.parts["verdicts"])
        assert [one["what"] for one in w.parts["verdicts"] if not one["held"]] == []
        assert w.parts["clock"]["error"] is None
        acted = {one["who"] for one in w.told if one["kind"] == "step" and one["who"]}
        assert acted <= set(w.parts["phones"]), "who acts has a phone on the wall"
