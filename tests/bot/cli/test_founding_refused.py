"""What would never become an installation is refused at the step where it can be mended, before anything is written."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.bot.cli.conftest import Typed

Piket = Callable[..., Typed]


@pytest.mark.parametrize(
    ("person", "organisation", "option"),
    [
        ("Jan Jansen", "om", "--person"),
        ("j.jansen", "om", "--person"),
        ("a" * 65, "om", "--person"),
        ("anna\n", "om", "--person"),
        ("anna", "het om", "--organisation"),
        ("anna", "om\n", "--organisation"),
    ],
)
def test_a_name_that_no_directory_takes_leaves_no_keys(
    piket: Piket, tmp_path: Path, person: str, organisation: str, option: str
) -> None:
    folder = tmp_path / "anna"
    said = piket("founder", "key", "--person", person, "--organisation", organisation, "--folder", folder)
    assert (said.status, said.err.count(option), said.err.count("\n")) == (3, 1, 1)
    assert not folder.exists()
    again = piket("founder", "key", "--person", "anna", "--organisation", "om", "--folder", folder)
    assert (again.status, again.err) == (0, "")


def begin(piket: Piket, data: Path, organisations: Path, *records: Path) -> Typed:
    words = [word for record in records for word in ("--founder", record)]
    return piket("init", "--data", data, "--organisations", organisations, *words, "--practice")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('[organisations]\nom = "om"', "The founder bram is employed by nctv"),
        ('[organisations]\nom = "om"\nnctv = "de nctv"', "1 to 64 letters"),
        ('[organisations]\nom = "om"\nnctv = "root"', "Piket's own"),
        ('name = "piket example"\n[organisations]\nom = "om"\nnctv = "nctv"', "must hold name"),
    ],
)
def test_organisations_that_could_not_be_founded_are_refused_before_keys_are_made(
    piket: Piket, data: Path, organisations: Path, founders: list[Path], text: str, says: str
) -> None:
    organisations.write_text(text if text.startswith("name") else f'name = "piket.example"\n{text}')
    said = begin(piket, data, organisations, *(folder / "founder.json" for folder in founders))
    assert (said.status, says in said.err) == (3, True), said.err
    assert list(data.iterdir()) == []


def test_a_founder_named_twice_is_refused(piket: Piket, data: Path, organisations: Path, founders: list[Path]) -> None:
    said = begin(piket, data, organisations, *[folder / "founder.json" for folder in (*founders, founders[0])])
    assert (said.status, "named twice" in said.err, list(data.iterdir())) == (3, True, [])


def test_init_makes_its_folder_for_its_owner_alone_and_refuses_one_that_is_open(
    piket: Piket, tmp_path: Path, organisations: Path, founders: list[Path]
) -> None:
    records = [folder / "founder.json" for folder in founders]
    shared, own = tmp_path / "shared", tmp_path / "own"
    shared.mkdir()
    shared.chmod(0o755)
    said = begin(piket, shared, organisations, *records)
    assert (said.status, "chmod 700" in said.err, list(shared.iterdir())) == (3, True, [])
    assert begin(piket, own, organisations, *records).status == 0
    assert own.stat().st_mode & 0o777 == 0o700


def test_a_signature_given_twice_or_of_a_stranger_is_named_as_such(
    piket: Piket, begun: Path, founders: list[Path], tmp_path: Path, organisations: Path
) -> None:
    for folder in founders:
        piket("founder", "sign", begun / "genesis.unsigned.json", "--folder", folder, "--yes")
    first = founders[0] / "genesis.proof.json"
    said = piket("init", "--finish", "--data", begun, "--proof", first, "--proof", first)
    assert (said.status, "signature of anna is given twice" in said.err) == (3, True)
    stranger, other = tmp_path / "carla", tmp_path / "other"
    piket("founder", "key", "--person", "carla", "--organisation", "om", "--folder", stranger)
    begin(piket, other, organisations, stranger / "founder.json", founders[1] / "founder.json")
    signed = piket("founder", "sign", other / "genesis.unsigned.json", "--folder", stranger, "--yes")
    assert signed.status == 0
    said = piket("init", "--finish", "--data", begun, "--proof", first, "--proof", stranger / "genesis.proof.json")
    assert (said.status, "not of a founder in this genesis" in said.err) == (3, True)
    assert not (begun / "piket.db").exists()


def test_a_founder_who_is_not_there_to_say_yes_does_not_sign(
    piket: Piket, begun: Path, founders: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO())
    said = piket("founder", "sign", begun / "genesis.unsigned.json", "--folder", founders[0])
    assert (said.status, "--yes" in said.err) == (3, True)
    assert not (founders[0] / "genesis.proof.json").exists()


@pytest.mark.parametrize("log", ["extra", "om"])
def test_a_founded_installation_gets_no_new_log_key_beside_its_genesis(piket: Piket, founded: Path, log: str) -> None:
    (founded / "keys/om.key").unlink()
    before = sorted(path.name for path in (founded / "keys").iterdir())
    said = piket("keys", "new", "piket.example", log, "--data", founded)
    assert (said.status, "piket keys restore" in said.err) == (3, True)
    assert sorted(path.name for path in (founded / "keys").iterdir()) == before


def test_a_webhook_key_that_is_lost_is_made_again(piket: Piket, founded: Path) -> None:
    (founded / "keys/webhook.seed").unlink()
    assert piket("keys", "new", "piket.example", "om", "--data", founded).status == 0
    assert (founded / "keys/webhook.seed").exists()


def test_a_log_whose_leaves_still_wait_is_not_called_unknown(piket: Piket, founded: Path) -> None:
    said = piket("log", "show", "--log", "directory", "--data", founded)
    assert (said.status, "waits for its place; start the service" in said.err) == (3, True)
    said = piket("log", "show", "--data", founded)
    assert (said.status, said.err) == (3, "piket log: Which log? Give --log with one of: directory.\n")
