"""Blobs: whole and true or refused, within a quota, gone when no act names them; a release is known once."""

import os

import pytest

from domain.errors import Malformed, NotFound, TooMuch
from domain.ids import DeviceId, Sha256Hex
from storage.blobs import CHUNK_BYTES
from storage.unit_of_work import SqlUnitOfWork
from tests.contracts.samples import ANNA, MINUTE, NOW, PHONE, item_id, make_act, make_answer, sha
from tests.harness.stores import OpenStore

OTHER = DeviceId("ander")
DATA = os.urandom(2 * CHUNK_BYTES + 5)
BLOB = sha(DATA)
QUOTA = 3 * CHUNK_BYTES


def parts(data: bytes = DATA) -> list[bytes]:
    return [data[at : at + CHUNK_BYTES] for at in range(0, len(data), CHUNK_BYTES)]


async def upload(
    opened: OpenStore, data: bytes = DATA, device: DeviceId = PHONE, blob: Sha256Hex | None = None, quota: int = QUOTA
) -> None:
    name = blob or sha(data)

    def unit(uow: SqlUnitOfWork) -> None:
        for n, part in enumerate(parts(data)):
            uow.blobs.put_chunk(name, n, part, device, NOW, quota=quota)

    await opened.write(unit)


async def complete(opened: OpenStore, blob: Sha256Hex = BLOB, device: DeviceId = PHONE) -> None:
    size = await opened.read(lambda uow: uow.blobs.verify(blob, device))
    await opened.write(lambda uow: uow.blobs.complete(blob, device, size, NOW))


async def whole(opened: OpenStore, blob: Sha256Hex = BLOB) -> bytes:
    def unit(uow: SqlUnitOfWork) -> bytes:
        size = uow.blobs.size(blob)
        assert size is not None
        return b"".join(uow.blobs.chunk(blob, n) for n in range(-(-size // CHUNK_BYTES)))

    return await opened.read(unit)


async def test_a_large_blob_is_there_once_complete(opened: OpenStore) -> None:
    await upload(opened)
    assert await opened.read(lambda uow: uow.blobs.size(BLOB)) is None
    await complete(opened)
    assert await opened.read(lambda uow: uow.blobs.size(BLOB)) == len(DATA)
    assert await whole(opened) == DATA
    assert await opened.read(lambda uow: uow.blobs.chunk(BLOB, 3)) == b""


async def test_sending_a_chunk_or_completing_again_changes_nothing(opened: OpenStore) -> None:
    await upload(opened, quota=2 * QUOTA)
    await upload(opened, quota=2 * QUOTA)
    await complete(opened)
    await complete(opened)
    await upload(opened, quota=2 * QUOTA)
    assert await whole(opened) == DATA


async def test_other_bytes_than_the_hash_are_refused_and_can_be_sent_anew(opened: OpenStore) -> None:
    wrong = bytes(CHUNK_BYTES) + DATA[CHUNK_BYTES:]
    await upload(opened, wrong, blob=BLOB)
    with pytest.raises(Malformed):
        await complete(opened)
    await opened.write(lambda uow: uow.blobs.discard(BLOB, PHONE))
    await upload(opened)
    await complete(opened)
    assert await whole(opened) == DATA


async def test_a_missing_chunk_is_refused(opened: OpenStore) -> None:
    def unit(uow: SqlUnitOfWork) -> None:
        for n in (0, 2):
            uow.blobs.put_chunk(BLOB, n, parts()[n], PHONE, NOW, quota=QUOTA)

    await opened.write(unit)
    with pytest.raises(Malformed):
        await complete(opened)
    with pytest.raises(Malformed):
        await complete(opened, sha("nooit gezonden"))


async def test_chunks_that_changed_after_they_were_verified_are_refused(opened: OpenStore) -> None:
    await upload(opened)
    size = await opened.read(lambda uow: uow.blobs.verify(BLOB, PHONE))
    await opened.write(lambda uow: uow.blobs.discard(BLOB, PHONE))
    with pytest.raises(Malformed):
        await opened.write(lambda uow: uow.blobs.complete(BLOB, PHONE, size, NOW))


async def test_one_device_cannot_spoil_the_upload_of_another(opened: OpenStore) -> None:
    await upload(opened, bytes(len(DATA)), OTHER, blob=BLOB)
    await upload(opened)
    await complete(opened)
    await opened.write(lambda uow: uow.blobs.discard(BLOB, OTHER))
    await opened.write(lambda uow: uow.blobs.discard(BLOB, PHONE))
    assert await whole(opened) == DATA


async def test_the_quota_counts_what_no_act_names_yet(opened: OpenStore) -> None:
    await upload(opened)
    more = b"x" * CHUNK_BYTES
    with pytest.raises(TooMuch):
        await upload(opened, more)
    await upload(opened, more, OTHER)
    await complete(opened)
    with pytest.raises(TooMuch):
        await upload(opened, more)
    act = make_act(elsewhere=[BLOB])
    await opened.write(lambda uow: uow.acts.add(act, ANNA, make_answer(), NOW))
    await upload(opened, more)


@pytest.mark.parametrize("size", [0, CHUNK_BYTES + 1])
async def test_a_chunk_has_a_size(opened: OpenStore, size: int) -> None:
    with pytest.raises(TooMuch):
        await opened.write(lambda uow: uow.blobs.put_chunk(BLOB, 0, bytes(size), PHONE, NOW, quota=QUOTA))


async def test_orphans_go_after_their_term_and_what_an_act_names_stays(opened: OpenStore) -> None:
    await upload(opened, quota=9 * QUOTA)
    await complete(opened)
    orphan, unfinished, small = os.urandom(9), os.urandom(9), os.urandom(9)
    await upload(opened, orphan, quota=9 * QUOTA)
    await complete(opened, sha(orphan))
    await upload(opened, unfinished, quota=9 * QUOTA)
    act = make_act(blobs={sha(small): small}, elsewhere=[BLOB])
    await opened.write(lambda uow: uow.acts.add(act, ANNA, make_answer(), NOW))
    assert await opened.write(lambda uow: uow.blobs.collect_orphans(NOW, 10)) == 0
    assert await opened.write(lambda uow: uow.blobs.collect_orphans(NOW + MINUTE, 10)) == 2
    assert await opened.write(lambda uow: uow.blobs.collect_orphans(NOW + MINUTE, 10)) == 0
    named = [sha(small), sha(orphan), sha(unfinished), BLOB]
    assert await opened.read(lambda uow: [one for one in named if uow.blobs.size(one) is None]) == named[1:3]
    assert await whole(opened) == DATA
    with pytest.raises(Malformed):
        await opened.read(lambda uow: uow.blobs.verify(sha(unfinished), PHONE))


async def test_a_small_blob_that_first_came_in_chunks_is_whole_either_way(opened: OpenStore) -> None:
    small = os.urandom(99)
    await upload(opened, small)
    await complete(opened, sha(small))
    act = make_act(blobs={sha(small): small})
    await opened.write(lambda uow: uow.acts.add(act, ANNA, make_answer(), NOW))
    assert await whole(opened, sha(small)) == small
    await opened.write(lambda uow: uow.blobs.collect_orphans(NOW + MINUTE, 10))
    assert await whole(opened, sha(small)) == small


async def test_nothing_is_missing_of_nothing_and_an_unknown_blob_is_not_found(opened: OpenStore) -> None:
    assert await opened.read(lambda uow: uow.blobs.missing([], PHONE)) == set()
    with pytest.raises(NotFound):
        await opened.read(lambda uow: uow.blobs.chunk(BLOB, 0))


async def test_a_release_is_the_first_only_once_per_device_item_and_blob(opened: OpenStore) -> None:
    async def release(device: DeviceId, item: int, *blobs: str) -> list[Sha256Hex]:
        names = [sha(blob) for blob in blobs]
        return await opened.write(lambda uow: uow.blobs.release(device, item_id(item), names, NOW))

    assert await release(PHONE, 0, "a", "b") == [sha("a"), sha("b")]
    assert await release(PHONE, 0, "b", "c") == [sha("c")]
    assert await release(PHONE, 1, "a") == [sha("a")]
    assert await release(OTHER, 0, "a") == [sha("a")]
    assert await opened.read(lambda uow: uow.blobs.released(PHONE, item_id(0))) == {sha("a"), sha("b"), sha("c")}
    assert await opened.read(lambda uow: uow.blobs.released(OTHER, item_id(1))) == set()


async def test_p_01_a_blob_of_another_device_or_of_an_earlier_act_counts_as_missing(opened: OpenStore) -> None:
    await upload(opened)
    await complete(opened)
    small = os.urandom(9)
    await opened.write(lambda uow: uow.acts.add(make_act(blobs={sha(small): small}), ANNA, make_answer(), NOW))
    named = [BLOB, sha(small)]
    assert await opened.read(lambda uow: uow.blobs.missing(named, PHONE)) == {sha(small)}
    assert await opened.read(lambda uow: uow.blobs.missing(named, OTHER)) == {BLOB, sha(small)}
