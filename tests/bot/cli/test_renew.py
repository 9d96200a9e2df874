"""The key of a log is renewed: made with its backup, announced by the founders, and verified over the turn."""

from __future__ import annotations

import asyncio
import json
import secrets
import sqlite3
from collections.abc import Awaitable, Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.cli.ceremony import genesis_of, read_signed
from bot.sequencer import Sequencer
from client import envelopes
from client.directory import DIRECTORY_LOG
from client.keyring import Keyring
from client.officers import Officer
from client.replay import Replay
from client.signing import build_payload
from config.areas import load_areas
from config.keys import load_later_keys, load_log_keys
from config.policy import load_policies
from config.settings import Sequencing
from domain.acts.directory import FOUNDERS
from domain.acts.envelope import REAL_TYPE
from domain.acts.payload import parse_payload
from domain.audit.leaves import LeafType
from domain.fingerprint import digits
from domain.ids import Sha256Hex
from domain.ports import VerifiedAct
from handlers.pipeline import perform
from storage.database import Store, open_store
from storage.unit_of_work import SqlUnitOfWork
from tests.bot.cli.conftest import Typed
from tests.bot.logs_under_test import ByHand

Piket = Callable[..., Typed]
POLICY = load_policies(load_areas())


def renew(piket: Piket, data: Path, tmp_path: Path, log: str = "om") -> dict[str, object]:
    words = tmp_path / "passphrase"
    words.write_text("een lange zin voor de kluis")
    backup = tmp_path / f"{log}.age"
    said = piket("keys", "renew", log, backup, "--data", data, "--passphrase-file", words, "--json")
    assert said.status == 0, said.err
    return dict(json.loads(said.out))


async def grow(data: Path, steps: list[Callable[[Store], Awaitable[object]]]) -> None:
    """Let the logs of an installation grow while the sequencer runs, by each of these steps in turn."""
    time, woken = ByHand(), [lambda _logs: None]
    url, folder = f"sqlite:///{data / 'piket.db'}", data / "keys"
    store = open_store(url, owner="test", on_commit=lambda committed: woken[0](committed.logs))
    pace = Sequencing(gather=timedelta(0), batch=200)
    keys = load_log_keys(folder)
    sequencer = Sequencer(store, keys, time, time, pace, lambda log: load_later_keys(folder, log))
    woken[0] = sequencer.wake
    task = asyncio.create_task(sequencer.run())
    for step in steps:
        await step(store)
        while sequencer.busy:  # noqa: ASYNC110  # as the sandbox does: until nothing is left to do
            await asyncio.sleep(0.001)
        time.pass_(timedelta(minutes=1))
    while sequencer.busy:  # noqa: ASYNC110  # as above
        await asyncio.sleep(0.001)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    await store.close()


def leaves(count: int, log: str = "om") -> Callable[[Store], Awaitable[object]]:
    def unit(uow: SqlUnitOfWork) -> None:
        for _ in range(count):
            uow.audit.append(log, LeafType.RING, at=ByHand().now(), fields={"n": "1"})

    return lambda store: store.write(unit)


def announced(founded: Path, founders: list[Path], act: dict[str, object], signers: int = 2) -> VerifiedAct:
    """The act on the directory, signed by founders on their own machines."""
    genesis = read_signed(founded / "genesis.json")
    keyrings = [Keyring.load(folder / "founder.keys.json") for folder in founders][:signers]
    actor = parse_payload(genesis.payload).device
    keyrings.sort(key=lambda keyring: keyring.device != actor)
    replay = Replay(genesis.sha256)
    replay.extend([genesis])
    officer = Officer(FOUNDERS, secrets.token_bytes, lambda: datetime.now(UTC))
    draft = officer.rotate_log_key(replay.state, str(act["log"]), str(act["new"]), int(str(act["size"])))
    raw = build_payload(
        draft, device=actor, at=datetime.now(UTC), log=DIRECTORY_LOG, seq=1, prev=Sha256Hex(genesis.sha256)
    )
    signed = envelopes.sign(REAL_TYPE, raw, keyrings)
    return VerifiedAct(signed, parse_payload(signed.payload), {})


def carried_out(act: VerifiedAct) -> Callable[[Store], Awaitable[object]]:
    async def step(store: Store) -> None:
        answer = await store.write(lambda uow: perform(uow, act, datetime.now(UTC), POLICY))
        assert answer.status == 201, answer

    return step


def verify(piket: Piket, data: Path, *words: object) -> Typed:
    return piket("log", "verify", "--data", data, *words)


def test_a_renewed_key_signs_from_the_stated_size_and_the_whole_verifies(
    piket: Piket, founded: Path, founders: list[Path], tmp_path: Path
) -> None:
    asyncio.run(grow(founded, [leaves(12)]))
    act = renew(piket, founded, tmp_path)
    assert act["size"] == 12
    assert verify(piket, founded, "--acts").status == 0, "a key that was only made changes nothing"
    asyncio.run(grow(founded, [carried_out(announced(founded, founders, act | {"size": 20})), leaves(30)]))
    for words in ((), ("--acts",), ("--acts", "--log", "om")):
        assert verify(piket, founded, *words).out.endswith("All of it is good.\n")
    old = next(line for line in (founded / "log-keys.txt").read_text().splitlines() if line == act["old"])
    only_old = tmp_path / "old.txt"
    others = [key for key in genesis_of(read_signed(founded / "genesis.json")).log_keys if "/om+" not in key]
    only_old.write_text("\n".join([old, *others]))
    said, genesis = verify(piket, founded, "--keys", only_old), read_signed(founded / "genesis.json").sha256
    assert said.status == 0, "the signed act leads from the old key to the new"
    assert f"by the directory with fingerprint {digits(genesis)}" in said.out, "whoever verifies holds it against paper"
    assert verify(piket, founded, "--keys", only_old, "--genesis", genesis).status == 0
    assert verify(piket, founded, "--keys", only_old, "--genesis", "00" * 32).status == 1
    only_old.write_text("\n".join([str(act["new"]), *others]))
    assert verify(piket, founded, "--keys", only_old).status == 0


def test_a_turn_that_nobody_signed_is_not_believed(piket: Piket, founded: Path, tmp_path: Path) -> None:
    asyncio.run(grow(founded, [leaves(12)]))
    act = renew(piket, founded, tmp_path)
    with closing(sqlite3.connect(founded / "piket.db")) as database:
        database.execute("INSERT INTO log_turns (log, size, key) VALUES ('om', 12, ?)", (act["new"],))
        database.commit()
    asyncio.run(grow(founded, [leaves(1)]))
    said = verify(piket, founded)
    assert said.status == 1
    assert "is not signed by the key that has this log" in said.out


def test_a_new_key_has_its_backup_and_comes_back_from_it(piket: Piket, founded: Path, tmp_path: Path) -> None:
    asyncio.run(grow(founded, [leaves(1)]))
    renew(piket, founded, tmp_path)
    [later] = (founded / "keys").glob("*.later")
    assert later.stat().st_mode & 0o777 == 0o600
    kept = later.read_bytes()
    later.unlink()
    words = ("--passphrase-file", tmp_path / "passphrase")
    assert later.name in piket("keys", "restore", tmp_path / "om.age", "--data", founded, *words).out
    assert later.read_bytes() == kept
    again = piket("keys", "renew", "om", tmp_path / "om.age", "--data", founded, *words)
    assert (again.status, len(list((founded / "keys").glob("*.later")))) == (3, 1)


@pytest.mark.parametrize("log", ["nonsense", "../om"])
def test_only_a_log_there_is_gets_a_key(piket: Piket, founded: Path, tmp_path: Path, log: str) -> None:
    words = tmp_path / "passphrase"
    words.write_text("een lange zin voor de kluis")
    said = piket("keys", "renew", log, tmp_path / "x.age", "--data", founded, "--passphrase-file", words)
    assert said.status == 3
    assert not list((founded / "keys").glob("*.later"))
