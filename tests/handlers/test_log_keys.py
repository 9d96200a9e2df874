"""The key of a log changes by an act of enough founders alone, from a checkpoint that the log has not passed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from domain.acts.directory import FOUNDERS
from domain.audit.leaves import LeafType
from domain.audit.notes import SignatureType, SignerKey
from domain.audit.succession import Turn
from domain.ids import OrganisationId, PersonId
from storage.logs import Head
from tests.handlers.test_directory_acts import OFFICER, both, found
from tests.harness.desk import Desk
from tests.harness.town import Town


def key(number: int, log: str = "om") -> SignerKey:
    return SignerKey(f"piket.example/log/{log}", SignatureType.ED25519, bytes([number]) * 32)


FIRST, NEXT, THIRD = (key(number).verifier for number in (1, 2, 3))


@pytest.fixture
def founded(town: Town) -> Desk:
    """A directory founded by two whose log `om` has a key and a checkpoint of ten leaves."""
    desk = Desk(town)
    with town.unit() as uow:
        for name in ("stichter", "tweede_stichter"):
            uow.directory.put_person(PersonId(name), OrganisationId("nctv"), town.now)
    named = [key(number, log).verifier.encode() for number, log in ((1, "om"), (9, "directory"), (8, "nctv"))]
    assert found(desk, log_keys=named).status == 201
    desk.add("beheerder", OFFICER, slot=None)
    with town.unit() as uow:
        for _ in range(10):
            uow.audit.append("om", LeafType.RING, at=town.now)
    with town.unit() as uow:
        ids = [leaf for leaf, _ in uow.logs.unsequenced("om", 10)]
        assert uow.logs.assign("om", 0, ids, {}, Head(10, b"", b""), town.now)
    return desk


def rotate(desk: Desk, **more: Any) -> tuple[int, str | None]:
    params = {"log": "om", "old": FIRST.encode(), "new": NEXT.encode(), "size": 10} | more
    answer = both(desk, "directory.rotate_log_key", **params)
    return answer.status, answer.code


def turns(desk: Desk) -> list[Turn]:
    with desk.town.unit() as uow:
        return list(uow.audit.turns("om"))


def test_enough_founders_let_another_key_take_over(founded: Desk) -> None:
    assert rotate(founded) == (201, None)
    assert rotate(founded, old=NEXT.encode(), new=THIRD.encode(), size=25) == (201, None)
    assert turns(founded) == [Turn(10, NEXT), Turn(25, THIRD)]
    with founded.town.unit() as uow:
        kinds = [fact.kind for fact in uow.directory.facts(0, 10)]
    assert kinds == ["directory.genesis", "directory.rotate_log_key", "directory.rotate_log_key"]


def test_an_officer_of_the_organisation_is_no_founder(founded: Desk) -> None:
    answer = founded.do(
        "beheerder", "directory.rotate_log_key", holding=OFFICER, signers=("stichter",),
        log="om", old=FIRST.encode(), new=NEXT.encode(), size=10,
    )  # fmt: skip
    assert (answer.status, answer.code) == (403, "threshold.missed")
    alone = founded.do(
        "stichter", "directory.rotate_log_key", holding=FOUNDERS,
        log="om", old=FIRST.encode(), new=NEXT.encode(), size=10,
    )  # fmt: skip
    assert (alone.status, alone.code) == (403, "threshold.missed")
    assert turns(founded) == []


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"size": 9}, "log_key.passed"),
        (
            {"log": "nctv", "old": key(8, "nctv").verifier.encode(), "new": key(7, "nctv").verifier.encode()},
            "log_key.passed",
        ),
        ({"log": "politie"}, "log.unknown"),
        ({"old": THIRD.encode()}, "log_key.old"),
    ],
    ids=["past", "no checkpoint", "no such log", "another old key"],
)
def test_a_turn_that_contradicts_what_stands_is_refused(founded: Desk, more: dict[str, Any], code: str) -> None:
    assert rotate(founded, **more) == (409, code)
    assert turns(founded) == []


@pytest.mark.parametrize(
    "new",
    [
        FIRST.encode(),
        key(2, "nctv").verifier.encode(),
        replace(NEXT, type=SignatureType.COSIGNATURE).encode(),
        NEXT.encode()[:-4] + "AAA=",
    ],
    ids=["the same", "of another log", "a witness's", "mistyped"],
)
def test_a_key_that_cannot_take_over_is_malformed(founded: Desk, new: str) -> None:
    act = founded.sign(
        "stichter", "directory.rotate_log_key", holding=FOUNDERS, signers=("tweede_stichter",),
        log="om", old=FIRST.encode(), new=new, size=10,
    )  # fmt: skip
    assert founded.refused_unstored(act)[0] == "log_key.new"
    assert turns(founded) == []
