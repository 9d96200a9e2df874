"""Random acts on the directory, good and hostile: whatever is answered 201 every fresh device replays (P-01)."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any, Final

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from client import envelopes
from client.directory import DIRECTORY_LOG
from client.keyring import Keyring
from client.officers import Officer
from client.replay import Replay
from client.signing import Draft, build_payload
from domain.acts import directory as acts
from domain.acts.envelope import REAL_TYPE
from domain.acts.payload import parse_payload
from domain.catalogue import read_act
from domain.errors import Malformed, PiketError
from domain.functies import Functie, Holding, Scope
from domain.ids import DeviceId, OrganisationId, PersonId, Sha256Hex
from domain.ports import VerifiedAct
from handlers import pipeline
from tests.client.world import HOVJ, LCC, NOW, PIKET, SPEC, practice_world, replayed, seeded
from tests.harness.ladders import POLICY
from tests.harness.recipients import hybrid_of, x25519_of
from tests.harness.town import Town

WATCHER: Final = Holding(Functie.ESCALATIEWACHTER, Scope("board"))
OFFICER: Final = Holding(Functie.FUNCTIONEEL_BEHEERDER, Scope("org:om"))
HOLDINGS: Final = (HOVJ, PIKET, LCC, WATCHER, OFFICER, acts.FOUNDERS)
PEOPLE: Final = (*(str(one.id) for one in SPEC.people), "nieuw", "niemand")
SPARE: Final = [
    Keyring.generate(PersonId(who), OrganisationId(employer), DeviceId(f"los-{n}"), seeded(50 + n))
    for n, (who, employer) in enumerate((("hanna", "om"), ("stichter-a", "nctv"), ("nieuw", "om"), ("pieter", "om")))
]
RECIPIENTS: Final = (hybrid_of("een"), hybrid_of("twee"), hybrid_of("drie"), x25519_of("een"), "age1pq1" + "q" * 1952)
Place = tuple[int, Sha256Hex | None]


class Play:
    """One installation, everybody's devices with their counters, and a device that believes the directory."""

    def __init__(self, town: Town, random: Random) -> None:
        self.town, self.random = town, random
        self.keyrings = {**practice_world().keyrings, **{one.device: one for one in SPARE}}
        self.counters: dict[DeviceId, list[Place]] = {}
        self.replay, self.refused = replayed(), set[Sha256Hex]()
        self.said: list[tuple[str, int]] = []
        self._bytes = seeded(random.getrandbits(60))

    def act(self) -> None:
        """Somebody signs something with whom they like, under a number they like; the service judges."""
        self.town.now += timedelta(seconds=self.random.choice((-2, 0, 1)))
        actor = self.random.choice(self.signers())
        holding = self.acting(actor)
        draft = self.draft(Officer(holding, self._bytes, lambda: NOW))
        try:
            sent = self.sign(draft, actor)
        except Malformed:
            return  # the door refuses it before anything is stored
        with self.town.unit() as uow:
            try:
                status = pipeline.perform(uow, sent, self.town.now, POLICY).status
            except PiketError as wrong:
                status = wrong.status
        self.said.append((draft.name, status))
        if status == 201:
            self.replay.extend([sent.signed], self.refused, [*self.replay.hashes, sent.signed.sha256])
        elif status in (403, 409):
            self.refused.add(sent.signed.sha256)

    def signers(self) -> list[Keyring]:
        """Devices that may have signed: living ones and of founders often, and whoever else the directory knows."""
        devices = list(self.replay.state.devices.values())
        living = [one for one in devices if one.revoked is None and not one.frozen]
        usual = living if living and self.random.random() < 0.8 else devices
        known = [self.keyrings[one.id] for one in usual]
        founders = [one for one in known if self.founds(one.device)]
        return founders if founders and self.random.random() < 0.7 else known

    def founds(self, device: DeviceId) -> bool:
        return self.keyrings[device].person.startswith("stichter")

    def acting(self, actor: Keyring) -> Holding:
        held = sorted(self.replay.state.memberships.get(actor.person, ()))
        return self.random.choice(held) if held and self.random.random() < 0.9 else self.random.choice(HOLDINGS)

    def sign(self, draft: Draft, actor: Keyring) -> VerifiedAct:
        places = self.counters.setdefault(
            actor.device, [practice_world().chains.get((actor.device, DIRECTORY_LOG), (-1, None))]
        )
        how = self.random.choice((*["next"] * 20, "lost", "restored", "skipped", "stray"))
        if how == "restored":
            del places[max(1, len(places) - self.random.randint(1, 3)) :]
        seq, prev = places[-1]
        if how == "stray":
            prev = self.random.choice([*self.replay.hashes, *sorted(self.refused)])
        raw = build_payload(
            draft, device=actor.device, at=NOW, log=DIRECTORY_LOG, seq=seq + 1 + (how == "skipped"), prev=prev
        )
        others = {one.device: one for one in self.random.choices(self.signers(), k=self.random.choice((0, 2, 4)))}
        signed = envelopes.sign(REAL_TYPE, raw, [actor, *(one for one in others.values() if one is not actor)])
        if how != "lost":
            places.append((seq + 1 + (how == "skipped"), signed.sha256))
        payload = parse_payload(raw)
        return VerifiedAct(signed, payload, {}, read_act(payload))

    def draft(self, officer: Officer) -> Draft:
        pick, state = self.random.choice, self.replay.state
        person, holding, device = PersonId(pick(PEOPLE)), pick(HOLDINGS), pick([*state.devices, DeviceId("geen")])
        if self.random.random() < 0.9:  # else the founders are soon out of office, and nothing happens any more
            person, device = PersonId(pick(PEOPLE[2:])), pick([one for one in state.devices if not self.founds(one)])
        present = state.epoch(holding)
        number = (present.number if present else 0) + pick((0, 1, 1, 1, 2))
        had = [one.recipient for known in state.epochs.values() for one in known]
        wraps = [acts.DeviceWrap(device=pick(list(state.devices)), blob="b" * 64) for _ in range(pick((0, 0, 1, 2)))]
        keys = pick(SPARE).public
        if self.random.random() < 0.3:
            keys = keys.model_copy(update={pick(("hybrid", "x25519")): pick((*RECIPIENTS, *had))})
        role: dict[str, Any] = {"functie": holding.functie, "scope": holding.scope, "wraps": wraps}
        shared = acts.WrapEpoch.model_construct(**role, epoch=number)
        renewed = acts.NewEpoch.model_construct(**role, epoch=number, recipient=pick((*RECIPIENTS, *had)))
        plain = officer.add_person(person, OrganisationId("om"))
        return pick(
            (
                plain,
                officer.grant(person, holding),
                officer.end_grant(person, holding),
                replace(plain, name="directory.add_device", params=keys),
                officer.freeze_device(device, frozen=pick((True, False, False))),
                replace(plain, name="directory.new_epoch", params=renewed),
                replace(plain, name="directory.wrap_epoch", params=shared),
                officer.set_number(holding, "+31 30 555 0009"),
                *([officer.revoke_device(device)] if self.random.random() < 0.4 else []),
            )
        )


@pytest.fixture(scope="module")
def founded(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Path:
    """A database in which the practice world was founded."""
    folder = tmp_path_factory.mktemp("founded")
    town = Town(folder, sqlite_template)
    town.now = NOW
    for ready in practice_world().acts:
        if ready.payload.log == DIRECTORY_LOG:
            with town.unit() as uow:
                verified = VerifiedAct(ready.signed, ready.payload, ready.blobs)
                assert pipeline.perform(uow, verified, NOW, POLICY).status == 201
    with closing(sqlite3.connect(town.path)) as source:
        source.execute("VACUUM INTO ?", (str(folder / "founded.sqlite"),))
    town.close()
    return folder / "founded.sqlite"


def played(founded: Path, random: Random, length: int) -> Play:
    """A directory after that many attempts; every fact that was accepted went into a replay at once."""
    folder = Path(tempfile.mkdtemp())
    town = Town(folder, founded)
    town.now = NOW + timedelta(hours=1)
    try:
        play = Play(town, random)
        for _ in range(length):
            play.act()
        with town.unit() as uow:
            facts = [fact.signed for fact in uow.directory.facts(0, 10_000)]
        assert [fact.sha256 for fact in facts] == play.replay.hashes
        fresh = Replay(practice_world().genesis)
        fresh.extend(facts, play.refused, play.replay.hashes)
        assert fresh.state == play.replay.state
        return play
    finally:
        town.close()
        shutil.rmtree(folder)


def test_a_long_history_is_replayed_by_a_fresh_device(founded: Path) -> None:
    said = played(founded, Random(20), 250).said
    taken = [act for act, status in said if status == 201]
    assert len(taken) >= 20, "else this proves little"
    assert len(set(taken)) >= 6
    assert {status for _, status in said} >= {201, 403, 409}


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(random=st.randoms(use_true_random=False))
def test_whatever_the_service_takes_every_device_takes(founded: Path, random: Random) -> None:
    played(founded, random, 15)


@pytest.mark.slow
@pytest.mark.timeout(300)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(random=st.randoms(use_true_random=False))
def test_whatever_the_service_takes_every_device_takes_in_many_histories(founded: Path, random: Random) -> None:
    played(founded, random, 40)
