"""Every import contract can break: one planted mistake each, in a skeleton beside the real tree."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.tree import ROOT, packages

SKELETON = {
    "bot/__main__.py": "import bot.cli.init",
    "bot/cli/__init__.py": "",
    "bot/cli/init.py": "import client.keys, bot.bootstrap",
    "bot/bootstrap.py": "import handlers.receive, notify.telegram, storage.tables, config.settings, bot.clockwork",
    "bot/clock.py": "",
    "bot/clockwork.py": "import bot.clock",
    "bot/sequencer.py": "import bot.clock",
    "bot/http/__init__.py": "import handlers.receive",
    "bot/telegram/__init__.py": "import aiogram, handlers.receive",
    "client/keys.py": "import domain.ladders",
    "config/settings.py": "import domain.ladders",
    "domain/ladders.py": "import dataclasses",
    "domain/flows/__init__.py": "",
    "domain/flows/spoedaanwijzing.py": "import pydantic",
    "domain/flows/triage.py": "",
    "handlers/receive.py": "import domain.flows.spoedaanwijzing",
    "handlers/flows/__init__.py": "",
    "handlers/flows/spoedaanwijzing.py": "import handlers.flows.spoedaanwijzing_voice",
    "handlers/flows/spoedaanwijzing_voice.py": "",
    "handlers/flows/triage.py": "",
    "notify/dispatcher.py": "import domain.ladders",
    "notify/telegram.py": "import aiohttp",
    "notify/webhook.py": "import aiohttp",
    "sandbox/phones.py": "import client.keys, aiogram, config.settings",
    "storage/tables.py": "import sqlalchemy",
}

MISTAKES = [
    ("three-floors", "domain/ladders.py", "import handlers.receive"),
    ("three-floors", "storage/tables.py", "import handlers.receive"),
    ("three-floors", "notify/dispatcher.py", "import config.settings"),
    ("three-floors", "client/keys.py", "import storage.tables"),
    ("three-floors", "bot/bootstrap.py", "import sandbox.phones"),
    ("sandbox-is-outside", "sandbox/phones.py", "import handlers.receive"),
    ("sandbox-is-outside", "sandbox/phones.py", "import bot.bootstrap"),
    ("server-cannot-open", "bot/http/__init__.py", "import client.keys"),
    ("server-cannot-open", "bot/telegram/__init__.py", "import client"),
    ("server-cannot-open", "bot/bootstrap.py", "import client.keys"),
    ("server-cannot-open", "bot/clockwork.py", "import client.keys"),
    ("server-cannot-open", "handlers/receive.py", "import client.keys"),
    ("server-cannot-open", "notify/dispatcher.py", "import client.keys"),
    ("server-cannot-open", "storage/tables.py", "import client.keys"),
    ("inside-bot", "bot/bootstrap.py", "import bot.cli.init"),
    ("inside-bot", "bot/http/__init__.py", "import bot.telegram"),
    ("inside-bot", "bot/sequencer.py", "import bot.cli.init"),
    ("flows-apart", "domain/flows/triage.py", "import domain.flows.spoedaanwijzing"),
    ("flows-are-handled-apart", "handlers/flows/triage.py", "import handlers.flows.spoedaanwijzing"),
    ("flows-open-ladders-ring", "domain/flows/triage.py", "import domain.ladders"),
    ("flows-open-ladders-ring", "domain/ladders.py", "import domain.flows.triage"),
    ("channels-apart", "notify/telegram.py", "import notify.webhook"),
    ("channels-apart", "notify/telegram.py", "import notify.dispatcher"),
    ("pure-domain", "domain/ladders.py", "import asyncio"),
    ("pure-domain", "domain/flows/triage.py", "import sqlalchemy"),
    ("pure-domain", "domain/ladders.py", "import time"),
    ("sql-in-storage", "handlers/receive.py", "from sqlalchemy import select"),
    ("sql-in-storage", "bot/cli/init.py", "import sqlite3"),
    ("telegram-in-two-places", "notify/telegram.py", "import aiogram"),
    ("telegram-in-two-places", "bot/http/__init__.py", "from aiogram.types import Update"),
    ("tools-stay-home", "sandbox/phones.py", "import pyrage"),
    ("tools-stay-home", "handlers/receive.py", "import tests.harness"),
]


def lint(folder: Path, files: dict[str, str], contract: str | None = None) -> subprocess.CompletedProcess[str]:
    """Runs our contracts, or one of them, over a tree that holds only `files`."""
    for name in packages():
        (folder / name).mkdir(parents=True, exist_ok=True)
        (folder / name / "__init__.py").touch()
    for name, text in files.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text + "\n")
    rules = ROOT / ".importlinter"
    run = "import sys; from importlinter.cli import lint_imports_command; lint_imports_command()"
    options = ["--config", str(rules), "--no-cache", *(["--contract", contract] if contract else [])]
    environment = {**os.environ, "PYTHONPATH": str(folder), "COLUMNS": "200"}
    return subprocess.run(
        [sys.executable, "-c", run, *options],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=50,
    )


def test_the_skeleton_keeps_every_contract(tmp_path: Path) -> None:
    answer = lint(tmp_path, SKELETON)
    assert answer.returncode == 0, answer.stdout + answer.stderr
    assert "0 broken" in answer.stdout


@pytest.mark.parametrize(("contract", "file", "mistake"), MISTAKES)
def test_a_planted_mistake_breaks_its_contract(tmp_path: Path, contract: str, file: str, mistake: str) -> None:
    answer = lint(tmp_path, {**SKELETON, file: f"{SKELETON[file]}\n{mistake}"}, contract)
    assert answer.returncode == 1, answer.stdout + answer.stderr
    assert "0 kept, 1 broken" in answer.stdout
    assert file.removesuffix(".py").removesuffix("/__init__").replace("/", ".") in answer.stdout


def test_every_contract_is_broken_by_some_mistake() -> None:
    rules = (ROOT / ".importlinter").read_text()
    ids = {line.split(":")[2].rstrip("]") for line in rules.splitlines() if line.startswith("[importlinter:contract:")}
    assert ids == {contract for contract, _, _ in MISTAKES}
