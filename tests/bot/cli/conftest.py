"""An installation founded by typing the commands, as the people do who found one."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import pytest
import structlog

from bot.__main__ import main


@dataclass(frozen=True)
class Typed:
    """What a command said."""

    status: int
    out: str
    err: str


@pytest.fixture
def piket(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Typed]]:
    """Type a command; nothing of the environment reaches it."""
    for name in (
        "PIKET_AREAS",
        "PIKET_DATABASE_URL",
        "PIKET_DATABASE_URL_FILE",
        "PIKET_LOG_KEY_FILE",
        "PIKET_BOT_TOKEN_FILE",
    ):
        monkeypatch.delenv(name, raising=False)

    def run(*words: object) -> Typed:
        capfd.readouterr()
        status = main([str(word) for word in words])
        said = capfd.readouterr()
        return Typed(status, said.out, said.err)

    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    yield run
    root.handlers[:] = before  # a command sets up logs on a stream that this test alone has
    root.setLevel(level)
    structlog.reset_defaults()


@pytest.fixture
def organisations(tmp_path: Path) -> Path:
    path = tmp_path / "organisations.toml"
    path.write_text('name = "piket.example"\n[organisations]\nom = "om"\nnctv = "nctv"\n')
    return path


@pytest.fixture(scope="session")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the first test that makes founders, or an installation, leaves copies of them for all others."""
    return tmp_path_factory.mktemp("kept")


@pytest.fixture
def founders(tmp_path: Path, piket: Callable[..., Typed], kept: Path) -> list[Path]:
    """The folders of two founders, each with keys."""
    folders = [tmp_path / "anna", tmp_path / "bram"]
    for folder, organisation in zip(folders, ("om", "nctv"), strict=True):
        if not (kept / "founders" / folder.name).exists():
            made = piket("founder", "key", "--person", folder.name, "--organisation", organisation, "--folder", folder)
            assert made.status == 0
            shutil.copytree(folder, kept / "founders" / folder.name)
        else:
            shutil.copytree(kept / "founders" / folder.name, folder)
    return folders


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    folder.mkdir(mode=0o700)
    return folder


@pytest.fixture
def begun(piket: Callable[..., Typed], data: Path, organisations: Path, founders: list[Path]) -> Path:
    """The data folder after the first step, in practice so that no backup is asked for; both must sign."""
    records = [word for folder in founders for word in ("--founder", folder / "founder.json")]
    said = piket("init", "--data", data, "--organisations", organisations, *records, "--practice")
    assert said.status == 0, said.err
    return data


@pytest.fixture
def founded(request: pytest.FixtureRequest, data: Path, organisations: Path, founders: list[Path], kept: Path) -> Path:
    """The data folder of a founded installation, and with its founders what they signed."""
    folders, same = [data, *founders], kept / sha256(organisations.read_bytes()).hexdigest()
    if not same.exists():
        found(request.getfixturevalue("piket"), request.getfixturevalue("begun"), founders)
        for folder in folders:
            shutil.copytree(folder, same / folder.name)
    else:
        for folder in folders:
            shutil.copytree(same / folder.name, folder, dirs_exist_ok=True)
    return data


def found(piket: Callable[..., Typed], begun: Path, founders: list[Path]) -> None:
    """Sign and finish what was begun."""
    for folder in founders:
        said = piket("founder", "sign", begun / "genesis.unsigned.json", "--folder", folder, "--yes")
        assert said.status == 0, said.err
    proofs = [word for folder in founders for word in ("--proof", folder / "genesis.proof.json")]
    said = piket("init", "--finish", "--data", begun, *proofs)
    assert said.status == 0, said.err
