"""`piket check` says in plain words what is not sound, and only that makes it fail."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.cli import findings
from bot.cli.findings import Level, is_public, names, origin
from bot.cli.trouble_words import SENTENCES
from domain.audit.leaves import LeafType
from domain.ports import Heartbeat
from handlers.troubles import ALARMS, LAGGING
from sandbox.botapi import control
from storage.database import open_store
from storage.unit_of_work import SqlUnitOfWork
from tests.bot.cli.conftest import Typed

Piket = Callable[..., Typed]


def wrong(said: Typed) -> list[str]:
    return [found["sentence"] for found in json.loads(said.out) if found["level"] == "WRONG"]


def check(piket: Piket, data: Path) -> Typed:
    return piket("check", "--json", "--data", data)


def test_a_founded_installation_is_sound(piket: Piket, founded: Path) -> None:
    said = check(piket, founded)
    assert (said.status, wrong(said)) == (0, [])
    assert "Founded for PRACTICE only" in said.out


def test_an_empty_folder_is_not(piket: Piket, data: Path) -> None:
    said = check(piket, data)
    assert said.status == 1
    assert [sentence.partition(";")[0] for sentence in wrong(said)] == [
        "There is no database piket.db here",
        "There are no log keys here",
    ]


def test_keys_that_others_may_read_are_wrong(piket: Piket, founded: Path) -> None:
    (founded / "keys/om.key").chmod(0o644)
    assert wrong(check(piket, founded)) == [
        "Others on this machine may read log keys; chmod 700 the folder and 600 its files."
    ]


def test_a_missing_or_changed_key_is_wrong(piket: Piket, founded: Path) -> None:
    root, om = founded / "keys/root.key", founded / "keys/om.key"
    om.write_bytes(root.read_bytes())
    assert "holds the key of another log" in wrong(check(piket, founded))[0]
    om.unlink()
    root.unlink()
    assert "The logs root have no key" in wrong(check(piket, founded))[0]


def test_a_data_folder_that_others_may_enter_is_wrong(piket: Piket, founded: Path) -> None:
    founded.chmod(0o755)
    assert wrong(check(piket, founded)) == ["Others on this machine may look in the data folder; chmod 700 it."]


@pytest.mark.parametrize(("token", "level"), [("1234567890:" + "A" * 35, "ok"), ("not a token", "WRONG")])
def test_a_token_is_judged_by_its_form_and_never_repeated(
    piket: Piket, founded: Path, monkeypatch: pytest.MonkeyPatch, token: str, level: str
) -> None:
    file = founded / "token"
    file.touch(mode=0o600)
    file.write_text(token)
    monkeypatch.setenv("PIKET_BOT_TOKEN_FILE", str(file))
    said = check(piket, founded)
    assert level in {found["level"] for found in json.loads(said.out) if "bot token" in found["sentence"]}
    assert token not in said.out


def test_without_a_public_origin_it_says_that_bells_go_without_openen() -> None:
    assert [found.level for found in origin("http://piket.localhost:8080")] == [Level.NOTE]
    assert "without the button Openen" in next(origin("https://10.1.2.3")).sentence
    assert [found.level for found in origin("https://piket.voorbeeld.nl")] == [Level.OK]
    assert not any(is_public(host) for host in ("", "piket", "127.0.0.1", "p1.piket.localhost", "::1", "192.168.1.4"))


def test_a_stranger_with_our_names_is_wrong() -> None:
    assert [found.level for found in names({"config": ["piket", "stranger"]})] == [Level.WRONG]
    assert [found.level for found in names({"config": ["piket"]})] == [Level.OK]


async def test_a_clock_behind_the_last_heartbeat_is_wrong(piket: Piket, founded: Path) -> None:
    store = open_store(f"sqlite:///{founded / 'piket.db'}", owner="test", on_commit=lambda _committed: None)
    ahead = datetime.now(UTC) + timedelta(hours=1)
    await store.write(lambda uow: uow.heartbeats.put(Heartbeat("boot", 0, ahead, ahead)))
    await store.close()
    assert "behind the last heartbeat" in wrong(check(piket, founded))[0]


async def test_a_token_that_telegram_refused_and_leaves_that_wait_are_said(piket: Piket, founded: Path) -> None:
    store = open_store(f"sqlite:///{founded / 'piket.db'}", owner="test", on_commit=lambda _committed: None)
    before = datetime.now(UTC) - timedelta(minutes=1)

    def unit(uow: SqlUnitOfWork) -> None:
        uow.alarms.raise_("telegram.revoked", "", before)
        uow.audit.append("om", LeafType.DOWNTIME, at=before, fields={"seconds": "1"})

    await store.write(unit)
    await store.close()
    said = check(piket, founded)
    assert wrong(said) == [SENTENCES["telegram.revoked"]]
    assert {"level": "note", "sentence": SENTENCES["log.lagging"]} in json.loads(said.out)


@pytest.mark.parametrize("seed", ["", "bm8=", "A" * 43 + "=", "/" * 43 + "="])
def test_a_web_push_key_that_is_none_is_named_and_one_that_is_not_there_too(
    piket: Piket, founded: Path, seed: str
) -> None:
    file = founded / "keys/webpush.seed"
    file.unlink()
    note = "There is no Web Push key, so no bell goes by Web Push; piket keys new makes one."
    assert {"level": "note", "sentence": note} in json.loads(check(piket, founded).out)
    file.write_text(seed)
    [said] = wrong(check(piket, founded))
    assert "webpush.seed" in said


def test_every_trouble_has_its_sentence() -> None:
    assert {*ALARMS, LAGGING, "channel.telegram", "channel.webhook", "channel.web_push"} == SENTENCES.keys()


def test_a_setting_that_is_wrong_is_named(piket: Piket, founded: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIKET_LISTEN", "nowhere")
    assert "PIKET_LISTEN" in wrong(check(piket, founded))[0]


def test_the_token_of_a_practice_world_has_the_form_that_is_looked_for() -> None:
    assert findings._TOKEN.fullmatch(control.TOKEN)
