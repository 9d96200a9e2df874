"""Random acts by random functies while the authority passes to and fro: what no story of reviews may ever show."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from domain.errors import PiketError
from domain.events import Event, GezagPassed
from domain.flows import herbeoordeling
from domain.flows.herbeoordeling.parties import reviewers
from domain.flows.herbeoordeling.state import State
from domain.functies import Functie
from tests.domain.flows.herbeoordeling.reviews import AREA, GEMEENTE, HASH, Reviews

ACTORS = st.sampled_from([one for one in Functie if one not in {Functie.TOEZICHTHOUDER, Functie.FUNCTIONEEL_BEHEERDER}])
OUTCOMES = ["voortzetten", "opschalen", "afschalen", "beeindigen", "geinformeerd", "niet_geinformeerd"]
STEPS = st.one_of(
    st.tuples(st.just("review"), st.sampled_from(OUTCOMES)),
    st.tuples(st.just("answer"), st.sampled_from(["opgevolgd", "niet_opgevolgd"])),
    st.tuples(st.sampled_from(["adjust", "trigger", "acknowledge", "close", "nctv", "hovj"]), st.just("")),
)
SUBJECTS = st.sampled_from(["maatregelen", "informeren_persoon", "object_of_dienst"])


def _step(reviews: Reviews, verb: str, outcome: str, functie: Functie) -> list[Event]:
    match verb:
        case "nctv" | "hovj":
            return reviews.passes(nctv=verb == "nctv")
        case "review":
            return reviews.do("review", functie, outcome=outcome, content=HASH)
        case "answer":
            return reviews.do("answer", functie, outcome=outcome)
        case "adjust":
            at = (reviews.now + timedelta(days=1)).isoformat()
            return reviews.do("adjust", functie, next_at=at)
        case "trigger" | "close":
            return reviews.do(verb, functie, content=HASH)
    return reviews.do(verb, functie)


@given(SUBJECTS, st.booleans(), st.lists(st.tuples(STEPS, ACTORS, st.integers(0, 40)), max_size=25))
def test_no_open_item_without_somebody_obliged_and_never_two_authorities(
    subject: str, nctv: bool, steps: list[tuple[tuple[str, str], Functie, int]]
) -> None:
    objects = subject == "object_of_dienst"
    local = GEMEENTE if objects else None
    by = Functie.NCTV_BEHANDELAAR if nctv or objects else Functie.HOVJ
    reviews = Reviews(nctv=nctv, by=by, subject=subject, local=local)
    for (verb, outcome), functie, days in steps:
        reviews.now += timedelta(days=days)
        with suppress(PiketError):
            events = _step(reviews, verb, outcome, functie)
            assert verb in ("nctv", "hovj") or not any(isinstance(one, GezagPassed) for one in events)
        if reviews.state == State.BEEINDIGD:
            assert reviews.open == {}
            return
        asked = set(reviewers(reviews.data, AREA, reviews.facts))
        whats = {"herbeoordelen", "nieuwe_informatie", "einde_vastleggen"} & set(reviews.open)
        assert whats & {"herbeoordelen", "einde_vastleggen"}, "somebody is obliged, as long as it is open"
        assert all(set(reviews.open[what].settles_by) == asked for what in whats), "and it is the authority of now"
        assert reviews.participants <= set(herbeoordeling.addressees(reviews.item))
        stored = herbeoordeling.read(herbeoordeling.write(reviews.data))
        assert stored == reviews.data
