"""Acts: the first answer stands for ever, the chain of each device is known, nothing that came with an act is lost."""

from typing import Any

import pytest

from domain.functies import Scope
from domain.ids import DeviceId
from storage.prepared import Transaction
from storage.unit_of_work import SqlUnitOfWork
from tests.contracts.samples import ANNA, MINUTE, NOW, PHONE, act_id, item_id, make_act, make_answer, make_item, sha
from tests.harness.stores import DUPLICATE, OpenStore


async def test_an_act_is_found_again_with_its_hash_and_first_answer(opened: OpenStore) -> None:
    act, answer = make_act(1), make_answer(1, item=item_id())
    assert await opened.write(lambda uow: uow.acts.find(act_id(1))) is None
    await opened.write(lambda uow: uow.acts.add(act, ANNA, answer, NOW))
    assert await opened.read(lambda uow: uow.acts.find(act_id(1))) == (act.signed.sha256, answer)


async def test_the_exact_bytes_and_proofs_come_back(opened: OpenStore) -> None:
    act = make_act(1)
    await opened.write(lambda uow: uow.acts.add(act, ANNA, make_answer(1), NOW))
    assert await opened.read(lambda uow: uow.acts.signed(act_id(1))) == act.signed
    assert await opened.read(lambda uow: uow.acts.signed(act_id(2))) is None


async def test_one_id_is_stored_once(opened: OpenStore) -> None:
    await opened.write(lambda uow: uow.acts.add(make_act(1), ANNA, make_answer(1), NOW))
    with pytest.raises(DUPLICATE):
        await opened.write(lambda uow: uow.acts.add(make_act(1, seq=1), ANNA, make_answer(1), NOW))


async def test_the_chain_knows_the_newest_act_of_a_device_in_a_log(opened: OpenStore) -> None:
    assert await opened.read(lambda uow: uow.acts.last_in_chain(PHONE, "om")) is None

    def unit(uow: SqlUnitOfWork) -> None:
        for n in range(3):
            uow.acts.add(make_act(n, seq=n), ANNA, make_answer(n), NOW)

    await opened.write(unit)
    assert await opened.read(lambda uow: uow.acts.last_in_chain(PHONE, "om")) == (2, make_act(2, seq=2).signed.sha256)
    assert await opened.read(lambda uow: uow.acts.last_in_chain(PHONE, "nctv")) is None
    assert await opened.read(lambda uow: uow.acts.last_in_chain(DeviceId("ander"), "om")) is None


@pytest.mark.parametrize(("seqs", "highest"), [((0, 1, 2, 1), 2), ((0, 1, 2, 0), 2), ((0, 0), 0), ((3, 1, 9), 9)])
async def test_a_doubled_number_never_takes_a_chain_back(
    opened: OpenStore, seqs: tuple[int, ...], highest: int
) -> None:
    def unit(uow: SqlUnitOfWork) -> None:
        for n, seq in enumerate(seqs):
            uow.acts.add(make_act(n, seq=seq), ANNA, make_answer(n), NOW)

    await opened.write(unit)
    newest = make_act(len(seqs) - 1, seq=seqs[-1]).signed.sha256
    assert await opened.read(lambda uow: uow.acts.last_in_chain(PHONE, "om")) == (highest, newest)


async def test_small_blobs_are_stored_with_their_act(opened: OpenStore) -> None:
    data = b"\x00ciphertext\xff"
    act = make_act(1, blobs={sha(data): data})
    await opened.write(lambda uow: uow.acts.add(act, ANNA, make_answer(1), NOW))
    assert await opened.read(lambda uow: (uow.blobs.size(sha(data)), uow.blobs.chunk(sha(data), 0))) == (12, data)
    again = make_act(2, seq=1, blobs={sha(data): data})
    await opened.write(lambda uow: uow.acts.add(again, ANNA, make_answer(2), NOW))
    assert await opened.read(lambda uow: (uow.blobs.size(sha(data)), uow.blobs.size(sha("elders")))) == (12, None)


async def test_only_emergencies_that_a_device_opened_since_are_counted(opened: OpenStore) -> None:
    def open_by_act(uow: SqlUnitOfWork, n: int, device: DeviceId, flow: str, status: int) -> None:
        uow.items.open(make_item(n, opened_at=NOW + n * MINUTE, flow=flow))
        act = make_act(n, device=device, item=item_id(n), seq=n)
        uow.acts.add(act, ANNA, make_answer(n, status=status), NOW + n * MINUTE)

    def unit(uow: SqlUnitOfWork) -> None:
        open_by_act(uow, 0, PHONE, "spoedaanwijzing", 201)
        open_by_act(uow, 1, PHONE, "spoedaanwijzing", 201)
        open_by_act(uow, 2, DeviceId("ander"), "spoedaanwijzing", 201)
        open_by_act(uow, 3, PHONE, "geschil", 201)
        open_by_act(uow, 4, PHONE, "spoedaanwijzing", 403)
        supplement = make_act(9, item=item_id(0), name="spoedaanwijzing.supplement", seq=9)
        uow.acts.add(supplement, ANNA, make_answer(9), NOW + 9 * MINUTE)

    await opened.write(unit)

    def count(uow: SqlUnitOfWork, *, drill: bool) -> list[int]:
        since = [NOW + n * MINUTE for n in range(3)]
        return [uow.acts.emergencies_since(PHONE, "spoedaanwijzing", one, 9, drill=drill) for one in since]

    assert await opened.read(lambda uow: count(uow, drill=False)) == [2, 1, 0]
    assert await opened.read(lambda uow: count(uow, drill=True)) == [0, 0, 0]

    def at(uow: SqlUnitOfWork, area: Scope, *, after: int = 0, most: int = 9) -> int:
        since = NOW + after * MINUTE
        return uow.acts.emergencies_since(PHONE, "spoedaanwijzing", since, most, drill=False, area=area)

    here, elsewhere = make_item().area, Scope("arr:zuid")
    assert await opened.read(lambda uow: [at(uow, here), at(uow, elsewhere)]) == [2, 0]
    assert await opened.read(lambda uow: [at(uow, here, after=n) for n in range(3)]) == [2, 1, 0]
    assert await opened.read(lambda uow: [at(uow, here, most=most) for most in (1, 2)]) == [1, 2]


async def test_emergencies_are_counted_no_further_than_is_asked(opened: OpenStore) -> None:
    def unit(uow: SqlUnitOfWork) -> None:
        for n in range(7):
            uow.items.open(make_item(n, opened_at=NOW, flow="spoedaanwijzing"))
            uow.acts.add(make_act(n, item=item_id(n), seq=n), ANNA, make_answer(n, status=201), NOW)

        supplements = [
            make_act(10 + n, item=item_id(0), name="spoedaanwijzing.supplement", seq=10 + n) for n in range(3)
        ]
        for n, act in enumerate(supplements):  # at the same moment: of one transaction, or in practice time
            uow.acts.add(act, ANNA, make_answer(10 + n, status=201), NOW)

    def counted(uow: SqlUnitOfWork) -> list[int]:
        return [uow.acts.emergencies_since(PHONE, "spoedaanwijzing", NOW, most, drill=False) for most in (1, 5, 9)]

    await opened.write(unit)
    assert await opened.read(counted) == [1, 5, 7]


async def test_a_count_that_was_reached_is_not_asked_again_in_its_transaction_and_one_that_was_not_is(
    opened: OpenStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = list[object]()
    execute = Transaction.execute

    def counted(self: Transaction, *given: Any) -> Any:
        asked.append(given[0])
        return execute(self, *given)

    def unit(uow: SqlUnitOfWork) -> list[tuple[int, int]]:
        found = []
        for n in range(4):
            uow.items.open(make_item(n, opened_at=NOW, flow="spoedaanwijzing"))
            uow.acts.add(make_act(n, item=item_id(n), seq=n), ANNA, make_answer(n, status=201), NOW)
            before = len(asked)
            count = uow.acts.emergencies_since(PHONE, "spoedaanwijzing", NOW, 2, drill=False)
            found.append((count, len(asked) - before))
        return found

    monkeypatch.setattr(Transaction, "execute", counted)
    assert await opened.write(unit) == [(1, 1), (2, 1), (2, 0), (2, 0)]
