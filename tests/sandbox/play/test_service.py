"""The service as a child: a practice one never follows the environment to another installation."""

from pathlib import Path

import pytest

from sandbox.play.service import Installation


@pytest.mark.parametrize("name", ["PIKET_DATABASE_URL", "PIKET_DATABASE_URL_FILE", "PIKET_LOG_KEY_FILE"])
async def test_a_command_on_a_practice_folder_works_on_that_folder_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv(name, "/nowhere/at/all")
    _, said = await Installation(tmp_path, {}).command("log", "show")
    assert "nowhere" not in said
    assert "cannot be read" not in said
    assert "piket.db" in said or "init" in said
