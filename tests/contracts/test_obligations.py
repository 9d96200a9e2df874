"""Obligations: what is due is found, what is settled is quiet, and the heap knows what comes next."""

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.functies import Functie, Holding, Scope
from domain.obligations import Obligation, Ringing
from storage.unit_of_work import SqlUnitOfWork
from tests.contracts.samples import (
    ANNA,
    BRAM,
    HOVJ,
    MINUTE,
    NOW,
    PIKET,
    SECOND,
    item_id,
    make_item,
    make_obligation,
)
from tests.harness.stores import DUPLICATE, OpenStore


def settled(obligation: Obligation) -> Obligation:
    return replace(obligation, next_at=None, settled_at=NOW + MINUTE, settled_by=BRAM, outcome="ontvangen")


async def test_an_obligation_comes_back_with_its_ladder_as_it_was(opened: OpenStore) -> None:
    made = await opened.write(lambda uow: uow.obligations.open(make_obligation(settles_by=(PIKET, HOVJ))))
    assert made == make_obligation(settles_by=(PIKET, HOVJ), id=made.id)
    assert await opened.read(lambda uow: uow.obligations.load(made.id)) == made
    assert await opened.read(lambda uow: uow.obligations.load(made.id + 1)) is None


async def test_only_one_of_a_name_is_open_and_the_last_is_known(opened: OpenStore) -> None:
    first = await opened.write(lambda uow: uow.obligations.open(make_obligation()))
    with pytest.raises(DUPLICATE):
        await opened.write(lambda uow: uow.obligations.open(make_obligation()))
    await opened.write(lambda uow: uow.obligations.save(settled(first)))
    assert await opened.read(lambda uow: uow.obligations.find_open(first.item, first.what)) is None
    assert await opened.read(lambda uow: uow.obligations.last(first.item, first.what)) == settled(first)
    second = await opened.write(lambda uow: uow.obligations.open(make_obligation()))
    assert await opened.read(lambda uow: uow.obligations.find_open(first.item, first.what)) == second
    assert await opened.read(lambda uow: uow.obligations.last(first.item, first.what)) == second


async def test_what_is_open_of_several_items_and_who_saw_its_bell_is_asked_at_once(opened: OpenStore) -> None:
    def unit(uow: SqlUnitOfWork) -> list[Obligation]:
        names = (("ontvangen", 0), ("besluiten", 0), ("ontvangen", 1), ("ontvangen", 2))
        made = [uow.obligations.open(make_obligation(what, item=item_id(n))) for what, n in names]
        uow.obligations.save(settled(made[0]))
        rows = ((made[1], ANNA, 0), (made[1], BRAM, -1), (made[2], BRAM, 2), (made[3], ANNA, 1))
        uow.obligations.put_ringing(Ringing(one.id, person, 3, 1, NOW, None, seen, -1) for one, person, seen in rows)
        return made

    _, two, three, four = await opened.write(unit)
    asked = [item_id(n) for n in (0, 1, 9)]
    found = await opened.read(lambda uow: uow.obligations.open_of(asked))
    assert found == {item_id(0): [two], item_id(1): [three], item_id(9): []}
    assert await opened.read(lambda uow: uow.obligations.open_of([])) == {}
    seen = await opened.read(lambda uow: uow.obligations.seen_by([two.id, three.id, four.id + 9]))
    assert seen == {two.id: [ANNA], three.id: [BRAM], four.id + 9: []}
    assert await opened.read(lambda uow: uow.obligations.seen_by([])) == {}


async def test_obligations_of_an_item(opened: OpenStore) -> None:
    def unit(uow: SqlUnitOfWork) -> list[Obligation]:
        made = [uow.obligations.open(make_obligation(what)) for what in ("ontvangen", "besluiten")]
        uow.obligations.open(make_obligation(item=item_id(1)))
        uow.obligations.save(settled(made[0]))
        return made

    one, two = await opened.write(unit)
    assert await opened.read(lambda uow: uow.obligations.of_item(item_id())) == [two]
    assert await opened.read(lambda uow: uow.obligations.of_item(item_id(), open_only=False)) == [settled(one), two]


async def test_what_is_due_is_claimed_oldest_first_up_to_a_limit(opened: OpenStore) -> None:
    def unit(uow: SqlUnitOfWork) -> None:
        for n, late in enumerate([2, 0, 1, -1]):
            uow.obligations.open(make_obligation(item=item_id(n), next_at=NOW - late * SECOND))
        uow.obligations.open(make_obligation(item=item_id(9), next_at=None))

    await opened.write(unit)
    due = await opened.write(lambda uow: uow.obligations.claim_due(NOW, 10))
    assert [one.item for one in due] == [item_id(0), item_id(2), item_id(1)]
    assert [one.item for one in await opened.write(lambda uow: uow.obligations.claim_due(NOW, 1))] == [item_id(0)]
    upcoming = await opened.read(lambda uow: uow.obligations.upcoming(2))
    assert [at for _, at in upcoming] == [NOW - 2 * SECOND, NOW - SECOND]


async def test_what_stands_open_comes_late_first_then_the_highest_rung_up_to_a_limit(opened: OpenStore) -> None:
    plans = [(0, NOW + MINUTE, None), (1, NOW + MINUTE, None), (0, NOW, None), (-1, NOW, NOW - SECOND), (0, None, NOW)]

    def unit(uow: SqlUnitOfWork) -> None:
        for n, (rung, next_at, due) in enumerate(plans):
            uow.obligations.open(make_obligation(item=item_id(n), rung=rung, next_at=next_at, due=due))

    await opened.write(unit)
    standing = await opened.read(lambda uow: uow.obligations.standing(NOW, 10))
    assert [one.item for one in standing] == [item_id(3), item_id(1), item_id(2), item_id(0)], "what is settled is out"
    assert [one.item for one in await opened.read(lambda uow: uow.obligations.standing(NOW, 1))] == [item_id(3)]
    assert (await opened.read(lambda uow: uow.obligations.standing(NOW - SECOND, 1)))[0].item == item_id(1)


async def test_a_commit_tells_the_earliest_moment_and_what_was_settled(opened: OpenStore) -> None:
    def unit(uow: SqlUnitOfWork) -> Obligation:
        uow.obligations.open(make_obligation("besluiten", next_at=NOW + 2 * MINUTE))
        return uow.obligations.open(make_obligation(next_at=NOW + MINUTE))

    made = await opened.write(unit)
    assert (opened.last.next_at, opened.last.settled) == (NOW + MINUTE, set())
    await opened.write(lambda uow: uow.obligations.save(settled(made)))
    assert (opened.last.next_at, opened.last.settled) == (None, {made.id})
    assert await opened.read(lambda uow: uow.obligations.settled_among([made.id, made.id - 1])) == {made.id}
    assert await opened.read(lambda uow: uow.obligations.settled_among([])) == set()


async def test_a_changed_roster_finds_open_obligations_that_name_the_functie(opened: OpenStore) -> None:
    def unit(uow: SqlUnitOfWork) -> list[int]:
        opened = [
            uow.obligations.open(make_obligation(settles_by=(HOVJ,), rung=0)),
            uow.obligations.open(make_obligation("x", rung=0)),
        ]
        uow.obligations.save(settled(opened[1]))
        return [one.id for one in opened]

    first, _ = await opened.write(unit)

    async def found(functie: Functie) -> list[int]:
        holding = Holding(functie, Scope("nl"))
        return list(await opened.read(lambda uow: uow.obligations.open_for(holding)))

    named = (Functie.HOVJ, Functie.NCTV_PIKET, Functie.DIRECTEUR_NCTV)
    assert [await found(functie) for functie in named] == [[first]] * 3
    assert [await found(functie) for functie in (Functie.NCTV, Functie.LCC, Functie.NAMENS_HOVJ)] == [[]] * 3


async def test_a_changed_roster_wakes_nothing_of_which_the_first_rung_is_yet_to_come(opened: OpenStore) -> None:
    """HB-03: tens of thousands of planned reviews; who has duty is asked when the first prompt is due."""
    far = NOW + timedelta(days=90)

    def unit(uow: SqlUnitOfWork) -> None:
        for n in range(3):
            uow.obligations.open(make_obligation(item=item_id(n), next_at=far, due=far))

    await opened.write(unit)
    assert list(await opened.read(lambda uow: uow.obligations.open_for(PIKET))) == []
    assert await opened.write(lambda uow: uow.obligations.claim_due(NOW, 10)) == []
    assert len(await opened.read(lambda uow: uow.obligations.standing(NOW, 10))) == 3, "they show on the board"


async def test_waking_brings_open_obligations_forward_and_never_back(opened: OpenStore) -> None:
    def unit(uow: SqlUnitOfWork) -> list[int]:
        made = [
            uow.obligations.open(make_obligation(str(n), next_at=at))
            for n, at in enumerate([NOW + MINUTE, NOW - MINUTE, None])
        ]
        return [one.id for one in made]

    ids = await opened.write(unit)
    await opened.write(lambda uow: uow.obligations.wake(ids, NOW))
    assert opened.last.next_at == NOW
    found = await opened.read(lambda uow: [uow.obligations.load(one) for one in ids])
    assert [one.next_at for one in found if one] == [NOW, NOW - MINUTE, None]
    await opened.write(lambda uow: uow.obligations.wake([], NOW))


async def test_ringing_is_replaced_per_person(opened: OpenStore) -> None:
    first = Ringing(7, ANNA, 0, 1, NOW + MINUTE, None, -1, -1)
    second = Ringing(7, BRAM, 1, 2, NOW, NOW + timedelta(seconds=120), 0, 1)
    await opened.write(lambda uow: uow.obligations.put_ringing([first]))
    again = replace(first, rings=2, seen_rung=0)
    await opened.write(lambda uow: uow.obligations.put_ringing([again, second, replace(second, obligation=8)]))
    await opened.write(lambda uow: uow.obligations.put_ringing([]))
    assert await opened.read(lambda uow: uow.obligations.ringing(7)) == [again, second]
    assert await opened.read(lambda uow: uow.obligations.ringing(9)) == []


async def test_x_05_something_real_that_waits_is_known_and_a_drill_is_not_real(opened: OpenStore) -> None:
    def real(uow: SqlUnitOfWork) -> bool:
        return uow.obligations.real_waits([("spoedaanwijzing", "ontvangen"), ("spoedaanwijzing", "besluiten")])

    def drill(uow: SqlUnitOfWork) -> None:
        uow.items.open(make_item())
        uow.items.open(make_item(1, drill=True))
        uow.obligations.open(make_obligation(item=item_id(1)))
        uow.obligations.open(make_obligation("triage"))

    await opened.write(drill)
    assert await opened.read(real) is False
    made = await opened.write(lambda uow: uow.obligations.open(make_obligation()))
    assert await opened.read(real) is True
    await opened.write(lambda uow: uow.obligations.save(settled(made)))
    assert await opened.read(real) is False
