"""Where the app is, the founders sign: founding takes it, and `piket check` holds the settings to it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.cli.ceremony import read_unsigned
from bot.cli.findings import Level, stored
from storage.evidence import evidence
from tests.bot.cli.conftest import Typed

Piket = Callable[..., Typed]


@pytest.fixture
def organisations(tmp_path: Path, app: str) -> Path:
    path = tmp_path / "organisations.toml"
    path.write_text(f'name = "piket.example"\n{app}\n[organisations]\nom = "om"\nnctv = "nctv"\n')
    return path


@pytest.mark.parametrize("app", ['app = ["https://app.piket.example", "https://een.app.piket.example"]'])
def test_the_founders_sign_where_the_app_is(founded: Path) -> None:
    signed, genesis = read_unsigned(founded / "genesis.unsigned.json")
    assert genesis.app is not None
    assert genesis.app.rp_id == "app.piket.example"
    assert b"https://een.app.piket.example" in signed.payload
    with evidence(f"sqlite:///{founded / 'piket.db'}") as store:
        assert Level.WRONG not in {one.level for one in stored(store, "https://app.piket.example")}
        wrong = [one for one in stored(store, "https://elders.example") if one.level is Level.WRONG]
    assert ["PIKET_APP_ORIGIN" in one.sentence for one in wrong] == [True]


@pytest.mark.parametrize("app", [""])
def test_without_it_no_passkey_counts_and_check_says_so(founded: Path) -> None:
    with evidence(f"sqlite:///{founded / 'piket.db'}") as store:
        assert any("passkey" in one.sentence for one in stored(store, "https://app.piket.example"))


@pytest.mark.parametrize(
    "app",
    ["app = []", 'app = "https://app.piket.example"', 'app = ["app.piket.example"]', 'app = ["http://piket.example"]',
     'app = ["https://app.piket.example/"]', 'app = ["https://a.example", "https://b.example"]', "app = [1]"],
)  # fmt: skip
def test_an_app_that_no_browser_could_be_in_is_refused(
    piket: Piket, data: Path, organisations: Path, founders: list[Path]
) -> None:
    records = [word for folder in founders for word in ("--founder", folder / "founder.json")]
    said = piket("init", "--data", data, "--organisations", organisations, *records, "--practice")
    assert (said.status, "app must list the origins" in said.err) == (3, True)
    assert not (data / "genesis.unsigned.json").exists()
