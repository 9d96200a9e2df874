"""The command itself: quick, plain when it refuses, and honest in its exit status."""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from urllib.parse import urlsplit

import psutil
import pytest

from bot.__main__ import COMMANDS, module_of
from bot.cli.refused import sentence_of
from config.settings import Settings
from domain.errors import StorageBusy
from tests.bot.cli.conftest import Typed
from tests.house.tree import ROOT

Piket = Callable[..., Typed]
HEAVY = ("aiogram", "aiohttp", "sqlalchemy", "pydantic", "rich", "alembic", "cryptography")


def test_help_lists_every_command(piket: Piket) -> None:
    said = piket("--help")
    assert said.status == 0
    assert all(f"  {name} " in said.out for name in COMMANDS)


def test_the_page_of_commands_names_every_command() -> None:
    page = (ROOT / "docs/commands.md").read_text()
    assert [name for name in COMMANDS if not any(row.startswith(f"| `{name}") for row in page.splitlines())] == []


@pytest.mark.parametrize("name", [name for name in COMMANDS if name != "demo"])
def test_every_command_explains_itself_and_its_exit_statuses(piket: Piket, name: str) -> None:
    with pytest.raises(SystemExit) as ended:
        piket(name, "--help")
    assert ended.value.code == 0
    assert import_module(module_of(name)).__doc__


@pytest.mark.parametrize("words", [["--help"], ["log", "--help"], ["run", "--help"], ["--version"]])
def test_a_word_of_help_loads_nothing_heavy(words: list[str]) -> None:
    program = (
        "import sys; from bot.__main__ import main\n"
        "try: main(sys.argv[1:])\n"
        "except SystemExit: pass\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)"
    )
    said = subprocess.run([sys.executable, "-c", program, *words], capture_output=True, text=True, check=True)
    assert said.stderr.strip() == "[]"


def test_verifying_a_log_never_loads_the_telegram_framework(founded: Path) -> None:
    program = (
        "import sys; from bot.__main__ import main\n"
        f"assert main(['log', 'verify', '--acts', '--data', {str(founded)!r}]) == 0\n"
        "print([name for name in ('aiogram', 'aiohttp', 'apscheduler', 'rich') if name in sys.modules])"
    )
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert said.stdout.splitlines()[-1] == "[]"


def test_what_is_not_a_command_is_refused(piket: Piket) -> None:
    assert piket("invite", "telegram").status == 2
    assert piket().status == 2


def test_a_failure_we_foresaw_is_one_sentence_and_others_stay_loud() -> None:
    assert sentence_of(StorageBusy("store.busy", "Try again.")) == "Try again."
    assert sentence_of(FileNotFoundError(2, "No such file", "a.toml")) == (
        "No such file: a.toml; look at the path and its rights."
    )
    in_use = ExceptionGroup("of a task group", [OSError(98, "Address already in use")])
    assert "Another program listens on the address of PIKET_LISTEN" in str(sentence_of(in_use))
    assert "no such address; set PIKET_LISTEN" in str(sentence_of(OSError(99, "Cannot assign requested address")))
    assert sentence_of(ZeroDivisionError("ours")) is None


def test_the_commands_that_write_refuse_while_a_service_has_the_database(piket: Piket, founded: Path) -> None:
    from storage.engines import FileLock

    lock = FileLock(founded / "piket.db")
    try:
        for words in (("migrate",), ("init", "--finish", "--signed", founded / "genesis.json")):
            said = piket(*words, "--data", founded)
            assert (said.status, "Another process" in said.err) == (3, True)
    finally:
        lock.release()
    assert piket("migrate", "--data", founded).status == 0


def test_finishing_beside_a_running_service_is_refused_at_once(founded: Path) -> None:
    from storage.engines import FileLock

    command = [sys.executable, "-m", "bot", "init", "--finish", "--signed", str(founded / "genesis.json")]
    lock = FileLock(founded / "piket.db")
    try:
        said = subprocess.run(
            [*command, "--data", str(founded)],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    finally:
        lock.release()
    assert (said.returncode, said.stdout) == (3, "")
    assert said.stderr == "piket init: Another process works on this database; stop it, or send the command to it.\n"


def test_the_openapi_document_comes_out_whole(piket: Piket, data: Path) -> None:
    assert '"openapi": "3.1.0"' in piket("openapi", "--data", data).out


def test_demo_hands_over_to_the_sandbox_with_its_options(monkeypatch: pytest.MonkeyPatch, piket: Piket) -> None:
    handed: list[list[str]] = []

    def take_over(_program: str, words: list[str]) -> None:
        handed.append(words)
        raise SystemExit(0)

    monkeypatch.setattr("os.execv", take_over)
    with pytest.raises(SystemExit):
        piket("demo", "--scenario", "beantwoord", "--headless")
    assert handed == [[sys.executable, "-m", "sandbox", "demo", "--scenario", "beantwoord", "--headless"]]


@pytest.mark.parametrize("words", [["migrate"], ["log", "verify"], ["check"]])
def test_a_database_that_cannot_be_reached_is_said_plainly(
    piket: Piket, data: Path, monkeypatch: pytest.MonkeyPatch, words: list[str]
) -> None:
    monkeypatch.setenv("PIKET_DATABASE_URL", "postgresql://nobody@127.0.0.1:9/piket")
    said = piket(*words, "--data", data)
    assert said.status == (1 if words == ["check"] else 3)
    assert "The database cannot be" in said.out + said.err
    assert "nobody" not in said.out + said.err


FAKE_SANDBOX = """
import json, pathlib, signal, socket, sys
folder = pathlib.Path(sys.argv[3])
if sys.argv[1] == "prepare":
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        bells = {"telegram_api": f"http://127.0.0.1:{probe.getsockname()[1]}"}
    (folder / "settings.json").write_text(json.dumps({"listen": "127.0.0.1:8123", "bells": bells}))
    if (folder / "fails").exists():
        sys.exit("It cannot be made here.")
    sys.exit()
if (folder / "dies").exists():
    sys.exit(1)
bot_api = json.loads((folder / "settings.json").read_text())["bells"]["telegram_api"]
with socket.create_server(("127.0.0.1", int(bot_api.rpartition(":")[2]))):
    signal.pause()
"""


@pytest.fixture
def fake_sandbox(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = data / "fake.py"
    program.write_text(FAKE_SANDBOX)
    monkeypatch.setattr("bot.cli.run.SANDBOX", (sys.executable, str(program)))


@pytest.mark.usefixtures("fake_sandbox")
def test_run_with_sandbox_keeps_it_as_a_child_for_as_long_as_the_service_runs(
    piket: Piket, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    others = set(psutil.Process().children())
    seen: list[tuple[str, str, set[psutil.Process]]] = []

    def serve(settings: Settings, *, practice_clock: Path | None) -> int:
        where = urlsplit(settings.bells.telegram_api)
        socket.create_connection((where.hostname or "", where.port or 0)).close()  # it takes calls already
        seen.append((settings.listen, settings.database, set(psutil.Process().children()) - others))
        return 0

    monkeypatch.setattr("bot.bootstrap.run", serve)
    monkeypatch.setattr("bot.cli.run._must_be_founded", lambda _database, *, practice: None)  # tests below
    assert piket("run", "--sandbox", "--data", data).status == 0
    ((listen, database, children),) = seen
    assert (listen, database) == ("127.0.0.1:8123", f"sqlite:///{data / 'piket.db'}")
    assert [child.is_running() for child in children] == [False]


@pytest.mark.usefixtures("fake_sandbox")
def test_run_with_a_sandbox_that_cannot_be_made_starts_nothing(piket: Piket, data: Path) -> None:
    (data / "fails").touch()
    said = piket("run", "--sandbox", "--data", data)
    assert (said.status, said.err) == (3, "piket run: It cannot be made here.\n")


@pytest.mark.usefixtures("fake_sandbox")
def test_run_with_a_sandbox_that_ends_before_it_is_there_starts_nothing(piket: Piket, data: Path) -> None:
    (data / "dies").touch()
    said = piket("run", "--sandbox", "--data", data)
    assert (said.status, "did not come up" in said.err) == (3, True)


def test_real_work_is_never_run_as_practice(piket: Piket, founded: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from bot.cli import run

    served: list[object] = []

    def serve(_settings: object, *, practice_clock: Path | None) -> int:
        served.append(practice_clock)
        return 0

    monkeypatch.setattr("bot.bootstrap.run", serve)
    monkeypatch.setenv("PIKET_PRACTICE", "true")
    assert piket("run", "--data", founded).status == 0
    assert served == [None]
    monkeypatch.setattr(run, "_is_practice", lambda _fact: False)
    said = piket("run", "--data", founded)
    assert (said.status, "for real work" in said.err) == (3, True)
