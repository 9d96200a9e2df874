"""Relief: a unit on the spot relieves the local measures, whichever of arrival and advice comes first (SA-07)."""

from __future__ import annotations

from typing import Any

from tests.harness.desk import Desk, blob

CONTENT: dict[str, Any] = {"content": blob("x")}


def test_sa_07_a_unit_that_arrives_after_the_advice_relieves_too_and_the_requester_is_told(desk: Desk) -> None:
    item, linked = desk.decided()
    desk.do("adviseur", "opdracht.advise", linked["opdracht"], **CONTENT)
    assert desk.data(item).relieved_at is None
    assert desk.do("lcc", "opdracht.ter_plaatse", linked["opdracht"]).state == "uitgevoerd"
    assert "hovj" in desk.told()
    assert desk.data(item).relieved_at is not None


def test_sa_07_advice_after_the_arrival_tells_the_requester_nothing_new(desk: Desk) -> None:
    _, linked = desk.decided()
    desk.do("lcc", "opdracht.ter_plaatse", linked["opdracht"])
    assert desk.do("adviseur", "opdracht.advise", linked["opdracht"], **CONTENT).state == "uitgevoerd"
    assert "hovj" not in desk.told()
