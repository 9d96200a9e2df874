"""Never lost, at the end of a night: an act must stand on its item for whoever did it, and be found when it is gone."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any, cast

import pytest

from sandbox.play import promises
from sandbox.play.night import Night
from sandbox.play.timeline import Kind, Timeline

ACCEPTED = {"besluit": ("zaak_a", "nina"), "verzoek": ("zaak_a", "hanna")}


def answer(*acts: str) -> dict[str, Any]:
    payloads = [base64.b64encode(json.dumps({"id": act}).encode()).decode("ascii") for act in acts]
    return {"acts": [{"payload": payload} for payload in payloads]}


@pytest.mark.parametrize(
    ("shown", "part", "lost"),
    [
        ({"hanna": answer("verzoek"), "nina": answer("verzoek", "besluit")}, "", []),  # kept from hanna, not from nina
        ({"hanna": answer("verzoek"), "nina": answer("verzoek")}, "", ["zaak_a"]),
        ({"hanna": answer("verzoek", "besluit"), "nina": None}, "", ["zaak_a"]),
        ({"hanna": answer("verzoek", "besluit"), "nina": None}, "nina", []),
        ({"hanna": answer("verzoek"), "nina": None}, "nina", ["zaak_a"]),
    ],
    ids=[
        "kept from another",
        "gone",
        "the item is gone for who acted",
        "their silent signal is not shown to them",
        "nobody has it",
    ],
)
async def test_an_act_is_looked_for_in_the_answer_of_who_did_it(
    monkeypatch: pytest.MonkeyPatch, shown: dict[str, Any], part: str, lost: list[str]
) -> None:
    async def read_as(phone: object, item: str) -> dict[str, Any] | None:
        assert item == "i-1"
        found: dict[str, Any] | None = shown[str(phone)]
        return found

    monkeypatch.setattr(promises, "read_as", read_as)
    monkeypatch.setattr(promises, "_sees_a_part", lambda _night, who: who == part)
    timeline = Timeline()
    night = SimpleNamespace(
        officials={who: SimpleNamespace(phone=who) for who in shown},
        notebook=SimpleNamespace(items={"zaak_a": "i-1"}),
        timeline=timeline,
        elapsed=timedelta(0),
        start=datetime(2026, 11, 22, tzinfo=UTC),
    )
    monkeypatch.setattr(promises, "_unanswered", lambda _phone: False)
    await promises._never_lost(cast(Night, night), ACCEPTED)
    verdicts = {entry["promise"]: (entry["held"], entry["detail"]) for entry in timeline.of(Kind.PROMISE)}
    assert verdicts["never lost: 2 accepted acts are on their items"] == (not lost, ", ".join(lost))
