"""Which app is served is a fact that enough founders sign, and nobody else: whoever serves it cannot say so."""

from __future__ import annotations

import pytest

from domain.acts.directory import FOUNDERS
from domain.ids import OrganisationId, PersonId
from tests.handlers.test_directory_acts import OFFICER, both, found
from tests.harness.desk import Desk
from tests.harness.town import Town

FIRST, SECOND = "1" * 64, "2" * 64


@pytest.fixture
def founded(town: Town) -> Desk:
    desk = Desk(town)
    with town.unit() as uow:
        for name in ("stichter", "tweede_stichter"):
            uow.directory.put_person(PersonId(name), OrganisationId("nctv"), town.now)
    assert found(desk).status == 201
    desk.add("beheerder", OFFICER, slot=None)
    return desk


def kinds(desk: Desk) -> list[str]:
    with desk.town.unit() as uow:
        return [fact.kind for fact in uow.directory.facts(0, 10)]


def test_enough_founders_release_an_app_and_may_go_back_to_an_earlier_one(founded: Desk) -> None:
    answers = [both(founded, "directory.release_app", files=files) for files in (FIRST, SECOND, FIRST)]
    assert [(answer.status, answer.code) for answer in answers] == [(201, None)] * 3
    assert kinds(founded) == ["directory.genesis", *["directory.release_app"] * 3]


def test_one_founder_or_an_officer_of_an_organisation_releases_nothing(founded: Desk) -> None:
    alone = founded.do("stichter", "directory.release_app", holding=FOUNDERS, files=FIRST)
    local = founded.do("beheerder", "directory.release_app", holding=OFFICER, signers=("stichter",), files=FIRST)
    assert [(answer.status, answer.code) for answer in (alone, local)] == [(403, "threshold.missed")] * 2
    assert kinds(founded) == ["directory.genesis"]
