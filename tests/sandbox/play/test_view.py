"""The live view shows what stands, at any width, and stops showing what is over."""

import io
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import pytest
from rich.console import Console

from sandbox.play import showing, words
from sandbox.play.timeline import Kind, Timeline
from sandbox.play.view import View
from tests.sandbox.play.nights import scenario


def shown(*entries: tuple[float, Kind, Mapping[str, object]], width: int = 130, height: int = 40) -> str:
    view = View(scenario(), datetime(2027, 1, 1, 2, 12, tzinfo=UTC))
    timeline = Timeline()
    timeline.listen(view.see)
    for seconds, kind, about in entries:
        timeline.add(timedelta(seconds=seconds), kind, **about)
    console = Console(file=io.StringIO(), width=width, height=height)
    console.print(view)
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


OPENED = (0.0, Kind.OPENED, {"item": "zaak", "what": "ontvangen"})
RUNG = (60.0, Kind.RUNG, {"item": "zaak", "what": "ontvangen", "index": 1, "empty": False})


def crowd() -> list[tuple[float, Kind, Mapping[str, object]]]:
    """A night with more than fits: five items with ladders, three people who are rung, forty things that happened."""
    entries: list[tuple[float, Kind, Mapping[str, object]]] = []
    for number in range(5):
        item = f"zaak_{number}"
        entries += [
            (number, Kind.STATE, {"item": item, "state": "ingediend"}),
            (number, Kind.OPENED, {"item": item, "what": "verzoeker_geinformeerd"}),
            (number, Kind.OPENED, {"item": item, "what": "persoon_geinformeerd"}),
            (number, Kind.RUNG, {"item": item, "what": "persoon_geinformeerd", "index": number, "empty": False}),
        ]
    bell = {"channel": "telegram", "text": "Er staat iets voor u klaar.", "drill": False}
    for minute in range(40):
        entries.append((60.0 * minute, Kind.BELL, {"who": ("nina", "hanna", "fenna")[minute % 3], **bell}))
    return entries


@pytest.mark.parametrize(("width", "height"), [(80, 24), (60, 24), (40, 20), (132, 50), (80, 16)])
@pytest.mark.parametrize("busy", [False, True], ids=["quiet", "busy"])
def test_the_view_fits_the_terminal_and_shows_every_part(width: int, height: int, busy: bool) -> None:
    lines = shown(*(crowd() if busy else ()), width=width, height=height).splitlines()
    assert len(lines) == height - 1
    assert max(map(len, lines)) <= width
    for part in (words.STATE, words.LADDER, words.PERSON, words.HAPPENED):
        assert any(part in line for line in lines)
    if busy:
        assert "00:39:00" in lines[-1]
        assert any("fenna" in line for line in lines)
        assert any("▮▮▮▮▮" in line for line in lines)
        assert any(words.MORE.partition("{")[0] in line for line in lines) or height > 24


def test_at_80_columns_who_is_rung_is_whole() -> None:
    bell = {"channel": "telegram", "text": "Er staat iets voor u klaar.", "drill": False}
    text = shown(OPENED, RUNG, *[(number, Kind.BELL, {"who": "nina", **bell}) for number in range(61, 90)], width=80)
    assert any(line.split()[-4:] == ["nina", "nctv_piket", "29", "00:01:29"] for line in text.splitlines())


def test_what_is_no_terminal_gets_a_line_for_each_thing_that_happens() -> None:
    console, timeline = Console(file=io.StringIO(), width=40), Timeline()
    bell = {"channel": "telegram", "text": "Er staat iets voor u klaar.", "drill": False}
    with showing.shown(console, scenario(), datetime(2027, 1, 1, 2, 12, tzinfo=UTC), timeline):
        timeline.add(timedelta(seconds=1), Kind.STATE, item="zaak", state="ingediend")
        timeline.add(timedelta(seconds=30), Kind.BELL, who="nina", **bell)
        timeline.add(timedelta(seconds=30), Kind.BELL, who="hanna", **bell)
        timeline.add(timedelta(seconds=60), Kind.BELL, who="nina", **bell)
    assert isinstance(console.file, io.StringIO)
    assert console.file.getvalue().splitlines()[-3:] == [
        "00:00:01  zaak → ingediend",
        "00:00:30  ♪ nina, hanna  «Er staat iets voor u klaar.»",
        "00:01:00  ♪ nina  «Er staat iets voor u klaar.»",
    ]


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
    assert "KILLED" in shown(killed)
    assert "runs again" in shown(killed, (20, Kind.SERVICE, {"what": "started again"}))


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
