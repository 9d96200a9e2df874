"""An invitation binds new keys to who holds the link: the server can swap nothing, and nothing of it reaches one."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from client.invitation import Invitation, InvitationRefused
from domain.ids import OrganisationId, PersonId, Sha256Hex
from tests.client.world import keyring_of, practice_world, seeded

INVITATION = Invitation.new(PersonId("pieter"), OrganisationId("nctv"), practice_world().genesis, seeded(1))
KEYS = keyring_of("pieter").public


def test_the_officer_accepts_keys_from_whoever_holds_the_link() -> None:
    link = INVITATION.url("https://app.piket.example")
    assert Invitation.from_url(link) == INVITATION
    INVITATION.check(KEYS, Invitation.from_url(link).mac(KEYS))


def test_everything_secret_stands_in_the_fragment() -> None:
    before, _, fragment = INVITATION.url("https://app.piket.example").partition("#")
    assert before == "https://app.piket.example/"
    assert fragment
    assert INVITATION.redeem.hex() not in repr(INVITATION)


@pytest.mark.parametrize("field", ["device", "signing_key", "x25519", "hybrid", "person", "organisation"])
def test_any_key_the_server_swaps_is_refused(field: str) -> None:
    other = keyring_of("lies").public
    swapped = KEYS.model_copy(update={field: getattr(other, field)})
    with pytest.raises(InvitationRefused):
        INVITATION.check(swapped, INVITATION.mac(KEYS))


def test_an_invitation_to_another_directory_makes_another_mac() -> None:
    elsewhere = Invitation(
        INVITATION.person, INVITATION.organisation, Sha256Hex(INVITATION.genesis[::-1]), INVITATION.secret
    )
    with pytest.raises(InvitationRefused):
        INVITATION.check(KEYS, elsewhere.mac(KEYS))


@settings(deadline=None)
@given(st.text(max_size=120))
def test_anything_else_is_no_invitation(text: str) -> None:
    with pytest.raises(InvitationRefused):
        Invitation.from_url(text)
    with pytest.raises(InvitationRefused):
        Invitation.from_url(f"https://app.piket.example/#uitnodiging={text}")
