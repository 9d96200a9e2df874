"""A phone switched off at the wall does nothing, also not by its script; time and steps go as they are told."""

from __future__ import annotations

import base64
import json
from pathlib import Path

import pytest

from sandbox.wall.lines import acts_in
from tests.sandbox.wall.walls import wall

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]


async def test_the_script_of_a_phone_that_is_off_waits_until_it_is_on_again(tmp_path: Path) -> None:
    async with wall(tmp_path) as w:
        assert await w.do("phone_off", who="hanna") == 204
        assert (await w.do("speed", speed=60), await w.do("play")) == (204, 204)
        await w.until(lambda wall: [one for one in wall.told if one["kind"] == "step"])
        assert [(one["who"], one["answer"]) for one in w.told if one["kind"] == "step"] == [("hanna", "phone_off")]
        await w.until(lambda wall: wall.parts["clock"]["at"] >= 40)
        assert await w.do("pause") == 204
        assert "item/zaak" not in w.parts

        assert await w.do("phone_on", who="hanna") == 204
        await w.until(lambda wall: wall.parts["item/zaak"]["state"] == "ingediend")
        assert await w.do("play") == 204
        await w.until(lambda wall: wall.parts["item/zaak"]["state"] == "ontvangen")
        by_hanna = [one["answer"] for one in w.told if one["kind"] == "step" and one["who"] == "hanna"]
        assert by_hanna == ["phone_off", "accepted"]


async def test_what_is_shown_beside_the_wall_counts_from_the_start_of_the_night(tmp_path: Path) -> None:
    """Everybody was coupled before that; those seconds are no part of it."""
    async with wall(tmp_path) as w:
        assert (await w.do("speed", speed=60), await w.do("play")) == (204, 204)
        await w.until(lambda wall: wall.parts["clock"]["at"] >= 20)
        assert await w.do("pause") == 204
        await w.until(lambda wall: wall.parts["clock"]["mode"] == "paused")
        playing = w.show.playing
        assert playing is not None
        assert w.audience.ticked == pytest.approx(playing.at, abs=7)  # a bit of time may just be under way


async def test_a_step_ends_on_something_that_is_told(tmp_path: Path) -> None:
    async with wall(tmp_path) as w:
        told = {"bell", "step", "rung", "settled", "gezag", "service"}
        before = w.told
        assert await w.do("step") == 204
        await w.until(lambda wall: len(wall.told) > len(before) and wall.parts["clock"]["mode"] == "paused")
        assert told & {one["kind"] for one in w.told[len(before) :]}


def test_verbs_are_read_from_what_a_phone_sends_and_nothing_from_what_is_none() -> None:
    def sent(document: object) -> bytes:
        payload = base64.urlsafe_b64encode(json.dumps(document).encode()).rstrip(b"=").decode()
        return json.dumps({"acts": [{"payloadType": "x", "payload": payload, "proofs": []}]}).encode()

    assert acts_in(sent({"id": "a1", "act": "spoedaanwijzing.ask", "params": {}})) == {"a1": "spoedaanwijzing.ask"}
    documents: list[object] = [[], {"id": "a1"}, "text", 7]
    for document in documents:
        assert acts_in(sent(document)) == {}
    assert acts_in(b"--boundary\r\n" + sent({"id": "a1", "act": "item.ik_bel"}) + b"\r\n--boundary--") == {
        "a1": "item.ik_bel"
    }
    assert acts_in(b'{"acts":[{"payload":"A"}]}') == {}
