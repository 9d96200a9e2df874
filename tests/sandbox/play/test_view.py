"""The live view shows what stands, at any width, and stops showing what is over."""

import io
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import pytest
from rich.console import Console

from sandbox.play.timeline import Kind, Timeline
from sandbox.play.view import View
from tests.sandbox.play.nights import scenario


def shown(*entries: tuple[float, Kind, Mapping[str, object]], width: int = 130) -> str:
    view = View(scenario(), datetime(2027, 1, 1, 2, 12, tzinfo=UTC))
    timeline = Timeline()
    timeline.listen(view.see)
    for seconds, kind, about in entries:
        timeline.add(timedelta(seconds=seconds), kind, **about)
    console = Console(file=io.StringIO(), width=width)
    console.print(view)
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


OPENED = (0.0, Kind.OPENED, {"item": "zaak", "what": "ontvangen"})
RUNG = (60.0, Kind.RUNG, {"item": "zaak", "what": "ontvangen", "index": 1, "empty": False})


@pytest.mark.parametrize("width", [80, 130])
def test_the_ladder_the_state_and_the_authority_are_on_screen(width: int) -> None:
    text = shown(
        (0, Kind.STATE, {"item": "zaak", "state": "ingediend"}),
        (0, Kind.GEZAG, {"item": "zaak", "holder": "nctv@nl"}),
        RUNG,
        OPENED,
        width=width,
    )
    assert "ingediend" in text
    assert "nctv@nl" in text
    assert "zaak · ontvangen" in text
    assert "▮▮" in text


def test_a_settled_obligation_rings_no_more_on_screen() -> None:
    assert "▮" not in shown(OPENED, RUNG, (90, Kind.SETTLED, {"item": "zaak", "what": "ontvangen", "by": "nina"}))


def test_the_clock_is_local_time_and_the_bells_of_one_second_stand_on_one_line() -> None:
    bell = {"channel": "telegram", "text": "Er staat iets voor u klaar.", "drill": False}
    text = shown((30, Kind.BELL, {"who": "nina", **bell}), (30.4, Kind.BELL, {"who": "hanna", **bell}))
    assert "03:12:30" in text
    assert "nina, hanna" in text


def test_a_killed_service_is_on_screen_until_it_is_back() -> None:
    killed = (10.0, Kind.SERVICE, {"what": "killed"})
    assert "GEDOOD" in shown(killed)
    assert "draait weer" in shown(killed, (20, Kind.SERVICE, {"what": "started again"}))


def test_a_drill_says_so() -> None:
    drill = (0.0, Kind.ITEM, {"item": "zaak", "drill": True})
    assert "OEFENING" in shown(drill, (0, Kind.STATE, {"item": "zaak", "state": "ingediend"}))


def test_x_05_beside_a_drill_what_is_real_says_geen_oefening() -> None:
    real = (60.0, Kind.STATE, {"item": "zaak", "state": "ingediend"})
    assert "OEFENING" not in shown(real)
    drill = (0.0, Kind.ITEM, {"item": "oefening", "drill": True, "parent": None})
    text = shown(drill, (0, Kind.STATE, {"item": "oefening", "state": "opgeschort"}), real)
    assert "oefening OEFENING" in text
    assert "zaak GEEN OEFENING" in text
