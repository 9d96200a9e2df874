"""`piket run --sandbox` where the sandbox has a wall: it starts services of its own, and there is none to run here."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.bot.cli.conftest import Typed

Piket = Callable[..., Typed]
FAKE_SANDBOX = """
import pathlib
import sys

command, _, folder = sys.argv[1:]
if command == "prepare":
    (pathlib.Path(folder) / "settings.json").write_text("null")
elif (pathlib.Path(folder) / "waits").exists():
    import os
    import signal

    (pathlib.Path(folder) / "pid").write_text(str(os.getpid()))
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})
    while signal.sigtimedwait({signal.SIGTERM}, 0.05) is None:
        os.kill(os.getppid(), signal.SIGTERM)
else:
    (pathlib.Path(folder) / "stayed").touch()
"""


@pytest.fixture
def _fake_sandbox(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = data / "fake.py"
    program.write_text(FAKE_SANDBOX)
    monkeypatch.setattr("bot.cli.run.SANDBOX", (sys.executable, str(program)))

    def serve(*_given: object, **_more: object) -> int:
        raise AssertionError("a service was started")

    monkeypatch.setattr("bot.cli.run._serve", serve)


@pytest.mark.usefixtures("_fake_sandbox")
def test_the_command_stays_for_as_long_as_the_wall_does_and_starts_no_service(piket: Piket, data: Path) -> None:
    said = piket("run", "--sandbox", "--data", data)
    assert (said.status, (data / "stayed").exists()) == (0, True)
    assert "Stopped. The practice world stays in" in said.out


@pytest.mark.usefixtures("_fake_sandbox")
def test_asked_to_stop_it_asks_the_sandbox_and_leaves_nothing_behind(piket: Piket, data: Path) -> None:
    (data / "waits").touch()
    early: list[int] = []  # a signal that comes before the command listens must not end the tests
    before = signal.signal(signal.SIGTERM, lambda number, _frame: early.append(number))
    try:
        said = piket("run", "--sandbox", "--data", data)
    finally:
        signal.signal(signal.SIGTERM, before)
    assert (said.status, "Stopped." in said.out) == (0, True)
    with pytest.raises(ChildProcessError):  # waited for already: this process has other children, of other tests
        os.waitpid(int((data / "pid").read_text()), os.WNOHANG)
