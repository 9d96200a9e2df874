"""SG-05, P-01: a protected person is nobody's employee, and their own scope is never another's."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from domain.errors import Malformed
from domain.functies import PROTECTED, RULES
from domain.ids import OrganisationId, PersonId
from tests.handlers.test_directory_acts import both, found, genesis
from tests.harness.desk import Desk
from tests.harness.town import Town

OWN = "own:" + "p" * 22


@pytest.fixture
def founded(town: Town) -> Desk:
    """A directory with an organisation for protected persons; two founders sign every change."""
    desk = Desk(town)
    with town.unit() as uow:
        for name in ("stichter", "tweede_stichter"):
            uow.directory.put_person(PersonId(name), OrganisationId("nctv"), town.now)
    organisations = [*genesis()["organisations"], {"organisation": "personen", "log": "personen"}]
    assert found(desk, organisations=organisations).status == 201
    for person in ("sam", "noor"):
        assert both(desk, "directory.add_person", person=person, organisation="personen").status == 201
    assert both(desk, "directory.add_person", person="an", organisation="nctv").status == 201
    return desk


@pytest.mark.parametrize("functie", sorted(PROTECTED))
def test_sg_05_the_own_scope_of_one_person_is_never_given_to_another_not_even_afterwards(
    founded: Desk, functie: str
) -> None:
    own = {"functie": functie, "scope": OWN}
    assert both(founded, "directory.grant", person="sam", **own).status == 201
    for _ in range(2):
        answer = both(founded, "directory.grant", person="noor", **own)
        assert (answer.status, answer.code) == (409, "grant.own_taken")
        both(founded, "directory.end_grant", person="sam", **own)
    assert both(founded, "directory.grant", person="sam", **own).status == 201, "their own they may get back"


@pytest.mark.parametrize("scope", ["own", "nl", "own:", "own:é"])
def test_sg_05_a_scope_that_several_would_share_is_no_protected_persons_scope(founded: Desk, scope: str) -> None:
    with pytest.raises((ValidationError, Malformed), match=r"scope|pattern"):
        both(founded, "directory.grant", person="sam", functie="te_beveiligen_persoon", scope=scope)


def test_p_02_an_official_who_is_protected_is_another_person_here_than_at_work(founded: Desk) -> None:
    answer = both(founded, "directory.grant", person="an", functie="te_beveiligen_persoon", scope=OWN)
    assert (answer.status, answer.code) == (409, "grant.organisation")
    assert {organisation for functie in PROTECTED for organisation in RULES[functie].organisations} == {"personen"}
