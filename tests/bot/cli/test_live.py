"""`piket check --live` speaks of this installation's service alone: of no other that answers at the same address."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from bot.cli.trouble_words import SENTENCES
from config.keys import load_log_keys
from domain.audit.checkpoints import Checkpoint, sign_checkpoint
from domain.audit.tree import EMPTY_ROOT
from tests.bot.cli.conftest import Typed

Piket = Callable[..., Typed]
READY, CHECKPOINT = "/v1/health/ready", "/v1/log/directory/checkpoint"
Answers = Mapping[str, tuple[int, bytes]]


@contextmanager
def answering(answers: Answers) -> Iterator[int]:
    """A service on loopback that gives these answers."""

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, body = answers.get(self.path, (404, b""))
            self.send_response(status)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Answer) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server.server_port
        finally:
            server.shutdown()
            thread.join()


def checkpoint_of(folder: Path, log: str = "directory") -> bytes:
    """The checkpoint that whoever has these keys would show for its empty log."""
    key = load_log_keys(folder / "keys")[log]
    return sign_checkpoint(Checkpoint(key.name, 0, EMPTY_ROOT), key)


@pytest.fixture
def live(piket: Piket, founded: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[Answers], Typed]:
    """Ask whoever gives these answers where the founded installation would listen."""

    def ask(answers: Answers) -> Typed:
        with answering(answers) as port:
            monkeypatch.setenv("PIKET_LISTEN", f"0.0.0.0:{port}")
            return piket("check", "--live", "--data", founded)

    return ask


@pytest.mark.parametrize(
    ("status", "body", "exit_status", "words"),
    [
        (200, b'{"status":"ready"}', 0, "The service is ready."),
        (
            200,
            b'{"status":"ready","troubles":["telegram.revoked","of a later version"]}',
            0,
            f"The service is ready.\n{SENTENCES['telegram.revoked']}\nof a later version",
        ),
        (503, b'{"reasons":["starting"]}', 1, "The service is not ready: starting."),
        (503, b"no json", 1, "The service is not ready: status 503."),
    ],
)
def test_live_asks_the_service_on_this_machine(
    live: Callable[[Answers], Typed], founded: Path, status: int, body: bytes, exit_status: int, words: str
) -> None:
    said = live({READY: (status, body), CHECKPOINT: (200, checkpoint_of(founded))})
    assert (said.status, said.out.strip()) == (exit_status, words)


@pytest.mark.parametrize("shown", ["another's", "another log's", "not a checkpoint", "refused"])
def test_live_never_calls_another_service_this_installations(
    live: Callable[[Answers], Typed], piket: Piket, founded: Path, tmp_path: Path, shown: str
) -> None:
    other = tmp_path / "other"
    assert piket("keys", "new", "piket.example", "directory", "--data", other).status == 0
    answer = {
        "another's": (200, checkpoint_of(other)),
        "another log's": (200, checkpoint_of(founded, "root")),
        "not a checkpoint": (200, b"<html>"),
        "refused": (401, b""),
    }[shown]
    said = live({READY: (200, b'{"status":"ready"}'), CHECKPOINT: answer})
    assert (said.status, "Another installation's service" in said.out, "is ready" in said.out) == (1, True, False)


def test_live_does_not_guess_whose_a_service_is_that_has_shown_nothing_yet(live: Callable[[Answers], Typed]) -> None:
    said = live({READY: (200, b'{"status":"ready"}')})
    assert (said.status, "ask again" in said.out, "is ready" in said.out) == (1, True, False)


def test_live_without_keys_by_which_to_know_the_service_says_so(
    piket: Piket, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with answering({READY: (200, b'{"status":"ready"}')}) as port:
        monkeypatch.setenv("PIKET_LISTEN", f"127.0.0.1:{port}")
        said = piket("check", "--live", "--data", data)
    assert (said.status, "no log keys here" in said.err) == (3, True)


def test_live_without_a_service_says_so(piket: Piket, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIKET_LISTEN", "127.0.0.1:9")
    said = piket("check", "--live")
    assert (said.status, "Nothing answers on port 9" in said.err) == (3, True)


def test_in_a_practice_world_both_checks_look_at_what_that_world_runs_with(piket: Piket, founded: Path) -> None:
    token = founded / "bot.token"
    token.touch(mode=0o600)
    token.write_text("1234567890:" + "A" * 35)
    with answering({READY: (200, b'{"status":"ready"}'), CHECKPOINT: (200, checkpoint_of(founded))}) as port:
        settings = f'{{"listen": "127.0.0.1:{port}", "bot_token_file": "{token}"}}'
        (founded / "settings.json").write_text(settings)
        assert piket("check", "--live", "--data", founded).status == 0
    assert "The bot token has the right form." in piket("check", "--data", founded).out
