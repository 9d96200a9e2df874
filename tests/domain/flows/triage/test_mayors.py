"""Which mayor(s)? Asked by an admission, and again when the last notice that stood is taken back (BB-07)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from domain.events import Followed
from domain.functies import Functie
from domain.ids import ItemId
from tests.domain.flows.triage.play import CONTENT, Play, admitted
from tests.harness.ladders import NIGHT, POLICY

LEADER = Functie.NCTV_TEAMLEIDER
YES: dict[str, Any] = {"outcome": "opgenomen", **CONTENT}


@pytest.mark.parametrize(
    ("visible", "minutes", "ladder"), [(False, 240, "L-8.regulier"), (True, 30, "L-8")], ids=["unseen", "seen"]
)
def test_bb_07_an_admission_asks_which_mayors_sooner_where_people_will_see_measures(
    visible: bool, minutes: int, ladder: str
) -> None:
    play = Play.opened().do(LEADER, "judge", visible=visible, **YES)
    asked = play.facts.open["burgemeester"]
    assert (asked.due, asked.ladder.name) == (NIGHT + timedelta(minutes=minutes), ladder)
    notice = "b" * 22
    play.take([Followed(ItemId(notice), "burgemeestersbericht")])
    assert "burgemeester" not in play.hears("burgemeestersbericht", "verstuurd", notice).open
    again = play.hears("burgemeestersbericht", "ingetrokken", notice).facts.open["burgemeester"]
    assert (again.due, again.ladder.name) == (play.now + timedelta(minutes=minutes), ladder), "asked again as soon"


def test_bb_07_which_mayors_is_asked_again_once_the_last_notice_that_stood_is_taken_back() -> None:
    one, two = "b" * 22, "c" * 22
    play = admitted()
    for item in (one, two):
        play.take([Followed(ItemId(item), "burgemeestersbericht")])
        play.hears("burgemeestersbericht", "verstuurd", item)
    assert "burgemeester" not in play.hears("burgemeestersbericht", "ingetrokken", two).open, "another one stands"
    assert "burgemeester" in play.hears("burgemeestersbericht", "ingetrokken", one).open
    assert play.facts.open["burgemeester"].due == play.now + POLICY.durations["burgemeester"]
    assert "burgemeester" in play.hears("burgemeestersbericht", "ingetrokken", one).open, "a recall answers nothing"
