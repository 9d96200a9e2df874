"""Settings come from the environment, secrets from files only, and what is wrong is named without its value."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest

from config.settings import ONLY_BY_FILE, SettingsInvalid, load_settings


def test_defaults_start_on_this_machine_alone() -> None:
    settings = load_settings()
    assert settings.listen == "127.0.0.1:8080"
    assert settings.metrics_listen is None
    assert settings.database.startswith("sqlite:///")
    assert settings.bot_token is None


def test_the_environment_sets_and_what_is_given_goes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIKET_LISTEN", "0.0.0.0:9000")
    monkeypatch.setenv("PIKET_LIMITS__BATCH", "7")
    monkeypatch.setenv("PIKET_LIMITS__BODY_TIME", "PT5S")
    assert load_settings().listen == "0.0.0.0:9000"
    assert load_settings(listen="127.0.0.1:1").listen == "127.0.0.1:1"
    assert (load_settings().limits.batch, load_settings().limits.body_time) == (7, timedelta(seconds=5))


def test_secrets_come_from_files(tmp_path: Path) -> None:
    (tmp_path / "token").write_text("12:zaterdag\n")
    (tmp_path / "url").write_text("postgresql+psycopg://piket:zaterdag@db/piket\n")
    settings = load_settings(bot_token_file=tmp_path / "token", database_url_file=tmp_path / "url")
    assert settings.bot_token == "12:zaterdag"
    assert settings.database == "postgresql+psycopg://piket:zaterdag@db/piket"
    assert "zaterdag" not in repr(settings)


@pytest.mark.parametrize("name", ONLY_BY_FILE)
def test_a_secret_in_the_environment_is_refused(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv(f"PIKET_{name}", "zaterdag")
    with pytest.raises(SettingsInvalid, match=f"PIKET_{name}_FILE") as refused:
        load_settings()
    assert "zaterdag" not in str(refused.value)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PIKET_LISTEN", "zaterdag"),
        ("PIKET_LISTEN", "zaterdag:99999"),
        ("PIKET_APP_ORIGIN", "https://zaterdag/"),
        ("PIKET_APP_ORIGIN", "zaterdag"),
        ("PIKET_APP_ORIGIN", "ftp://zaterdag"),
        ("PIKET_DATABASE_URL", "postgresql://piket:zaterdag@db/piket"),
        ("PIKET_FORWARDED_HOPS", "zaterdag"),
        ("PIKET_LIMITS__BATCH", "zaterdag"),
        ("PIKET_LIMITS__ZATERDAG", "1"),
    ],
)
def test_a_wrong_setting_is_named_without_its_value(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsInvalid, match="PIKET_") as refused:
        load_settings()
    assert "zaterdag" not in str(refused.value)


def test_a_file_that_is_missing_or_empty_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsInvalid, match="PIKET_BOT_TOKEN_FILE"):
        load_settings(bot_token_file=tmp_path / "none")
    (tmp_path / "empty").write_text("\n")
    settings = load_settings(bot_token_file=tmp_path / "empty")
    with pytest.raises(SettingsInvalid, match="empty"):
        _ = settings.bot_token


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PIKET_BOT_TOKEN_FILE", "nowhere/token"),
        ("PIKET_LISTEN", "zaterdag"),
        ("PIKET_DATABASE_URL", "postgresql://piket:zaterdag@db/piket"),
    ],
)
def test_what_is_wrong_is_one_sentence_that_begins_with_the_setting(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsInvalid) as refused:
        load_settings()
    sentence = str(refused.value)
    assert sentence.startswith(name)
    assert (sentence.count("PIKET_BOT") <= 1, "Value error" in sentence, sentence[-1]) == (True, False, ".")


PHONES = ("http://p1.piket.localhost:8080", "http://p2.piket.localhost:8080")


def test_a_practice_wall_may_name_its_phones_and_a_real_installation_may_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIKET_PRACTICE_ORIGINS", json.dumps(PHONES))
    monkeypatch.setenv("PIKET_PRACTICE", "true")
    assert load_settings().origins == {"http://piket.localhost:8080", *PHONES}
    monkeypatch.setenv("PIKET_PRACTICE", "false")
    with pytest.raises(SettingsInvalid, match="PIKET_PRACTICE_ORIGINS"):
        load_settings()
    monkeypatch.delenv("PIKET_PRACTICE_ORIGINS")
    assert load_settings().origins == {"http://piket.localhost:8080"}


@pytest.mark.parametrize(
    "origin", ["https://app.piket.example", "http://localhost:8080", "http://p1.localhost.piket.example", "*", "null"]
)
def test_even_practice_names_no_origin_beyond_this_machine(origin: str) -> None:
    with pytest.raises(SettingsInvalid):
        load_settings(practice=True, practice_origins=(origin,))
