"""What was not proven never looks proven: a skip is loud, and on a build server it fails the run."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.tree import ROOT

CONFTEST = "from tests.conftest import pytest_sessionfinish, pytest_terminal_summary  # noqa: F401"
SKIPPING = "import pytest\n\ndef test_it() -> None:\n    pytest.skip('geen server')\n"


@pytest.mark.parametrize(("ci", "workers", "code"), [("", "0", 0), ("true", "1", 1)])
def test_a_skip_fails_the_run_only_where_ci_is_set(tmp_path: Path, ci: str, workers: str, code: int) -> None:
    (tmp_path / "conftest.py").write_text(CONFTEST)
    (tmp_path / "test_one.py").write_text(SKIPPING)
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:schemathesis"]
    run = subprocess.run(
        [*command, "-n", workers, "--rootdir", str(tmp_path), str(tmp_path)],
        cwd=tmp_path,
        env={**os.environ, "CI": ci, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=50,
    )
    assert run.returncode == code, run.stdout + run.stderr
    assert "geen server" in run.stdout
