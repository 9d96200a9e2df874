"""The small practice world that the client's tests live in: fictional officials, real keys."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from typing import Final

from client.genesis import DutySpec, PersonSpec, World, WorldSpec, found_practice_world
from client.keyring import Keyring
from client.replay import Replay
from domain.acts.webauthn import App
from domain.audit.notes import SignatureType, SignerKey
from domain.functies import NATIONAL, Functie, Holding, Scope
from domain.ids import OrganisationId, PersonId
from domain.policy import Slot

NOW: Final = datetime(2026, 3, 14, 2, 12, tzinfo=UTC)
ARR: Final = Scope("arr:midden-nederland")
EENHEID: Final = Scope("eenheid:midden-nederland")
HOVJ: Final = Holding(Functie.HOVJ, ARR)
NAMENS: Final = Holding(Functie.NAMENS_HOVJ, ARR)
PIKET: Final = Holding(Functie.NCTV_PIKET, NATIONAL)
DIRECTEUR: Final = Holding(Functie.DIRECTEUR_NCTV, NATIONAL)
PG: Final = Holding(Functie.PG, NATIONAL)
LCC: Final = Holding(Functie.LCC, NATIONAL)
RCCB: Final = Holding(Functie.RCCB, EENHEID)
ORGANISATIONS: Final = {OrganisationId(name): name for name in ("om", "nctv", "politie", "kmar")}
LOGS: Final = {
    log: SignerKey(f"piket.example/log/{log}", SignatureType.ED25519, bytes([number]) * 32)
    for number, log in enumerate((*ORGANISATIONS.values(), "directory", "root"), 1)
}


def seeded(seed: int) -> Callable[[int], bytes]:
    """Randomness that repeats."""
    return random.Random(seed).randbytes


def person(name: str, organisation: str, *functies: Holding, founder: bool = False, devices: int = 1) -> PersonSpec:
    return PersonSpec(PersonId(name), OrganisationId(organisation), functies, devices, founder)


SPEC: Final = WorldSpec(
    organisations=ORGANISATIONS,
    people=(
        person("stichter-a", "nctv", founder=True),
        person("stichter-b", "om", founder=True),
        person("hanna", "om", HOVJ, devices=2),
        person("nadia", "om", NAMENS),
        person("pieter", "nctv", PIKET),
        person("paula", "nctv", PIKET),
        person("dirk", "nctv", DIRECTEUR),
        person("gerard", "om", PG),
        person("lies", "politie", LCC),
        person("kees", "kmar", LCC),
        person("rob", "politie", RCCB),
    ),
    duties=(DutySpec(PIKET, PersonId("pieter"), Slot.ON_DUTY, NOW, NOW.replace(day=15)),),
    numbers={PIKET: "+31 70 555 0001", HOVJ: "+31 30 555 0002"},
    log_keys=tuple(key.verifier.encode() for key in LOGS.values()),
    app=App(rp_id="piket.localhost", origins=["http://piket.localhost:8080", "http://p1.piket.localhost:8080"]),
)


@cache
def practice_world() -> World:
    """One world for all tests that only read it."""
    return found_practice_world(SPEC, random=seeded(7), clock=lambda: NOW)


def keyring_of(name: str) -> Keyring:
    """The (first) device of somebody."""
    return practice_world().keyrings_of(PersonId(name))[0]


def replayed() -> Replay:
    """A fresh replay of the world's directory, to be grown further by one test."""
    world = practice_world()
    replay = Replay(world.genesis)
    replay.extend(ready.signed for ready in world.acts if ready.payload.log == "directory")
    return replay
