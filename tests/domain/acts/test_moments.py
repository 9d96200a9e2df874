"""A moment an act names lies within the policy's bounds of the server's clock; a wrong telephone stops no emergency."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from config.policy import MOMENTS
from domain.acts.payload import MomentKind, Params, parse_model
from domain.acts.spec import ActSpec, ParsedAct
from domain.catalogue import SPECS
from domain.errors import Malformed
from domain.ids import ActId, ItemId, Sha256Hex
from domain.moments import hold, named
from tests.domain.acts.test_poison import EDGES
from tests.harness.ladders import NIGHT, POLICY

SECOND, HOUR, DAY = timedelta(seconds=1), timedelta(hours=1), timedelta(days=1)
SKEW = POLICY.durations["skew_shown"]
BLOB = "0" * 64
DECISION: dict[str, Any] = {
    "outcome": "niet_aangewezen",
    "content": BLOB,
    "from_at": NIGHT,
    "ends_at": None,
    "review_at": None,
    "linked": [],
    "joined": [],
}
DUTY = {
    "functie": "nctv_piket", "scope": "nl", "person": "an", "slot": "on_duty", "override": False,
    "starts": NIGHT, "ends": NIGHT + DAY,
}  # fmt: skip
CALL: dict[str, Any] = {
    "ground": "directe_noodzaak", "dossier": "d" * 22, "recipient": "age1pq1" + "q" * 60, "wraps": [],
    "content": BLOB, "excluded": [], "callback_verified": True, "caller_functie": "hovj",
    "caller_scope": "arr:gelderland", "called_at": NIGHT,
}  # fmt: skip
CASE: dict[str, Any] = {
    "dossier": "d" * 22, "recipient": "age1pq1" + "q" * 60, "wraps": [], "content": BLOB, "excluded": [],
}  # fmt: skip
NOTICE: dict[str, Any] = CASE | {"gemeente": "gm:GM0268", "until_at": None}
FORMS: dict[str, dict[str, Any]] = {
    "spoedaanwijzing.register": CALL,
    "spoedaanwijzing.decide": DECISION,
    "spoedaanwijzing.follow_up": {"what": "herbeoordeling", "outcome": "niet_nodig", "content": BLOB, "next_at": None},
    "opdracht.answer": {"answer": "uitvoerbaar", "expected_at": None, "content": BLOB},
    "opdracht.expect": {"expected_at": NIGHT, "content": None},
    "triage.schedule": {"at": NIGHT, "invited": ["rccb"]},
    "triage.judge": {"outcome": "opgenomen", "content": BLOB, "review_at": None},
    "burgemeestersbericht.send": NOTICE | {"scenario": "planbaar", "visible": False},
    "burgemeestersbericht.send_acute": NOTICE,
    "burgemeestersbericht.plan_vierhoek": {"at": NIGHT, "kmar": False, "wraps": [], "content": BLOB},
    "burgemeestersbericht.keep": {"next_at": None},
    "herbeoordeling.plan": CASE | {"subject": "maatregelen", "area": "arr:gelderland", "next_at": None},
    "herbeoordeling.adjust": {"next_at": NIGHT, "content": None},
    "herbeoordeling.review": {"outcome": "voortzetten", "content": BLOB, "next_at": None},
    "signaal.receive": {"content": BLOB, "promise_at": None},
    "signaal.answer": {"content": BLOB, "promise_at": None},
    "risicomoment.report": CASE | {"starts_at": NIGHT, "ends_at": NIGHT, "gemeente": "gm:GM0268"},
    "risicomoment.change": {"starts_at": NIGHT, "ends_at": NIGHT, "content": BLOB},
    "roster.set": DUTY,
}


def act(name: str, **moments: datetime) -> ParsedAct:
    """An act with these moments, as if its shape had been looked at already."""
    spec = SPECS[name]
    form = {key: value.isoformat() if isinstance(value, datetime) else value for key, value in (FORMS[name]).items()}
    params = parse_model(spec.params, form).model_copy(update=dict(moments))
    return ParsedAct(spec, params, ActId("a"), ItemId("i" * 22), Sha256Hex(BLOB), drill=False)


def fields() -> Iterator[tuple[ActSpec, str, Any]]:
    for spec in SPECS.values():
        for name, field in spec.params.model_fields.items():
            if "datetime" in str(field.annotation).lower():
                yield spec, name, field


def test_every_moment_of_every_act_has_a_kind_with_bounds() -> None:
    """A parameter that is a moment and has no kind would take the year 2126 for 2026."""
    found = {
        f"{spec.name}.{name}": [one.kind for one in field.metadata if isinstance(one, MomentKind)]
        for spec, name, field in fields()
    }
    assert found
    assert {place for place, kinds in found.items() if len(kinds) != 1} == set()
    assert {kind for kinds in found.values() for kind in kinds} | {"duty"} == MOMENTS
    assert {spec.name for spec, _, _ in fields()} == FORMS.keys()


def test_no_moment_hides_in_a_list_or_in_a_part_of_an_act() -> None:
    for spec in SPECS.values():
        for field in spec.params.model_fields.values():
            for part in getattr(field.annotation, "__args__", ()):
                if isinstance(part, type) and issubclass(part, Params):
                    assert "datetime" not in str(part.model_fields).lower(), spec.name


BOUNDS = [  # a month before NIGHT the clocks were an hour ahead: P1M is by the calendar
    ("spoedaanwijzing.register", "called_at", -DAY, SKEW, None),
    ("spoedaanwijzing.decide", "from_at", -3652 * DAY, 30 * DAY, None),
    ("spoedaanwijzing.decide", "ends_at", None, 365 * DAY, "ahead"),
    ("spoedaanwijzing.decide", "review_at", None, 365 * DAY, "ahead"),
    ("spoedaanwijzing.follow_up", "next_at", None, 365 * DAY, "ahead"),
    ("opdracht.answer", "expected_at", -6 * HOUR, 2 * DAY, None),
    ("opdracht.expect", "expected_at", -6 * HOUR, 2 * DAY, None),
    ("triage.schedule", "at", None, 92 * DAY, "ahead"),
    ("triage.judge", "review_at", None, 365 * DAY, "ahead"),
    ("burgemeestersbericht.send", "until_at", None, 365 * DAY, "ahead"),
    ("burgemeestersbericht.send_acute", "until_at", None, 365 * DAY, "ahead"),
    ("burgemeestersbericht.plan_vierhoek", "at", None, 92 * DAY, "ahead"),
    ("burgemeestersbericht.keep", "next_at", None, 365 * DAY, "ahead"),
    ("herbeoordeling.plan", "next_at", None, 365 * DAY, "ahead"),
    ("herbeoordeling.adjust", "next_at", None, 365 * DAY, "ahead"),
    ("herbeoordeling.review", "next_at", None, 365 * DAY, "ahead"),
    ("signaal.receive", "promise_at", None, 14 * DAY, "ahead"),
    ("signaal.answer", "promise_at", None, 14 * DAY, "ahead"),
    ("risicomoment.report", "starts_at", None, 365 * DAY, "ahead"),
    ("risicomoment.change", "starts_at", None, 365 * DAY, "ahead"),
    ("roster.set", "starts", -31 * DAY - HOUR, 731 * DAY, None),
    ("roster.set", "ends", -31 * DAY - HOUR, 731 * DAY, None),
]


@pytest.mark.parametrize(("name", "field", "back", "ahead", "kind"), BOUNDS)
def test_within_the_bounds_an_act_stays_as_it_was_signed_and_beyond_them_the_field_is_named(
    name: str, field: str, back: timedelta | None, ahead: timedelta, kind: str | None
) -> None:
    assert (back is None) == (kind == "ahead")
    for inside in [ahead, *([] if back is None else [back])]:
        good = act(name, **{field: NIGHT + inside})
        assert hold(good, NIGHT, POLICY, NIGHT).act is good
    with pytest.raises(Malformed) as wrong:
        hold(act(name, **{field: NIGHT + ahead + SKEW + SECOND}), NIGHT, POLICY, NIGHT)
    assert (wrong.value.code, wrong.value.field) == ("moment.too_late", f"params.{field}")
    if back is not None:
        with pytest.raises(Malformed) as wrong:
            hold(act(name, **{field: NIGHT + back - SKEW - SECOND}), NIGHT, POLICY, NIGHT)
        assert (wrong.value.code, wrong.value.field) == ("moment.too_early", f"params.{field}")


@pytest.mark.parametrize("field", ["ends_at", "review_at"])
def test_what_should_lie_ahead_and_has_passed_is_the_acts_own_to_refuse(field: str) -> None:
    late = act("spoedaanwijzing.decide", **{field: NIGHT - HOUR})
    assert hold(late, NIGHT, POLICY, NIGHT).act is late


@pytest.mark.parametrize(
    "off", [-400 * DAY, -2 * HOUR, 2 * HOUR, 40 * 365 * DAY], ids=["year-back", "late", "early", "2066"]
)
@pytest.mark.parametrize(
    ("name", "field", "becomes"),
    [
        ("spoedaanwijzing.register", "called_at", NIGHT),
        ("spoedaanwijzing.decide", "from_at", NIGHT),
        ("spoedaanwijzing.decide", "ends_at", None),
        ("spoedaanwijzing.decide", "review_at", None),
        ("spoedaanwijzing.follow_up", "next_at", None),
        ("opdracht.answer", "expected_at", None),
        ("opdracht.expect", "expected_at", NIGHT),
    ],
)
@pytest.mark.parametrize("named_at", [-20 * 365 * DAY, 100 * 365 * DAY], ids=["long-ago", "far-ahead"])
def test_a_telephone_whose_clock_is_wrong_never_stops_an_emergency(
    name: str, field: str, becomes: datetime | None, off: timedelta, named_at: timedelta
) -> None:
    held = hold(act(name, **{field: NIGHT + named_at}), NIGHT + off, POLICY, NIGHT)
    assert (held.replaced, getattr(held.act.params, field)) == (True, becomes)
    assert hold(held.act, NIGHT, POLICY, NIGHT).act is held.act, "and what came in its place is within bounds"


@pytest.mark.parametrize("signed_at", EDGES)
def test_a_telephone_at_the_edge_of_the_calendar_stops_nothing(signed_at: str) -> None:
    held = hold(act("opdracht.expect", expected_at=NIGHT + 30 * DAY), datetime.fromisoformat(signed_at), POLICY, NIGHT)
    assert getattr(held.act.params, "expected_at", None) == NIGHT


def test_a_wrong_telephone_keeps_what_is_plausible() -> None:
    soon = act("opdracht.answer", expected_at=NIGHT + HOUR)
    assert hold(soon, NIGHT - 400 * DAY, POLICY, NIGHT).act is soon


def test_the_roster_is_no_emergency_whatever_the_telephone_says() -> None:
    for off in (timedelta(0), -400 * DAY):
        with pytest.raises(Malformed):
            hold(act("roster.set", ends=datetime(2126, 11, 22, tzinfo=UTC)), NIGHT + off, POLICY, NIGHT)


def test_named_tells_every_moment_and_leaves_out_what_is_not_given() -> None:
    assert named(act("roster.set").params) == {"starts": ("duty", NIGHT), "ends": ("duty", NIGHT + DAY)}
    assert named(act("opdracht.answer").params) == {}
