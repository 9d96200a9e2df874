"""Somebody at the wall plays a phone by hand: their script waits, everybody else's goes on."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from client.transport import NotReached
from domain.flows.spoedaanwijzing.content import SpoedaanwijzingContent
from tests.sandbox.wall.walls import wall

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]
REQUEST = SpoedaanwijzingContent(
    kind="spoedaanwijzing", person="Een burgemeester", need="Vannacht iemand voor de deur", callback="030 000 00 00"
)


async def test_what_is_opened_by_hand_in_the_browser_gets_the_place_the_script_had_for_it(tmp_path: Path) -> None:
    async with wall(tmp_path) as w:
        assert w.parts["phone/hanna"]["app"] == "none"
        async with w.browser("hanna") as hanna:
            # Her own second device, enrolled by the whole ceremony, with the keys of her roles; time stood still.
            assert (await w.asked("hanna"))["invitation"] is None
            assert len(hanna.directory.living_devices(hanna.person)) == 2
            assert w.parts["clock"]["at"] <= 0

            assert await w.do("take", who="hanna") == 204
            await w.until(lambda wall: wall.parts["phone/hanna"]["byHand"] and wall.parts["clock"]["speed"] == 1)
            item = (await hanna.submit_spoedaanwijzing(REQUEST)).item
            await w.until(lambda wall: wall.parts["item/zaak"]["id"] == item)
            await w.until(lambda wall: wall.parts["phone/nina"]["rings"] == 1)
            assert w.parts["clock"]["at"] <= 0  # also while paused things happen, and no time passes

            bell = next(one for one in w.parts["phone/nina"]["chat"] if one["rang"])
            assert await w.do("tap", who="nina", message=bell["id"], button=0) == 409  # that one opens the app
            assert await w.do("tap", who="nina", message=bell["id"], button=1) == 204
            await w.until(lambda wall: wall.parts["item/zaak"]["obligations"][0]["rang"][0]["seen"])
            assert await w.do("say", who="nina", text="Ik kom eraan") == 204
            await w.until(lambda wall: "Ik kom eraan" in [one["text"] for one in wall.parts["phone/nina"]["chat"]])
            assert await w.do("say", who="rick", text="Hallo daar") == 409  # he has no Telegram

            assert (await w.do("speed", speed=None), await w.do("play")) == (204, 204)
            await w.until(lambda wall: wall.parts["clock"]["over"])
            told = {(one["kind"], one["who"], one.get("answer")) for one in w.told if one["kind"] in ("step", "hand")}
            assert ("hand", "hanna", "accepted") in told
            acts = [one["does"] for one in w.told if one["kind"] == "hand" and one["what"] == "act"]
            assert acts == ["spoedaanwijzing.submit"]
            assert ("step", "hanna", "by_hand") in told
            script = [one for one in w.told if one["kind"] == "step" and one["who"] == "nina"]
            assert [(one["does"], one["answer"]) for one in script] == [("receive", "accepted"), ("spoken", "accepted")]
            assert w.parts["item/zaak"]["state"] == "ontvangen"
            assert w.parts["world"]["touched"]
            case = await hanna.read(item)
            assert case.state == "ontvangen"

            # What somebody does by hand is the same person, so the script can have the phone back.
            assert await w.do("give", who="hanna") == 204
            await w.until(lambda wall: not wall.parts["phone/hanna"]["byHand"])


async def test_what_is_broken_with_a_button_is_broken_and_mended_as_in_the_world(tmp_path: Path) -> None:
    async with wall(tmp_path) as w, w.browser("hanna") as hanna, w.browser("nina") as nina:
        assert await w.do("take", who="hanna") == 204
        assert await w.do("speed", speed=60) == 204

        # A cut line is that phone's alone, and the practice page still answers.
        assert await w.do("cut", who="hanna") == 204
        with pytest.raises(NotReached):
            await hanna.open_items()
        assert await nina.open_items() == []
        assert (await w.asked("hanna"))["state"] == "ready"
        assert await w.do("mend", who="hanna") == 204
        assert await hanna.open_items() == []

        # A phone that is off hears nothing, and rings once when it is on again.
        assert await w.do("phone_off", who="nina") == 204
        with pytest.raises(NotReached):
            await nina.open_items()
        item = (await hanna.submit_spoedaanwijzing(REQUEST)).item
        await w.until(lambda wall: len(wall.parts["phone/nina"]["chat"]) > 2)
        assert (w.parts["phone/nina"]["on"], w.parts["phone/nina"]["rings"]) == (False, 0)
        assert await w.do("phone_on", who="nina") == 204
        await w.until(lambda wall: wall.parts["phone/nina"]["rings"] == 1)

        # Killed, the service answers nobody; started again it has what was accepted before.
        assert await w.do("kill") == 204
        await w.until(lambda wall: wall.parts["world"]["service"] == "killed")
        assert await w.do("kill") == 409
        with pytest.raises(NotReached):
            await hanna.read(item)
        assert (await w.http.get(f"{w.origin('hanna')}/")).status == 200  # the app is served from elsewhere
        assert await w.do("start") == 204
        await w.until(lambda wall: wall.parts["world"]["service"] == "running")
        assert (await hanna.read(item)).state == "ingediend"

        # While Telegram is away nobody rings by it; what waited comes when it is back.
        assert await w.do("telegram_down") == 204
        assert w.parts["world"]["telegram"] == "down"
        rings = w.parts["phone/nina"]["rings"]
        before = w.parts["clock"]["at"]
        assert await w.do("play") == 204
        await w.until(lambda wall: wall.parts["clock"]["at"] >= before + 40)
        assert w.parts["phone/nina"]["rings"] == rings
        assert await w.do("telegram_up") == 204
        await w.until(lambda wall: wall.parts["clock"]["over"])
        assert await w.do("speed", speed=60) == 204  # after the night its time is real time, until somebody chooses
        await w.until(lambda wall: wall.parts["phone/nina"]["rings"] > rings)

        # Another night is another world: nothing of this one is in it.
        world, service = w.parts["world"]["id"], json.loads((tmp_path / "world/settings.json").read_text())
        assert await w.do("restart") == 204
        await w.until(lambda wall: wall.parts["world"]["id"] not in (None, world))
        await w.ready()
        assert (w.parts["phone/hanna"]["app"], w.parts["phone/hanna"]["byHand"]) == ("none", False)
        assert ("item/zaak" in w.parts, w.parts["world"]["touched"]) == (False, False)
        assert [one["kind"] for one in w.told] == ["service"]
        assert service["practice"] == "true"
