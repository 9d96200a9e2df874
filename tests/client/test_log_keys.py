"""Another key has a log only when enough founders signed so; what the key before signs after that is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from client.directory import Directory
from client.logs import LogRefused
from client.replay import Replay
from domain.audit.notes import SignatureType, SignerKey
from domain.audit.succession import LogKeys, Turn
from tests.client.test_directory_replay import FOUNDERS, OFFICER, refusal_of, signed
from tests.client.test_log_watch import KEY, Log, watch
from tests.client.world import LOGS, keyring_of, replayed

OLD = LOGS["om"]
NEW = SignerKey(OLD.name, SignatureType.ED25519, bytes([91]) * 32)
OTHER = SignerKey(LOGS["nctv"].name, SignatureType.ED25519, bytes([92]) * 32)


def turned() -> Replay:
    replay = replayed()
    draft = OFFICER.rotate_log_key(replay.state, "om", NEW.verifier.encode(), 40)
    replay.extend([signed(draft, *FOUNDERS)])
    return replay


def test_a_turn_signed_by_enough_founders_is_believed() -> None:
    before, state = replayed().state.log_keys, turned().state
    assert state.log_keys["om"] == LogKeys(OLD.verifier, (Turn(40, NEW.verifier),))
    assert {log: keys for log, keys in state.log_keys.items() if log != "om"} == {
        log: keys for log, keys in before.items() if log != "om"
    }


def test_too_few_and_others_than_founders_turn_nothing() -> None:
    draft = OFFICER.rotate_log_key(replayed().state, "om", NEW.verifier.encode(), 40)
    assert refusal_of(draft, FOUNDERS[0]) == "threshold.missed"
    assert refusal_of(draft, FOUNDERS[0], keyring_of("hanna")) == "threshold.missed"


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [(NEW, NEW, "log_key.old"), (OLD, OLD, "log_key.new"), (OLD, OTHER, "log_key.new")],
    ids=["from a key it does not have", "to the key it has", "to a key of another log"],
)
def test_a_turn_that_cannot_be_is_refused_and_not_warned_of(old: SignerKey, new: SignerKey, code: str) -> None:
    claimed = Directory(log_keys={"om": LogKeys(old.verifier)})
    assert refusal_of(OFFICER.rotate_log_key(claimed, "om", new.verifier.encode(), 40), *FOUNDERS) == code


def test_a_copy_of_a_replay_turns_apart() -> None:
    replay = replayed()
    twin = replay.copy()
    twin.extend([signed(OFFICER.rotate_log_key(twin.state, "om", NEW.verifier.encode(), 40), *FOUNDERS)])
    assert replay.state.log_keys["om"] == LogKeys(OLD.verifier)


async def test_a_phone_follows_the_turn_and_refuses_the_old_key_beyond_it(tmp_path: Path) -> None:
    new = SignerKey(KEY.name, SignatureType.ED25519, bytes([93]) * 32)
    before = {"om": LogKeys(KEY.verifier)}
    after = {"om": LogKeys(KEY.verifier).turned(300, new.verifier)}
    await watch(tmp_path, Log(200)).refresh("om", before)
    with pytest.raises(LogRefused):
        await watch(tmp_path, Log(301, key=new)).refresh("om", before)
    await watch(tmp_path, Log(300)).refresh("om", after)
    with pytest.raises(LogRefused):
        await watch(tmp_path, Log(301)).refresh("om", after)
    assert (await watch(tmp_path, Log(301, key=new)).refresh("om", after)).size == 301
    newest = watch(tmp_path, Log(0)).newest("om", after)
    assert newest is not None
    assert newest.size == 301
