"""A bell says that something waits, and nothing else."""

from __future__ import annotations

import itertools
import re

import pytest

from domain.bells import BellAction
from domain.functies import Functie
from notify.wording import Language, every_sentence, sentence

SAYS = [action for action in BellAction if action not in (BellAction.DELETE, BellAction.ANSWER_TAP)]
FORBIDDEN = re.compile(
    r"\d|spoed|nood|dreig|gevaar|bewak|beveilig|persoon|urgent|emergen|threat|protect|nctv|politie|burgemeester"
    r"|officier|dossier|zaak|case|@|http",
    re.IGNORECASE,
)


@pytest.mark.parametrize("text", sorted(every_sentence()))
def test_no_sentence_tells_whom_where_what_or_how_urgent(text: str) -> None:
    assert FORBIDDEN.search(text) is None
    assert not any(re.search(rf"\b{functie.value}\b", text, re.IGNORECASE) for functie in Functie)
    assert len(text) <= 80


@pytest.mark.parametrize("text", sorted(every_sentence()))
def test_sg_05_no_sentence_names_the_product_for_a_protected_persons_telephone_may_be_looked_at(text: str) -> None:
    assert "piket" not in text.lower()


@pytest.mark.parametrize(("action", "repeat", "drill"), list(itertools.product(SAYS, [0, 1, 7], [False, True])))
def test_every_bell_is_one_of_the_fixed_sentences(action: BellAction, repeat: int, drill: bool) -> None:
    for language in ("nl", "en"):
        assert sentence(action, repeat=repeat, drill=drill, language=language) in every_sentence()


def test_where_there_is_no_button_no_sentence_speaks_of_one() -> None:
    languages: tuple[Language, ...] = ("nl", "en")
    for action, language in itertools.product((BellAction.RING, BellAction.TOLD, BellAction.TEST), languages):
        text = sentence(action, repeat=0, drill=False, language=language, buttons=False)
        assert not re.search("tik|knop|tap|button", text, re.IGNORECASE)
        assert text in every_sentence()


def test_x_05_a_drill_adds_one_fixed_sentence_and_a_real_bell_never_has_it() -> None:
    for action in SAYS:
        real = sentence(action, repeat=0, drill=False)
        assert sentence(action, repeat=0, drill=True) == f"{real} Dit is een oefening."
        assert "oefening" not in real


def test_a_ring_and_something_told_cannot_be_told_apart_on_the_lock_screen() -> None:
    ring = sentence(BellAction.RING, repeat=0, drill=False)
    assert ring == sentence(BellAction.TOLD, repeat=0, drill=False)
