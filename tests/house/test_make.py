"""What `make` does on machines unlike ours: which Python it takes, and what it says when a proxy stops it."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.house.tree import ROOT

PYTHON = """#!/bin/sh
case "$1 $2" in
  *"(3, 11, 5)"*) exit {faulty};;
  "-m venv") mkdir -p .venv/bin; ln -s {true} .venv/bin/python; ln -s {true} .venv/bin/uv; echo {name} > .venv/by;;
esac
"""


def program(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    path.chmod(0o755)


def make(folder: Path, *words: str, pythons: Mapping[str, bool]) -> subprocess.CompletedProcess[str]:
    """Run our Makefile in `folder`, on a machine with these Pythons: True for those with the fault."""
    programs, true = folder / "programs", shutil.which("true")
    programs.mkdir()
    for name, faulty in pythons.items():
        program(programs / name, PYTHON.format(name=name, faulty=int(faulty), true=true))
    for name in ("mkdir", "ln", "touch", "make"):
        (programs / name).symlink_to(str(shutil.which(name)))
    for name in ("pyproject.toml", "requirements/build.lock", "requirements/dev.lock"):
        (folder / name).parent.mkdir(exist_ok=True)
        if not (folder / name).exists():
            (folder / name).touch()
    environment = {"PATH": str(programs), "LANG": os.environ.get("LANG", "C")}
    command = [str(programs / "make"), "-f", str(ROOT / "Makefile"), *words]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("pythons", "words", "taken"),
    [
        ({"python3": False, "python3.13": False}, (), "python3"),
        ({"python3": True, "python3.13": False}, (), "python3.13"),
        ({"python3": True}, (), "python3"),
        ({"python3": False, "python3.12": True}, ("PYTHON=python3.12",), "python3.12"),
    ],
    ids=["the machine's own", "another without the fault", "no other", "the one that was asked for"],
)
def test_a_python_without_the_fault_is_taken_where_there_is_one(
    tmp_path: Path, pythons: Mapping[str, bool], words: tuple[str, ...], taken: str
) -> None:
    said = make(tmp_path, ".venv/.ok", *words, pythons=pythons)
    assert said.returncode == 0, said.stderr
    assert (tmp_path / ".venv/by").read_text().strip() == taken


def test_without_any_python_it_says_what_to_install(tmp_path: Path) -> None:
    said = make(tmp_path, ".venv/.ok", pythons={})
    assert said.returncode != 0
    assert "Piket needs Python 3.11 or newer" in said.stderr


def test_node_packages_that_cannot_be_fetched_are_explained(tmp_path: Path) -> None:
    assert make(tmp_path, ".venv/.ok", pythons={"python3": False}).returncode == 0
    shutil.rmtree(tmp_path / "programs")
    (tmp_path / ".venv/bin/python").unlink()
    program(tmp_path / ".venv/bin/python", f"#!/bin/sh\necho {tmp_path}/node\n")
    program(tmp_path / "node/bin/node", "#!/bin/sh\necho SELF_SIGNED_CERT_IN_CHAIN >&2\nexit 1\n")
    (tmp_path / "eyes").mkdir()
    (tmp_path / "eyes/package-lock.json").touch()
    said = make(tmp_path, "eyes/node_modules/.ok", pythons={})
    assert said.returncode != 0
    assert "NODE_EXTRA_CA_CERTS" in said.stderr
    assert "NODE_EXTRA_CA_CERTS" in (ROOT / "CONTRIBUTING.md").read_text()
