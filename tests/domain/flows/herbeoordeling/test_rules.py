"""HB-01 … HB-06: what each act does to the reviews of a dossier, and what it never does."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from domain.errors import Malformed, NotAllowed, OutOfStep
from domain.events import ContentAdded, GezagPassed, ItemClosed, ObligationOpened, StateChanged, Told
from domain.flows import herbeoordeling
from domain.flows.herbeoordeling.content import TeHerbeoordelenContent
from domain.flows.herbeoordeling.state import State
from domain.functies import Functie, Holding, Scope
from domain.parties import COORDINEREND_HOVJ, LCC, hovj
from domain.terms import AMSTERDAM
from tests.domain.flows.herbeoordeling.reviews import AREA, EENHEID, GEMEENTE, HASH, NOW, Reviews
from tests.harness.ladders import POLICY

DAY = timedelta(days=1)
REVIEWER = {True: Functie.NCTV_BEHANDELAAR, False: Functie.HOVJ}


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=AMSTERDAM).astimezone(UTC)


def planned(reviews: Reviews) -> datetime:
    one = reviews.open["herbeoordelen"]
    assert one.due == one.start == reviews.data.next_at
    return one.start


@pytest.mark.parametrize("nctv", [True, False], ids=["stelsel", "lokaal"])
def test_hb_01_the_authority_sets_the_first_moment_early_and_it_waits_for_the_authority(nctv: bool) -> None:
    reviews = Reviews(nctv=nctv, next_at=(NOW + 40 * DAY).isoformat())
    assert planned(reviews) == NOW + 40 * DAY
    assert reviews.waits_for("herbeoordelen") is REVIEWER[nctv]
    assert reviews.state == State.GEPLAND


def test_hb_01_a_review_is_made_earlier_freely_and_put_off_only_by_doing_it() -> None:
    reviews = Reviews(nctv=True, next_at=(NOW + 40 * DAY).isoformat())
    reviews.do("adjust", Functie.NCTV_TEAMLEIDER, next_at=(NOW + 9 * DAY).isoformat(), content=HASH)
    assert planned(reviews) == NOW + 9 * DAY
    with pytest.raises(OutOfStep) as refused:
        reviews.do("adjust", Functie.NCTV_TEAMLEIDER, next_at=(NOW + 10 * DAY).isoformat())
    assert refused.value.code == "herbeoordeling.later"
    reviews.review(Functie.NCTV_TEAMLEIDER, next_at=NOW + 50 * DAY)
    assert planned(reviews) == NOW + 50 * DAY


def test_hb_01_one_subject_of_a_dossier_has_one_item_of_reviews() -> None:
    first = Reviews(nctv=True)
    with pytest.raises(OutOfStep) as refused:
        Reviews(nctv=True, others=[first.item])
    assert refused.value.code == "herbeoordeling.exists"
    assert Reviews(nctv=True, others=[first.item], subject="informeren_persoon").state == State.GEPLAND


@pytest.mark.parametrize("nctv", [True, False], ids=["stelsel", "lokaal"])
@pytest.mark.parametrize("outcome", ["voortzetten", "opschalen", "afschalen"])
def test_hb_02_a_review_keeps_its_reasons_and_sets_the_next_moment_in_the_same_act(nctv: bool, outcome: str) -> None:
    reviews = Reviews(nctv=nctv)
    reviews.now += 20 * DAY
    events = reviews.review(REVIEWER[nctv], outcome, reviews.now + 30 * DAY)
    assert planned(reviews) == NOW + 50 * DAY
    assert [one.kind for one in events if isinstance(one, ContentAdded)] == ["herbeoordeling"]
    assert (reviews.data.outcome, reviews.data.reviews, reviews.state) == (outcome, 1, State.GEPLAND)


@pytest.mark.parametrize(
    ("done", "next_one"),
    [
        ("2027-03-31 09:00", "2027-04-30 09:00"),  # April has no 31st
        ("2027-01-31 23:30", "2027-02-28 23:30"),
        ("2028-01-31 12:00", "2028-02-29 12:00"),
        ("2027-02-28 02:30", "2027-03-28 03:30"),  # half past two does not exist that night: the clocks go forward
        ("2027-09-30 02:30", "2027-10-30 02:30"),
        ("2027-10-10 09:00", "2027-11-10 09:00"),  # across the night the clocks go back
    ],
)
def test_x_06_hb_02_a_review_without_a_moment_is_next_due_a_month_on_by_the_calendar(done: str, next_one: str) -> None:
    reviews = Reviews(nctv=True, now=local(done) - DAY)
    reviews.now = local(done)
    reviews.review(Functie.NCTV_BEHANDELAAR)
    assert planned(reviews) == local(next_one)


def test_hb_02_only_the_authority_of_the_case_reviews() -> None:
    stelsel, lokaal = Reviews(nctv=True), Reviews(nctv=False)
    for reviews, functie in ((stelsel, Functie.HOVJ), (lokaal, Functie.NCTV_BEHANDELAAR), (lokaal, Functie.NCTV)):
        with pytest.raises(NotAllowed) as refused:
            reviews.review(functie)
        assert refused.value.code == "gezag.other"
    with pytest.raises(NotAllowed):
        lokaal.do("review", Functie.HOVJ, hovj(Scope("arr:limburg")), outcome="voortzetten", content=HASH)


def test_hb_02_who_carries_it_out_must_know_what_changes_and_is_not_rung_for_what_continues() -> None:
    for nctv, executor in ((True, Functie.LCC), (False, Functie.RCCB)):
        reviews = Reviews(nctv=nctv)
        reviews.review(REVIEWER[nctv])
        assert "uitvoering" not in reviews.open
        reviews.review(REVIEWER[nctv], "opschalen")
        assert reviews.waits_for("uitvoering") is executor
        reviews.review(REVIEWER[nctv], "afschalen")
        assert reviews.waits_for("uitvoering") is executor, "the newest decision is the one to know"
        reviews.review(REVIEWER[nctv])
        assert reviews.waits_for("uitvoering") is executor, "what continues is still to be known"
        reviews.do("acknowledge", executor)
        assert "uitvoering" not in reviews.open


def test_hb_02_sa_11_beeindigen_ends_nothing_by_itself_and_waits_for_the_end() -> None:
    reviews = Reviews(nctv=True)
    reviews.review(Functie.NCTV_PIKET, "afschalen")
    events = reviews.review(Functie.NCTV_PIKET, "beeindigen")
    assert reviews.state == State.EINDE_VERWACHT
    assert not any(isinstance(one, ItemClosed | GezagPassed) for one in events)
    with pytest.raises(OutOfStep) as refused:
        reviews.do("close", Functie.NCTV_PIKET, content=HASH)
    assert refused.value.code == "herbeoordeling.not_ended"
    reviews.passes(nctv=False)
    assert reviews.waits_for("einde_vastleggen") is Functie.HOVJ, "the other side received the end"
    reviews.do("close", Functie.HOVJ, content=HASH)
    assert (reviews.state, reviews.open) == (State.BEEINDIGD, {})


def test_hb_02_after_beeindigen_the_authority_may_still_think_otherwise() -> None:
    reviews = Reviews(nctv=True)
    reviews.review(Functie.NCTV_PIKET, "beeindigen")
    reviews.review(Functie.NCTV_PIKET, "voortzetten", NOW + DAY)
    assert (reviews.state, set(reviews.open)) == (State.GEPLAND, {"herbeoordelen"})


def test_hb_02_a_local_end_closes_once_the_rccb_knows_it() -> None:
    reviews = Reviews(nctv=False)
    reviews.review(Functie.HOVJ, "beeindigen")
    with pytest.raises(OutOfStep) as refused:
        reviews.do("close", Functie.HOVJ, content=HASH)
    assert refused.value.code == "herbeoordeling.not_known"
    reviews.do("acknowledge", Functie.RCCB)
    reviews.do("close", Functie.HOVJ, content=HASH)
    assert reviews.state == State.BEEINDIGD


def test_hb_02_an_end_has_no_next_moment() -> None:
    with pytest.raises(Malformed):
        Reviews(nctv=True).review(Functie.NCTV_PIKET, "beeindigen", NOW + DAY)


def test_hb_02_a_moment_that_has_passed_is_refused() -> None:
    reviews = Reviews(nctv=True)
    with pytest.raises(OutOfStep) as refused:
        reviews.review(Functie.NCTV_PIKET, next_at=NOW - DAY)
    assert refused.value.field == "params.next_at"


@pytest.mark.parametrize("nctv", [True, False], ids=["stelsel", "lokaal"])
def test_p_06_hb_02_an_open_review_moves_with_the_authority_and_is_never_lost_nor_on_two(nctv: bool) -> None:
    reviews = Reviews(nctv=nctv, next_at=(NOW + 2 * DAY).isoformat())
    reviews.do("trigger", Functie.RCCB, content=HASH)
    due = {what: (one.start, one.due) for what, one in reviews.open.items()}
    events = reviews.passes(nctv=not nctv)
    assert isinstance(events[0], GezagPassed)
    assert {what: (one.start, one.due) for what, one in reviews.open.items()} == due
    assert reviews.waits_for("herbeoordelen") is REVIEWER[not nctv]
    assert reviews.waits_for("nieuwe_informatie") is (Functie.HOVJ if nctv else Functie.NCTV_PIKET)
    with pytest.raises(NotAllowed):
        reviews.review(REVIEWER[nctv])
    reviews.review(REVIEWER[not nctv])
    assert set(reviews.open) == {"herbeoordelen"}


def test_p_06_a_passing_that_changes_nothing_moves_nothing() -> None:
    reviews = Reviews(nctv=True)
    before = dict(reviews.open)
    assert len(reviews.passes(nctv=True)) == 1
    assert reviews.open == before


def test_sa_07_after_a_designation_local_measures_are_reviewed_within_the_term_of_a_first_review() -> None:
    reviews = Reviews(nctv=False, next_at=(NOW + 90 * DAY).isoformat())
    reviews.now += DAY
    reviews.passes(nctv=True)
    assert planned(reviews) == POLICY.terms["first_review"].after(NOW + DAY)


@pytest.mark.parametrize("nctv", [True, False], ids=["stelsel", "lokaal"])
def test_hb_03_overdue_climbs_and_changes_nothing_in_the_protection(nctv: bool) -> None:
    """No timer writes an event of the flow at all: what waits still waits, and for the same people (X-01)."""
    reviews = Reviews(nctv=nctv, next_at=(NOW + DAY).isoformat())
    before = (reviews.item, dict(reviews.open))
    reviews.now += 400 * DAY
    assert (reviews.item, reviews.open) == before
    reviews.review(REVIEWER[nctv])
    assert reviews.state == State.GEPLAND


@pytest.mark.parametrize("nctv", [True, False], ids=["stelsel", "lokaal"])
@pytest.mark.parametrize("functie", [Functie.LCC, Functie.RCCB, Functie.ADVISEUR_BB, Functie.HOVJ, Functie.NCTV_PIKET])
def test_hb_04_new_information_marked_as_trigger_asks_for_the_review_at_once(nctv: bool, functie: Functie) -> None:
    reviews = Reviews(nctv=nctv, next_at=(NOW + 40 * DAY).isoformat())
    reviews.now += DAY
    reviews.do("trigger", functie, content=HASH)
    asked = reviews.open["nieuwe_informatie"]
    assert (reviews.state, asked.start, asked.ladder.emergency) == (State.GEVRAAGD, reviews.now, True)
    assert asked.settles_by[0].functie is (Functie.NCTV_PIKET if nctv else Functie.HOVJ)
    assert planned(reviews) == NOW + 40 * DAY, "what was planned stays"
    reviews.now += DAY
    reviews.do("trigger", functie, content=HASH)
    assert reviews.open["nieuwe_informatie"] == asked, "more information joins what waits, and moves no clock"
    reviews.review(REVIEWER[nctv])
    assert set(reviews.open) == {"herbeoordelen"}


@pytest.mark.parametrize("nctv", [True, False], ids=["stelsel", "lokaal"])
def test_hb_05_informing_the_person_is_asked_again_and_again_from_the_authority(nctv: bool) -> None:
    reviews = Reviews(nctv=nctv, subject="informeren_persoon")
    assert planned(reviews) == POLICY.terms["informeren_persoon"].after(NOW)
    for outcome in ("geinformeerd", "niet_geinformeerd"):
        reviews.now = planned(reviews)
        reviews.review(REVIEWER[nctv], outcome)
        assert set(reviews.open) == {"herbeoordelen"}
    with pytest.raises(OutOfStep) as refused:
        reviews.review(REVIEWER[nctv], "opschalen")
    assert refused.value.code == "herbeoordeling.outcome"


@pytest.mark.parametrize("place", [GEMEENTE, AREA])
def test_hb_05_the_threat_level_of_an_object_is_the_nctvs_and_the_advice_goes_to_the_local_authority(
    place: str,
) -> None:
    side = Functie.BURGEMEESTER if place == GEMEENTE else Functie.HOVJ
    reviews = Reviews(nctv=False, by=Functie.NCTV_BEHANDELAAR, subject="object_of_dienst", local=place)
    assert planned(reviews) == POLICY.terms["dreigingsniveau"].after(NOW)
    with pytest.raises(NotAllowed):
        reviews.review(Functie.HOVJ)
    reviews.review(Functie.NCTV_BEHANDELAAR)
    assert reviews.waits_for("advies") is side
    reviews.do("answer", side, outcome="niet_opgevolgd", content=HASH)
    assert set(reviews.open) == {"herbeoordelen"}, "whether advice is followed is theirs to say (C §2.5)"
    assert reviews.passes(nctv=True)[1:] == [], "an object has no authority that passes"


def test_hb_05_an_object_under_the_nctv_itself_has_nobody_to_advise() -> None:
    reviews = Reviews(nctv=False, by=Functie.NCTV_TEAMLEIDER, subject="object_of_dienst")
    reviews.review(Functie.NCTV_TEAMLEIDER, "opschalen")
    assert set(reviews.open) == {"herbeoordelen"}


def test_hb_05_the_hovj_sets_no_threat_level_of_an_object() -> None:
    with pytest.raises(NotAllowed):
        Reviews(nctv=False, subject="object_of_dienst", local=GEMEENTE)


@pytest.mark.parametrize(
    "params",
    [
        {"local": GEMEENTE},
        {"subject": "object_of_dienst", "local": EENHEID},
        {"subject": "informeren_persoon", "follows": "B" * 22},
        {"area": "nl"},
        {"subject": "object_of_dienst", "local": "arr:limburg"},
    ],
)
def test_hb_05_what_belongs_to_another_subject_or_area_is_refused(params: dict[str, Any]) -> None:
    with pytest.raises(Malformed):
        Reviews(nctv=True, **params)


def test_hb_06_the_form_says_that_standard_measures_of_category_i_are_outside() -> None:
    said = TeHerbeoordelenContent.model_json_schema()["properties"]["measures"]["description"]
    assert "standard measures of category I" in said
    assert "leave them out" in said


def test_p_02_where_no_hovj_is_left_the_deputy_reviews() -> None:
    reviews = Reviews(nctv=False, by=Functie.COORDINEREND_HOVJ, excluded=["somebody"], vacant=frozenset({hovj(AREA)}))
    assert reviews.open["herbeoordelen"].settles_by == (COORDINEREND_HOVJ, hovj(AREA))
    assert reviews.open["herbeoordelen"].ladder.name == "L-5.coordinerend_hovj"
    reviews.review(Functie.COORDINEREND_HOVJ)
    with pytest.raises(NotAllowed):
        reviews.review(Functie.PG)


def test_p_02_nobody_plans_a_review_of_themselves() -> None:
    with pytest.raises(NotAllowed) as refused:
        Reviews(nctv=True, excluded=["nctv_behandelaar"])
    assert refused.value.code == "item.excluded"


def test_p_01_who_takes_part_follows_from_who_is_the_authority() -> None:
    stelsel, lokaal = Reviews(nctv=True), Reviews(nctv=False)
    assert LCC in stelsel.participants
    assert LCC not in lokaal.participants
    assert Holding(Functie.RCCB, EENHEID) in lokaal.participants & stelsel.participants
    assert not any(one.functie.startswith("nctv") for one in lokaal.participants)
    lokaal.passes(nctv=True)
    assert stelsel.participants <= lokaal.participants
    for reviews in (stelsel, lokaal):
        assert reviews.participants <= set(herbeoordeling.addressees(reviews.item)), "who may read has a wrap"


def test_x_01_nothing_rings_anybody_but_through_what_waits() -> None:
    reviews = Reviews(nctv=True)
    reviews.review(Functie.NCTV_PIKET, "opschalen")
    reviews.do("trigger", Functie.LCC, content=HASH)
    assert not any(isinstance(one, Told) for one in reviews.log)
    assert [one.what for one in reviews.log if isinstance(one, ObligationOpened)] == [
        "herbeoordelen",
        "herbeoordelen",
        "uitvoering",
        "nieuwe_informatie",
    ]
    assert [one.state for one in reviews.log if isinstance(one, StateChanged)] == ["gepland", "gepland", "gevraagd"]
