"""The app judges the toetsingskader by the very table of the service: every combination of answers (TR-02, TR-03)."""

from __future__ import annotations

import json
from itertools import product
from pathlib import Path

from domain.contents import may_stand
from domain.flows.triage.state import State
from domain.flows.triage.toetsingskader import toets
from tests.domain.flows.triage.play import CONTENT, parsed
from tests.domain.flows.triage.test_toetsingskader import every_form, form
from tests.webapp.node import vitest


def test_tr_03_app_and_service_say_the_same_of_every_combination_of_answers(tmp_path: Path) -> None:
    forms = [form(a, b, c) for a, b, c in every_form()]
    outcomes = [list(some) for many in range(3) for some in product(("opgenomen", "niet_opgenomen"), repeat=many)]
    stands = []
    for some in outcomes:
        signed = [parsed("triage.judge", {"outcome": one, **CONTENT}).params for one in some]
        stands += [[state.value, some, may_stand("triage", state, signed)] for state in State]
    vectors = {"forms": [one.model_dump(mode="json") for one in forms], "stands": stands}
    (tmp_path / "forms.json").write_text(json.dumps(vectors), encoding="utf-8")
    vitest("tests/toetsingskader.cross.ts", vectors=tmp_path)
    said = json.loads((tmp_path / "app.json").read_text(encoding="utf-8"))
    assert len(said) == 3 * 3 * 8 * 2 * 5 * 4 * 2
    assert said == [[found.line, list(found.direct), list(found.tafel)] for found in map(toets, forms)]
    assert {line for line, _, _ in said} == {"directe_opname", "triagetafel", None}
