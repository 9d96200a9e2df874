"""Nobody is added by the server: an installation exists only when enough founders signed it on their own machines."""

from __future__ import annotations

import json
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from domain.fingerprint import digits, words
from domain.ids import Sha256Hex
from tests.bot.cli.conftest import Typed

Piket = Callable[..., Typed]


def fingerprint(said: Typed) -> str:
    return next(line for line in said.out.splitlines() if line.startswith("fingerprint"))


def test_every_founder_and_the_installation_show_one_fingerprint(
    piket: Piket, begun: Path, founders: list[Path]
) -> None:
    unsigned = begun / "genesis.unsigned.json"
    seen = {fingerprint(piket("founder", "sign", unsigned, "--folder", folder, "--yes")) for folder in founders}
    proofs = [word for folder in founders for word in ("--proof", folder / "genesis.proof.json")]
    finished = piket("init", "--finish", "--data", begun, *proofs)
    assert finished.status == 0
    assert seen == {fingerprint(finished)}


def test_too_few_signatures_found_nothing(piket: Piket, begun: Path, founders: list[Path]) -> None:
    piket("founder", "sign", begun / "genesis.unsigned.json", "--folder", founders[0], "--yes")
    said = piket("init", "--finish", "--data", begun, "--proof", founders[0] / "genesis.proof.json")
    assert said.status == 3
    assert "Fewer founders signed" in said.err
    assert not (begun / "piket.db").exists()


def test_a_founder_does_not_sign_what_does_not_name_their_keys(piket: Piket, begun: Path, tmp_path: Path) -> None:
    stranger = tmp_path / "carla"
    piket("founder", "key", "--person", "anna", "--organisation", "om", "--folder", stranger)
    said = piket("founder", "sign", begun / "genesis.unsigned.json", "--folder", stranger, "--yes")
    assert said.status == 3
    assert "does not name your device" in said.err
    assert not (stranger / "genesis.proof.json").exists()


def test_a_founder_who_reads_another_fingerprint_does_not_sign(
    piket: Piket, begun: Path, founders: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("builtins.input", lambda _question: "no")
    said = piket("founder", "sign", begun / "genesis.unsigned.json", "--folder", founders[0])
    assert said.status == 3
    assert not (founders[0] / "genesis.proof.json").exists()


def test_a_genesis_is_made_once(piket: Piket, founded: Path, organisations: Path, founders: list[Path]) -> None:
    before = (founded / "genesis.json").read_bytes()
    record = founders[0] / "founder.json"
    said = piket("init", "--data", founded, "--organisations", organisations, "--founder", record, "--practice")
    assert (said.status, "already" in said.err) == (3, True)
    assert (founded / "genesis.json").read_bytes() == before


def test_finishing_again_says_the_same_and_stores_nothing_new(piket: Piket, founded: Path) -> None:
    said = piket("init", "--finish", "--data", founded, "--signed", founded / "genesis.json")
    assert (said.status, "Founded." in said.out) == (0, True)
    assert piket("log", "verify", "--acts", "--data", founded).out.count("1 acts") == 1


def test_real_work_needs_two_founders_and_a_backup(
    piket: Piket, data: Path, organisations: Path, founders: list[Path]
) -> None:
    record = ("--founder", founders[0] / "founder.json")
    base = ("init", "--data", data, "--organisations", organisations, *record)
    assert "need a backup" in piket(*base).err
    phrase = data / "phrase"
    phrase.write_text("a long passphrase\n")
    backed = (*base, "--backup", data / "backup.age", "--passphrase-file", phrase)
    assert "higher than the number of founders" in piket(*backed).err
    assert "At least two founders" in piket(*backed, "--threshold", 1).err
    assert not (data / "keys").exists()


def test_one_founder_may_practise(piket: Piket, data: Path, organisations: Path, founders: list[Path]) -> None:
    words_ = ("--organisations", organisations, "--founder", founders[0] / "founder.json", "--threshold", 1)
    assert piket("init", "--data", data, *words_, "--practice").status == 0


def test_keys_are_for_their_owner_alone_and_never_shown(piket: Piket, founded: Path) -> None:
    files = list((founded / "keys").iterdir())
    seeds = {"webhook.seed", "webpush.seed"}
    assert {path.name for path in files} == {"directory.key", "root.key", "om.key", "nctv.key"} | seeds
    assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}
    listed = piket("keys", "--data", founded, "--json")
    assert set(json.loads(listed.out)) == {"directory", "root", "om", "nctv"}
    assert "PRIVATE" not in listed.out


def test_a_backup_brings_back_the_keys_and_opens_with_its_passphrase_only(
    piket: Piket, founded: Path, tmp_path: Path
) -> None:
    phrase, wrong, backup = tmp_path / "phrase", tmp_path / "wrong", tmp_path / "backup.age"
    phrase.write_text("a long passphrase\n")
    wrong.write_text("another passphrase\n")
    assert piket("keys", "backup", backup, "--data", founded, "--passphrase-file", phrase).status == 0
    kept = (founded / "keys/om.key").read_bytes()
    assert kept.strip().split(b"+", 4)[-1] not in backup.read_bytes()
    (founded / "keys/om.key").unlink()
    refused = piket("keys", "restore", backup, "--data", founded, "--passphrase-file", wrong)
    assert refused.status == 3
    assert not (founded / "keys/om.key").exists()
    assert piket("keys", "restore", backup, "--data", founded, "--passphrase-file", phrase).status == 0
    assert (founded / "keys/om.key").read_bytes() == kept


def test_a_genesis_of_other_log_keys_is_refused(piket: Piket, founded: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    piket("keys", "new", "piket.example", "directory", "root", "om", "nctv", "--data", other)
    said = piket("init", "--finish", "--data", other, "--signed", founded / "genesis.json")
    assert (said.status, "other log keys" in said.err) == (3, True)


def test_the_fingerprint_is_six_groups_and_six_words() -> None:
    genesis = Sha256Hex("ab" * 32)
    assert [len(group) for group in digits(genesis).split()] == [5] * 6
    assert all(group.isdigit() for group in digits(genesis).split())
    assert [len(word) for word in words(genesis).split()] == [5] * 6
    assert digits(genesis) != digits(Sha256Hex("ac" * 32))
    assert words(genesis) != words(Sha256Hex("ac" * 32))
