"""Sessions and invitations: everything works once, for a while, and only for whom it was made."""

from domain.ids import DeviceId
from storage.unit_of_work import SqlUnitOfWork
from tests.contracts.samples import ANNA, MINUTE, NOW, PHONE, act_id, sha
from tests.harness.stores import OpenStore

OTHER = DeviceId("ander")


async def test_a_challenge_works_once(opened: OpenStore) -> None:
    await opened.write(lambda uow: uow.sessions.put_challenge(sha("n"), PHONE, NOW + MINUTE))
    assert not await opened.write(lambda uow: uow.sessions.use_challenge(sha("n"), OTHER, NOW))
    assert await opened.write(lambda uow: uow.sessions.use_challenge(sha("n"), PHONE, NOW))
    assert not await opened.write(lambda uow: uow.sessions.use_challenge(sha("n"), PHONE, NOW))


async def test_an_expired_challenge_does_not_work(opened: OpenStore) -> None:
    await opened.write(lambda uow: uow.sessions.put_challenge(sha("n"), PHONE, NOW + MINUTE))
    assert not await opened.write(lambda uow: uow.sessions.use_challenge(sha("n"), PHONE, NOW + MINUTE))


async def test_a_session_lives_until_it_expires_or_ends(opened: OpenStore) -> None:
    await opened.write(lambda uow: uow.sessions.open(sha("a"), PHONE, NOW, NOW + MINUTE, keep=2))
    found = await opened.read(lambda uow: [uow.sessions.find(sha("a"), NOW + n * MINUTE) for n in range(2)])
    assert found == [PHONE, None]
    await opened.write(lambda uow: uow.sessions.end(sha("a"), NOW))
    assert await opened.read(lambda uow: uow.sessions.find(sha("a"), NOW)) is None


async def test_only_the_newest_sessions_of_a_device_live(opened: OpenStore) -> None:
    def unit(uow: SqlUnitOfWork) -> None:
        uow.sessions.open(sha("x"), OTHER, NOW, NOW + 9 * MINUTE, keep=2)
        for n in range(4):
            uow.sessions.open(sha(f"s{n}"), PHONE, NOW + n * MINUTE, NOW + 9 * MINUTE, keep=2)

    await opened.write(unit)
    living = await opened.read(lambda uow: [uow.sessions.find(sha(f"s{n}"), NOW) is not None for n in range(4)])
    assert living == [False, False, True, True]
    assert await opened.read(lambda uow: uow.sessions.find(sha("x"), NOW)) == OTHER


async def test_a_nonce_works_once_for_its_own_session(opened: OpenStore) -> None:
    await opened.write(lambda uow: uow.sessions.put_nonce(sha("a"), sha("n")))
    assert not await opened.write(lambda uow: uow.sessions.use_nonce(sha("b"), sha("n")))
    assert await opened.write(lambda uow: uow.sessions.use_nonce(sha("a"), sha("n")))
    assert not await opened.write(lambda uow: uow.sessions.use_nonce(sha("a"), sha("n")))


async def test_of_nonces_handed_out_the_newest_eight_work(opened: OpenStore) -> None:
    def unit(uow: SqlUnitOfWork) -> None:
        uow.sessions.put_nonce(sha("other"), sha("n0"))
        for n in range(10):
            uow.sessions.put_nonce(sha("a"), sha(f"n{n}"))

    await opened.write(unit)
    used = await opened.write(lambda uow: [uow.sessions.use_nonce(sha("a"), sha(f"n{n}")) for n in range(10)])
    assert used == [False] * 2 + [True] * 8
    assert await opened.write(lambda uow: uow.sessions.use_nonce(sha("other"), sha("n0")))


async def test_what_expired_can_be_forgotten_and_the_rest_stays(opened: OpenStore) -> None:
    def unit(uow: SqlUnitOfWork) -> None:
        for n in range(2):
            uow.sessions.put_challenge(sha(f"c{n}"), PHONE, NOW + n * MINUTE)
            uow.sessions.open(sha(f"s{n}"), PHONE, NOW, NOW + n * MINUTE, keep=9)
            uow.sessions.put_nonce(sha(f"s{n}"), sha(f"n{n}"))
        uow.sessions.forget(NOW + MINUTE)

    await opened.write(unit)

    def left(uow: SqlUnitOfWork) -> list[tuple[str | None, bool, bool]]:
        before = NOW - MINUTE
        return [
            (
                uow.sessions.find(sha(f"s{n}"), before),
                uow.sessions.use_nonce(sha(f"s{n}"), sha(f"n{n}")),
                uow.sessions.use_challenge(sha(f"c{n}"), PHONE, before),
            )
            for n in range(2)
        ]

    assert await opened.write(left) == [(None, False, False), (PHONE, True, True)]


async def test_an_invitation_works_once_before_it_expires_and_for_its_kind(opened: OpenStore) -> None:
    def unit(uow: SqlUnitOfWork) -> None:
        uow.invitations.put("telegram", sha("t"), ANNA, NOW + MINUTE, act_id(1))
        uow.invitations.put("telegram", sha("late"), ANNA, NOW, None)

    await opened.write(unit)

    async def use(kind: str, token: str) -> str | None:
        return await opened.write(lambda uow: uow.invitations.use(kind, sha(token), NOW))

    assert [await use("device", "t"), await use("telegram", "late"), await use("telegram", "unknown")] == [None] * 3
    assert [await use("telegram", "t"), await use("telegram", "t")] == [ANNA, None]


async def test_all_sessions_of_a_device_end_at_once_and_no_others(opened: OpenStore) -> None:
    def unit(uow: SqlUnitOfWork) -> None:
        for token, device in [("a", PHONE), ("b", PHONE), ("c", OTHER)]:
            uow.sessions.open(sha(token), device, NOW, NOW + MINUTE, keep=9)

    await opened.write(unit)
    await opened.write(lambda uow: uow.sessions.end_all(PHONE, NOW))
    assert opened.last.sessions_ended == {PHONE}
    living = await opened.read(lambda uow: [uow.sessions.find(sha(token), NOW) for token in "abc"])
    assert living == [None, None, OTHER]
