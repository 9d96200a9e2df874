"""Acts on the directory: founded once, changed by enough officers only, whoever runs the server (P-01)."""

from __future__ import annotations

import base64
from datetime import timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from domain.acts.directory import FOUNDERS
from domain.areas import GemeenteOpgeheven
from domain.audit.notes import SignatureType, SignerKey
from domain.bells import ChannelKind
from domain.errors import Malformed
from domain.functies import NATIONAL, Functie, Holding, Scope
from domain.ids import DeviceId, OrganisationId, PersonId, Sha256Hex
from tests.harness.desk import WATCHER, Desk, blob
from tests.harness.ladders import POLICY
from tests.harness.recipients import hybrid_of, x25519_of
from tests.harness.town import PIKET, Town

OFFICER = Holding(Functie.FUNCTIONEEL_BEHEERDER, Scope("org:om"))


def point(person: str) -> str:
    """A P-256 point that is this person's alone."""
    secret = ec.derive_private_key(int.from_bytes(person.encode(), "big"), ec.SECP256R1())
    raw = secret.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def keys(person: str, organisation: str = "nctv", device: str | None = None) -> dict[str, Any]:
    return {
        "person": person,
        "organisation": organisation,
        "device": device or f"{person}-1",
        "signing_key": point(person),
        "x25519": x25519_of(person),
        "hybrid": hybrid_of(person),
    }


def genesis(threshold: int = 2, *, practice: bool = False) -> dict[str, Any]:
    return {
        "practice": practice,
        "threshold": threshold,
        "founders": [keys("stichter"), keys("tweede_stichter")],
        "organisations": [{"organisation": name, "log": name} for name in ("om", "nctv", "politie")],
        "log_keys": [],
    }


@pytest.fixture
def founded(town: Town) -> Desk:
    """A directory founded by two, who must both sign every change; and an officer of the OM who cannot do it alone."""
    desk = Desk(town)
    with town.unit() as uow:
        for name in ("stichter", "tweede_stichter"):
            uow.directory.put_person(PersonId(name), OrganisationId("nctv"), town.now)
    answer = found(desk)
    assert answer.status == 201, answer
    desk.add("beheerder", OFFICER, slot=None)
    return desk


def found(desk: Desk, **more: Any) -> Any:
    founding = genesis() | more
    return desk.do("stichter", "directory.genesis", holding=FOUNDERS, signers=("tweede_stichter",), **founding)


def both(desk: Desk, act: str, **params: Any) -> Any:
    return desk.do("stichter", act, holding=FOUNDERS, signers=("tweede_stichter",), **params)


def test_a_directory_is_founded_once(founded: Desk) -> None:
    again = found(founded)
    assert (again.status, again.code) == (409, "genesis.twice")
    with founded.town.unit() as uow:
        assert [fact.kind for fact in uow.directory.facts(0, 10)] == ["directory.genesis"]
        assert uow.directory.holds(PersonId("tweede_stichter"), FOUNDERS, founded.town.now)


@pytest.mark.parametrize(("threshold", "practice"), [(1, False), (3, False), (3, True)])
def test_a_genesis_with_too_few_signers_founds_nothing(town: Town, threshold: int, practice: bool) -> None:
    desk = Desk(town)
    with town.unit() as uow:
        uow.directory.put_person(PersonId("stichter"), OrganisationId("nctv"), town.now)
    act = desk.sign(
        "stichter", "directory.genesis", holding=FOUNDERS, signers=("tweede_stichter",),
        **genesis(threshold, practice=practice),
    )  # fmt: skip
    assert desk.refused_unstored(act)[0] == "genesis.threshold"


def test_a_genesis_that_names_a_key_twice_founds_nothing(town: Town) -> None:
    desk = Desk(town)
    with town.unit() as uow:
        uow.directory.put_person(PersonId("stichter"), OrganisationId("nctv"), town.now)
    twice = genesis() | {"founders": [keys("stichter"), keys("tweede_stichter") | {"signing_key": point("stichter")}]}
    act = desk.sign("stichter", "directory.genesis", holding=FOUNDERS, signers=("tweede_stichter",), **twice)
    assert desk.refused_unstored(act)[0] == "genesis.double"


def test_a_person_a_functie_and_a_device_are_added_by_enough_officers(founded: Desk) -> None:
    assert both(founded, "directory.add_person", person="an", organisation="nctv").status == 201
    assert both(founded, "directory.grant", person="an", functie="nctv_piket", scope="nl").status == 201
    assert both(founded, "directory.add_device", **keys("an")).status == 201
    with founded.town.unit() as uow:
        assert uow.directory.holders(PIKET, founded.town.now) == ["an"]
        device = uow.directory.device(DeviceId("an-1"))
        assert len(uow.directory.facts(0, 10)) == 4
    assert device is not None
    assert device.signing_key[:1] == b"\x04"


def test_one_officer_where_two_must_sign_is_refused(founded: Desk) -> None:
    answer = founded.do("beheerder", "directory.add_person", holding=OFFICER, person="an", organisation="om")
    assert (answer.status, answer.code) == (403, "threshold.missed")
    answer = founded.do(
        "beheerder", "directory.add_person", holding=OFFICER, signers=("stichter",), person="an", organisation="om"
    )
    assert answer.status == 201, "an officer of the OM and a founder are two"


def test_an_officer_does_not_reach_beyond_their_organisation(founded: Desk) -> None:
    founded.add("andere", OFFICER, slot=None)
    answer = founded.do(
        "beheerder", "directory.add_person", holding=OFFICER, signers=("andere",), person="an", organisation="nctv"
    )
    assert (answer.status, answer.code) == (403, "threshold.missed")


@pytest.mark.parametrize(
    ("act", "params", "code"),
    [
        ("directory.add_person", {"person": "stichter", "organisation": "nctv"}, "person.twice"),
        ("directory.add_person", {"person": "an", "organisation": "nergens"}, "organisation.unknown"),
        ("directory.grant", {"person": "niemand", "functie": "pg", "scope": "nl"}, "person.unknown"),
        ("directory.grant", {"person": "stichter", "functie": "pg", "scope": "nl"}, "grant.organisation"),
        ("directory.end_grant", {"person": "stichter", "functie": "nctv", "scope": "nl"}, "grant.unknown"),
        ("directory.revoke_device", {"device": "geen"}, "device.unknown"),
        ("directory.add_device", keys("stichter"), "device.twice"),
        ("directory.add_device", keys("stichter", "om", "x"), "device.organisation"),
        ("directory.wrap_epoch", {"functie": "pg", "scope": "nl", "epoch": 1, "wraps": []}, "epoch.number"),
    ],
)  # fmt: skip
def test_what_clients_would_refuse_on_replay_is_refused_here_first(
    founded: Desk, act: str, params: dict[str, Any], code: str
) -> None:
    answer = both(founded, act, **params)
    assert (answer.status, answer.code) == (409, code)
    with founded.town.unit() as uow:
        assert len(uow.directory.facts(0, 10)) == 1


def test_a_gap_in_a_devices_own_numbering_is_refused_in_the_directory(founded: Desk) -> None:
    founded.skip_number("stichter", "directory")
    answer = both(founded, "directory.add_person", person="an", organisation="nctv")
    assert (answer.status, answer.code) == (409, "chain.broken")


def test_losing_a_device_ends_its_sessions_and_demands_a_new_epoch(founded: Desk) -> None:
    founded.add("an", PIKET, slot=None)
    epoch: dict[str, Any] = {"functie": "nctv_piket", "scope": "nl", "recipient": hybrid_of("eerste")}
    wraps = [{"device": "an-1", "blob": blob("rolsleutel")}]
    assert both(founded, "directory.new_epoch", epoch=1, wraps=wraps, **epoch).status == 201
    with founded.town.unit() as uow:
        uow.outbox.put_address(PersonId("an"), ChannelKind.WEB_PUSH, "dood", founded.town.now, DeviceId("an-1"))
        uow.outbox.refuse_address(uow.outbox.addresses(PersonId("an"))[-1].id, founded.town.now)
        uow.alarms.raise_("address.refused", "an", founded.town.now)
    assert both(founded, "directory.revoke_device", device="an-1").status == 201
    assert ("epoch.needed", str(PIKET)) in founded.town.alarms()
    assert ("address.refused", "an") not in founded.town.alarms(), "a dead browser of a lost device is no gap"
    with founded.town.unit() as uow:
        device = uow.directory.device(DeviceId("an-1"))
    assert device is not None
    assert device.revoked_at is not None
    later: dict[str, Any] = epoch | {"recipient": hybrid_of("tweede")}
    sealed_to_the_lost = both(founded, "directory.new_epoch", epoch=2, wraps=wraps, **later)
    assert sealed_to_the_lost.code == "epoch.member"
    assert both(founded, "directory.new_epoch", epoch=2, wraps=[], **later).status == 201
    assert ("epoch.needed", str(PIKET)) not in founded.town.alarms()


def test_an_ended_functie_demands_a_new_epoch_and_a_holder_shares_the_present_one(founded: Desk) -> None:
    founded.add("an", PIKET, slot=None)
    founded.add("bo", PIKET, slot=None)
    epoch: dict[str, Any] = {"functie": "nctv_piket", "scope": "nl", "epoch": 1}
    first = [{"device": "an-1", "blob": blob("a")}]
    both(founded, "directory.new_epoch", wraps=first, recipient=hybrid_of("eerste"), **epoch)
    shared = [{"device": "bo-1", "blob": blob("b")}]
    assert founded.do("an", "directory.wrap_epoch", holding=PIKET, wraps=shared, **epoch).status == 201
    assert both(founded, "directory.end_grant", person="bo", functie="nctv_piket", scope="nl").status == 201
    assert ("epoch.needed", str(PIKET)) in founded.town.alarms()


def test_what_was_ended_stays_ended_for_a_clock_that_is_behind(founded: Desk) -> None:
    founded.add("an", PIKET, slot=None)
    founded.add("bo", PIKET, slot=None)
    epoch: dict[str, Any] = {"functie": "nctv_piket", "scope": "nl", "epoch": 1}
    both(founded, "directory.new_epoch", wraps=[], recipient=hybrid_of("eerste"), **epoch)
    assert both(founded, "directory.end_grant", person="an", functie="nctv_piket", scope="nl").status == 201
    founded.town.now -= timedelta(seconds=2)
    shared = founded.do("an", "directory.wrap_epoch", holding=PIKET, wraps=[], **epoch)
    assert (shared.status, shared.code) == (403, "functie.not_held")
    wraps = [{"device": "an-1", "blob": blob("a")}]
    assert founded.do("bo", "directory.wrap_epoch", holding=PIKET, wraps=wraps, **epoch).code == "epoch.member"
    again = both(founded, "directory.end_grant", person="an", functie="nctv_piket", scope="nl")
    assert (again.status, again.code) == (409, "grant.unknown")


@pytest.mark.parametrize("how", ["frozen", "revoked"])
def test_every_device_that_signs_is_a_living_one(founded: Desk, how: str) -> None:
    founded.add("an", PIKET, slot=None)
    founded.add("bo", PIKET, slot=None)
    with founded.town.unit() as uow:
        if how == "frozen":
            uow.directory.freeze_device(DeviceId("bo-1"), founded.town.now)
        else:
            uow.directory.revoke_device(DeviceId("bo-1"), founded.town.now)
    epoch: dict[str, Any] = {"functie": "nctv_piket", "scope": "nl", "epoch": 1}
    both(founded, "directory.new_epoch", wraps=[], recipient=hybrid_of("eerste"), **epoch)
    shared = founded.do("an", "directory.wrap_epoch", holding=PIKET, signers=("bo",), wraps=[], **epoch)
    assert (shared.status, shared.code) == (403, f"device.{how}")


OTHER, KEY = (
    SignerKey(f"piket.example/log/{log}", SignatureType.ED25519, bytes(32)).verifier.encode() for log in ("om", "nctv")
)
NONE, TWICE = [KEY.replace("nctv", "om")], [KEY, OTHER, KEY]


@pytest.mark.parametrize(
    ("log_keys", "code"), [(NONE, "key.malformed"), (TWICE, "genesis.double")], ids=["another log's", "two for one log"]
)
def test_a_genesis_with_log_keys_that_no_device_takes_founds_nothing(
    town: Town, log_keys: list[str], code: str
) -> None:
    desk = Desk(town)
    with town.unit() as uow:
        uow.directory.put_person(PersonId("stichter"), OrganisationId("nctv"), town.now)
    founding = genesis() | {"log_keys": log_keys}
    act = desk.sign("stichter", "directory.genesis", holding=FOUNDERS, signers=("tweede_stichter",), **founding)
    assert desk.refused_unstored(act) == (code, "params.log_keys")


def test_a_watcher_freezes_a_device_that_floods_alone(founded: Desk) -> None:
    founded.add("an", PIKET, slot=None)
    founded.add("wacht", WATCHER, slot=None)
    answer = founded.do("wacht", "directory.freeze_device", device="an-1", frozen=True)
    assert answer.status == 201
    with founded.town.unit() as uow:
        device = uow.directory.device(DeviceId("an-1"))
    assert device is not None
    assert device.frozen_at is not None


def test_an_invitation_is_hashed_and_for_one_day(founded: Desk) -> None:
    token = blob("geheim")
    assert founded.do("stichter", "directory.invite_device", holding=FOUNDERS, person="stichter", token_hash=token)
    with founded.town.unit() as uow:
        late = founded.town.now + POLICY.durations["invitation"]
        assert uow.invitations.use("device", Sha256Hex(token), late) is None
        assert uow.invitations.use("device", Sha256Hex(token), founded.town.now) == "stichter"


def test_sa_00_the_number_to_call_comes_from_the_signed_directory(founded: Desk) -> None:
    number: dict[str, Any] = {"functie": "nctv_piket", "scope": "nl", "number": "+31 70 000 00 00"}
    assert both(founded, "directory.set_number", **number).status == 201
    with founded.town.unit() as uow:
        assert uow.directory.number(Holding(Functie.NCTV_PIKET, NATIONAL)) == "+31 70 000 00 00"


@pytest.fixture
def with_mayor(founded: Desk) -> Desk:
    """Mia works for a gemeente."""
    with founded.town.unit() as uow:
        uow.directory.put_organisation(OrganisationId("gemeente"), "directory", founded.town.now)
        uow.directory.put_person(PersonId("mia"), OrganisationId("gemeente"), founded.town.now)
    return founded


def test_p_04_somebody_becomes_mayor_of_a_gemeente_that_is_there(with_mayor: Desk) -> None:
    assert both(with_mayor, "directory.grant", person="mia", functie="burgemeester", scope="gm:GM1992").status == 201


def test_p_04_nobody_becomes_mayor_of_a_gemeente_that_is_none(with_mayor: Desk) -> None:
    with pytest.raises(GemeenteOpgeheven, match="Voorne aan Zee") as merged:
        both(with_mayor, "directory.grant", person="mia", functie="burgemeester", scope="gm:GM0501")
    assert merged.value.field == "params.scope"
    with pytest.raises(Malformed) as unknown:
        both(with_mayor, "directory.grant", person="mia", functie="burgemeester", scope="gm:GM9999")
    assert unknown.value.code == "gemeente.unknown"
