"""Many notices of one gesture: one line in a list, each in short, several whole; and for nobody else (BB-03, P-01)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final

import pytest

from domain.functies import Functie, Holding, Scope
from domain.ids import DeviceId, Dossier, ItemId, OrganisationId, PersonId, Sha256Hex
from domain.obligations import Ringing
from handlers.changes import changes, stand
from handlers.gathered import HowFar, gathered, several
from handlers.queries import FEW, list_items
from handlers.sessions import Viewer
from handlers.views import ItemList, ManyLine
from tests.handlers.test_burgemeestersbericht import GEMEENTE, MAYOR, WHO, Mayors
from tests.harness.counting import statements
from tests.harness.desk import BEHANDELAAR, blob, wrap
from tests.harness.ladders import POLICY
from tests.harness.town import Town

FLOW: Final = "burgemeestersbericht"
DOSSIER: Final = Dossier("d" * 22)
MANY: Final = ["gm:GM0268", "gm:GM0209", *(f"gm:GM0{code}" for code in (363, 344, 599, 518, 772, 855, 153, 796))]
"""Some more than still stand in a list each for itself; the first two have a mayor who can be rung."""


@pytest.fixture
def mayors(town: Town) -> Mayors:
    return Mayors(town)


def viewer(name: str, holding: Holding | None = None) -> Viewer:
    held = (holding or WHO[name],)
    return Viewer(PersonId(name), DeviceId(f"{name}-1"), OrganisationId("x"), held, Sha256Hex("0" * 64))


def sent(mayors: Mayors, *, keyed: bool = True) -> list[str]:
    return [
        mayors.send(
            acute=True,
            gemeente=one,
            wraps=[wrap(BEHANDELAAR), *([wrap(MAYOR)] if keyed and one == GEMEENTE else [])],
        )
        for one in MANY
    ]


def listed(mayors: Mayors, name: str) -> ItemList:
    with mayors.desk.town.unit() as uow:
        return list_items(uow, viewer(name), 50, mayors.desk.town.now)


def in_short(mayors: Mayors, name: str) -> dict[str, HowFar]:
    with mayors.desk.town.unit() as uow:
        found = gathered(uow, viewer(name), FLOW, DOSSIER, mayors.desk.town.now)
    return {one.area: one for one in found.items}


def test_bb_03_many_notices_are_one_line_for_who_keeps_them_and_push_nothing_off_the_list(mayors: Mayors) -> None:
    request = mayors.desk.submit()
    assert len(sent(mayors)) == len(MANY) > FEW
    found = listed(mayors, "tom")
    assert [one.flow for one in found.items].count(FLOW) == 0
    assert request in {one.id for one in listed(mayors, "piket").items}
    [line] = found.many
    assert isinstance(line, ManyLine)
    assert (line.flow, line.dossier, line.drill) == (FLOW, DOSSIER, False)
    assert {one.state: one.count for one in line.states} == {"verstuurd": len(MANY)}


def test_bb_03_no_mayor_and_nobody_beside_one_is_told_of_the_others(mayors: Mayors) -> None:
    sent(mayors)
    found = listed(mayors, "maud")
    assert [one.area for one in found.items] == [GEMEENTE]
    assert found.many == ()
    assert in_short(mayors, "maud") == {}, "what the nctv owes on theirs is not theirs to see either"
    assert listed(mayors, "hovj").many == ()
    outside = viewer("nobody", Holding(Functie.BURGEMEESTER, Scope("gm:GM1980")))
    with mayors.desk.town.unit() as uow:
        assert gathered(uow, outside, FLOW, DOSSIER, mayors.desk.town.now).items == ()


def test_bb_03_few_notices_stand_each_for_itself(mayors: Mayors) -> None:
    for gemeente in MANY[:FEW]:
        mayors.send(acute=True, gemeente=gemeente, wraps=[wrap(BEHANDELAAR)])
    found = listed(mayors, "tom")
    assert (len(found.items), found.many) == (FEW, ())


def test_x_03_in_short_it_says_who_knows_who_saw_it_and_who_was_not_reached(mayors: Mayors) -> None:
    items = sent(mayors)
    short = in_short(mayors, "bea")
    assert [short[one].nobody for one in MANY[:3]] == [False, True, True], "one has a key and a telephone"
    assert short[GEMEENTE].waits == ("kennisnemen", "actueel", "tweede_blik")
    assert not short[GEMEENTE].seen
    assert mayors.do("maud", "acknowledge", items[0], read=blob("bericht")).status == 201
    assert mayors.do("maud", "ask", items[0], content=blob("vraag")).status == 201
    known = in_short(mayors, "bea")[GEMEENTE]
    assert (known.state, "vraag" in known.waits, known.nobody) == ("kennisgenomen", True, False)


def test_bb_03_how_far_they_are_costs_as_many_statements_however_many_there_are(mayors: Mayors) -> None:
    def cost() -> int:
        with mayors.desk.town.unit() as uow, statements() as found:
            assert gathered(uow, viewer("tom"), FLOW, DOSSIER, mayors.desk.town.now).items
        return len(found)

    mayors.send(acute=True)
    one = cost()
    sent(mayors)
    assert (cost(), one) == (one, 7)


def test_x_03_seen_says_that_who_is_to_read_it_saw_their_bell_and_holds_that_functie_now(mayors: Mayors) -> None:
    [item, *_] = sent(mayors)
    town = mayors.desk.town

    def tap(person: str) -> None:
        with town.unit() as uow:
            [waits] = [one for one in uow.obligations.of_item(ItemId(item)) if one.what == "kennisnemen"]
            uow.obligations.put_ringing([Ringing(waits.id, PersonId(person), 0, 1, town.now, None, 0, -1)])

    tap("bea")
    assert not in_short(mayors, "bea")[GEMEENTE].seen, "somebody else's tap says nothing of the mayor"
    tap("maud")
    assert in_short(mayors, "bea")[GEMEENTE].seen
    with town.unit() as uow:
        uow.directory.end_membership(PersonId("maud"), MAYOR, town.now)
    town.now += timedelta(seconds=1)
    assert not in_short(mayors, "bea")[GEMEENTE].seen, "who was the mayor is nobody now"


def test_bb_03_whatever_happens_on_one_of_many_is_heard_of(mayors: Mayors) -> None:
    items = sent(mayors)
    town = mayors.desk.town

    def now() -> Any:
        with town.unit() as uow:
            return stand(uow, viewer("tom"), 50, town.now)

    before = now()
    assert list(changes(before, now())) == []
    assert mayors.do("maud", "acknowledge", items[0], read=blob("bericht")).status == 201
    assert [one.item for one in changes(before, now())] == [DOSSIER]


def test_p_01_several_gives_what_one_may_read_and_says_nothing_of_the_rest(mayors: Mayors) -> None:
    items = [ItemId(one) for one in sent(mayors, keyed=False)]
    with mayors.desk.town.unit() as uow:
        mine, releases = several(uow, viewer("maud"), [*items, ItemId("x" * 22)], 0, POLICY, mayors.desk.town.now)
        all_of_them, _ = several(uow, viewer("tom"), items, 0, POLICY, mayors.desk.town.now)
    assert [one.item.id for one in mine.items] == [items[0]]
    assert [item for item, _ in releases] == [items[0]]
    assert [one.item.id for one in all_of_them.items] == items
