"""The page about the log keeps its word: its recipes verify a practice log with nothing but standard tools."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from config.keys import load_log_keys
from domain.audit.checkpoints import Checkpoint, sign_checkpoint
from domain.audit.tree import RunningTree, leaf_hash
from sandbox.play.founding import found
from tests.house.tree import ROOT
from tests.sandbox.play.nights import scenario

SHELL = re.compile(r"```sh\n(.*?)```", re.DOTALL)
PAGE = (ROOT / "docs/log.md").read_text(encoding="utf-8")
SECTION = PAGE[PAGE.index("## Verifying as an outsider") :]


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def practice(tmp_path: Path) -> Path:
    """A folder with `.run` as a practice world founds it, and beside it what its service would serve."""
    now = datetime(2027, 1, 1, tzinfo=UTC)
    world = tmp_path / ".run"
    world.mkdir()
    found(scenario(), world, now, now - timedelta(minutes=2))
    return tmp_path


@pytest.fixture
def host(practice: Path) -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(practice / "served"))) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def publish(practice: Path, leaves: int) -> str:
    """Serve a checkpoint and the one tile of a directory log of so many leaves; returns its root in base64."""
    key = load_log_keys(practice / ".run" / "keys")["directory"]
    hashes = [leaf_hash(b"leaf %d" % number) for number in range(leaves)]
    tree = RunningTree()
    tree.extend(hashes)
    log = practice / "served" / "v1" / "log" / "directory"
    (log / "tile" / "0" / "000.p").mkdir(parents=True)
    (log / "tile" / "0" / "000.p" / str(leaves)).write_bytes(b"".join(hashes))
    signed = sign_checkpoint(Checkpoint(key.name, leaves, tree.root()), key)
    (log / "checkpoint").write_bytes(signed)
    return signed.decode().splitlines()[2]


def typed(practice: Path, host: str) -> list[str]:
    """What the recipes print when somebody types them beside `.run`."""
    recipes = "".join(SHELL.findall(SECTION)).replace("http://127.0.0.1:8080", host)
    assert host in recipes
    said = subprocess.run(["sh", "-eu"], input=recipes, cwd=practice, capture_output=True, text=True, check=False)
    return said.stdout.splitlines()


@pytest.mark.parametrize("leaves", [1, 2, 69, 255])
def test_ev_the_recipes_verify_a_practice_log(practice: Path, host: str, leaves: int) -> None:
    root = publish(practice, leaves)
    assert typed(practice, host) == ["Signature Verified Successfully", root]


def test_a_checkpoint_that_was_changed_is_found_out(practice: Path, host: str) -> None:
    publish(practice, 3)
    checkpoint = practice / "served" / "v1" / "log" / "directory" / "checkpoint"
    checkpoint.write_text(checkpoint.read_text(encoding="utf-8").replace("\n3\n", "\n4\n"), encoding="utf-8")
    assert "Signature Verified Successfully" not in typed(practice, host)


def test_the_recipes_need_no_program_that_the_page_does_not_name() -> None:
    needed = SECTION[: SECTION.index("```sh")]
    assert all(f"`{name}`" in needed for name in ("curl", "openssl", "python3"))
    assert "xxd" not in SECTION
