"""What the wall's stream says of a night: everything on connecting, then what changes, and verdicts at the end."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.sandbox.wall.walls import wall

pytestmark = pytest.mark.timeout(300)


async def test_a_night_is_told_from_its_start_to_its_verdicts_and_again_to_who_comes_later(tmp_path: Path) -> None:
    async with wall(tmp_path) as w:
        assert (w.parts["scenario"]["title"], w.parts["clock"]["over"]) == ("A short night", False)
        assert w.parts["phones"][:2] == ["hanna", "nina"]  # who acts comes first
        assert w.parts["world"]["service"] == "running"
        nina = w.parts["phone/nina"]
        assert (nina["n"], nina["origin"]) == (2, w.hosts.phone(2))
        assert nina["duty"] == [{"functie": "nctv_piket@nl", "slot": "on_duty"}]

        # A step goes to the next thing that is told, and no further.
        assert await w.do("step") == 204
        await w.until(lambda wall: [one for one in wall.told if one["kind"] == "bell"])
        await w.until(lambda wall: wall.parts["clock"]["mode"] == "paused" and wall.parts["clock"]["at"] >= 10)
        assert 10 <= w.parts["clock"]["at"] < 30
        bell = next(message for message in w.parts["phone/nina"]["chat"] if message["rang"])
        assert (bell["mine"], bell["rangAt"], len(bell["buttons"])) == (False, 10.0, 2)
        assert bell["buttons"][0]["url"].startswith(w.hosts.wall)

        assert (await w.do("speed", speed=None), await w.do("play")) == (204, 204)
        await w.until(lambda wall: wall.parts["clock"]["over"])
        # Time goes on, and nobody hurries it any more.
        assert (w.parts["clock"]["mode"], w.parts["clock"]["speed"]) == ("playing", 1)
        item = w.parts["item/zaak"]
        ladder = item["obligations"][0]
        assert (item["state"], item["openedAt"]) == ("ontvangen", 10.0)
        assert (ladder["what"], ladder["settled"], ladder["settledBy"]) == ("ontvangen", 30.0, "nina")
        assert [(rung["at"], rung["reached"]) for rung in ladder["rungs"][:2]] == [(10.0, 10.0), (70.0, None)]
        assert ladder["rang"][0] == {
            "who": "nina", "rung": 0, "rings": 1, "seen": False, "calling": False, "received": True,
        }  # fmt: skip
        assert w.parts["phone/nina"]["doing"] == "spoken zaak"
        assert w.parts["phone/nina"]["opens"] == item["id"]

        # The log grew by what was done, and a witness confirmed it.
        log = next(one for one in w.parts["log"]["logs"] if one["log"] == "nctv")
        assert (len(log["root"]), log["cosigned"]) == (64, ["witness.oefening"])

        # Nothing was expected of this night, so that its bells are surplus: the verdicts are the judge's own.
        assert any(not verdict["held"] and "nina" in verdict["what"] for verdict in w.parts["verdicts"])
        assert len(w.audience.verdicts) == 1

        late = type(w)(w.hosts, w.show, w.http, w.folder, w.audience)
        await late.follow_until(lambda one: one.parts["verdicts"] and one.told)
        assert late.parts["item/zaak"] == item
        assert late.told == w.told
