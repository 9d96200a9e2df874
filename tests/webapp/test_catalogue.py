"""The app reads acts and contents as the service does: the same are taken, refused for the same field, filled in."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from random import Random
from typing import Any

from pydantic import BaseModel, ValidationError

from domain.acts.payload import ActPayload
from domain.catalogue import SPECS, read_act
from domain.contents import READER
from domain.errors import Malformed
from domain.functies import RULES
from tests.webapp.documents import acts, contents
from tests.webapp.node import vitest

REST = {
    "v": 1, "id": "00000000-0000-7000-8000-000000000000", "device": "d", "at": "2026-11-21T02:00:00Z",
    "checkpoint": None, "log": "om", "seq": 1, "prev": None,
}  # fmt: skip


def test_both_languages_read_every_document_alike(tmp_path: Path) -> None:
    random = Random(20261121)
    claims = [{"claim": claim, "said": read(claim)} for claim in acts(random, 60)]
    opened = [{"content": content, "said": read_content(content)} for content in contents(random, 60)]
    for cases in (claims, opened):
        taken = sum("read" in case["said"] for case in cases)
        assert taken > len(cases) / 5
        assert len(cases) - taken > len(cases) / 5
    assert {case["claim"]["act"] for case in claims if "read" in case["said"]} == set(SPECS)
    table = {
        name: {"family": spec.family, "onItem": spec.on_item, "versioned": spec.versioned, "opens": spec.opens,
               "emergency": spec.emergency, "may": sorted(spec.may)}
        for name, spec in SPECS.items()
    }  # fmt: skip
    vectors = {"acts": claims, "contents": opened, "specs": table, "functies": list(RULES)}
    (tmp_path / "catalogue.json").write_text(json.dumps(vectors), encoding="utf-8")
    vitest("tests/catalogue.cross.ts", vectors=tmp_path)


def read(claim: dict[str, Any]) -> dict[str, Any]:
    """What the service says of this claim: the parameters as it reads them, or its code and field."""
    payload = ActPayload.model_construct(**{**REST, **claim})
    try:
        _, params = read_act(payload)
    except Malformed as refused:
        return {"code": refused.code, "field": refused.field}
    return {"read": as_read(params, claim["params"])}


def read_content(content: Any) -> dict[str, Any]:
    try:
        return {"read": as_read(READER.validate_json(json.dumps(content)), content)}
    except ValidationError:
        return {"code": "act.malformed"}


def as_read(read: Any, given: Any) -> Any:
    """The model as JSON, with each moment as it was given."""
    if isinstance(read, BaseModel):
        names = type(read).model_fields
        return {name: as_read(getattr(read, name), given.get(name)) for name in names}
    if isinstance(read, list):
        return [as_read(one, text) for one, text in zip(read, given or (), strict=True)]
    return given if isinstance(read, datetime) else read
