"""Who may change the directory: how many different officers signed, and whose people they manage (P-01)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from domain.acts.directory import FOUNDERS, Genesis
from domain.acts.payload import parse_payload
from domain.catalogue import read_act
from domain.errors import NotAllowed, OutOfStep
from domain.functies import PROTECTED, RULES, Functie, Holding, Scope
from domain.ids import OrganisationId, PersonId
from domain.ports import UnitOfWork
from handlers.doing import Doing


def manages(uow: UnitOfWork, person: PersonId, organisation: OrganisationId, at: datetime) -> bool:
    """Tell whether the person manages the people of this organisation; founders manage everybody's."""
    officer = Holding(Functie.FUNCTIONEEL_BEHEERDER, Scope(f"org:{organisation}"))
    return any(uow.directory.holds(person, held, at) for held in (officer, FOUNDERS))


def filled_by(holding: Holding) -> tuple[OrganisationId, ...]:
    """Return the organisations that fill a functie."""
    return tuple(OrganisationId(name) for name in sorted(RULES[holding.functie].organisations))


def must_be_own(uow: UnitOfWork, person: PersonId, holding: Holding) -> None:
    """Return unless a protected person's own scope is, or was, somebody else's: its items are theirs alone (SG-05).

    Raises:
        OutOfStep: when it has been given to another; a new random scope is made for everybody.
    """
    if holding.functie in PROTECTED and set(uow.directory.granted_to(holding)) - {person}:
        raise OutOfStep("grant.own_taken", "This scope is another person's own; make a new random one.", field="params")


def need_officers(doing: Doing, organisations: Collection[OrganisationId], *, least: int | None = None) -> None:
    """Return only when enough different persons who manage people of one of these organisations signed.

    With no organisation only founders count. `least` is how many; None: the threshold of the genesis. That every signer
    uses a living device, the pipeline has seen.

    Raises:
        NotAllowed: when they are too few.
    """
    needed = genesis_of(doing.uow).threshold if least is None else least
    officers = set()
    for proof in doing.verified.signed.proofs:
        device = doing.uow.directory.device(proof.device)
        if device is None:
            continue
        founder = doing.uow.directory.holds(device.person, FOUNDERS, doing.held_at)
        if founder or any(manages(doing.uow, device.person, one, doing.held_at) for one in organisations):
            officers.add(device.person)
    if len(officers) < needed:
        raise NotAllowed("threshold.missed", "Too few different officers signed; let more of them sign the same act.")


def genesis_of(uow: UnitOfWork) -> Genesis:
    """Return what the founders signed first. Raises OutOfStep before they did."""
    first = uow.directory.facts(0, 1)
    if not first:
        raise OutOfStep("genesis.missing", "The directory has no genesis yet; found it first.")
    _spec, params = read_act(parse_payload(first[0].signed.payload))
    if not isinstance(params, Genesis):
        raise OutOfStep("genesis.missing", "The directory does not begin with a genesis; restore it.")
    return params
