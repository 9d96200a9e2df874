"""P-04: who names a gemeente that merged hears in the answer which one to name instead."""

from __future__ import annotations

import json
from datetime import date

from aiohttp.test_utils import make_mocked_request

from bot.http.problems import problem_of
from domain.areas import Gemeente, GemeenteOpgeheven, Opgeheven
from domain.functies import Scope


def test_the_answer_names_the_successors() -> None:
    there = [
        Gemeente(code, name, "Zuid", Scope("arr:zuid"), Scope("eenheid:zuid"))
        for code, name in (("GM9001", "Aan de Beek"), ("GM9002", "Bergzicht"))
    ]
    gone = Opgeheven("GM9000", "Dorpsveld", date(2025, 1, 1), tuple(there))
    answer = problem_of(make_mocked_request("POST", "/v1/acts"), GemeenteOpgeheven(gone, field="params.gemeente"))
    assert isinstance(answer.body, bytes)
    body = json.loads(answer.body)
    assert (answer.status, body["code"], body["field"]) == (400, "gemeente.merged", "params.gemeente")
    assert body["successors"] == [
        {"code": "GM9001", "name": "Aan de Beek"},
        {"code": "GM9002", "name": "Bergzicht"},
    ]
    assert "Dorpsveld" not in body["detail"]
