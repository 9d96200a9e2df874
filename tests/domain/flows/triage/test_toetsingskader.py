"""The toetsingskader, over every combination of answers: A and B, or else the table with C (TR-02, TR-03)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, combinations, product
from typing import Any, Literal, get_args

import pytest
from pydantic import ValidationError

from domain.acts.payload import parse_model
from domain.contents import may_stand
from domain.errors import Malformed
from domain.flows.triage.content import IntakeContent, OordeelContent, intake_fault, judgement_fault
from domain.flows.triage.state import State
from domain.flows.triage.toetsingskader import (
    Dienst,
    Factor,
    Feit,
    Fenomeen,
    GerichtOpLeven,
    Ontbreekt,
    Toetsingskader,
    toets,
)
from tests.domain.flows.triage.play import CONTENT, SUBMIT, parsed

SERIOUS: dict[str, Any] = {
    "gericht_op_leven": "direct",
    "feit": "geweldsdelict_6_jaar",
    "factoren": [],
    "dreiger_bekend": True,
}
PHENOMENON: dict[str, Any] = {"fenomeen": "statelijke_dreiging"}
INSIGHT: dict[str, Any] = {"van": ["politie"], "beoordeling_hovj": "Voldoende reden"}
NOTHING: dict[str, Any] = {
    "a": {"gericht_op_leven": "nee", "feit": "geen", "factoren": [], "dreiger_bekend": False},
    "b": {"fenomeen": None},
    "c": {"van": [], "beoordeling_hovj": None},
}


def subsets(names: tuple[str, ...]) -> Iterator[list[str]]:
    return (list(found) for found in chain.from_iterable(combinations(names, n) for n in range(len(names) + 1)))


def form(a: dict[str, Any], b: dict[str, Any], c: dict[str, Any]) -> Toetsingskader:
    return parse_model(Toetsingskader, {"a": a, "b": b, "c": c})


def every_form() -> Iterator[tuple[dict[str, Any], dict[str, Any], dict[str, Any]]]:
    """Each answer of the form with each other one."""
    a = product(get_args(GerichtOpLeven), get_args(Feit), subsets(get_args(Factor)), (True, False))
    b = (*get_args(Fenomeen), None)
    c = product(subsets(get_args(Dienst)), ("Gewogen", None))
    for (leven, feit, factoren, bekend), fenomeen, (van, weighed) in product(list(a), b, list(c)):
        yield (
            {"gericht_op_leven": leven, "feit": feit, "factoren": factoren, "dreiger_bekend": bekend},
            {"fenomeen": fenomeen},
            {"van": van, "beoordeling_hovj": weighed},
        )


def meets_a(a: dict[str, Any]) -> bool:
    """TR-02, read from the circular: both facts aim at life, and art. 285 comes with one factor more."""
    violent = a["feit"] == "geweldsdelict_6_jaar"
    threatened = a["feit"] == "artikel_285" and len(a["factoren"]) > 0
    return (violent or threatened) and a["gericht_op_leven"] != "nee" and a["dreiger_bekend"] is True


def test_tr_02_tr_03_every_combination_allows_exactly_one_line_or_none() -> None:
    count = 0
    for a, b, c in every_form():
        count += 1
        found = toets(form(a, b, c))
        direct = meets_a(a) and b["fenomeen"] is not None
        insight = bool(c["van"]) and c["beoordeling_hovj"] is not None
        assert found.line == ("directe_opname" if direct else "triagetafel" if insight else None)
        assert (found.missing("directe_opname") == ()) == direct
        assert (found.missing("triagetafel") == ()) == insight
    assert count == 3 * 3 * 8 * 2 * 5 * 4 * 2


def test_tr_03_what_is_missing_when_answered_is_missing_no_more() -> None:
    """Each gap the form names is a gap: answering all that one line lacks makes that line possible."""
    better: dict[Ontbreekt, tuple[str, dict[str, Any]]] = {
        Ontbreekt.A_LEVEN: ("a", {"gericht_op_leven": "indirect"}),
        Ontbreekt.A_FEIT: ("a", {"feit": "geweldsdelict_6_jaar"}),
        Ontbreekt.A_FACTOR: ("a", {"factoren": ["psychische_stoornis"]}),
        Ontbreekt.A_DREIGER: ("a", {"dreiger_bekend": True}),
        Ontbreekt.B_FENOMEEN: ("b", {"fenomeen": "gefixeerde_eenling"}),
        Ontbreekt.C_INZICHT: ("c", {"van": ["kmar"]}),
        Ontbreekt.C_BEOORDELING: ("c", {"beoordeling_hovj": "Gewogen"}),
    }
    seen: set[Ontbreekt] = set()
    lines: tuple[Literal["directe_opname", "triagetafel"], ...] = ("directe_opname", "triagetafel")
    for a, b, c in every_form():
        for line in lines:
            parts = {"a": dict(a), "b": dict(b), "c": dict(c)}
            lacks = toets(form(**parts)).missing(line)
            assert len(set(lacks)) == len(lacks)
            seen |= set(lacks)
            for one in lacks:
                part, answer = better[one]
                parts[part] |= answer
            assert toets(form(**parts)).missing(line) == ()
    assert seen == set(Ontbreekt)


@pytest.mark.parametrize(
    ("a", "lacks"),
    [
        ({"gericht_op_leven": "nee"}, (Ontbreekt.A_LEVEN,)),
        ({"feit": "geen"}, (Ontbreekt.A_FEIT,)),
        ({"feit": "artikel_285"}, (Ontbreekt.A_FACTOR,)),
        ({"feit": "artikel_285", "factoren": ["gewelddadige_groepering"]}, ()),
        ({"feit": "artikel_285", "factoren": ["antecedenten_ernstig_geweld"]}, ()),
        ({"dreiger_bekend": False}, (Ontbreekt.A_DREIGER,)),
        ({"gericht_op_leven": "indirect"}, ()),
    ],
)
def test_tr_02_criterion_a_says_what_it_lacks(a: dict[str, Any], lacks: tuple[Ontbreekt, ...]) -> None:
    assert toets(form(SERIOUS | a, PHENOMENON, NOTHING["c"])).missing("directe_opname") == lacks


def test_tr_02_criterion_c_needs_a_service_and_the_hovj() -> None:
    a, b = NOTHING["a"], NOTHING["b"]
    assert toets(form(a, b, INSIGHT | {"van": []})).tafel == (Ontbreekt.C_INZICHT,)
    assert toets(form(a, b, INSIGHT | {"beoordeling_hovj": None})).tafel == (Ontbreekt.C_BEOORDELING,)
    assert toets(form(a, b, INSIGHT | {"van": ["politie", "kmar"]})).line == "triagetafel"


def test_tr_03_a_case_that_meets_a_and_b_does_not_go_to_the_table() -> None:
    assert toets(form(SERIOUS, PHENOMENON, INSIGHT)).line == "directe_opname"


def test_tr_03_an_empty_form_says_all_that_is_missing_and_allows_no_line() -> None:
    found = toets(parse_model(Toetsingskader, NOTHING))
    assert found.line is None
    assert found.direct == (Ontbreekt.A_LEVEN, Ontbreekt.A_FEIT, Ontbreekt.A_DREIGER, Ontbreekt.B_FENOMEEN)
    assert found.tafel == (Ontbreekt.C_INZICHT, Ontbreekt.C_BEOORDELING)


def test_tr_02_nothing_but_the_four_phenomena_is_one() -> None:
    with pytest.raises(Malformed):
        form(SERIOUS, {"fenomeen": "voetbalgeweld"}, INSIGHT)


def intake(line: str) -> IntakeContent:
    return parse_model(
        IntakeContent,
        {"kind": "intake", "person": "Iemand", "threat": "Dreiging", "context": "Context", "line": line,
         "criteria": {"a": SERIOUS, "b": PHENOMENON, "c": NOTHING["c"]}},
    )  # fmt: skip


def test_tr_01_the_sealed_form_says_the_line_of_its_act() -> None:
    params = parsed("triage.submit", SUBMIT).params
    assert intake_fault(params, intake("directe_opname")) is None
    assert intake_fault(params, intake("triagetafel")) == "intake.line"


@pytest.mark.parametrize(
    ("judged", "states"),
    [
        ([], "te_agenderen geagendeerd te_beoordelen ingetrokken"),
        (["niet_opgenomen"], "te_beoordelen niet_opgenomen betwist afgerond"),
        (["opgenomen"], "opgenomen overgedragen einde_aangekondigd beeindigd"),
        (["niet_opgenomen", "opgenomen"], "opgenomen overgedragen einde_aangekondigd beeindigd"),
    ],
)
def test_tr_05_no_service_says_that_a_case_was_judged_which_nobody_judged(judged: list[str], states: str) -> None:
    signed = [parsed("triage.judge", {"outcome": one, **CONTENT}).params for one in judged]
    assert {state.value for state in State if may_stand("triage", state, signed)} == set(states.split())


def test_tr_05_the_sealed_judgement_says_the_outcome_of_its_act_and_on_what_it_rests() -> None:
    said = {"kind": "oordeel", "outcome": "opgenomen", "reasons": "Weging", "information": ["Dreigingsanalyse"]}
    content = parse_model(OordeelContent, said)
    params = parsed("triage.judge", {"outcome": "opgenomen", **CONTENT}).params
    other = parsed("triage.judge", {"outcome": "niet_opgenomen", **CONTENT}).params
    assert judgement_fault(params, content) is None
    assert judgement_fault(other, content) == "oordeel.outcome"
    with pytest.raises(ValidationError):
        OordeelContent.model_validate(said | {"information": []})
