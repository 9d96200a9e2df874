"""The one table of acts: every parameter says why the server may know it, everything else is refused at the door."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import BaseModel

from domain.acts.payload import ActPayload, Params
from domain.acts.sealed import named_blobs
from domain.acts.spec import ActSpec, may, table
from domain.catalogue import SPECS, read_act
from domain.errors import Malformed
from domain.functies import RULES, Functie, Power, holders_of

SHA = "a" * 64
WRAP = {"functie": "nctv_piket", "scope": "nl", "epoch": 1, "device": None, "blob": "b" * 64}
SUBMIT = {
    "ground": "directe_noodzaak",
    "dossier": "d" * 22,
    "recipient": "age1pq1" + "q" * 60,
    "wraps": [WRAP],
    "content": SHA,
    "excluded": [],
    "callback_verified": True,
}

TO_THE_POLICE = {"to": "basispolitiezorg", "content": SHA, "linked": None}


def payload(act: str, params: dict[str, Any], **fields: Any) -> ActPayload:
    whole = {
        "v": 1,
        "act": act,
        "id": "019aa111-0000-7000-8000-000000000001",
        "device": "hovj-1",
        "item": "i" * 22,
        "version": None,
        "functie": Functie.HOVJ,
        "scope": "arr:gelderland",
        "at": "2026-11-21T02:12:00Z",
        "params": params,
        "blobs": [SHA, "b" * 64],
        "checkpoint": None,
        "log": "om",
        "seq": 0,
        "prev": None,
    }
    return ActPayload.model_validate(whole | fields, strict=False)


def models(model: type[BaseModel]) -> Iterator[type[BaseModel]]:
    """The model and every model inside its fields."""
    yield model
    for field in model.model_fields.values():
        for found in _inside(field.annotation):
            yield from models(found)


def _inside(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in getattr(annotation, "__args__", ()):
        yield from _inside(part)


@pytest.mark.parametrize("spec", SPECS.values(), ids=lambda spec: spec.name)
def test_every_parameter_says_why_the_server_may_know_it(spec: ActSpec) -> None:
    for model in models(spec.params):
        assert issubclass(model, Params)
        assert model.__doc__
        for name, field in model.model_fields.items():
            assert field.description, f"{model.__name__}.{name}"


@pytest.mark.parametrize("spec", SPECS.values(), ids=lambda spec: spec.name)
def test_every_act_names_its_source_and_who_may(spec: ActSpec) -> None:
    assert spec.source
    assert spec.may
    assert spec.name == f"{spec.family}.{spec.name.partition('.')[2]}"


def test_x_02_only_who_may_decide_receives() -> None:
    assert SPECS["spoedaanwijzing.receive"].may == holders_of(Power.RECEIVE_SPOED)
    assert holders_of(Power.RECEIVE_SPOED) == {Functie.NCTV_PIKET, Functie.DIRECTEUR_NCTV, Functie.NCTV}


def test_p_01_no_functie_outside_the_table_of_domain_1_may_do_anything() -> None:
    assert {functie for spec in SPECS.values() for functie in spec.may} <= set(RULES)
    assert may(Functie.PG, Power.REGISTER_SPOED) == {Functie.PG, Functie.NCTV_PIKET}


def test_an_act_described_twice_is_a_mistake_in_the_code() -> None:
    spec = SPECS["item.ik_bel"]
    with pytest.raises(ValueError, match=r"item\.ik_bel is described twice"):
        table([spec, spec])


def test_a_good_submission_is_read() -> None:
    spec, params = read_act(payload("spoedaanwijzing.submit", SUBMIT))
    assert spec.opens
    assert [field for field, _ in named_blobs(params)] == ["params.wraps.0.blob", "params.content"]


@pytest.mark.parametrize(
    ("act", "params", "fields", "field"),
    [
        ("spoedaanwijzing.verzin", {}, {}, "act"),
        ("spoedaanwijzing.submit", SUBMIT | {"naam": "x"}, {}, "params.naam"),
        ("spoedaanwijzing.submit", SUBMIT | {"ground": "zomaar"}, {}, "params.ground"),
        ("spoedaanwijzing.submit", SUBMIT, {"item": None}, "item"),
        ("spoedaanwijzing.submit", SUBMIT, {"version": 1}, "version"),
        ("spoedaanwijzing.withdraw", {}, {}, "version"),
        ("spoedaanwijzing.submit", SUBMIT, {"scope": "nl"}, "scope"),
        ("spoedaanwijzing.submit", SUBMIT, {"blobs": [SHA]}, "params.wraps.0.blob"),
        ("spoedaanwijzing.submit", SUBMIT, {"blobs": ["b" * 64]}, "params.content"),
        ("spoedaanwijzing.confirm", {"outcome": "gecorrigeerd", "content": None}, {}, "params.content"),
        ("spoedaanwijzing.end", TO_THE_POLICE, {"version": 1}, "params.linked"),
        (
            "spoedaanwijzing.follow_up",
            {"what": "burgemeester", "outcome": "niet_nodig", "content": None},
            {},
            "params.content",
        ),
        (
            "spoedaanwijzing.follow_up",
            {"what": "triage", "outcome": "niet_nodig", "content": SHA, "next_at": "2026-11-25T00:00:00Z"},
            {},
            "params.next_at",
        ),
        ("spoedaanwijzing.follow_up", {"what": "triage", "outcome": "gedaan", "content": SHA}, {}, "params.outcome"),
        ("channel.set_webhook", {"url": "ftp://x"}, {"item": None}, "params.url"),
        ("channel.test", {}, {}, "item"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_refused_at_the_door_and_named(
    act: str, params: dict[str, Any], fields: dict[str, Any], field: str
) -> None:
    with pytest.raises(Malformed) as wrong:
        read_act(payload(act, params, **fields))
    assert wrong.value.field == field
    assert "x" * 22 not in str(wrong.value)


def linked(flow: str, number: str) -> dict[str, Any]:
    return {"flow": flow, "item": number * 22, "recipient": SUBMIT["recipient"], "wraps": [], "content": SHA}


JOINED = {"item": "i" * 22, "outcome": "aangewezen", "content": "b" * 64}


def decision(outcome: str, *flows: str, **more: Any) -> dict[str, Any]:
    return {
        "outcome": outcome,
        "content": SHA,
        "from_at": "2026-11-21T02:12:00Z",
        "ends_at": None,
        "review_at": None,
        "linked": [linked(flow, str(number)) for number, flow in enumerate(flows)],
        "joined": [],
    } | more


@pytest.mark.parametrize(
    ("params", "word"),
    [
        (decision("aangewezen"), "linked_bericht_rccb_missing"),
        (decision("aangewezen", "bericht_rccb"), "linked_opdracht_missing"),
        (decision("al_onder_gezag_nctv", "opdracht"), "linked_bericht_rccb_missing"),
        (decision("aangewezen", "opdracht", "opdracht"), "linked_bericht_rccb_missing"),
        (decision("niet_aangewezen", "opdracht"), "linked_unexpected"),
        (decision("niet_aangewezen", review_at="2026-11-25T00:00:00Z"), "moment_without_designation"),
        (decision("niet_aangewezen", joined=[JOINED]), "joined_without_order"),
    ],
)
def test_sa_07_a_decision_says_what_is_missing(params: dict[str, Any], word: str) -> None:
    with pytest.raises(Malformed, match=word):
        read_act(payload("spoedaanwijzing.decide", params, version=1, functie=Functie.NCTV_PIKET, scope="nl"))
