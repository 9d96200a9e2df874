"""What stands inside sealed content: the compulsory fields, and one reader for every kind (SA-01, SA-06, SA-09)."""

from __future__ import annotations

import json

import pytest
from pydantic import ValidationError

from domain.contents import READER
from domain.flows.spoedaanwijzing.content import BesluitContent, SpoedaanwijzingContent

REQUEST = {"kind": "spoedaanwijzing", "person": "iemand", "need": "beveiliging nu", "callback": "+31 6 00 00 00 00"}


def test_sa_01_person_need_and_call_back_are_enough() -> None:
    read = READER.validate_json(json.dumps(REQUEST))
    assert isinstance(read, SpoedaanwijzingContent)
    assert (read.threat, read.when_where) == (None, None)


@pytest.mark.parametrize("field", ["person", "need", "callback"])
def test_sa_01_person_need_and_call_back_are_compulsory(field: str) -> None:
    for wrong in ({name: value for name, value in REQUEST.items() if name != field}, REQUEST | {field: "  "}):
        with pytest.raises(ValidationError):
            READER.validate_json(json.dumps(wrong))


def test_sa_06_a_decision_has_reasons() -> None:
    with pytest.raises(ValidationError):
        READER.validate_json(json.dumps({"kind": "besluit", "kerngezin": None}))


@pytest.mark.parametrize("number", [None, 0, 5])
def test_sa_09_the_kerngezin_is_always_included_its_number_known_or_not_yet(number: int | None) -> None:
    read = READER.validate_json(json.dumps({"kind": "besluit", "reasons": "omdat", "kerngezin": number}))
    assert isinstance(read, BesluitContent)
    assert read.kerngezin == number
    with pytest.raises(ValidationError):
        READER.validate_json(json.dumps({"kind": "besluit", "reasons": "omdat"}))


def test_an_unknown_kind_or_field_is_refused() -> None:
    for wrong in ({"kind": "roddel", "text": "x"}, REQUEST | {"bijnaam": "x"}):
        with pytest.raises(ValidationError):
            READER.validate_json(json.dumps(wrong))
