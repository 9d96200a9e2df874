"""All (state, act, functie) triples of a periodic review, of each subject and under each authority."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from domain.errors import NotAllowed, OutOfStep, Refusal
from domain.flows.herbeoordeling.acts import SPECS
from domain.flows.herbeoordeling.state import State
from domain.functies import Functie, Holding
from domain.parties import COORDINEREND_HOVJ, hovj
from tests.domain.flows.herbeoordeling.reviews import AREA, GEMEENTE, HASH, NOW, Reviews

SOON = (NOW + timedelta(days=2)).isoformat()
LATER = (NOW + timedelta(days=20)).isoformat()
PARAMS: dict[str, dict[str, Any]] = {
    "adjust": {"next_at": SOON},
    "trigger": {"content": HASH},
    "review": {"outcome": "opschalen", "content": HASH, "next_at": LATER},
    "acknowledge": {},
    "answer": {"outcome": "opgevolgd"},
    "close": {"content": HASH},
}
NCTV = {"nctv_behandelaar", "nctv_teamleider", "nctv_piket", "directeur_nctv", "nctv"}
INFORMERS = NCTV | {"hovj", "coordinerend_hovj", "pg", "lcc", "lcc_leiding", "rccb", "adviseur_bb", "adviseur_bbc"}
"""HB-04; who takes no part in an item does not reach its rules (P-01)."""


def vacant(deputy: Functie | None) -> frozenset[Holding]:
    """Of whom nobody is left where this functie takes the place of the HOvJ (P-02)."""
    before = {None: (), Functie.COORDINEREND_HOVJ: (hovj(AREA),), Functie.PG: (hovj(AREA), COORDINEREND_HOVJ)}
    return frozenset(before[deputy])


def _started(state: State, subject: str, *, nctv: bool, deputy: Functie | None = None) -> Reviews:
    """The reviews in that state, with whatever can wait there waiting."""
    objects = subject == "object_of_dienst"
    local = GEMEENTE if objects else None
    by = Functie.NCTV_BEHANDELAAR if nctv or objects else deputy or Functie.HOVJ
    left_out = [] if deputy is None else ["somebody"]
    reviews = Reviews(
        nctv=nctv, by=by, subject=subject, local=local, next_at=LATER, vacant=vacant(deputy), excluded=left_out
    )
    if subject != "informeren_persoon":
        reviews.review(by, "opschalen", NOW + timedelta(days=20))
    if state is State.GEVRAAGD:
        reviews.do("trigger", by, content=HASH)
    if state in (State.EINDE_VERWACHT, State.BEEINDIGD):
        reviews.review(by, "beeindigen")
    if state is State.BEEINDIGD:
        _ended(reviews, by, nctv=nctv)
    return reviews


def _ended(reviews: Reviews, by: Functie, *, nctv: bool) -> None:
    if nctv and reviews.data.subject == "maatregelen":
        reviews.passes(nctv=False)
        by = Functie.HOVJ
    if "uitvoering" in reviews.open:
        reviews.do("acknowledge", Functie.RCCB)
    if "advies" in reviews.open:
        reviews.do("answer", Functie.BURGEMEESTER, outcome="opgevolgd")
    reviews.do("close", by, content=HASH)


def _allowed(reviews: Reviews, state: State) -> dict[str, set[str]]:
    """By DOMAIN §2.5, by hand: which functies may do which act in this state."""
    if state is State.BEEINDIGD:
        return {}
    nctv = reviews.gezag is not None
    objects = reviews.data.subject == "object_of_dienst"
    authority = NCTV if nctv or objects else {"hovj"}
    found = {"trigger": INFORMERS, "review": authority if reviews.data.subject != "informeren_persoon" else set()}
    if state is not State.EINDE_VERWACHT:
        found["adjust"] = authority
    if objects:
        return found | {"answer": {"burgemeester"}}
    if reviews.data.subject == "maatregelen":
        return found | {"acknowledge": {"lcc", "lcc_leiding"} if nctv else {"rccb"}}
    return found | ({"close": authority} if state is State.EINDE_VERWACHT else {})


@pytest.mark.parametrize("nctv", [True, False], ids=["stelsel", "lokaal"])
@pytest.mark.parametrize("subject", ["maatregelen", "informeren_persoon", "object_of_dienst"])
@pytest.mark.parametrize("state", list(State))
def test_every_triple_of_state_act_and_functie(state: State, subject: str, nctv: bool) -> None:
    played = 0
    for verb in PARAMS:
        for functie in Functie:
            reviews = _started(state, subject, nctv=nctv)
            may = _allowed(reviews, state).get(verb, set())
            try:
                reviews.do(verb, functie, **PARAMS[verb])
                done, code = True, ""
            except Refusal as refused:
                done, code = False, refused.code
            assert done == (functie.value in may), (verb, functie, code)
            played += 1
    assert played == len(PARAMS) * len(Functie)


@pytest.mark.parametrize("deputy", [Functie.COORDINEREND_HOVJ, Functie.PG])
@pytest.mark.parametrize("subject", ["maatregelen", "informeren_persoon"])
@pytest.mark.parametrize("state", list(State))
def test_p_02_every_triple_where_somebody_takes_the_place_of_the_hovj(
    state: State, subject: str, deputy: Functie
) -> None:
    """The deputy may what the HOvJ may, and nobody else may more; a HOvJ who comes later may it as well."""
    for verb in PARAMS:
        for functie in Functie:
            reviews = _started(state, subject, nctv=False, deputy=deputy)
            may = _allowed(reviews, state).get(verb, set())
            may = may | {deputy.value} if "hovj" in may else may
            try:
                reviews.do(verb, functie, **PARAMS[verb])
                done, code = True, ""
            except Refusal as refused:
                done, code = False, refused.code
            assert done == (functie.value in may), (verb, functie, code)


@pytest.mark.parametrize("deputy", [Functie.COORDINEREND_HOVJ, Functie.PG])
@pytest.mark.parametrize("subject", ["maatregelen", "informeren_persoon"])
def test_p_02_only_the_hovj_or_who_takes_his_place_plans(subject: str, deputy: Functie) -> None:
    for functie in Functie:
        try:
            Reviews(nctv=False, by=functie, subject=subject, vacant=vacant(deputy), excluded=["somebody"])
            done = True
        except NotAllowed:
            done = False
        assert done == (functie in (Functie.HOVJ, deputy)), functie


def test_every_act_stands_in_the_table() -> None:
    assert {one.name for one in SPECS} == {f"herbeoordeling.{verb}" for verb in ("plan", *PARAMS)}


@pytest.mark.parametrize("nctv", [True, False], ids=["stelsel", "lokaal"])
@pytest.mark.parametrize("subject", ["maatregelen", "informeren_persoon", "object_of_dienst"])
def test_only_the_authority_plans(subject: str, nctv: bool) -> None:
    local = AREA if subject == "object_of_dienst" else None
    for functie in Functie:
        authority = NCTV if nctv or subject == "object_of_dienst" else {"hovj"}
        try:
            Reviews(nctv=nctv, by=functie, subject=subject, local=local)
            done = True
        except NotAllowed:
            done = False
        assert done == (functie.value in authority), functie


def test_a_closed_item_says_that_it_is_closed() -> None:
    reviews = _started(State.BEEINDIGD, "maatregelen", nctv=False)
    with pytest.raises(OutOfStep) as refused:
        reviews.review(Functie.HOVJ)
    assert refused.value.code == "item.closed"
