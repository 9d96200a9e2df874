"""Who is left out of items (P-02): the keys a sender gives where somebody is, and what must hold of who is."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import select

from domain.bells import BellAction
from domain.errors import PiketError
from domain.functies import Functie, Holding
from domain.ids import DeviceId, ItemId, OrganisationId, PersonId, Sha256Hex
from domain.items import Item
from domain.parties import DEPUTIES
from domain.ports import UnitOfWork
from handlers import pipeline, queries
from handlers.flows import FLOWS
from handlers.sessions import Viewer
from handlers.wraps import KEYLESS
from storage.tables_running import outbox
from tests.harness.desk import Desk, wrap
from tests.harness.ladders import POLICY
from tests.harness.town import Town


class _Undone(Exception):
    """Nothing of this is to be stored."""


def wraps_for(
    town: Town, uow: UnitOfWork, holdings: Collection[Holding], excluded: Collection[str], epoch: int = 1
) -> list[dict[str, Any]]:
    """A wrap for each role; for each other member's device where somebody left out holds it."""
    made = []
    for holding in dict.fromkeys(holdings):
        holders = uow.directory.holders(holding, town.now)
        if set(holders) & set(excluded):
            made += [wrap(holding, f"{one}-1", epoch) for one in holders if one not in excluded]
        else:
            made.append(wrap(holding, epoch=epoch))
    return made


def sealed(desk: Desk, name: str, act: str, item: str, params: dict[str, Any], **how: Any) -> dict[str, Any]:
    """Return the parameters with keys for all that each item it opens is for, as a sender's app gives them.

    Whom an item is for is asked of the rules: the act is carried out and undone.
    """
    opened = dict(_items_of(item, params))
    try:
        verified = desk.sign(name, act, item, **how, **params)
        with desk.town.unit() as uow:
            if pipeline.perform(uow, verified, desk.town.now, POLICY).status == 201:
                for one, its in opened.items():
                    its["wraps"] = _wraps_of(desk.town, uow, ItemId(one), its["wraps"])
            raise _Undone
    except (_Undone, PiketError):
        return params


def _items_of(item: str, params: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """What the act itself opens, and every linked item it carries."""
    if "recipient" in params and "dossier" in params:
        yield item, params
    for value in params.values():
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, dict) and {"flow", "item", "recipient", "wraps"} <= one.keys():
                yield one["item"], one


def _wraps_of(town: Town, uow: UnitOfWork, item: ItemId, given: list[dict[str, Any]]) -> list[dict[str, Any]]:
    found = uow.items.load(item)
    if found is None:
        return given
    rules = FLOWS[found.flow].rules
    return wraps_for(town, uow, rules.addressees(replace(found, data=rules.read(found.data))), found.excluded)


def check_left_out(desk: Desk, items: Collection[Item[Any]], held: Mapping[str, Holding]) -> None:
    """Fail where somebody left out is rung or may read, or nobody is left to settle what waits and no gap says so."""
    about = [one for one in items if one.excluded]
    if not about:
        return
    with desk.town.unit() as uow:
        gaps = {(one.kind, one.subject) for one in uow.alarms.standing()}
        for item in about:
            for waits in uow.obligations.of_item(item.id):
                rung = {row.person for row in uow.obligations.ringing(waits.id)}
                assert not rung & item.excluded, f"{item.flow} {waits.what}: rings who is left out"
                left = [one for one in waits.settles_by if _may_settle(desk, uow, one, item.excluded)]
                told = [one for one in waits.settles_by if (KEYLESS, f"{item.id}/{one}") in gaps]
                instead = [one for one in _instead(waits.settles_by) if _may_settle(desk, uow, one, item.excluded)]
                where = f"{item.flow} {item.state} {waits.what}: of {waits.settles_by} nobody is left"
                assert left or not instead, f"{where}, and {instead} could take the place"
                assert left or told, f"{where}, and no gap says so"
            for person in sorted(item.excluded & set(held)):
                assert not _reads(uow, item, person, held[person]), f"{item.flow}: {person} reads what leaves them out"


def _instead(holdings: Collection[Holding]) -> Collection[Holding]:
    """Who takes the place of the HOvJ, where what waits is his and P-02 leaves no HOvJ."""
    return DEPUTIES if any(one.functie is Functie.HOVJ for one in holdings) else ()


def _may_settle(desk: Desk, uow: UnitOfWork, holding: Holding, excluded: Collection[PersonId]) -> bool:
    """Somebody may, or nobody holds it at all: that is a gap of the directory, which stands on the board."""
    holders = set(uow.directory.holders(holding, desk.town.now))
    return not holders or bool(holders - set(excluded))


def _reads(uow: Any, item: Item[Any], person: str, holding: Holding) -> bool:
    nobody = OrganisationId("x")
    viewer = Viewer(PersonId(person), DeviceId(f"{person}-1"), nobody, (holding,), Sha256Hex("0" * 64))
    listed = uow.items.visible_to(viewer.person, viewer.holdings, 1000, [])
    return queries.may_read(uow, viewer, item) or item.id in {one.id for one in listed}


def check_never_rung(desk: Desk, items: Collection[Item[Any]]) -> None:
    """Fail where a bell about an item was ever written for somebody who is left out of it."""
    excluded = {str(one.id): one.excluded for one in items}
    sound = outbox.c.action.in_([BellAction.RING, BellAction.TOLD])
    with desk.town.engine.begin() as connection:
        rows = connection.execute(select(outbox.c.item, outbox.c.person).where(sound, outbox.c.item.is_not(None)))
        wrong = {(row.item, row.person) for row in rows if row.person in excluded.get(row.item, ())}
    assert not wrong, f"a bell for who is left out: {wrong}"
