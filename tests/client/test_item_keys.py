"""Who gets an item's key: every role that may read it, and under P-02 each other member's device, never the epoch."""

from __future__ import annotations

import pytest

from client.age import HybridIdentity
from client.directory import Directory
from client.itemkeys import GivenWrap, ItemWraps, RoleKeys, wrap_item
from client.keyring import Keyring
from client.sealing import SealingError, SwappedIdentity, wrap_for_device, wrap_for_epoch
from domain.functies import NATIONAL, Functie, Holding
from domain.ids import PersonId
from tests.client.test_directory_replay import FOUNDERS, OFFICER, signed
from tests.client.world import HOVJ, LCC, PG, PIKET, keyring_of, practice_world, replayed

ITEM, ATTACKER = HybridIdentity(bytes([1]) * 32), HybridIdentity(bytes([2]) * 32)
NAME = ITEM.recipient().to_string()
DIRECTORY = practice_world().directory
BLOBS = {name: blob for ready in practice_world().acts for name, blob in ready.blobs.items()}


def role_keys(keyring: Keyring, directory: Directory = DIRECTORY) -> RoleKeys:
    """What a phone has after asking the service for its role keys."""
    keys = RoleKeys(keyring)
    for holding, epochs in directory.epochs.items():
        for epoch in epochs:
            if keyring.device in epoch.wraps:
                keys.learn(directory, holding, epoch.number, BLOBS[epoch.wraps[keyring.device]])
    return keys


def given_all(made: ItemWraps) -> list[GivenWrap]:
    return [GivenWrap(one.holding, one.epoch, one.wrap().device, made.blobs[one.wrap().blob]) for one in made.wraps]


def reads(name: str, made: ItemWraps) -> bool:
    return NAME in role_keys(keyring_of(name)).open_wraps(given_all(made), [NAME])


def test_every_member_of_an_addressed_role_reads_and_nobody_else() -> None:
    made = wrap_item(ITEM, DIRECTORY, [PIKET, HOVJ], ())
    assert [one.device for one in made.wraps] == [None, None]
    assert {name for name in ("pieter", "paula", "hanna", "lies", "gerard", "dirk") if reads(name, made)} == {
        "pieter",
        "paula",
        "hanna",
    }


def test_p02_an_excluded_holder_gets_no_key_and_each_other_member_does() -> None:
    made = wrap_item(ITEM, DIRECTORY, [PIKET, LCC], {PersonId("pieter")})
    piket = [one for one in made.wraps if one.holding == PIKET]
    assert [one.device for one in piket] == [keyring_of("paula").device]
    assert not reads("pieter", made)
    assert reads("paula", made)
    assert reads("lies", made)


def test_p02_the_only_holder_excluded_leaves_a_gap_that_shows() -> None:
    made = wrap_item(ITEM, DIRECTORY, [PG, PIKET], {PersonId("gerard")})
    assert made.gaps == [PG]
    assert not reads("gerard", made)


def test_a_role_without_keys_is_a_gap_and_no_failure() -> None:
    teamleider = Holding(Functie.NCTV_TEAMLEIDER, NATIONAL)
    made = wrap_item(ITEM, DIRECTORY, [teamleider, PIKET], ())
    assert made.gaps == [teamleider]
    assert reads("paula", made)


@pytest.mark.parametrize("removal", ["device", "functie"])
def test_after_a_removal_nothing_is_sealed_to_the_epoch_that_was_lost(removal: str) -> None:
    replay = replayed()
    lost = OFFICER.revoke_device(keyring_of("pieter").device)
    ended = OFFICER.end_grant(PersonId("pieter"), PIKET)
    replay.extend([signed(lost if removal == "device" else ended, *FOUNDERS)])
    made = wrap_item(ITEM, replay.state, [PIKET], ())
    assert not reads("pieter", made)
    assert reads("paula", made)


def test_a_swapped_item_key_is_refused() -> None:
    epoch = DIRECTORY.epochs[PIKET][0]
    swapped = GivenWrap(PIKET, 1, None, wrap_for_epoch(ATTACKER, epoch.recipient))
    with pytest.raises(SwappedIdentity):
        role_keys(keyring_of("paula")).open_wraps([swapped], [NAME])


def test_a_swapped_item_key_for_one_device_is_refused() -> None:
    paula = keyring_of("paula")
    wrap = wrap_for_device(ATTACKER, paula.public.x25519, paula.public.hybrid)
    with pytest.raises(SwappedIdentity):
        role_keys(paula).open_wraps([GivenWrap(PIKET, 1, paula.device, wrap)], [NAME])


def test_a_wrap_that_does_not_open_is_refused() -> None:
    made = wrap_item(ITEM, DIRECTORY, [LCC], ())
    mislabelled = [GivenWrap(PIKET, 1, None, blob) for blob in made.blobs.values()]
    with pytest.raises(SealingError):
        role_keys(keyring_of("paula")).open_wraps(mislabelled, [NAME])


def test_a_role_key_that_no_officer_sealed_for_this_device_is_refused() -> None:
    paula = keyring_of("paula")
    forged = wrap_for_device(ATTACKER, paula.public.x25519, paula.public.hybrid)
    with pytest.raises(SwappedIdentity):
        RoleKeys(paula).learn(DIRECTORY, PIKET, 1, forged)
    other = BLOBS[DIRECTORY.epochs[PIKET][0].wraps[keyring_of("pieter").device]]
    with pytest.raises(SwappedIdentity):
        RoleKeys(paula).learn(DIRECTORY, PIKET, 1, other)
    with pytest.raises(SwappedIdentity):
        RoleKeys(paula).learn(DIRECTORY, PIKET, 2, BLOBS[DIRECTORY.epochs[PIKET][0].wraps[paula.device]])
