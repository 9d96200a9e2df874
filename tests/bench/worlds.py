"""Founds the installations that are measured: real keys, signed directory and roster, a chat for everybody."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Final, TypeVar

from client.genesis import DutySpec, PersonSpec, World, WorldSpec, found_practice_world
from client.signing import ReadyAct
from config.areas import load_areas
from config.keys import load_log_keys, make_log_keys
from config.policy import load_policies
from config.settings import Settings
from domain.bells import ChannelKind
from domain.functies import Functie, Holding, Scope
from domain.ids import OrganisationId, PersonId
from domain.policy import Policy, Slot
from domain.ports import VerifiedAct
from handlers.pipeline import perform
from storage.database import open_store
from storage.migrate import migrate
from storage.unit_of_work import SqlUnitOfWork
from tests.harness.cast import AREA, CAST, OFFICERS, ORGANISATIONS, national

T = TypeVar("T")
REQUESTER: Final = Holding(Functie.HOVJ, AREA)
PIKET: Final = national(Functie.NCTV_PIKET)
_LOGS: Final = ("directory", "root", *ORGANISATIONS.values())
_FIRST_CHAT: Final = 1001
_AT_ONCE: Final = 200


@dataclass(frozen=True)
class Installation:
    """A founded installation at rest: its data folder and everybody's keys."""

    folder: Path
    world: World

    @property
    def database(self) -> Path:
        return self.folder / "piket.db"

    def write(self, unit: Callable[[SqlUnitOfWork], T]) -> T:
        """Run one transaction on the database while no service runs; nothing is sent."""
        return asyncio.run(_write(self.database, unit))


def policy() -> Policy:
    return load_policies(load_areas(), Settings.model_fields["policies"].default)


def found(folder: Path, *, requesters: int, devices: int, on_call: int, mayors: Collection[Scope] = ()) -> Installation:
    """Found an installation of `requesters` HOvJ's with `devices` devices each, and a mayor for each of `mayors`.

    With `on_call` 0 the piket has its usual roster; otherwise that many people hold the functie and nobody is on duty.
    """
    folder.mkdir()
    migrate(f"sqlite:///{folder}/piket.db")
    make_log_keys(folder / "keys", "piket.bench", _LOGS, secrets.token_bytes)
    keys = tuple(key.verifier.encode() for key in load_log_keys(folder / "keys").values())
    now = datetime.now(UTC)
    world = found_practice_world(
        _spec(keys, now, requesters, devices, on_call, mayors), random=secrets.token_bytes, clock=lambda: now
    )
    made = Installation(folder, world)
    rules = policy()
    for start in range(0, len(world.acts), _AT_ONCE):
        made.write(partial(_load, acts=world.acts[start : start + _AT_ONCE], now=now, rules=rules))
    people = dict.fromkeys(keyring.person for keyring in world.keyrings.values())

    def couple(uow: SqlUnitOfWork) -> None:
        for chat, person in enumerate(people, _FIRST_CHAT):
            uow.outbox.put_address(person, ChannelKind.TELEGRAM, str(chat), now)

    made.write(couple)
    return made


def _load(uow: SqlUnitOfWork, acts: Sequence[ReadyAct], now: datetime, rules: Policy) -> None:
    for ready in acts:
        answer = perform(uow, VerifiedAct(ready.signed, ready.payload, ready.blobs), now, rules)
        if answer.status != 201:
            raise RuntimeError(f"The act {ready.payload.act} was answered with {answer.status} {answer.code}.")


def _spec(
    keys: tuple[str, ...], now: datetime, requesters: int, devices: int, on_call: int, mayors: Collection[Scope]
) -> WorldSpec:
    people = [
        PersonSpec(
            PersonId(name),
            OrganisationId(organisation),
            (Holding(Functie.FUNCTIONEEL_BEHEERDER, Scope(f"org:{organisation}")),),
            founder=True,
        )
        for name, organisation in OFFICERS.items()
    ]
    cast = {name: role for name, role in CAST.items() if role.holding != REQUESTER}
    if on_call:
        cast = {name: role for name, role in cast.items() if role.holding != PIKET}
    people += [
        PersonSpec(PersonId(name), OrganisationId(role.organisation), (role.holding,)) for name, role in cast.items()
    ]
    people += [
        PersonSpec(PersonId(f"hovj-{number}"), OrganisationId("om"), (REQUESTER,), devices)
        for number in range(requesters)
    ]
    people += [PersonSpec(PersonId(f"piket-{number}"), OrganisationId("nctv"), (PIKET,)) for number in range(on_call)]
    people += [
        PersonSpec(PersonId(f"mayor-{one[3:]}"), OrganisationId("gemeente"), (Holding(Functie.BURGEMEESTER, one),))
        for one in mayors
    ]
    on_duty = [(role.holding, name, role.slot) for name, role in cast.items() if role.slot is not None]
    duties = tuple(
        DutySpec(holding, PersonId(name), slot, now - timedelta(hours=2), now + timedelta(days=10))
        for holding, name, slot in [*on_duty, (REQUESTER, "hovj-0", Slot.ON_DUTY)]
    )
    return WorldSpec(
        organisations={OrganisationId(name): log for name, log in ORGANISATIONS.items()},
        people=tuple(people),
        duties=duties,
        log_keys=keys,
        practice=False,
    )


async def _write(database: Path, unit: Callable[[SqlUnitOfWork], T]) -> T:
    store = open_store(f"sqlite:///{database}", owner="bench", on_commit=lambda _: None, synchronous="OFF")
    try:
        return await store.write(unit)
    finally:
        await store.close()
