"""The people of the stories: fictional officials, their functies and who is on duty in the night of the stories."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from client.genesis import DutySpec, PersonSpec, WorldSpec
from domain.functies import NATIONAL, Functie, Holding, Scope
from domain.ids import OrganisationId, PersonId
from domain.policy import Slot

NIGHT = datetime(2026, 11, 21, 2, 12, tzinfo=UTC)
AREA = Scope("arr:oost-brabant")
EENHEID = Scope("eenheid:oost-brabant")
ORGANISATIONS: Mapping[str, str] = {name: name for name in ("om", "nctv", "politie", "kmar", "gemeente", "personen")}
PIKET_NUMBER = "+31700000001"


@dataclass(frozen=True, slots=True)
class Role:
    """One person: employer, functie, and the slot in which they are on duty, if any."""

    organisation: str
    holding: Holding
    slot: Slot | None = None


def national(functie: Functie) -> Holding:
    return Holding(functie, NATIONAL)


def _om(functie: Functie, slot: Slot | None = Slot.ON_DUTY) -> Role:
    return Role("om", Holding(functie, AREA), slot)


CAST: Mapping[str, Role] = {
    "hovj": _om(Functie.HOVJ),
    "hovj_deputy": _om(Functie.HOVJ, Slot.BACKUP),
    "namens": _om(Functie.NAMENS_HOVJ, None),
    "coordinerend": Role("om", national(Functie.COORDINEREND_HOVJ), Slot.ON_DUTY),
    "pg": Role("om", national(Functie.PG), Slot.ON_DUTY),
    "piket1": Role("nctv", national(Functie.NCTV_PIKET), Slot.ON_DUTY),
    "piket2": Role("nctv", national(Functie.NCTV_PIKET), Slot.BACKUP),
    "piket3": Role("nctv", national(Functie.NCTV_PIKET)),
    "directeur": Role("nctv", national(Functie.DIRECTEUR_NCTV), Slot.ON_DUTY),
    "nctv": Role("nctv", national(Functie.NCTV), Slot.ON_DUTY),
    "teamleider": Role("nctv", national(Functie.NCTV_TEAMLEIDER), Slot.ON_DUTY),
    "behandelaar": Role("nctv", national(Functie.NCTV_BEHANDELAAR), Slot.ON_DUTY),
    "lcc1": Role("politie", national(Functie.LCC), Slot.ON_DUTY),
    "lcc2": Role("kmar", national(Functie.LCC)),
    "lcc_leiding": Role("politie", national(Functie.LCC_LEIDING), Slot.ON_DUTY),
    "adviseur_bb": Role("politie", national(Functie.ADVISEUR_BB), Slot.ON_DUTY),
    "rccb": Role("politie", Holding(Functie.RCCB, EENHEID), Slot.ON_DUTY),
    "watcher": Role("nctv", Holding(Functie.ESCALATIEWACHTER, Scope("board"))),
}
OFFICERS: Mapping[str, str] = {"beheer_om": "om", "beheer_nctv": "nctv"}


def world(
    cast: Mapping[str, Role], log_keys: tuple[str, ...], without_keys: frozenset[Holding] = frozenset()
) -> WorldSpec:
    """Describe the directory and roster of a cast; two founders sign everything."""
    people = [
        PersonSpec(
            PersonId(name),
            OrganisationId(organisation),
            (Holding(Functie.FUNCTIONEEL_BEHEERDER, Scope(f"org:{organisation}")),),
            founder=True,
        )
        for name, organisation in OFFICERS.items()
    ]
    people += [
        PersonSpec(PersonId(name), OrganisationId(role.organisation), (role.holding,)) for name, role in cast.items()
    ]
    starts, ends = NIGHT - timedelta(hours=2), NIGHT + timedelta(days=10)
    duties = [
        DutySpec(role.holding, PersonId(name), role.slot, starts, ends)
        for name, role in cast.items()
        if role.slot is not None
    ]
    return WorldSpec(
        organisations={OrganisationId(name): log for name, log in ORGANISATIONS.items()},
        people=tuple(people),
        duties=tuple(duties),
        numbers={national(Functie.NCTV_PIKET): PIKET_NUMBER},
        log_keys=log_keys,
        without_keys=without_keys,
    )
