"""Signed bytes mean one thing: what the published schema does not read, or reads otherwise, is malformed here too."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, Literal, get_args, get_origin

import jsonschema_rs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import create_model

from bot.http.schemas import schemas
from client.content import Inner
from domain.acts.payload import ActPayload, Params, parse_model, parse_payload, strict_json
from domain.catalogue import SPECS
from domain.errors import Malformed
from tests.domain.acts.test_poison import moments

PAYLOAD: dict[str, Any] = {
    "v": 1, "act": "item.ik_bel", "id": "01930000-0000-7000-8000-000000000001", "device": "toestel_anna",
    "item": "i" * 22, "version": 3, "functie": "hovj", "scope": "arr:noord", "at": "2026-03-01T03:12:00Z",
    "params": {"what": "ontvangen"}, "blobs": [], "checkpoint": None, "log": "om", "seq": 0, "prev": None,
}  # fmt: skip
SCHEMA = jsonschema_rs.validator_for(schemas()["payload"], validate_formats=True)

MOMENTS = [
    "1700000000", "-1", "1700000000.5", "1e9", "", "2026-03-01", "2026-03-01 03:12:00Z", "2026-03-01T03:12Z",
    "2026-03-01T03:12:00", "20260301T031200Z", "2026-03-01T03:12:00+0100", "2026-03-01T03:12:00+01",
    "2026-03-01T03:12:00,5Z", "2026-03-01T03:12:60Z", "2026-03-01T24:00:00Z", "2026-02-30T03:12:00Z",
    "2026-03-01T03:12:00+05:60", "2026-03-01T03:12:00+24:00", "\u0662026-03-01T03:12:00Z", "2026-03-01T03:12:00Z\n",
    " 2026-03-01T03:12:00Z", "2026-W09-7T03:12:00Z", "0000-03-01T03:12:00Z", "P1D",
]  # fmt: skip
"""What Python's or pydantic's readers might take for a moment, and RFC 3339 or the calendar does not."""


def raw(**changes: str) -> bytes:
    """The payload, with these values written as they are."""
    written = {name: json.dumps(value) for name, value in PAYLOAD.items()} | changes
    return ("{" + ",".join(f'"{name}":{value}' for name, value in written.items()) + "}").encode()


def test_the_payload_of_this_table_is_good() -> None:
    assert parse_payload(raw()).at == datetime(2026, 3, 1, 3, 12, tzinfo=UTC)


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_moment_is_rfc_3339_with_its_zone_and_nothing_else(moment: str) -> None:
    with pytest.raises(Malformed) as found:
        parse_payload(raw(at=json.dumps(moment)))
    assert found.value.field == "at"


@pytest.mark.parametrize("written", ["1772334720", "null", "true", "[]", '{"at": 1}'])
def test_a_moment_is_a_text(written: str) -> None:
    with pytest.raises(Malformed) as found:
        parse_payload(raw(at=written))
    assert found.value.field == "at"


@pytest.mark.parametrize(
    "moment",
    [
        "2026-03-01T03:12:00Z", "2026-03-01t03:12:00z", "2026-03-01T04:12:00+01:00", "2026-02-28T22:12:00-05:00",
        "2026-03-01T03:12:00.000000Z", "2026-03-01T03:12:00.000000999Z", "2026-03-01T03:12:00-00:00",
    ],
)  # fmt: skip
def test_every_way_in_which_rfc_3339_writes_a_moment_is_read_to_the_microsecond(moment: str) -> None:
    assert parse_payload(raw(at=json.dumps(moment))).at == datetime(2026, 3, 1, 3, 12, tzinfo=UTC)
    assert SCHEMA.is_valid(PAYLOAD | {"at": moment})


def test_the_moments_in_parameters_and_in_content_are_read_the_same() -> None:
    found = dict(moments())
    form: Any = (Inner.model_fields["at"].annotation, Inner.model_fields["at"])
    found["inner"] = create_model("One", __base__=Params, inner=form)
    for name, model in found.items():
        parse_model(model, {name: "2026-03-01T03:12:00Z"})
        for moment in MOMENTS:
            with pytest.raises(Malformed) as wrong:
                parse_model(model, {name: moment})
            assert wrong.value.field == name


@pytest.mark.parametrize(
    "number", ["1e400", "-1e400", "1" * 400 + ".0", "NaN", "Infinity", "1.0", "-0.0", "0.0", "1e2", "1E16", "1e15"]
)
def test_no_number_that_two_parsers_read_otherwise_stands_anywhere(number: str) -> None:
    for bytes_ in (raw(params=f'{{"what":{number}}}'), raw(params=f'{{"what":[[{number}]]}}'), raw(seq=number)):
        with pytest.raises(Malformed) as found:
            parse_payload(bytes_)
        assert found.value.code == "json.malformed"
    assert strict_json(b"[0.5, -2.25, -0, 7]") == [0.5, -2.25, 0, 7]


@pytest.mark.parametrize("written", ["true", "1.0", "1e0", '"1"', "2", "0", "null", "0.5"])
def test_the_version_of_the_form_is_exactly_the_integer_one(written: str) -> None:
    with pytest.raises(Malformed):
        parse_payload(raw(v=written))


def literals() -> Iterator[tuple[str, type[Params], int]]:
    """Every field of a signed document that is one of a few whole numbers, as a model of that one field."""
    signed: list[type[Params]] = [ActPayload, Inner, *(spec.params for spec in SPECS.values())]
    for model in signed:
        for name, field in model.model_fields.items():
            values = get_args(field.annotation) if get_origin(field.annotation) is Literal else ()
            if any(type(value) is int for value in values):
                form: Any = (field.annotation, field)
                yield name, create_model("One", __base__=Params, **{name: form}), values[0]


def test_no_choice_of_whole_numbers_takes_true_or_a_fraction_for_one() -> None:
    found = list(literals())
    assert {name for name, _, _ in found} == {"v", "rung"}
    for name, model, value in found:
        parse_model(model, {name: value})
        for wrong in (True, float(value), str(value)):
            with pytest.raises(Malformed):
                parse_model(model, {name: wrong})


NEAR: st.SearchStrategy[Any] = st.sampled_from(
    [True, False, 0, 1, 1.0, 1.5, -1, "1", "", None, [], {}, 2**53, "2026-03-01", *MOMENTS]
)


@given(st.dictionaries(st.sampled_from(sorted(PAYLOAD)), NEAR | st.text(max_size=8) | st.integers(), max_size=3))
def test_whatever_is_read_here_the_published_schema_reads_too(changes: dict[str, Any]) -> None:
    document = PAYLOAD | changes
    try:
        parse_payload(json.dumps(document).encode())
    except Malformed:
        return
    assert SCHEMA.is_valid(document)
