"""What goes sealed with an act is held to one rule, whichever flow's act it goes with."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from domain.acts.payload import Params
from domain.catalogue import SPECS
from domain.flows.spoedaanwijzing import acts as spoedaanwijzing
from domain.flows.triage import acts as triage
from tests.harness.desk import RECIPIENT, blob

ITEM = "i" * 22
DISPUTES: list[type[Params]] = [SPECS[f"{flow}.dispute"].params for flow in ("spoedaanwijzing", "triage")]
WORDS: list[type[Params]] = [spoedaanwijzing.Overbrugging, triage.Measures]


def carried(flow: str, joined: str | None = None) -> dict[str, Any]:
    linked = {"flow": flow, "item": ITEM, "recipient": RECIPIENT, "wraps": [], "content": blob("inhoud")}
    return linked | {"joined": joined}


def refused(model: type[Params], linked: dict[str, Any]) -> str:
    given = {"linked": linked, "content": blob("inhoud")}
    with pytest.raises(ValidationError) as wrong:
        model.model_validate({name: given[name] for name in model.model_fields}, strict=True)
    (error,) = wrong.value.errors()
    assert error["loc"] == ("linked",)
    return error["type"]


@pytest.mark.parametrize("model", DISPUTES)
def test_tr_08_a_refusal_is_disputed_by_a_dispute_and_of_the_item_itself(model: type[Params]) -> None:
    assert model.model_validate({"linked": carried("geschil")}, strict=True)
    assert refused(model, carried("bericht_rccb")) == "linked_geschil_missing"
    assert refused(model, carried("geschil", joined=ITEM)) == "linked_geschil_missing"


@pytest.mark.parametrize("model", WORDS)
def test_tr_04_with_measures_goes_word_to_the_rccb_of_the_item_itself_or_nothing(model: type[Params]) -> None:
    for linked in (None, carried("bericht_rccb")):
        assert model.model_validate({"linked": linked, "content": blob("inhoud")}, strict=True)
    assert refused(model, carried("geschil")) == "linked_unexpected"
    assert refused(model, carried("bericht_rccb", joined=ITEM)) == "linked_unexpected"


@pytest.mark.parametrize("models", [DISPUTES, WORDS])
def test_both_flows_carry_the_same_type(models: list[type[Params]]) -> None:
    one, other = (model.model_fields["linked"] for model in models)
    assert (one.annotation, one.metadata) == (other.annotation, other.metadata)
    assert not any(model.__pydantic_decorators__.field_validators for model in models)
