"""Before it is signed, an act that makes somebody else do or know something says what follows from it."""

import pytest

from domain.catalogue import SPECS
from tests.house import effects


def test_every_act_that_reaches_somebody_says_what_follows_and_no_other_act_is_named() -> None:
    assert effects.lacking() == []
    assert effects.unknown() == []


def test_the_acts_are_read_from_the_rules() -> None:
    found = set(effects.reaching())
    passing = {"spoedaanwijzing.decide", "triage.judge", "triage.end_received", "spoedaanwijzing.end_received"}
    opening = {spec.name for spec in SPECS.values() if spec.opens and spec.family in effects.FLOWS} - OWN
    ringing = {"burgemeestersbericht.release", "herbeoordeling.review", "risicoweging.establish", "duiding.forward"}
    telling = {"triage.supplement", "signaal.answer", "opdracht.advise", "risicomoment.cancel"}
    carrying = {spec.name for spec in SPECS.values() if "linked" in spec.params.model_fields}
    assert found >= passing | opening | ringing | telling | carrying
    assert {spec.name for spec in SPECS.values() if spec.versioned and spec.family in effects.FLOWS} <= found
    assert not {"triage.acquiesce", "risicomoment.read", "herbeoordeling.acknowledge", "signaal.add"} & found
    assert len(found) > 60


OWN = {"signaal.onveilig", "signaal.send"}


@pytest.mark.parametrize("name", ["triage.judge", "herbeoordeling.review", "triage.end", "triage.follow_up"])
def test_where_something_is_chosen_each_choice_has_its_word(name: str) -> None:
    assert name not in effects.words()
    assert set(effects.needed(SPECS[name])) <= effects.words()
    assert len(effects.needed(SPECS[name])) > 1


def test_an_act_without_its_word_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    words = effects.words()
    monkeypatch.setattr(
        effects, "words", lambda: words - {"triage.judge.opgenomen", "signaallijn.end"} | {"triage.jump"}
    )
    assert effects.lacking() == ["signaallijn.end", "triage.judge.opgenomen"]
    assert effects.unknown() == ["triage.jump"]
